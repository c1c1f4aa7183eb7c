"""The letter 「情報管理状況のご確認のお願い」 as PDF: why, what, by when, what is taken instead, how to check it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _

from kuramori.ground.packs import read as packs
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.download import attached
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.press import pdf as press
from kuramori.press import qr
from kuramori.press.pdf import pdf
from kuramori.rules.requests.requirements import read_requirements
from kuramori.work.requests import events_asking as events
from kuramori.work.requests.asking_content import equivalents, is_english, letter_words
from kuramori.work.requests.models import Asked, Request
from kuramori.work.requests.support_content import offered_helps

MOST_NUMBERS = 6
TEMPLATE = Path(__file__).resolve().parent / "papers" / "request.typ"


@dataclass(frozen=True, slots=True)
class Handed:
    """A link that goes along on paper. `address`: where its code is mailed to, "" where it is told by telephone."""

    url: str
    address: str
    last_day: datetime.date


def letter(request: Request, asked: Asked | None, where: str, handed: Handed | None = None) -> bytes:
    """A4; `where` the number can be typed in. Without a partner its place is left open. Raises a `PressFault`."""
    today, words = clock.today(), letter_words()
    number = asked.number if asked is not None else request.number
    to = _("%(partner)s 御中") % {"partner": asked.partner.name} if asked else _("（お願い先の会社名） 御中")
    person = asked.contact.name if asked is not None and asked.contact is not None else ""
    values = {
        "lang": "en" if is_english() else "ja",
        "title": request.title,
        "author": request.organisation.name,
        "made_on": [today.year, today.month, today.day],
        "day": _day(clock.day_of(request.sent_at) if request.sent_at else today),
        "number": number,
        "to": to,
        "person": _("%(person)s 様") % {"person": person} if person else "",
        "by": request.organisation.name,
        "division": request.division,
        "lead": words["lead"],
        "parts": _parts(request, asked, on_paper=handed is not None),
        "open": _open(request, handed) if handed is not None else None,
        "genuine": {
            "head": words["genuine"],
            "lead": words["genuine_words"],
            "where": where,
            "number": number,
            "call": words["genuine_call"].format(call_back=request.call_back or "—"),
        },
        "closing": words["foot"],
        "foot": {"pack": request.organisation.name, "number": number, "disclaimer": ""},
    }
    return pdf(TEMPLATE, values, made_on=today)


def answer(
    actor: Actor, request: Request, asked: Asked | None, where: str, handed: Handed | None = None
) -> HttpResponse:
    """The letter to download; that it was taken is in the trail. Raises a `PressFault`, `NotAllowed`."""
    actor.require(Can.REQUEST_READ)
    content = letter(request, asked, where, handed)
    with transaction.atomic():
        record(
            actor,
            events.LETTER_TAKEN,
            kind="asked" if asked else "request",
            thing_id=asked.pk if asked else request.pk,
            number=request.number,
        )
    name = f"{asked.number if asked else request.number}.pdf"
    return attached(content, press.MEDIA_TYPE, name)


def _open(request: Request, handed: Handed) -> dict[str, Any]:
    words = letter_words()
    code = (
        words["open_mail"].format(address=handed.address)
        if handed.address
        else words["open_phone"].format(call_back=request.call_back or "—")
    )
    return {
        "head": words["open"],
        "scan": words["open_scan"],
        "qr": qr.svg(handed.url),
        "url": handed.url,
        "code": code,
        "until": words["open_until"].format(day=_day(handed.last_day)),
    }


def _parts(request: Request, asked: Asked | None, *, on_paper: bool = False) -> list[dict[str, Any]]:
    words, said = letter_words(), read_requirements(request.content)
    profile = request.profile.name if request.profile is not None else ""
    klass = asked.klass if asked else (request.profile.klass if request.profile is not None else "")
    known = {one.id: one.words for one in equivalents()}
    taken = [f"{known.get(one.id, one.words)}{_for_which(request, one.items)}" for one in said.equivalents]
    level = words["level_words"].format(items=len(said.required), klass=klass or "—", profile=profile)
    helps, product = offered_helps(request), request.draft.get("named_product", "")
    handling = words["handling_words"].format(readers=request.readers or "—")
    keeping = words["keep_words"].format(months=request.keep_months)
    return [
        _part(words["reason"], request.reason),
        _part(words["scope"], request.scope),
        _part(words["level"], level, request.draft.get("level_reason", "")),
        _part(words["deadline"], _day(request.deadline_on) if request.deadline_on else "—"),
        *([] if on_paper else [_part(words["answer"], words["answer_words"])]),
        _part(
            words["equivalents"],
            words["equivalents_words"] if taken else words["no_equivalents"],
            bullets=taken,
        ),
        *([_part(words["product"], words["product_words"].format(product=product))] if product else []),
        _part(words["evidence"], request.evidence_wanted or "—", note=words["evidence_note"]),
        _part(words["support"], request.support or ("" if helps else "—"), bullets=helps),
        _part(words["cost"], request.cost_contact or request.call_back or "—", note=words["cost_note"]),
        _part(words["use"], words["use_words"]),
        _part(words["handling"], handling, keeping),
    ]


def _for_which(request: Request, items: tuple[str, ...]) -> str:
    """Of which questions it spares one the answer; "" for all of them."""
    if not items:
        return ""
    try:
        pack = packs.by_digest(request.digest)
    except packs.PackLost:
        numbers = []
    else:
        numbers = [one.number for one in pack.items if one.id in items]
    if numbers and len(numbers) <= MOST_NUMBERS:
        return _("（設問 %(numbers)s）") % {"numbers": "・".join(numbers)}
    return _("（%(count)s問。どの設問かは、回答の画面に示しています）") % {"count": len(items)}


def _part(head: str, *lines: str, bullets: list[str] | None = None, note: str = "") -> dict[str, Any]:
    return {"head": head, "lines": [one for one in lines if one], "bullets": bullets or [], "note": note}


def _day(on: datetime.date) -> str:
    return on.isoformat() if is_english() else f"{on.year}年{on.month}月{on.day}日"
