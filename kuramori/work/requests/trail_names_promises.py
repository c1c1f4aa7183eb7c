"""What the trail calls promises: their numbers; they are found by the customer and by what was asked too."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.named import day_of, found_in, rows_of
from kuramori.ground.people.roles import Can
from kuramori.ground.trail import finding
from kuramori.ground.trail.naming import register
from kuramori.work.requests.models import Promise, PromiseFile

register("promise", _("お客様への約束"), rows_of(Promise, lambda row: row.number, can=Can.REQUEST_READ))
register(
    "promise_import",
    _("お客様への約束のファイル"),
    rows_of(PromiseFile, lambda row: day_of(row.made_at), can=Can.REQUEST_READ),
)
finding.register("promise", found_in(Promise, "number", "partner__name", "what", can=Can.REQUEST_READ))
