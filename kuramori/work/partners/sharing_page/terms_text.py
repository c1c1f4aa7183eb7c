"""The exact text a person confirms before they see anything: who gives what to whom, for what, and until when."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from kuramori.ground.people.models import Organisation
from kuramori.work.partners.models import HandOver, ShownAs


def of(organisation: Organisation, hand_over: HandOver) -> tuple[str, str]:
    """Title and body from the hand-over as it is now; in Japanese, whatever language the giver's screen speaks."""
    with override("ja"):
        return _of(organisation, hand_over)


def _of(organisation: Organisation, hand_over: HandOver) -> tuple[str, str]:
    title = _("提供 %(number)s の受け取りの条件") % {"number": hand_over.number}
    lines = [
        _("渡す会社：%(name)s") % {"name": organisation.name},
        _("受け取る会社：%(name)s") % {"name": hand_over.partner.name},
        _("受け取る人：%(names)s") % {"names": "、".join(_people(hand_over))},
        _("目的：%(purpose)s") % {"purpose": hand_over.purpose},
        *_agreement(hand_over),
        *_days(hand_over),
        "",
        _("渡すもの"),
        *_items(hand_over),
        "",
        *(f"{number}．{said}" for number, said in enumerate(_promises(hand_over), start=1)),
    ]
    return title, "\n".join(lines)


def _people(hand_over: HandOver) -> list[str]:
    rows = hand_over.recipients.filter(withdrawn_at__isnull=True).order_by("name")
    return list(rows.values_list("name", flat=True))


def _agreement(hand_over: HandOver) -> list[str]:
    if hand_over.agreement is None:
        return []
    told = {"title": hand_over.agreement.title, "number": hand_over.agreement.number}
    on = hand_over.agreement.concluded_on
    if on is None:
        return [_("もとになる契約：%(title)s（%(number)s）") % told]
    return [_("もとになる契約：%(title)s（%(number)s、%(on)s締結）") % {**told, "on": _day(on)}]


def _days(hand_over: HandOver) -> list[str]:
    found = []
    if hand_over.expires_on:
        found.append(_("見られる期限：%(on)s") % {"on": _day(hand_over.expires_on)})
    if hand_over.return_by:
        found.append(_("返す・捨てる期限：%(on)s") % {"on": _day(hand_over.return_by)})
    return found


def _items(hand_over: HandOver) -> list[str]:
    return [
        "・" + " ".join(part for part in (item.number, item.name, item.edition, f"（{item.grade}）") if part)
        for item in hand_over.items.order_by("position")
    ]


def _promises(hand_over: HandOver) -> list[str]:
    told = [
        _("上の目的のほかには使いません。"),
        _("受け取る人のほかには、見せたり渡したりしません。リンクと確認コードも渡しません。"),
        _("見たページ、時刻、受け取った写しは、渡す会社の記録に残ります。"),
    ]
    items = list(hand_over.items.all())
    if any(item.shown_as == ShownAs.PAGES for item in items):
        told.append(_("画面で見るだけのものは、写しを取りません（画面の撮影を含みます）。"))
    if hand_over.return_by:
        told.append(_("期限までに返すか捨て、済んだことを知らせます。"))
    return told


def _day(on: datetime.date) -> str:
    return _("%(year)s年%(month)s月%(day)s日") % {"year": on.year, "month": on.month, "day": on.day}
