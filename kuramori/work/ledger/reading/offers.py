"""What a form of the ledger offers to choose from: people, places, departments and partners of today."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import Q

from kuramori.ground.contacts.models import Partner
from kuramori.outside import clock
from kuramori.work.ledger.entry import Kind, Ref
from kuramori.work.ledger.knowing import house_on
from kuramori.work.places.models import Place


@dataclass(frozen=True, slots=True)
class Offered:
    """Choices by kind; `people` carry their department behind the name in `notes`."""

    refs: dict[Kind, dict[uuid.UUID, Ref]]
    notes: dict[uuid.UUID, str]

    def find(self, kind: Kind, value: str) -> Ref | None:
        """The offered row with this id; None for one that is not offered."""
        kind = Kind.PLACE if kind is Kind.PLACES else kind
        try:
            return self.refs[kind].get(uuid.UUID(value))
        except ValueError:
            return None

    def choices(self, kind: Kind, *, kept: Ref | None = None) -> list[tuple[str, str]]:
        """For a select; `kept` is what the entry says already and stays choosable, whatever became of it."""
        kind = Kind.PLACE if kind is Kind.PLACES else kind
        offered = dict(self.refs[kind])
        if kept is not None:
            offered.setdefault(kept.id, kept)
        return [(str(one.id), self._said(one)) for one in offered.values()]

    def _said(self, one: Ref) -> str:
        note = self.notes.get(one.id, "")
        return f"{one.words}（{note}）" if note else one.words


def offered() -> Offered:
    """Everything that may be chosen today; six queries."""
    house = house_on()
    today = clock.today()
    used = Q(retired_on__isnull=True) | Q(retired_on__gte=today)
    places = Place.objects.filter(used).order_by("path").values_list("pk", "path")
    partners = Partner.objects.filter(used).order_by("kana", "name").values_list("pk", "name")
    return Offered(
        refs={
            Kind.PERSON: {one.id: Ref(one.id, one.name) for one in house.people.values()},
            Kind.DEPARTMENT: {pk: Ref(pk, name) for pk, name in house.departments.items()},
            Kind.PLACE: {pk: Ref(pk, path) for pk, path in places},
            Kind.PARTNER: {pk: Ref(pk, name) for pk, name in partners},
        },
        notes={one.id: one.department for one in house.people.values() if one.department},
    )
