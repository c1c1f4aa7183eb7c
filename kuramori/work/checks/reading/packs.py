"""Packs as a sheet needs them: what can be begun, and exactly the edition that a sheet was begun with."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import get_language

from kuramori.ground.packs import read as shelf
from kuramori.rules.catalogue import Pack
from kuramori.rules.pack_texts import PackTexts
from kuramori.work.checks.models import Sheet


def packs_offered() -> tuple[Pack, ...]:
    """The packs that a new round can be begun with."""
    return shelf.packs()


def pack_of(sheet: Sheet) -> Pack:
    """The edition that the sheet was begun with, also when the shelf has moved on. Raises `PackLost`."""
    return shelf.by_digest(sheet.digest)


def pack_of_today(sheet: Sheet) -> Pack:
    """The edition that a new round after this sheet takes: today's, or the sheet's own where it left the shelf."""
    return shelf.find(sheet.pack_id) or pack_of(sheet)


def language() -> str:
    """The reader's language, as packs name it: "ja" or "en"."""
    return (get_language() or settings.LANGUAGE_CODE).split("-")[0]


def text_of(pack: Pack) -> PackTexts:
    """The pack's words in the reader's language."""
    return pack.text(language())
