"""What the trail calls files, texts and acceptances. A file's own name may tell a secret: it goes by size and day."""

from __future__ import annotations

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from kuramori.ground.papers.models import Acceptance, File, Text
from kuramori.ground.people.named import day_of, rows_of
from kuramori.ground.trail.naming import register


def _file(row: File) -> str:
    return f"{row.media_type.rpartition('/')[2]} {filesizeformat(row.size)} {day_of(row.stored_at)}"


register("file", _("ファイル"), rows_of(File, _file))
register("text", _("文面"), rows_of(Text, lambda row: f"{row.title} {day_of(row.frozen_at)}"))
register(
    "acceptance",
    _("同意"),
    rows_of(Acceptance, lambda row: f"{row.text.title} {day_of(row.accepted_at)}", related=["text"]),
)
