"""Papers of 場面: the checklist, and the whole set of one occasion in one file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.press.pdf import pdf
from kuramori.press.stapled import stapled
from kuramori.work.ledger import labelling
from kuramori.work.ledger.access import asset_for
from kuramori.work.ledger.models import Asset
from kuramori.work.ledger.sheets.kinds import SIZES
from kuramori.work.ledger.sheets.print import sheet
from kuramori.work.partners import events_hand_overs as events
from kuramori.work.partners.models import Occasion
from kuramori.work.partners.papers_hand_overs import PAPERS, day, head, note
from kuramori.work.partners.reading.occasions import OccasionPage, Ticked, occasion_page
from kuramori.work.partners.wordings import shelf
from kuramori.work.partners.wordings.filling import filled
from kuramori.work.partners.wordings.papers import paper
from kuramori.work.places.models import RouteStop
from kuramori.work.places.printing.papers import Asked, printed

SIZE = next(iter(SIZES.values()))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One paper of the set: how many are needed and what it is printed `on`, in words; `asset` is what it labels."""

    title: str
    copies: str
    on: str
    content: bytes
    asset: Asset | None = None


def occasion_list(actor: Actor, row: Occasion) -> bytes:
    """場面の確認表 as PDF: what may be seen, what not, the route, and boxes to tick. Raises a `PressFault`."""
    actor.require(Can.HAND_OVER_READ)
    made = _list(actor, occasion_page(row))
    note(actor, events.OCCASION_PRINTED, "occasion", row.pk)
    return made


def occasion_set(actor: Actor, row: Occasion, address: Callable[[str], str]) -> bytes:
    """Everything that is printed for it as one PDF, a sheet in front that tells what to print on which paper.

    What the actor's roles do not open stays out. `address` makes a path of this house the address that a QR code
    opens. Raises a `PressFault`.
    """
    actor.require(Can.HAND_OVER_READ)
    page = occasion_page(row)
    sheets = tuple(_sheets(actor, page, address))
    told = [[str(n), one.title, one.copies, one.on] for n, one in enumerate(sheets, start=1)]
    title = _("%(occasion)sで使う紙の一式") % {"occasion": page.row.title}
    values = {
        **head(actor, title),
        "lead": _("上から順に入っています。枚数は目安です。終わったら、余った札と名札を数えて戻します。"),
        "heads": ["", _("紙"), _("枚数"), _("刷る紙")],
        "sheets": told,
        "facts": _facts(page),
    }
    front = pdf(PAPERS / "occasion_set.typ", values, made_on=clock.today())
    made = stapled(title, [(title, front), *((one.title, one.content) for one in sheets)])
    for one in sheets:
        if one.asset is not None:
            labelling.printed(actor, one.asset)
    note(actor, events.OCCASION_PRINTED, "occasion", row.pk)
    return made


def _sheets(actor: Actor, page: OccasionPage, address: Callable[[str], str]) -> Iterator[Sheet]:
    plain, card, ours = _("普通紙"), _("厚紙"), actor.organisation.name
    asked = Asked(actor, address, {"route": str(page.row.route_id)})
    yield Sheet(_("場面の確認表"), _("加わる人の数"), plain, _list(actor, page))
    if page.is_route_approved and actor.may(Can.PLACE_READ):
        yield Sheet(_("見学コースの札"), _("お客さまと案内する人の数"), card, printed("tour_card", asked)[1])
    if page.has_guests and actor.may(Can.AGREEMENT_READ):
        pledge = paper(filled(shelf.wording("visitor_pledge"), ours), ours, note="")
        yield Sheet(_("来訪者の誓約書（記入用）"), _("来る方の数"), plain, pledge)
    if page.has_guests and actor.may(Can.PLACE_READ):
        yield Sheet(_("来訪者の名札"), _("8人ごとに1枚"), card, printed("badges", asked)[1])
        yield Sheet(_("撮影禁止の掲示"), _("貼る場所の数"), plain, printed("no_photo", asked)[1])
    if actor.may(Can.ASSET_LABEL):
        yield from _labels(actor, page, address)


def _labels(actor: Actor, page: OccasionPage, address: Callable[[str], str]) -> Iterator[Sheet]:
    """A sheet of stickers for each thing that goes, but for what the ledger's door keeps shut."""
    for one in page.to_label:
        try:
            asset = asset_for(actor, one.asset_id, Can.ASSET_LABEL)
        except Http404:
            continue
        made = sheet(
            labelling.marking_of(actor, asset),
            "stickers",
            keeper=asset.keeper.name if asset.keeper else "",
            address=address(url_for(actor, "ledger:asset", id=asset.pk)),
            size=SIZE.id,
        )
        title = _("%(number)sのラベル") % {"number": one.number}
        yield Sheet(title, _("1枚"), _("ラベル用紙 %(size)s") % {"size": SIZE.title}, made, asset)


def _list(actor: Actor, page: OccasionPage) -> bytes:
    found = page.row
    values = {
        **head(actor, found.title),
        "lead": page.kind.lead,
        "facts": _facts(page),
        "may_heading": _("見せてよいこと・話してよいこと"),
        "may": list(page.may_show),
        "never_heading": _("見せないこと・話さないこと"),
        "never": list(page.never_show),
        "route_heading": _("回る順（見学コース %(name)s）") % {"name": found.route.name}
        if found.route
        else "",
        "route": [[str(n), stop.place.path, _photos(stop)] for n, stop in enumerate(page.stops, start=1)],
        "parts": [
            [_("前の日までに"), _lines(page.before)],
            [_("その場で"), _lines(page.during)],
            [_("終わったら"), _lines(page.after)],
        ],
        "answer": _("条件や数値を聞かれたら「担当の者から改めてお答えします」と答えます。"),
        "stamps": [_("責任者"), _("まとめる人")],
    }
    return pdf(PAPERS / "occasion.typ", values, made_on=clock.today())


def _facts(page: OccasionPage) -> list[list[str]]:
    found = page.row
    when = day(found.on) if found.on == found.until_on else f"{day(found.on)} – {day(found.until_on)}"
    facts = [[_("場面"), page.kind.name], [_("いつ"), when]]
    if found.partner is not None:
        facts.append([_("取引先"), found.partner.name])
    if found.keeper is not None:
        facts.append([_("まとめる人"), found.keeper.name])
    facts.append([_("後の確認の日"), day(found.follow_up_on)])
    return facts


def _lines(lines: tuple[Ticked, ...]) -> list[list[object]]:
    return [[one.line.words, one.on is not None] for one in lines]


def _photos(stop: RouteStop) -> str:
    return _("撮影してよい") if stop.photos else _("撮影しない")
