"""What the trail calls gaps and talks: their numbers."""

from __future__ import annotations

import functools

from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.named import rows_of
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.naming import register
from kuramori.work.requests import models

_rows = functools.partial(rows_of, can=Can.REQUEST_READ)

register("gap", _("ギャップ"), _rows(models.Gap, lambda row: row.number))
register(
    "consultationpaper",
    _("協議の書類"),
    _rows(models.ConsultationPaper, lambda row: row.consultation.number, related=["consultation"]),
)
register("consultation", _("価格・費用の協議"), _rows(models.Consultation, lambda row: row.number))
