"""The paper of 提供: the slip with its receipt to sign."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.events import Event
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.press.pdf import pdf
from kuramori.work.partners import events_hand_overs as events
from kuramori.work.partners.models import HandOver
from kuramori.work.partners.reading.hand_overs import OnePage, one_page

PAPERS = Path(__file__).resolve().parent / "papers"
NOTHING: dict[str, Any] = {"changed": {}}


def slip(actor: Actor, row: HandOver) -> bytes:
    """提供票 and 受領書 as PDF; that they were printed is in the trail before a byte leaves. Raises a `PressFault`."""
    actor.require(Can.HAND_OVER_READ)
    page = one_page(actor, row)
    found = page.row
    facts = [
        [_("渡す先"), found.partner.name],
        [_("受け取る方"), "、".join(one.name for one in page.people)],
        [_("目的"), found.purpose],
        [_("渡し方"), page.line.how],
        [_("もとになる契約"), found.agreement.number if found.agreement else "—"],
        [_("使ってよい最後の日"), day(found.expires_on)],
        [_("返却・廃棄の期日"), day(found.return_by) or "—"],
    ]
    values = {
        **head(actor, _("提供票 %(number)s") % {"number": found.number}),
        "lead": _("下の物をお渡しします。条件をお守りください。"),
        "facts": facts,
        "heads": [_("番号"), _("名前"), _("秘密区分"), _("写し")],
        "things": _things(page),
        "conditions_heading": _("お守りいただくこと"),
        "conditions": [words for _id, words in page.conditions]
        or [_("目的の外に使わず、ほかへ渡さないでください。")],
        "stamps": [_("承認"), _("渡した人")],
        "receipt_title": _("受領書"),
        "receipt_lead": _("提供票 %(number)s の物を、条件を確かめたうえで受け取りました。")
        % {"number": found.number},
        "receipt_blanks": [
            _("受け取った日"),
            _("会社名"),
            _("部署・お名前（署名）"),
            _("数の確認・気づいたこと"),
        ],
        "receipt_listed": _("受け取った物を、こちらの管理台帳に載せました。"),
        "receipt_back": _("署名のうえ、写しを %(company)s へお戻しください。")
        % {"company": actor.organisation.name},
    }
    made = pdf(PAPERS / "slip.typ", values, made_on=clock.today())
    note(actor, events.PRINTED, "hand_over", row.pk, number=row.number)
    return made


def _things(page: OnePage) -> list[list[str]]:
    return [
        [
            one.row.number,
            _("（名前は伏せています）") if one.is_masked else f"{one.row.name} {one.row.edition}".strip(),
            one.row.grade or "—",
            "、".join(one.row.copies) or "—",
        ]
        for one in page.items
    ]


def note(actor: Actor, event: Event, kind: str, thing_id: object, **places: Any) -> None:
    with transaction.atomic():
        record(actor, event, kind=kind, thing_id=thing_id, **places, **NOTHING)


def head(actor: Actor, title: str) -> dict[str, Any]:
    today = clock.today()
    return {
        "lang": (get_language() or "ja").split("-")[0],
        "title": title,
        "organisation": actor.organisation.name,
        "author": actor.organisation.name,
        "made_on": [today.year, today.month, today.day],
        "foot": {"pack": f"{actor.organisation.name}　{title}", "number": day(today), "disclaimer": ""},
    }


def day(told: datetime.date | None) -> str:
    return f"{told.year}/{told.month}/{told.day}" if told else ""
