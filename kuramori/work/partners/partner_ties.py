"""What hangs on a partner here goes along when two partners become one; and by what we know a list is narrowed.

What was signed, decided or told keeps its own words: only the row it is tied to changes.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from kuramori.ground.contacts import narrowing, ties
from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.actor import Actor
from kuramori.work.partners.models import Agreement
from kuramori.work.partners.models.choices import AgreementState


def move(actor: Actor, gone: Partner, kept: Partner) -> int:
    """Tie every row of this room that names `gone` to `kept`, in the transaction of the merge; how many."""
    moved = 0
    for model in apps.get_app_config("partners").get_models():
        for field in model._meta.concrete_fields:
            if field.related_model is Partner:
                rows: Any = model._meta.base_manager.filter(**{field.name: gone})
                moved += rows.update(**{field.name: kept})
    return moved


def without_agreement(actor: Actor) -> Any:
    """Partners with whom nothing was concluded yet."""
    concluded = Agreement.objects.filter(
        organisation=OuterRef("organisation"), partner=OuterRef("pk"), state=AgreementState.CONCLUDED
    )
    return Partner.objects.filter(~Exists(concluded)).values("pk")


ties.declare("partners", move)
narrowing.declare(narrowing.Way("no_agreement", _("締結した契約がない"), without_agreement))
