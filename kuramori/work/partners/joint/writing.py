"""What the verbs of this part share: one line of text, and a row that nobody changed in between."""

from __future__ import annotations

import uuid
from typing import TypeVar

from django.utils.translation import gettext as _

from kuramori.work.partners.hand_over_wanted import Refused
from kuramori.work.partners.models import JointProject, KeptMould, OnwardRequest

Row = TypeVar("Row", OnwardRequest, JointProject, KeptMould)


def one_line(text: str, longest: int) -> str:
    return " ".join(text.split())[:longest]


def row_of(model: type[Row], key: uuid.UUID, revision: int) -> Row:
    """The row, locked. Raises `Refused` where somebody else changed it since `revision`."""
    row: Row = model.objects.select_for_update(of=("self",)).get(pk=key)
    if row.revision != revision:
        raise Refused("", _("ほかの方が先に直しました。開き直して、いまの内容を確かめてください。"))
    return row
