"""準備度 of one asset on a day, in words: the three legal requirements side by side, never a verdict."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.rules.readiness import Facts, Line, Requirement, State, requirements
from kuramori.work.ledger import access, content
from kuramori.work.ledger.asof import AsOf, as_of, end_of
from kuramori.work.ledger.breadth import Breadth, judge
from kuramori.work.ledger.models import Asset, Copy, PriorRecord, Review, Stage
from kuramori.work.places.models import Place

TITLES = {
    "kept": (gettext_lazy("秘密として管理"), gettext_lazy("区分・表示・人・置き場所")),
    "useful": (gettext_lazy("事業に役立つ"), gettext_lazy("何に効いているか")),
    "unknown": (gettext_lazy("知られていない"), gettext_lazy("外に出ていないことの確かめ")),
}
WORDS = {
    "graded": gettext_lazy("区分を決めて登録しています"),
    "not_graded": gettext_lazy("秘密としての区分がまだです"),
    "marked_all": gettext_lazy("秘密の表示があります"),
    "marked_not_needed": gettext_lazy("表示は要らないと決めています"),
    "marked_some": gettext_lazy("表示が一部にしかありません"),
    "marked_none": gettext_lazy("表示がありません"),
    "place": gettext_lazy("保管場所が決まっています"),
    "place_locked": gettext_lazy("鍵のかかる場所にあります"),
    "place_open": gettext_lazy("保管場所に鍵がかかりません"),
    "no_place": gettext_lazy("保管場所がまだです"),
    "keeper": gettext_lazy("保管する人が決まっています"),
    "no_keeper": gettext_lazy("保管する人がまだです"),
    "circle": gettext_lazy("知ってよい人は%(n)s人と決めています"),
    "broad": gettext_lazy("知ってよい人が%(n)s人で、広めです"),
    "nobody_named": gettext_lazy("知ってよい人をまだ決めていません"),
    "copies": gettext_lazy("写し%(n)s部に番号があります"),
    "review": gettext_lazy("%(day)sに見直しました"),
    "review_set": gettext_lazy("次の見直しは%(day)sです"),
    "review_soon": gettext_lazy("次の見直しは%(day)s。あと少しです"),
    "review_over": gettext_lazy("見直しの日（%(day)s）を過ぎています"),
    "never_review": gettext_lazy("見直しの日が決まっていません"),
    "usefulness": gettext_lazy("何に役立つかを書いています"),
    "no_usefulness": gettext_lazy("何に役立つかがまだです"),
    "effort": gettext_lazy("かけた手間と費用を書いています"),
    "no_effort": gettext_lazy("かけた手間と費用がまだです"),
    "used": gettext_lazy("%(day)sから使っています"),
    "records": gettext_lazy("先使用の記録が%(n)s点あります"),
    "checked": gettext_lazy("%(day)sに確かめました"),
    "checked_soon": gettext_lazy("次の確認は%(day)s。あと少しです"),
    "checked_over": gettext_lazy("次の確認の日（%(day)s）を過ぎています"),
    "never_checked": gettext_lazy("知られていないかを、まだ確かめていません"),
    "result_partly": gettext_lazy("一部が知られていました"),
    "result_known": gettext_lazy("もう知られていました"),
    "not_public": gettext_lazy("公知でない部分を書き分けています"),
    "no_not_public": gettext_lazy("どこが公知でない部分かがまだです"),
    "closed": gettext_lazy("だれにでも見せる物ではありません"),
    "open": gettext_lazy("ふだんの営業で見せる区分です"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """A line in words; `state` is `ok`, `care` (thin) or `now` (its time has come)."""

    words: str
    state: str


@dataclass(frozen=True, slots=True)
class Part:
    """One requirement. `says` heads it: そろっています, 手薄が2つ, 確認の時期."""

    id: str
    title: str
    about: str
    says: str
    state: str
    lines: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Readiness:
    asset_id: uuid.UUID
    parts: tuple[Part, ...]
    may_change: bool
    is_today: bool


def readiness(actor: Actor, asset: Asset, on: datetime.date | None) -> Readiness | None:
    """For the slot of the asset's page; None on a day when it did not stand in the ledger."""
    seen = as_of(asset, on)
    if seen.version is None or seen.stage != Stage.ADMITTED:
        return None
    found = requirements(facts_of(asset, seen), content.lifecycle().soon_days)
    may_change = on is None and access.may(actor, asset, Can.ASSET_CHANGE)
    return Readiness(asset.pk, tuple(map(_part, found)), may_change, on is None)


def facts_of(asset: Asset, seen: AsOf) -> Facts:
    """What was on record on the day of `seen`; four further queries."""
    values, day = seen.values, seen.on
    place = Place.objects.filter(pk=values["place"].id).first() if values.get("place") else None
    judged = judge(str(values.get("grade")), seen.knowers, seen.house)
    out = Q(back_on__isnull=True) | Q(back_on__gt=day)
    reviewed = Review.objects.filter(asset=asset, reviewed_on__lte=day).order_by("-reviewed_on").first()
    prior = PriorRecord.objects.filter(asset=asset, recorded_at__lte=end_of(day))
    return Facts(
        on=day,
        grade=str(values.get("grade")),
        is_admitted=True,
        has_keeper=bool(values.get("keeper")),
        has_place=place is not None,
        place_is_locked=place.is_locked if place else None,
        marked=str(values.get("marked") or "none"),
        knowers=len(seen.knowers),
        people=judged.of,
        is_broad=judged.breadth is Breadth.BROAD,
        reviewed_on=reviewed.reviewed_on if reviewed else None,
        review_on=values.get("review_on"),
        copies=Copy.objects.filter(out, asset=asset, made_on__lte=day).count(),
        has_usefulness=bool(values.get("usefulness")),
        has_effort=bool(values.get("effort")),
        used_since=values.get("used_since"),
        prior_records=prior.filter(Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=end_of(day))).count(),
        public_checked_on=values.get("public_checked_on"),
        public_result=str(values.get("public_result") or ""),
        public_next_on=values.get("public_next_on"),
        has_not_public=bool(values.get("not_public")),
        layer=str(values.get("layer")),
    )


def _part(one: Requirement) -> Part:
    title, about = TITLES[one.id]
    if one.thin:
        says, state = _("手薄が%(n)sつ") % {"n": one.thin}, "care"
    elif one.due:
        says, state = _("確かめる時期"), "now"
    else:
        says, state = _("そろっています"), "ok"
    return Part(one.id, str(title), str(about), says, state, tuple(map(_said, one.lines)))


def _said(line: Line) -> Said:
    day = f"{line.on.year}/{line.on.month}/{line.on.day}" if line.on else ""
    words = str(WORDS[line.code]) % {"n": line.number, "day": day}
    return Said(words, {State.THERE: "ok", State.THIN: "care", State.DUE: "now"}[line.state])
