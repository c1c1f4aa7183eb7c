"""What the person at the link sees: the terms, the things, their pages. Nothing of ours beyond that."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from kuramori.ground.people import links
from kuramori.outside import clock
from kuramori.press import labelling
from kuramori.press.faults import PressFault
from kuramori.work.partners.models import HandedItem
from kuramori.work.partners.sharing_page import preparing, standing, viewing
from kuramori.work.partners.sharing_page.standing import Closed, Opened


@dataclass(frozen=True, slots=True)
class SharedItem:
    """One thing. `why_not` says why nothing of it opens now, "" where it does."""

    id: uuid.UUID
    number: str
    name: str
    edition: str
    grade: str
    pages: int
    why_not: str
    is_preparing: bool
    has_copy: bool


@dataclass(frozen=True, slots=True)
class SharedPage:
    """The whole page. `digest` is the hash of the terms as they stand here."""

    house: str
    partner: str
    person: str
    number: str
    purpose: str
    title: str
    body: str
    digest: str
    expires_on: datetime.date | None
    return_by: datetime.date | None
    last_day: datetime.date
    confirmed_at: datetime.datetime | None
    has_agreement: bool
    items: tuple[SharedItem, ...]


@dataclass(frozen=True, slots=True)
class OnePage:
    """A page by its number (from 1), with the pixels it takes."""

    number: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class ItemPage:
    """One thing with its pages. `told` is what stands across each."""

    house: str
    hand_over: str
    item: SharedItem
    pages: tuple[OnePage, ...]
    may_print: bool
    told: str


def page_of(opened: Opened) -> SharedPage:
    """What the first page shows."""
    row, terms = opened.hand_over, opened.hand_over.terms
    accepted = opened.recipient.accepted if opened.has_confirmed else None
    items = standing.items_of(row) if opened.has_confirmed else []
    return SharedPage(
        house=opened.visitor.organisation.name,
        partner=row.partner.name,
        person=opened.recipient.name,
        number=row.number,
        purpose=row.purpose,
        title=terms.title if terms else "",
        body=str(terms.body) if terms else "",
        digest=terms.sha256 if terms else "",
        expires_on=row.expires_on,
        return_by=row.return_by,
        last_day=clock.day_of(opened.visitor.link.expires_at - links.A_SECOND),
        confirmed_at=accepted.accepted_at if accepted else None,
        has_agreement=row.agreement_id is not None,
        items=tuple(_item(opened, one) for one in items),
    )


def item_page(opened: Opened, item: HandedItem) -> ItemPage:
    """One thing with its pages; without any where it does not open."""
    told = _item(opened, item)
    found: tuple[OnePage, ...] = ()
    if told.pages and item.content is not None:
        shapes, width = preparing.pages_of(item.content), preparing.WIDTHS["page"]
        found = tuple(
            OnePage(number, width, shapes.height(number, width)) for number in range(1, shapes.count + 1)
        )
    return ItemPage(
        house=opened.visitor.organisation.name,
        hand_over=opened.hand_over.number,
        item=told,
        pages=found,
        may_print=item.may_print,
        told=viewing.words_of(opened),
    )


def _item(opened: Opened, item: HandedItem) -> SharedItem:
    pages, why_not, is_preparing, has_copy = 0, "", False, False
    try:
        conditions = standing.conditions_now(opened, item)
        name = item.content.name if item.content else ""
        has_copy = standing.may_copy(item, conditions) and labelling.can_bear(name)
        if item.content is not None:
            pages = preparing.pages_of(item.content).count
    except (Closed, preparing.NotShown) as closed:
        why_not = closed.sentence
    except preparing.NotYet:
        is_preparing = True
    except PressFault:
        why_not = preparing.NotShown("failed").sentence
    return SharedItem(
        item.pk, item.number, item.name, item.edition, item.grade, pages, why_not, is_preparing, has_copy
    )
