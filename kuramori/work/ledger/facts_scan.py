"""What a reader of the trail is told the fields around looking for secrets, and of saved views, are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kuramori.ground.trail import labels
from kuramori.work.ledger.models import Rhythm

labels.declare("asset", {"copy": _("元ファイル"), "term": _("さがす言葉")})
labels.declare(
    "scan_source",
    {
        "name": _("名前"),
        "scanner": _("さがし方"),
        "folder": _("フォルダー"),
        "place": _("保管場所"),
        "department": _("部門"),
        "rhythm": _("いつさがすか"),
    },
    {"rhythm": lambda value: str(Rhythm(value).label)},
)
labels.declare("finding", {"judgement": _("判断")})
labels.declare("ledger_view", {"name": _("見方の名前"), "asked": _("絞り込み")})
