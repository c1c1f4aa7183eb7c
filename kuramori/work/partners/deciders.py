"""Whom the table asks: 経営者 by role, everybody else by name from a day on. Without a name, 経営者 is asked."""

from __future__ import annotations

import datetime
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.asof import held_on
from kuramori.ground.people.models import Membership, Organisation, Person
from kuramori.ground.people.roles import PERMISSIONS, Can, Role
from kuramori.ground.people.timeline import DAY, end, known, lay
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.work.partners import events_deciding, policies
from kuramori.work.partners.models import Decider

OWNER = "owner"
"""The code by which a table means 経営者."""


class DeciderRefused(ValueError):
    """Nobody can be named: `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def sentence(self) -> str:
        return {
            "unknown": _("いまの決まりに、その聞く人はいません。"),
            "role": _(
                "その方は、承認できる役割（経営者・情報管理責任者）を持っていません。先に役割を付けてください。"
            ),
            "owner": _("経営者は、役割で決まります。「人と役割」で変えてください。"),
        }[self.code]


def name_decider(
    actor: Actor, code: str, person: Person | None, *, from_on: datetime.date | None = None
) -> bool:
    """From that day (today without one) this person is meant; None: nobody, so 経営者 is. False: it was so already.

    Raises `DeciderRefused`.
    """
    actor.require(Can.POLICY_CHANGE)
    if code == OWNER:
        raise DeciderRefused("owner")
    if code not in policies.in_force().policy.people:
        raise DeciderRefused("unknown")
    if person is not None and person.pk not in {one.pk for one in able()}:
        raise DeciderRefused("role")
    day = from_on or clock.today()
    owner = {"organisation": actor.organisation, "code": code}
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=actor.organisation_id)
        before = next((row.person_id for row in known(Decider, **owner) if row.until_on is None), None)
        changed = (
            lay(Decider, owner, {"person": person}, from_on=day)
            if person
            else end(Decider, owner, last_day=day - DAY) > 0
        )
        if changed:
            told = between({"decider": before}, {"decider": person.pk if person else None}, part=code)
            record(
                actor,
                events_deciding.DECIDER_NAMED,
                kind="policy",
                thing_id=actor.organisation_id,
                from_on=day.isoformat(),
                **told,
            )
    return bool(changed)


def able(on: datetime.date | None = None) -> tuple[Person, ...]:
    """Who holds a role that may approve, by name."""
    roles = [role.value for role in Role if Can.SHARING_APPROVE in PERMISSIONS[role]]
    held = Membership.objects.filter(held_on(on), role__in=roles)
    return tuple(Person.objects.filter(pk__in=held.values("person_id")).order_by("name"))


def owners(on: datetime.date | None = None) -> tuple[Person, ...]:
    """経営者 of that day, by name."""
    held = Membership.objects.filter(held_on(on), role=Role.OWNER.value)
    return tuple(Person.objects.filter(pk__in=held.values("person_id")).order_by("name"))


def named(on: datetime.date | None = None) -> dict[str, Person]:
    """Who is meant by name, by the table's code."""
    rows = Decider.objects.filter(held_on(on)).select_related("person")
    return {row.code: row.person for row in rows}


def meant_by(code: str, on: datetime.date | None = None) -> tuple[Person, ...]:
    """Who may answer where the table asks for this code: the one named, else every 経営者."""
    found = None if code == OWNER else named(on).get(code)
    return (found,) if found else owners(on)


def is_meant(person_id: uuid.UUID | None, code: str, on: datetime.date | None = None) -> bool:
    return any(one.pk == person_id for one in meant_by(code, on))
