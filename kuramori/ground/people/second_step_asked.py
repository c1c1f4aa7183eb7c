"""「管理する人には二段階の確認を求める」: what an organisation asks of those who steer it before elevated work."""

from __future__ import annotations

import uuid

from allauth.mfa.models import Authenticator
from django.db import transaction

from kuramori.ground.people import events, facts_of
from kuramori.ground.people.actor import Actor, ElevationNeeded
from kuramori.ground.people.asof import held_on
from kuramori.ground.people.models import Membership, Organisation
from kuramori.ground.people.roles import Can, Role
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# Whom it is asked of.
STEERING = frozenset({Role.OWNER, Role.STEWARD})


class SecondStepMissing(ElevationNeeded):
    """The organisation asks for a second step, and this account has neither an app nor a passkey."""


class OwnStepMissing(ValueError):
    """Whoever asks it of all must have a second step first, or would shut themselves out."""


def ask_second_step(actor: Actor, *, is_asked: bool) -> Organisation:
    """From now on it is asked, or no longer. Raises `OwnStepMissing`; nothing is written where nothing changes."""
    actor.require(Can.ORGANISATION_CHANGE)
    actor.require_elevation(Can.ORGANISATION_CHANGE)
    if is_asked and actor.via != "command" and not has_second_step(actor.account_id):
        raise OwnStepMissing
    with transaction.atomic():
        organisation = Organisation.objects.select_for_update().get(pk=actor.organisation.pk)
        if (organisation.second_step_asked_at is not None) == is_asked:
            return organisation
        before = facts_of.organisation(organisation)
        organisation.second_step_asked_at = clock.now() if is_asked else None
        organisation.save(update_fields=["second_step_asked_at"])
        told = between(before, facts_of.organisation(organisation))
        event = events.SECOND_STEP_ASKED if is_asked else events.SECOND_STEP_ASKED_NO_MORE
        record(actor, event, kind="organisation", thing_id=organisation.pk, **told)
    return organisation


def has_second_step(account_id: uuid.UUID | None) -> bool:
    """Whether this account has an app or a passkey; recovery codes alone are none."""
    return Authenticator.objects.filter(user_id=account_id, type__in=FACTORS).exists()


def is_missing(actor: Actor) -> bool:
    """Whether elevated work is closed to this actor until they have set up a second step."""
    return (
        actor.organisation.second_step_asked_at is not None
        and actor.via != "command"
        and bool(actor.roles & STEERING)
        and not has_second_step(actor.account_id)
    )


def without_second_step() -> tuple[uuid.UUID, ...]:
    """Accounts of the acting organisation's owners and stewards of today that have none yet."""
    steering = _accounts_steering()
    ready = set(
        Authenticator.objects.filter(user_id__in=steering, type__in=FACTORS).values_list("user_id", flat=True)
    )
    return tuple(account_id for account_id in steering if account_id not in ready)


def _accounts_steering() -> list[uuid.UUID]:
    held = Membership.objects.filter(held_on(), role__in=[role.value for role in STEERING])
    ids = held.filter(person__account__isnull=False).values_list("person__account_id", flat=True)
    return list(ids.distinct())
