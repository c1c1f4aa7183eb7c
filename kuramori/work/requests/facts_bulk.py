"""What the trail tells of a drop of workbooks, before and after."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kuramori.ground.trail import labels
from kuramori.work.requests.models import Drop, DroppedSheet, SheetState, Taking

labels.declare(
    "drop",
    {
        "taking": _("取り込むもの"),
        "taken_at": _("取り込み終わった時刻"),
        "emptied_at": _("中身を捨てた時刻"),
        "asked": _("お願い先"),
        "state": _("ようす"),
    },
    {
        "taking": lambda value: str(Taking(value).label),
        "state": lambda value: str(SheetState(value).label),
    },
)


def drop(row: Drop) -> dict[str, Any]:
    """One drop."""
    return {"taking": Taking(row.taking), "taken_at": row.taken_at, "emptied_at": row.emptied_at}


def dropped(row: DroppedSheet) -> dict[str, Any]:
    """One file of a drop."""
    return {"asked": row.asked_id, "state": SheetState(row.state)}
