"""Who may give which role to whom, and until when: shared by inviting, changing and ending."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor, NotAllowed
from kuramori.ground.people.asof import held_on
from kuramori.ground.people.models import Employment, Kind, Person
from kuramori.ground.people.roles import Can, Role
from kuramori.outside import clock


class LastDayMissing(ValueError):
    """An expert, or an auditor from outside, was named without a last day."""

    def sentence(self) -> str:
        return _("外部の方には、最後の日を決めてください。")


class LastDayPast(ValueError):
    """The last day lies before today."""

    def __init__(self, until_on: datetime.date) -> None:
        super().__init__(until_on)
        self.until_on = until_on

    def sentence(self) -> str:
        """Which day, and what to write instead."""
        return _("「最後の日」の %(day)s は、もう過ぎています。今日からあとの日にしてください。") % {
            "day": f"{self.until_on:%Y/%m/%d}"
        }


def require_rank(actor: Actor, role: Role) -> None:
    """Only an owner makes, changes or opens a way in for an owner: else a steward could take the house."""
    if role is Role.OWNER and Role.OWNER not in actor.roles:
        raise NotAllowed(Can.ORGANISATION_CHANGE)
    if role is Role.OWNER:
        actor.require_elevation(Can.PEOPLE_CHANGE)


def kind_today(person: Person) -> Kind | None:
    """As what the person is on the roster today; None for one who is not."""
    held = Employment.objects.filter(held_on(), person=person).values_list("kind", flat=True).first()
    return Kind(held) if held else None


def check_last_day(role: Role, until_on: datetime.date | None, kind: Kind | None = None) -> None:
    """Who comes from outside to look, an expert or an auditor, comes until a day."""
    looks_from_outside = role is Role.AUDITOR and kind is Kind.OUTSIDE
    if until_on is None and (role.needs_end or looks_from_outside):
        raise LastDayMissing(role)
    if until_on is not None and until_on < clock.today():
        raise LastDayPast(until_on)
