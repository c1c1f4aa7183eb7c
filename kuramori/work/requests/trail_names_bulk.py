"""What the trail calls a drop of workbooks."""

from __future__ import annotations

import functools

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.named import rows_of
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.naming import register
from kuramori.work.requests.models import Drop

_rows = functools.partial(rows_of, can=Can.REPLY_TAKE)

register(
    "drop",
    _("まとめて入れた回答表"),
    _rows(Drop, lambda row: f"{timezone.localtime(row.made_at):%Y/%m/%d %H:%M}"),
)
