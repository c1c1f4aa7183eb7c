"""What the trail is told of devices, take-outs, cloud services and trips before and after a change."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.owned import Owned
from kuramori.ground.trail import labels, naming
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.events import Event
from kuramori.ground.trail.record import record
from kuramori.work.places import models

# What people write freely may name somebody: erasable, each by itself.
TEXTS = (
    "name",
    "note",
    "words",
    "private_terms",
    "lost_note",
    "erased_how",
    "settled_words",
    "subject_words",
    "to_where",
    "purpose",
    "decision_note",
    "return_note",
    "used_for",
    "service_words",
    "how",
    "reason",
)

KINDS: dict[type[Owned], tuple[str, tuple[str, ...]]] = {
    models.Device: (
        "device",
        (
            "number", "kind", "name", "owner", "is_private", "private_terms", "is_encrypted", "place", "state",
            "state_on", "lost_note", "lost_steps", "erased_on", "erased_how", "erased_by", "note",
        ),
    ),
    models.DeviceCount: ("device_count", ("name", "begun_at", "finished_at")),
    models.DeviceCountLine: (
        "device_count_line",
        ("count", "device", "words", "seen", "seen_at", "settled_at", "settled_words"),
    ),
    models.TakeOut: (
        "take_out",
        (
            "subject_kind", "subject_id", "subject_words", "to_where", "country", "purpose", "is_encrypted",
            "due_on", "state", "decided_at", "decided_by", "decision_note", "is_own_approval", "taken_at",
            "returned_at", "returned_to", "return_note", "trip", "chased",
        ),
    ),
    models.Trip: (
        "trip",
        (
            "person", "country", "to_where", "purpose", "from_on", "until_on", "before_done", "after_done",
            "dropped_at",
        ),
    ),
    models.TakeOutRule: ("take_out_rule", ("country", "kind", "verdict", "reason", "from_on", "until_on")),
    models.CloudService: (
        "cloud_service",
        (
            "name", "provider", "used_for", "may_lie", "owner", "place", "agreed", "review_on",
            "listing_number", "note", "retired_on",
        ),
    ),
    models.TermsSnapshot: ("terms_snapshot", ("service", "taken_on", "url", "file", "sha256", "note")),
    models.CloudReview: ("cloud_review", ("service", "terms", "on", "agreed")),
    models.ShadowUse: (
        "shadow_use",
        ("service_words", "found_on", "how", "decision", "decision_note", "decided_at", "decided_by"),
    ),
    models.Software: (
        "software",
        ("device", "name", "version", "support_ends_on", "patched_on", "retired_on"),
    ),
    models.Listing: ("listing", ("as_of_on", "rows_count", "digest")),
}  # fmt: skip

WORDS = {
    "number": _("番号"),
    "kind": _("種類"),
    "name": _("名前"),
    "owner": _("使う人"),
    "is_private": _("私物"),
    "private_terms": _("私物の条件"),
    "is_encrypted": _("暗号化"),
    "place": _("置き場所"),
    "state": _("状態"),
    "state_on": _("その状態になった日"),
    "lost_note": _("なくした時のこと"),
    "lost_steps": _("なくした後に済ませたこと"),
    "erased_on": _("消去した日"),
    "erased_how": _("消去のしかた"),
    "erased_by": _("消去した人"),
    "note": _("メモ"),
    "words": _("見つかった物"),
    "seen": _("棚卸しの結果"),
    "settled_words": _("どうしたか"),
    "subject_words": _("持ち出す物"),
    "to_where": _("行き先"),
    "country": _("国"),
    "purpose": _("目的"),
    "due_on": _("戻す日"),
    "decision_note": _("ひとこと"),
    "return_note": _("戻った時のこと"),
    "person": _("行く人"),
    "from_on": _("いつから"),
    "until_on": _("いつまで"),
    "verdict": _("決まり"),
    "reason": _("理由"),
    "provider": _("事業者"),
    "used_for": _("使いみち"),
    "may_lie": _("置いてよいもの"),
    "agreed": _("秘密保持の約束"),
    "review_on": _("次に見直す日"),
    "listing_number": _("登録番号"),
    "retired_on": _("使うのをやめた日"),
    "taken_on": _("写しを取った日"),
    "url": _("リンク"),
    "sha256": _("照合値"),
    "service_words": _("見つけた利用"),
    "how": _("見つけたときのこと"),
    "decision": _("決めたこと"),
    "version": _("版"),
    "support_ends_on": _("サポートが終わる日"),
    "patched_on": _("更新した日"),
    "on": _("見直した日"),
    "service": _("サービス"),
    "terms": _("規約の写し"),
    "begun_at": _("始めた時刻"),
    "finished_at": _("終えた時刻"),
    "count": _("どの棚卸し"),
    "device": _("端末"),
    "seen_at": _("見た時刻"),
    "settled_at": _("片づけた時刻"),
    "found_on": _("見つけた日"),
    "decided_at": _("決めた時刻"),
    "decided_by": _("決めた人"),
    "is_own_approval": _("自分で認めた"),
    "subject_kind": _("物の種類"),
    "subject_id": _("物の番号"),
    "taken_at": _("持ち出した時刻"),
    "returned_at": _("戻った時刻"),
    "returned_to": _("受け取った人"),
    "trip": _("出張"),
    "chased": _("知らせた回数"),
    "before_done": _("行く前に済んだこと"),
    "after_done": _("戻って済んだこと"),
    "as_of_on": _("いつの一覧か"),
    "digest": _("照合値"),
    "rows_count": _("行の数"),
}
SHOWERS = {
    "device": {
        "kind": lambda value: str(models.DeviceKind(value).label),
        "state": lambda value: str(models.DeviceState(value).label),
    },
    "device_count_line": {"seen": lambda value: str(models.Seen(value).label)},
    "take_out": {
        "state": lambda value: str(models.TakeOutState(value).label),
        "subject_kind": lambda value: naming.word_of(value) or value,
    },
    "take_out_rule": {"verdict": lambda value: str(models.Verdict(value).label)},
    "cloud_service": {
        "may_lie": lambda value: str(models.MayLie(value).label),
        "agreed": lambda value: str(models.Agreed(value).label),
    },
    "cloud_review": {"agreed": lambda value: str(models.Agreed(value).label)},
    "shadow_use": {"decision": lambda value: str(models.ShadowDecision(value).label)},
}
for _kind, _fields in KINDS.values():
    labels.declare(_kind, {name: WORDS[name] for name in _fields if name in WORDS}, SHOWERS.get(_kind))


def facts(row: Owned) -> dict[str, Any]:
    """The plain facts of one row, by the name of the field; what it is tied to by its id."""
    found: dict[str, Any] = {}
    for name in KINDS[type(row)][1]:
        field = row._meta.get_field(name)
        found[name] = getattr(row, field.attname)  # type: ignore[union-attr]
    return found


def tell_new(actor: Actor, event: Event, row: Owned, **places: Any) -> None:
    """Leave the entry of a row that has just come into being."""
    told = between(None, facts(row), private=TEXTS)
    record(actor, event, kind=KINDS[type(row)][0], thing_id=row.pk, **places, **told)


def update(actor: Actor, event: Event, row: Any, *, values: dict[str, Any], **places: Any) -> Any:
    """Change a row that is held (`select_for_update`) and leave its entry; where nothing changes, neither."""
    before = facts(row)
    for name, value in values.items():
        setattr(row, name, value)
    after = facts(row)
    if before == after:
        return row
    if hasattr(row, "revision"):
        row.revision += 1
    row.save()
    told = between(before, after, private=TEXTS)
    record(actor, event, kind=KINDS[type(row)][0], thing_id=row.pk, **places, **told)
    return row
