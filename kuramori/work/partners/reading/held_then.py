"""What partners knew of an asset on a day that has passed: what lay with whom, and which agreements named it then."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from kuramori.ground.people.about import About
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.work.partners.models import (
    Agreement,
    AgreementState,
    CoveredAsset,
    HandedItem,
    Mode,
    Recipient,
    Side,
)
from kuramori.work.partners.reading.terms import runs, terms_of

MOST = 100


def about_then(actor: Actor, asset_id: uuid.UUID, on: datetime.date) -> tuple[About, ...]:
    """Of an asset on a day, both ends included. Asks nothing about whether the actor may know the asset itself."""
    told: list[About] = []
    if actor.may(Can.HAND_OVER_READ):
        told += _with_partners(actor, asset_id, on)
    if actor.may(Can.AGREEMENT_READ):
        told += _agreed(actor, asset_id, on)
    return tuple(told)


def _with_partners(actor: Actor, asset_id: uuid.UUID, on: datetime.date) -> Iterator[About]:
    items = HandedItem.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=on),
        asset=asset_id,
        hand_over__side=Side.GIVEN,
        hand_over__handed_on__lte=on,
    )
    people = Prefetch("hand_over__recipients", Recipient.objects.select_related("contact").order_by("name"))
    rows = items.select_related("hand_over__partner", "hand_over__agreement").prefetch_related(people)
    for item in rows.order_by("hand_over__handed_on", "hand_over__number")[:MOST]:
        row = item.hand_over
        if row.mode == Mode.SHARE_PAGE and not _was_open(row.stopped_at, row.expires_on, on):
            continue
        names = [one.name for one in row.recipients.all() if _was_recipient(one.withdrawn_at, on)]
        parts = (
            _("%(day)sに渡した") % {"day": _day(row.handed_on)},
            str(row.get_mode_display()),
            _("受け取る人: %(names)s") % {"names": _("、").join(names)} if names else "",
            _("契約 %(number)s") % {"number": row.agreement.number} if row.agreement else "",
            _("%(day)sに戻った・片づいた") % {"day": _day(item.ended_on)} if item.ended_on else "",
        )
        yield About(
            f"{row.number} {row.partner.name}",
            " / ".join(part for part in parts if part),
            url_for(actor, "partners:hand_over", id=row.pk),
        )


def _agreed(actor: Actor, asset_id: uuid.UUID, on: datetime.date) -> Iterator[About]:
    """The agreements that named it and ran on that day."""
    covered = CoveredAsset.objects.filter(
        Q(until_on__isnull=True) | Q(until_on__gte=on),
        asset=asset_id,
        from_on__lte=on,
        superseded_at__isnull=True,
    )
    named = Agreement.objects.filter(pk__in=covered.values("agreement"), state=AgreementState.CONCLUDED)
    rows = list(named.select_related("partner").order_by("number")[:MOST])
    terms = terms_of(rows, on)
    for row in rows:
        if row.pk in terms and runs(terms[row.pk], on):
            yield About(
                f"{row.number} {row.title}",
                _("%(partner)s / この日に続いていた契約") % {"partner": row.partner.name},
                url_for(actor, "partners:agreement", id=row.pk),
            )


def _was_open(
    stopped_at: datetime.datetime | None, expires_on: datetime.date | None, on: datetime.date
) -> bool:
    """A share page leaves nothing with the partner once it is stopped or has run out."""
    is_stopped = stopped_at is not None and clock.day_of(stopped_at) < on
    return not is_stopped and (expires_on is None or expires_on >= on)


def _was_recipient(withdrawn_at: datetime.datetime | None, on: datetime.date) -> bool:
    return withdrawn_at is None or clock.day_of(withdrawn_at) >= on


def _day(day: datetime.date | None) -> str:
    return f"{day.year}/{day.month}/{day.day}" if day else ""
