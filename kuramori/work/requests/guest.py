"""Somebody of a partner behind a link: who it is, of which partner, and about which request where it is one's link."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.codes import Visitor
from kuramori.work.requests.models import Asked, Consultation, ConsultationStep, Gap, Side, Told


@dataclass(frozen=True, slots=True)
class Guest:
    """`asked` None: the link is that of all gaps with the partner."""

    visitor: Visitor
    partner: Partner
    asked: Asked | None

    def gaps(self) -> QuerySet[Gap]:
        """The gaps that this link lets be seen."""
        rows: QuerySet[Gap] = Gap.objects.filter(side=Side.ASKING, partner=self.partner)
        return rows if self.asked is None else rows.filter(asked=self.asked)

    def talks(self) -> QuerySet[Consultation]:
        """The talks that this link lets be seen: those of its request, or of gaps and such as came by a link."""
        rows: QuerySet[Consultation] = Consultation.objects.filter(partner=self.partner)
        if self.asked is not None:
            return rows.filter(Q(asked=self.asked) | Q(gap__asked=self.asked))
        by_link = ConsultationStep.objects.filter(consultation__partner=self.partner, way=Told.LINK)
        return rows.filter(Q(gap__side=Side.ASKING) | Q(pk__in=by_link.values("consultation")))
