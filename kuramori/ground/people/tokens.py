"""API tokens: issue, revoke, and tell when a dead one is tried."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.cache import cache
from django.db import transaction
from django_scopes import scope

from kuramori.ground.people import events, facts_of, secrets
from kuramori.ground.people.access import dead_token
from kuramori.ground.people.actor import Actor, NotAllowed
from kuramori.ground.people.models import Token
from kuramori.ground.people.roles import ELEVATED, NEVER_BY_TOKEN, Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import Instance, record
from kuramori.outside import clock

LONGEST_DAYS = 366
# A token that may what otherwise demands an elevated session is one key to the house: it lives a month at most.
LONGEST_ELEVATED_DAYS = 31
# A program that was forgotten asks each minute: once a day is told.
QUIET_SECONDS = 24 * 3600


class LastsTooLong(ValueError):
    """A token is valid for one year at most (31 days for elevated work), and not for a day that has passed."""


@dataclass(frozen=True, slots=True)
class Issued:
    """`secret` is shown once; only its hash is kept."""

    token: Token
    secret: str


def issue(actor: Actor, *, label: str, permissions: Iterable[Can], expires_on: datetime.date) -> Issued:
    """Make a token that may do at most what its maker may, and never make tokens itself.

    Where elevated work is among it, the token carries that too, because it is issued in an elevated session.
    Raises `LastsTooLong`, `NotAllowed`.
    """
    actor.require(Can.TOKEN_ISSUE)
    if actor.person_id is None:
        # A token stands for a person of the roster; a command line is nobody.
        raise NotAllowed(Can.TOKEN_ISSUE)
    wanted = frozenset(permissions)
    for can in sorted(wanted - (actor.permissions - NEVER_BY_TOKEN)):
        raise NotAllowed(can)
    elevated = bool(wanted & ELEVATED)
    longest = LONGEST_ELEVATED_DAYS if elevated else LONGEST_DAYS
    if not clock.today() <= expires_on <= clock.today() + datetime.timedelta(days=longest):
        raise LastsTooLong(expires_on)
    secret, secret_hash = secrets.fresh("kura_")
    with transaction.atomic():
        token = Token.objects.create(
            organisation=actor.organisation,
            person_id=actor.person_id,
            label=label,
            secret_hash=secret_hash,
            permissions=sorted(wanted),
            elevated=elevated,
            created_at=clock.now(),
            expires_on=expires_on,
        )
        told = between(None, facts_of.token(token))
        record(actor, events.TOKEN_ISSUED, kind="token", thing_id=token.pk, label=label, **told)
    return Issued(token=token, secret=secret)


def revoke(actor: Actor, token: Token) -> None:
    """Stop a token at once."""
    actor.require(Can.TOKEN_ISSUE)
    with transaction.atomic():
        if Token.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=clock.now()):
            told = between({"is_revoked": False}, {"is_revoked": True})
            record(actor, events.TOKEN_REVOKED, kind="token", thing_id=token.pk, label=token.label, **told)


def note_refused(secret: str) -> None:
    """Leave an entry where a revoked or expired token was used: it is in a forgotten program, or in wrong hands.

    A secret that was never issued leaves nothing: anybody can invent those.
    """
    token = dead_token(secret)
    if token is None or not cache.add(f"token-refused:{token.pk}", True, timeout=QUIET_SECONDS):
        return
    nobody = Instance(organisation_id=token.organisation_id, via="api")
    with scope(organisation=token.organisation), transaction.atomic():
        record(nobody, events.TOKEN_REFUSED, kind="token", thing_id=token.pk, label=token.label)
