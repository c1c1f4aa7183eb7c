"""Two decisions that are told as fields of the entry: how something is protected, and that it is not known outside.

Both hold from a day on, with their reasons, so that any past day tells what was decided by then.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.rules.routing import Row, decide
from kuramori.work.ledger import access, content, entry, laying
from kuramori.work.ledger import events_life as events
from kuramori.work.ledger.fields import FIELDS, Known
from kuramori.work.ledger.laying import EntryRefused, Told
from kuramori.work.ledger.life import line, require_past, standing
from kuramori.work.ledger.models import Asset, Route


class ReasonNeeded(EntryRefused):
    @property
    def sentence(self) -> str:
        return _("決めたわけを書いてください。後から見た人に伝わります。")


class NothingCompared(EntryRefused):
    @property
    def sentence(self) -> str:
        return _("何と比べたかを、1つは選ぶか書いてください。")


class NextNotAhead(EntryRefused):
    @property
    def sentence(self) -> str:
        return _("次に確かめる日は、この先の日にしてください。")


@dataclass(frozen=True, slots=True)
class PublicCheck:
    """What was compared (ids of `content.lifecycle().compared`, and `further` words), and what came of it."""

    result: Known
    compared: Collection[str] = ()
    further: str = ""
    on: datetime.date | None = None
    next_on: datetime.date | None = None


def proposed_route(answers: Mapping[str, bool]) -> Row:
    """What the guided questions lead to, with its reason."""
    return decide(content.routes().rows, answers)


def decide_route(
    actor: Actor, asset: Asset, route: Route, reason: str, *, on: datetime.date | None = None
) -> Asset:
    """Say on what the protection rests, why, and since which day. Raises `ReasonNeeded`, `DayAhead`, `AssetClosed`."""
    access.require(actor, asset, Can.ASSET_CHANGE)
    said, day = line(reason, FIELDS["route_reason"].longest), require_past(on)
    if not said:
        raise ReasonNeeded
    with transaction.atomic():
        row = standing(asset)
        spoken = entry.wanted(route=route, route_reason=said, route_on=day)
        laying.tell(actor, row, spoken.values, events.ROUTED)
    return row


def check_public(actor: Actor, asset: Asset, check: PublicCheck) -> Asset:
    """Say that one compared it with what is known outside.

    Raises `NothingCompared`, `DayAhead`, `NextNotAhead`, `AssetClosed`.
    """
    access.require(actor, asset, Can.ASSET_CHANGE)
    on, words = require_past(check.on), compared_words(check)
    next_on = check.next_on or content.lifecycle().next_public_check(on)
    if not words:
        raise NothingCompared
    if next_on <= clock.today():
        raise NextNotAhead
    with transaction.atomic():
        row = standing(asset)
        spoken = entry.wanted(
            public_checked_on=on,
            public_compared=words,
            public_result=check.result,
            public_next_on=next_on,
        )
        laying.tell(actor, row, spoken.values, events.CHECKED_PUBLIC, Told())
    return row


def compared_words(check: PublicCheck) -> str:
    """What was compared, in words."""
    known = dict(content.lifecycle().compared)
    words = [known[one] for one in known if one in check.compared]
    return _("、").join([*words, *filter(None, [line(check.further)])])[: FIELDS["public_compared"].longest]
