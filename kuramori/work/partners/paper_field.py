"""A photograph or a scan that somebody hands in: a PDF or a picture by its name and its first bytes, nothing else."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kuramori.ground.papers.kinds import KindRefused, kind_of

ENDINGS: Final = (".pdf", ".png", ".jpg", ".jpeg", ".heic")
_HEAD_BYTES = 16


class PaperField(forms.FileField):
    """No document that may hold macros, no archive, no text: whoever opens it later trusts it as a picture."""

    def __init__(self, **named: Any) -> None:
        named.setdefault("widget", forms.FileInput(attrs={"accept": ",".join(ENDINGS)}))
        super().__init__(**named)

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if file:
            head = file.read(_HEAD_BYTES)
            file.seek(0)
            try:
                if PurePosixPath(file.name.lower()).suffix not in ENDINGS:
                    raise KindRefused(file.name)
                kind_of(file.name, head)
            except KindRefused as refused:
                raise ValidationError(
                    _("このファイルは受け取れません。写真か PDF を、20MBまでで選んでください。")
                ) from refused
        return file
