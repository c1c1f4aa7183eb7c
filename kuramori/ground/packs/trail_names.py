"""What the trail calls an organisation's own list, and what it tells of it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kuramori.ground.packs.models import OwnPack
from kuramori.ground.people.named import rows_of
from kuramori.ground.trail import labels
from kuramori.ground.trail.naming import register

register("own_pack", _("自社の設問の一覧"), rows_of(OwnPack, lambda row: row.title))

labels.declare(
    "own_pack",
    {
        "version": _("版"),
        "digest": _("照合値"),
        "accepted_at": _("使い始めた時刻"),
        "retired_at": _("使うのをやめた時刻"),
    },
)
