"""What the trail calls sheets, and what belongs to one."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.named import found_in, rows_of
from kuramori.ground.people.roles import Can
from kuramori.ground.trail import finding
from kuramori.ground.trail.naming import register
from kuramori.work.checks.models import Delegation, Evidence, Plan, Sheet

register("sheet", _("自己チェック"), rows_of(Sheet, lambda row: row.name, can=Can.SHEET_READ))
for _kind, _word, _model in (
    ("evidence", _("根拠"), Evidence),
    ("delegation", _("お願い"), Delegation),
    ("plan", _("改善計画"), Plan),
):
    # What was written there may be anything: the question it belongs to says enough.
    register(_kind, _word, rows_of(_model, lambda row: row.item.upper(), can=Can.SHEET_READ))

finding.register("sheet", found_in(Sheet, "name", can=Can.SHEET_READ))
