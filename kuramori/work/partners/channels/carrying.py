"""Carry what was said to whom it is for: in order, as often as it takes. A lost answer is no harm, it is taken in once.

Only the carrier knows how: here between two organisations of one instance. What a later carrier does differently
(files, HTTPS) it does in `deliver`; the statements are the same bytes.
"""

from __future__ import annotations

import base64
import uuid

import structlog
from django.utils.translation import gettext_lazy
from django_scopes import scope

from kuramori.ground.jobs.enqueue import enqueue
from kuramori.ground.jobs.kinds import Progress, job
from kuramori.ground.jobs.schedule import schedule
from kuramori.ground.people.models import Organisation
from kuramori.outside import clock
from kuramori.rules.statements.refusals import StatementRefused
from kuramori.rules.statements.signed import Signed
from kuramori.work.partners.channels.connecting import pinned
from kuramori.work.partners.channels.receiving import NotConnected, take_in
from kuramori.work.partners.models import Channel, Told, Way
from kuramori.work.partners.telling import CARRY

log = structlog.get_logger(__name__)


@job(CARRY)
def carry(*, organisation_id: str, person_id: str | None, progress: Progress, **arguments: object) -> None:
    """Everything of one channel that has not arrived yet. Stops at the first that the other side cannot take now."""
    with scope(organisation=Organisation.objects.get(pk=uuid.UUID(organisation_id))):
        channel = Channel.objects.filter(pk=str(arguments["channel"]), closed_at__isnull=True).first()
        if channel is None or channel.accepted_at is None or channel.peer_house is None:
            return
        waiting = Told.objects.filter(channel=channel, way=Way.SENT, delivered_at__isnull=True)
        rows = list(waiting.order_by("sequence"))
        for done, row in enumerate(rows, 1):
            if not deliver(channel.peer_house, _signed(row)):
                return
            Told.objects.filter(pk=row.pk).update(delivered_at=clock.now())
            progress(done, len(rows))


@schedule("partners:carry_again", daily_at="05:15", says=gettext_lazy("取引先へ届いていない知らせを運び直す"))
def carry_again() -> None:
    """For every channel with something left: a peer that confirms late is asked again at least once a day."""
    for organisation in Organisation.objects.all():
        with scope(organisation=organisation):
            left = Told.objects.filter(
                way=Way.SENT, delivered_at__isnull=True, channel__closed_at__isnull=True
            )
            for channel_id in set(left.values_list("channel_id", flat=True)):
                enqueue(CARRY, organisation_id=organisation.pk, person_id=None, channel=str(channel_id))


def deliver(house_id: uuid.UUID, signed: Signed) -> bool:
    """Hand one statement to an organisation of this instance; False where it cannot be taken now.

    The instance answers for its own organisations' keys: one that was renewed is pinned anew before it is needed.
    """
    house = Organisation.objects.get(pk=house_id)
    try:
        with scope(organisation=house):
            _pin_anew(house, signed)
            take_in(house, signed.text)
    except NotConnected:
        return False
    except StatementRefused as refused:
        # Made by ourselves a moment ago: the other side has other keys for us, or a newer or older program.
        log.warning("statement_refused", code=refused.code, house=str(house_id))
        return False
    return True


def _pin_anew(house: Organisation, signed: Signed) -> None:
    for channel in Channel.objects.filter(peer_house__isnull=False, closed_at__isnull=True):
        if any(one["key"] == signed.key for one in channel.keys):
            return
    for channel in Channel.objects.filter(peer_house__isnull=False, closed_at__isnull=True):
        keys = pinned(Organisation.objects.get(pk=str(channel.peer_house)))
        if any(one["key"] == signed.key for one in keys):
            channel.keys = keys
            channel.save(update_fields=["keys"])


def _signed(row: Told) -> Signed:
    return Signed(str(row.text), row.key, base64.urlsafe_b64decode(row.signature))
