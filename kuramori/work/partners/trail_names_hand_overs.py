"""What the trail calls hand-overs, what is in them, and occasions."""

from __future__ import annotations

import functools

from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.named import found_in, rows_of
from kuramori.ground.people.roles import Can
from kuramori.ground.trail import finding
from kuramori.ground.trail.naming import register
from kuramori.work.partners import models

_rows = functools.partial(rows_of, can=Can.HAND_OVER_READ)

register("hand_over", _("提供"), _rows(models.HandOver, lambda row: row.number))
# By its number: what something of ours is called may be the secret.
register(
    "handed_item",
    _("渡したもの"),
    _rows(models.HandedItem, lambda row: f"{row.hand_over.number} {row.number}", related=["hand_over"]),
)
register("recipient", _("受け取る方"), _rows(models.Recipient, lambda row: row.name))
register("occasion", _("場面"), _rows(models.Occasion, lambda row: row.title))

# By number and partner alone: what is in a hand-over may be a secret.
finding.register("hand_over", found_in(models.HandOver, "number", "partner__name", can=Can.HAND_OVER_READ))
finding.register("occasion", found_in(models.Occasion, "title", can=Can.HAND_OVER_READ))
