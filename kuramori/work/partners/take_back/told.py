"""What somebody says became of each thing, made sound; and the exact wording they stand for."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kuramori.outside import clock
from kuramori.rules.statements.bodies import Disposal, Done
from kuramori.work.ledger.content import method_words
from kuramori.work.partners.hand_over_wanted import LONGEST_LINE, Refused, line
from kuramori.work.partners.models import HandedItem, HandOver

LONGEST_PERSON, LONGEST_COMPANY = 60, 120
LONGEST_KEPT_DAYS = 366 * 30
DONE_WORDS = {
    Done.DESTROYED: "廃棄した",
    Done.RETURNED: "返した",
    Done.KEPT: "法令・バックアップのため残す",
}
"""As a certificate says it. It is a document between Japanese companies: its wording is not translated."""


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of one thing. `method` reads `medium:way` of the ledger's table; "" for what is kept.

    `reason`, `until` and `access_stopped` are for what is kept: by which rule, until which day, nobody opens it.
    """

    item: HandedItem
    done: Done
    on: datetime.date
    method: str = ""
    reason: str = ""
    until: datetime.date | None = None
    access_stopped: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A whole certificate as it was filled in."""

    company: str
    person: str
    witness: str
    ended: tuple[Ended, ...]


def sound(hand_over: HandOver, told: Told) -> Told:
    """The same, tidied; raises `Refused` naming the field (`done_<item id>` and the like) that has to be put right."""
    company, person, witness = line(told.company), line(told.person), line(told.witness)
    if not company:
        raise Refused("company", _("会社の名前を入れてください。"))
    if not person:
        raise Refused("person", _("担当の方のお名前を入れてください。"))
    if len(company) > LONGEST_COMPANY or len(person) > LONGEST_PERSON or len(witness) > LONGEST_PERSON:
        raise Refused("person", _("名前が長すぎます。会社は120文字、人は60文字までです。"))
    if not told.ended:
        raise Refused("", _("どれをどうしたか、1つ以上選んでください。"))
    return Told(company, person, witness, tuple(_sound(hand_over, one) for one in told.ended))


def _sound(hand_over: HandOver, one: Ended) -> Ended:
    key = one.item.pk
    if one.on > clock.today():
        raise Refused(f"on_{key}", _("まだ来ていない日です。済んでから記入してください。"))
    if hand_over.handed_on is not None and one.on < hand_over.handed_on:
        raise Refused(f"on_{key}", _("渡した日より前の日です。"))
    if one.done is not Done.KEPT:
        if not one.method or method_words(one.method) == one.method:
            raise Refused(f"method_{key}", _("どの方法でしたかを選んでください。"))
        return Ended(one.item, one.done, one.on, one.method)
    reason = line(one.reason)
    if not reason or len(reason) > LONGEST_LINE:
        raise Refused(f"reason_{key}", _("残すわけを、200文字までで入れてください。"))
    if one.until is None or not one.on < one.until <= one.on + datetime.timedelta(days=LONGEST_KEPT_DAYS):
        raise Refused(f"until_{key}", _("いつまで残すかを入れてください（30年まで）。"))
    if not one.access_stopped:
        raise Refused(f"access_{key}", _("残すときは、だれも開けないようにしてから印を付けてください。"))
    return Ended(one.item, one.done, one.on, "", reason, one.until, True)


def disposals(told: Told) -> tuple[Disposal, ...]:
    """The same as the statement between two sides carries it."""
    return tuple(
        Disposal(
            number=one.item.number,
            sha256=one.item.sha256 or None,
            done=one.done,
            medium=one.method.partition(":")[0] or "kept",
            method=one.method.partition(":")[2],
            on=one.on,
            reason=one.reason,
            until=one.until,
            access_stopped=one.access_stopped or one.done is not Done.KEPT,
        )
        for one in told.ended
    )


def wording(giver: str, hand_over: HandOver, told: Told) -> tuple[str, str]:
    """Title and body of the certificate: what is frozen, accepted and printed, word for word."""
    title = f"返還・廃棄証明書（{hand_over.number}）"
    handed = _day(hand_over.handed_on) if hand_over.handed_on else "—"
    lines = [
        f"宛先: {giver} 御中",
        f"証明する会社: {told.company}",
        f"担当者: {told.person}",
        *([f"立ち会った人: {told.witness}"] if told.witness else []),
        f"提供の番号: {hand_over.number}（{handed}）",
        f"使用の目的: {hand_over.purpose}",
        "",
        "次のものについて、下のとおり相違ないことを証明します。",
        *_lines(told.ended),
    ]
    return title, "\n".join(lines)


def _day(day: datetime.date) -> str:
    """As an office writes it; the certificate is Japanese for every reader."""
    return f"{day.year}年{day.month}月{day.day}日"


def _lines(ended: Sequence[Ended]) -> list[str]:
    return [f"{at}. {_line(one)}" for at, one in enumerate(ended, 1)]


def _line(one: Ended) -> str:
    item = one.item
    called = " ".join(part for part in (item.number, item.name, item.edition) if part)
    parts = [f"{called}: {DONE_WORDS[one.done]}（{_day(one.on)}）"]
    if item.copies:
        parts.append(f"写し: {'、'.join(str(copy) for copy in item.copies)}")
    if one.method:
        parts.append(f"方法: {method_words(one.method)}")
    if one.done is Done.KEPT and one.until is not None:
        parts.append(f"理由: {one.reason}")
        parts.append(f"残す期限: {_day(one.until)}まで、だれも開けないようにした")
    if item.sha256:
        parts.append(f"照合値（SHA-256）: {item.sha256}")
    # One thing a line: the certificate is read by somebody who stands for it.
    return "\n　・".join(parts)
