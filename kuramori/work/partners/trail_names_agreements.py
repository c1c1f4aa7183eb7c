"""What the trail calls agreements, their terms and their files."""

from __future__ import annotations

import functools

from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.named import day_of, found_in, rows_of
from kuramori.ground.people.roles import Can
from kuramori.ground.trail import finding
from kuramori.ground.trail.naming import register
from kuramori.work.partners import models

_rows = functools.partial(rows_of, can=Can.AGREEMENT_READ)

register("agreement", _("契約"), _rows(models.Agreement, lambda row: row.number))
register(
    "agreement_terms",
    _("契約の条件"),
    _rows(models.AgreementTerms, lambda row: row.agreement.number, related=["agreement"]),
)
register(
    "agreement_import", _("契約のファイル"), _rows(models.AgreementDraft, lambda row: day_of(row.made_at))
)

finding.register("agreement", found_in(models.Agreement, "number", "partner__name", can=Can.AGREEMENT_READ))
