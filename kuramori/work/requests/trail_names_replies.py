"""What the trail calls replies and the evidence beside them."""

from __future__ import annotations

import functools

from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.named import rows_of
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.naming import register
from kuramori.work.requests import models

_rows = functools.partial(rows_of, can=Can.REPLY_READ)

register("reply", _("回答書"), _rows(models.Reply, lambda row: row.asked.number, related=["asked"]))
register(
    "replyevidence",
    _("回答の根拠"),
    _rows(models.ReplyEvidence, lambda row: row.asked.number, related=["asked"]),
)
