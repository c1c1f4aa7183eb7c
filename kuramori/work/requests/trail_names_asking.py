"""What the trail calls requests, who is asked, profiles and 区分け."""

from __future__ import annotations

import functools

from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.named import rows_of
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.naming import register
from kuramori.work.requests import models

_rows = functools.partial(rows_of, can=Can.REQUEST_READ)

register("request", _("確認のお願い"), _rows(models.Request, lambda row: row.number))
register("asked", _("お願い先"), _rows(models.Asked, lambda row: row.number))
register("profile", _("求める水準"), _rows(models.Profile, lambda row: row.name))
register(
    "tiering", _("取引先の区分"), _rows(models.Tiering, lambda row: row.partner.name, related=["partner"])
)
register(
    "class_sheet",
    _("区分けの表"),
    _rows(models.ClassSheet, lambda row: row.digest[:12]),
)
