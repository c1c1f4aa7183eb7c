"""Pages to print: the slip that goes along with a take-out, and the checklist of a trip."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.press.pdf import pdf
from kuramori.work.places import events_out as events
from kuramori.work.places.countries import named
from kuramori.work.places.models import TakeOut, Trip
from kuramori.work.places.reading.trips import trip_page

PAPERS = Path(__file__).resolve().parent / "papers"
NOTHING: dict[str, Any] = {"changed": {}}


def slip(actor: Actor, row: TakeOut) -> bytes:
    """持出し票 as PDF; that it was printed is in the trail before a byte leaves. Raises a `PressFault`."""
    actor.require(Can.PLACE_READ)
    who = row.asked_by.name if row.asked_by else "—"
    decided = row.decided_by.name if row.decided_by else ""
    where = f"{row.to_where}（{named(row.country)}）" if row.country else row.to_where
    values = {
        **_head(actor, _("持出し票")),
        "lead": _("持ち出す物と一緒に、この紙を持ってください。戻したら、受け取った方が下に書きます。"),
        "facts": [
            [_("持ち出す物"), row.subject_words],
            [_("どこへ"), where],
            [_("何のために"), row.purpose],
            [_("暗号化"), _yes_no(row.is_encrypted)],
            [_("持ち出す方"), who],
            [_("戻す日"), _day(row.due_on)],
            [_("認めた方"), decided],
            [_("様子"), str(row.get_state_display())],
        ],
        "stamps": [_("認めた方"), _("持ち出す方"), _("戻った時")],
        "blanks": [_("戻った日"), _("受け取った方"), _("中身の確認（増えた物・減った物）")],
        "heading": _("戻ったとき"),
        "lost_heading": _("なくしたとき"),
        "lost": _("すぐに情報管理責任者に電話します。探すのは、そのあとで構いません。"),
    }
    made = pdf(PAPERS / "slip.typ", values, made_on=clock.today())
    _note(actor, events.SLIP_PRINTED, "take_out", row)
    return made


def checklist(actor: Actor, trip: Trip) -> bytes:
    """海外出張の確認表 as PDF. Raises a `PressFault`."""
    actor.require(Can.PLACE_READ)
    page = trip_page(trip)
    values = {
        **_head(actor, _("海外出張の確認表")),
        "facts": [
            [_("だれが"), trip.person.name],
            [_("どこへ"), f"{trip.to_where}（{page.line.country}）"],
            [_("いつ"), f"{_day(trip.from_on)} — {_day(trip.until_on)}"],
            [_("何のために"), trip.purpose],
        ],
        "stamps": [_("出る前"), _("戻った後")],
        "before_heading": _("出る前に"),
        "before": [[str(one.words), done] for one, done in page.before],
        "taken_heading": _("持っていくもの"),
        "taken_head": [_("物"), _("決まり"), _("理由"), _("戻った")],
        "taken": [[one.row.subject_words, one.verdict_label or "—", one.reason] for one in page.taken],
        "taken_none": _("持出しの願いは、まだありません。持っていくものがあれば、先に願い出ます。"),
        "after_heading": _("戻ったら"),
        "after": [[str(one.words), done] for one, done in page.after],
    }
    made = pdf(PAPERS / "trip.typ", values, made_on=clock.today())
    _note(actor, events.TRIP_PRINTED, "trip", trip)
    return made


def _note(actor: Actor, event: Any, kind: str, row: Any) -> None:
    told = NOTHING
    with transaction.atomic():
        record(actor, event, kind=kind, thing_id=row.pk, **told)


def _head(actor: Actor, title: str) -> dict[str, Any]:
    today = clock.today()
    return {
        "lang": (get_language() or "ja").split("-")[0],
        "title": title,
        "organisation": actor.organisation.name,
        "author": actor.organisation.name,
        "made_on": [today.year, today.month, today.day],
        "foot": {"pack": f"{actor.organisation.name}　{title}", "number": _day(today), "disclaimer": ""},
    }


def _day(day: Any) -> str:
    return f"{day.year}/{day.month}/{day.day}"


def _yes_no(value: bool | None) -> str:
    return _("している") if value else _("していない") if value is False else _("まだ確かめていない")
