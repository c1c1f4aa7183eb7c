"""What the trail calls inquiries and our replies."""

from __future__ import annotations

import functools

from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.named import rows_of
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.naming import register
from kuramori.work.requests import models

_rows = functools.partial(rows_of, can=Can.REQUEST_READ)

register("inquiry", _("届いたお願い"), _rows(models.Inquiry, lambda row: row.number))
register(
    "ownreply",
    _("こちらの回答"),
    _rows(models.OwnReply, lambda row: row.inquiry.number, related=["inquiry"]),
)
