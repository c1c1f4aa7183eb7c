"""What hangs on a partner here goes along when two partners become one, and counts once afterwards.

What was asked, answered and agreed keeps its own words. Where both were asked by the same request, or both have the
same gap open, one of the two goes on and the other says so (`merging_asked`, `gapping.merging`): nothing stays with the
row that goes.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from kuramori.ground.contacts import ties
from kuramori.ground.contacts.models import Partner
from kuramori.ground.people import links
from kuramori.ground.people.actor import Actor
from kuramori.ground.trail.holds import remove
from kuramori.outside import clock
from kuramori.work.requests import counting, merging_asked
from kuramori.work.requests.gapping import merging, settling
from kuramori.work.requests.gapping.by_link import GAPS
from kuramori.work.requests.models import Asked, Gap, Standing, Tiering


def move(actor: Actor, gone: Partner, kept: Partner) -> int:
    """Tie every row of this room that names `gone` to `kept`, in the transaction of the merge; how many."""
    moved = merging_asked.join(actor, gone, kept) + merging.join(actor, gone, kept)
    moved += _standings(actor, gone, kept) + _classes(gone, kept)
    for model in set(apps.get_app_config("requests").get_models()) - {Asked, Gap, Standing, Tiering}:
        for field in model._meta.concrete_fields:
            if field.related_model is Partner:
                rows: Any = model._meta.base_manager.filter(**{field.name: gone})
                moved += rows.update(**{field.name: kept})
    settling.settle_anew(kept)
    # Whoever of either company was given a link to its gaps goes on behind it.
    links.turn_to(GAPS, ("partner", gone.pk), ("partner", kept.pk))
    return moved


def _standings(actor: Actor, gone: Partner, kept: Partner) -> int:
    """Of two that stand on the same list the newer one counts; the other leaves the tallies."""
    moved = 0
    for row in Standing.objects.filter(partner=gone).order_by("pack_id"):
        other = Standing.objects.filter(partner=kept, pack_id=row.pack_id).first()
        if other is not None:
            older = min(row, other, key=lambda one: (one.as_of, one.reply.received_at))
            counting.forget(older)
            remove(actor, older, _("同じ会社の新しい回答が数えられているため。"))
            if older.pk == row.pk:
                continue
        Standing.objects.filter(pk=row.pk).update(partner=kept)
        moved += 1
    return moved


def _classes(gone: Partner, kept: Partner) -> int:
    """The kept one's own class goes on; where it has none, the other's does, and what it answered counts there."""
    own = Tiering.objects.filter(partner=kept, superseded_at__isnull=True).first()
    if own is not None:
        current = Tiering.objects.filter(partner=gone, superseded_at__isnull=True)
        current.update(superseded_at=clock.now())
    moved: int = Tiering.objects.filter(partner=gone).update(partner=kept)
    counts = own or Tiering.objects.filter(partner=kept, superseded_at__isnull=True).first()
    if counts is not None:
        counting.reclassify([kept.pk], counts.klass)
    return moved


ties.declare("requests", move)
