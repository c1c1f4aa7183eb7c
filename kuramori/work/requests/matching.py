"""Which partners are meant, in words that a form and a job can carry: never a list of ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from kuramori.ground.contacts.models import Partner
from kuramori.outside import clock
from kuramori.rules.document import FORBIDDEN
from kuramori.rules.tokens import normal
from kuramori.work.requests.models import Tiering

UNDECIDED = "?"


@dataclass(frozen=True, slots=True)
class Choice:
    """Suppliers one still deals with that have all of this. `klass` "?" means: not put into a class yet."""

    words: str = ""
    kind: str = ""
    tag: str = ""
    klass: str = ""

    def kept(self) -> dict[str, str]:
        """As a job keeps it."""
        return asdict(self)


def choice_from(said: Mapping[str, Any]) -> Choice:
    """What a form or a job says; what it does not say narrows nothing."""
    return Choice(
        **{
            name: FORBIDDEN.sub("", str(said.get(name) or "")).strip()[:60]
            for name in ("words", "kind", "tag", "klass")
        }
    )


def matching(choice: Choice) -> QuerySet[Partner]:
    """The partners, in the order of their reading."""
    living = Q(retired_on__isnull=True) | Q(retired_on__gte=clock.today())
    rows = Partner.objects.filter(living, is_supplier=True, merged_into__isnull=True)
    if choice.kind:
        rows = rows.filter(marks__contains=f"|{choice.kind}|")
    if choice.tag:
        rows = rows.filter(marks__contains=f"|#{choice.tag}|")
    for word in normal(choice.words).split():
        rows = rows.filter(words__contains=word)
    if choice.klass:
        standing = Tiering.objects.filter(partner=OuterRef("pk"), superseded_at__isnull=True)
        if choice.klass == UNDECIDED:
            rows = rows.filter(~Exists(standing))
        else:
            rows = rows.filter(Exists(standing.filter(klass=choice.klass)))
    found: QuerySet[Partner] = rows.order_by("sorts_as", "pk")
    return found
