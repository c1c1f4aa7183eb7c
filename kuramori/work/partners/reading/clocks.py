"""Two clocks for everything that was handed over: was it covered on its day, and until when does it stay protected?

Counted on reading, from what the agreements said on the day of the hand-over; overlaps are explained, never guessed.
"""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.rules.terms.agreements import HandOver as Told
from kuramori.rules.terms.agreements import Terms
from kuramori.rules.terms.covering import Covered, Protection
from kuramori.rules.terms.findings import Finding
from kuramori.rules.terms.overlapping import Explained, explain
from kuramori.work.ledger.models import Grade
from kuramori.work.partners.models import (
    Agreement,
    HandedItem,
    HandOver,
    HandOverState,
    ItemState,
    Medium,
    Recipient,
)
from kuramori.work.partners.reading import terms as reading
from kuramori.work.partners.reading.explaining import Said, said
from kuramori.work.partners.reading.shelf import Shelf, shelf

MOST = 200
WENT = (HandOverState.OUT, HandOverState.CLOSED)


@dataclass(frozen=True, slots=True)
class Handed:
    """One thing of a hand-over with its two clocks. `called` is the number alone where the name is itself a secret.

    `under` are the numbers of the agreements it rests on. `protection` None: not covered, or the papers do not say.
    """

    hand_over_id: uuid.UUID
    partner_id: uuid.UUID
    hand_over: str
    side: str
    on: datetime.date
    called: str
    covered: Covered
    under: tuple[str, ...]
    protection: Protection | None
    confirm_by: datetime.date | None
    said: tuple[Said, ...]

    @property
    def words(self) -> str:
        """The first clock in words."""
        return {
            Covered.YES: _("対象"),
            Covered.NO: _("対象ではない"),
            Covered.PENDING: _("書面にすると対象"),
            Covered.UNCLEAR: _("不明"),
        }[self.covered]

    @property
    def tone(self) -> str:
        return {Covered.YES: "ok", Covered.NO: "stop", Covered.PENDING: "now", Covered.UNCLEAR: "care"}[
            self.covered
        ]

    @property
    def until_words(self) -> str:
        """The second clock in words."""
        if self.protection is None:
            return ""
        sure, claimed = self.protection.sure_until, self.protection.claimed_until
        if sure is None:
            return _("終わりなし")
        if claimed is None or claimed != sure:
            return _("確かなのは %(day)s まで") % {"day": _day(sure)}
        return _("%(day)s まで") % {"day": _day(sure)}


def clocks_for(actor: Actor, hand_over: HandOver) -> tuple[Handed, ...]:
    """The clocks of every thing of one hand-over, under all agreements with the partner."""
    return handed(actor, [hand_over])


def clocks_of(actor: Actor, agreement: Agreement, terms: Terms, on: datetime.date) -> tuple[Handed, ...]:
    """What went under this agreement by a day, newest first, for the agreement's page; up to 200 things."""
    if not actor.may(Can.HAND_OVER_READ):
        return ()
    rows = HandOver.objects.filter(agreement=agreement, state__in=WENT, handed_on__lte=on)
    return handed(actor, list(rows.order_by("-handed_on")[:MOST]), alone=agreement)


def handed(
    actor: Actor,
    rows: Sequence[HandOver],
    *,
    alone: Agreement | None = None,
    known: Shelf | None = None,
    states: Sequence[ItemState] = (),
) -> tuple[Handed, ...]:
    """The clocks of several hand-overs; `alone`: under this agreement only. One yet to go counts as of today."""
    if not actor.may(Can.HAND_OVER_READ) or not rows:
        return ()
    items: dict[uuid.UUID, list[HandedItem]] = defaultdict(list)
    things = HandedItem.objects.filter(hand_over__in=rows)
    if states:
        things = things.filter(state__in=states)
    for item in things.select_related("asset").order_by("position"):
        items[item.hand_over_id].append(item)
    people: dict[uuid.UUID, list[str]] = defaultdict(list)
    named = Recipient.objects.filter(hand_over__in=rows, contact__isnull=False, withdrawn_at__isnull=True)
    for key, contact in named.values_list("hand_over_id", "contact_id"):
        people[key].append(str(contact))
    standing = _standing(rows, alone, known)
    return tuple(
        _handed(row, item, standing[row.pk], people[row.pk]) for row in rows for item in items[row.pk]
    )


def called(item: HandedItem) -> str:
    """How a thing is told to everybody who may read hand-overs: a 極秘 one by its number."""
    if item.asset is not None and item.asset.grade == Grade.TOP:
        return item.number
    return f"{item.number} {item.name}".strip()


def _standing(
    rows: Sequence[HandOver], alone: Agreement | None, known: Shelf | None
) -> dict[uuid.UUID, list[Terms]]:
    """The agreements that each is judged by, as they read on its day."""
    told = known or shelf({row.partner_id for row in rows})
    found: dict[uuid.UUID, list[Terms]] = {}
    for row in rows:
        on = row.handed_on or clock.today()
        standing = told.standing(row.partner_id, on, row.side)
        found[row.pk] = [terms for one, terms in standing if alone is None or one.pk == alone.pk]
    return found


def _handed(row: HandOver, item: HandedItem, standing: Sequence[Terms], people: Iterable[str]) -> Handed:
    why = explained_item(row, item, standing, list(people))
    coverages = dict(why.each)
    each = [one for number in why.rests_on or coverages for one in coverages[number].findings]
    findings: list[Finding] = [one for one in why.findings if not each or one.code != "none-covers"]
    findings += each
    confirm_by = next((one.confirm_by for one in coverages.values() if one.confirm_by), None)
    return Handed(
        row.pk,
        row.partner_id,
        row.number,
        row.side,
        row.handed_on or clock.today(),
        called(item),
        why.covered,
        why.rests_on,
        why.protection,
        None if row.confirmed_on else confirm_by,
        said(findings),
    )


def explained_item(
    row: HandOver, item: HandedItem, standing: Sequence[Terms], people: Sequence[str]
) -> Explained:
    """What the agreements mean for one thing; of several people, the one whom an agreement does not name."""
    on = row.handed_on or clock.today()
    is_marked = True if "C1" in row.conditions else None
    asset = item.asset
    ours = str(asset.pk) if asset else ""
    terms = [reading.as_named(one, asset, is_marked) if asset else one for one in standing]
    outside = [
        person for one in terms if one.persons is not None for person in people if person not in one.persons
    ]
    person = next(iter(outside or people), "")
    told = Told(
        on,
        ours,
        reading.plain_purpose(row.purpose),
        person,
        is_oral=row.medium == Medium.ORAL,
        confirmed_on=row.confirmed_on,
    )
    return explain(terms, told, clock.today())


def _day(day: datetime.date) -> str:
    return f"{day.year}/{day.month}/{day.day}"
