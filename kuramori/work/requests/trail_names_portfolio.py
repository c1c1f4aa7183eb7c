"""What the trail calls a saved filter of the portfolio, and what it tells of it."""

from __future__ import annotations

import functools

from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.named import rows_of
from kuramori.ground.people.roles import Can
from kuramori.ground.trail import labels
from kuramori.ground.trail.naming import register
from kuramori.work.requests.models import SavedFilter

_rows = functools.partial(rows_of, can=Can.REPLY_READ)

labels.declare("saved_filter", {"name": _("絞り込みの名前"), "asked": _("絞り込み")})
register("saved_filter", _("取引先の状況の絞り込み"), _rows(SavedFilter, lambda row: row.name))
