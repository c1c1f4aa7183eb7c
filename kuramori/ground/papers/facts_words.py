"""What a reader of the trail is told the fields of files, texts and acceptances are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kuramori.ground.trail import labels

labels.declare("file", {"bytes": _("大きさ（バイト）"), "media_type": _("種類"), "sha256": _("照合値")})
labels.declare(
    "text",
    {
        "kind": _("種類"),
        "title": _("題"),
        "sha256": _("照合値"),
        "name": _("同意した人"),
        "text": _("文面の番号"),
        "thing": _("何のため"),
        "way": _("同意のしかた"),
    },
)
