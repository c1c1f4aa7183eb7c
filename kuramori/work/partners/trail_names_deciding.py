"""What the trail calls decisions, tables, assurances and demands. Assets go by number: a name may be the secret."""

from __future__ import annotations

import functools

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.named import day_of, found_in, rows_of
from kuramori.ground.people.roles import Can
from kuramori.ground.trail import finding
from kuramori.ground.trail.naming import register
from kuramori.work.partners import models

_rows = functools.partial(rows_of, can=Can.HAND_OVER_READ)

register(
    "decision",
    _("共有の判断"),
    _rows(
        models.Decision,
        lambda row: f"{row.asset.number} {row.partner.name} {day_of(row.asked_at)}",
        related=["asset", "partner"],
    ),
)
register(
    "policy",
    _("共有の決まり"),
    _rows(models.OwnPolicy, lambda row: _now("第%(n)s版") % {"n": row.edition}),
)
register(
    "assurance",
    _("確認の段階"),
    _rows(models.Assurance, lambda row: f"{row.partner.name} {day_of(row.as_of)}", related=["partner"]),
)
register("demand", _("求めの記録"), _rows(models.Demand, lambda row: row.number))

finding.register("demand", found_in(models.Demand, "number", "partner__name", can=Can.HAND_OVER_READ))
