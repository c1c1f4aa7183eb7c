"""What to say when a sheet is closed to changes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.ways import go
from kuramori.rules.catalogue import Pack
from kuramori.work.checks import read
from kuramori.work.checks.models import Sheet


def pack_asking(sheet: Sheet, item: str) -> Pack:
    """The sheet's pack; 404 for an item that it does not ask."""
    pack = read.pack_of(sheet)
    if item not in pack:
        raise Http404
    return pack


def told_final(request: ActingRequest, sheet: Sheet) -> HttpResponse:
    """Back to the sheet with the sentence why nothing was changed."""
    messages.error(request, already_final())
    return go(request, "checks:sheet", id=sheet.pk)


def told_held(request: ActingRequest, name: str, *, at: str = "", **kwargs: Any) -> HttpResponse:
    """Back to where it was pressed, with the sentence why it stays."""
    messages.error(request, held())
    return go(request, name, at=at, **kwargs)


def held() -> str:
    """Why something was not taken away, and whom to ask."""
    return _(
        "「消してはいけないもの」に入っているので、外していません。必要なときは、経営者か情報管理責任者に相談してください。"
    )


def already_final() -> str:
    """Why a change was refused, and the way on."""
    return _(
        "このシートはもう確定しています。入れた内容は保存していません。直すときは、見直しとして新しい回を始めてください。"
    )
