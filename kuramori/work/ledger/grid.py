"""表で直す: the list as a table of cells, and cells changed one by one or many at once, by the ledger's own verbs.

A cell is written as in Excel (`importing.cells` reads it), and saved with the revision that its reader saw: what
somebody else changed meanwhile is not overwritten but told.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor, NotAllowed
from kuramori.ground.people.roles import Can
from kuramori.work.ledger import access, entry, grades, laying, register
from kuramori.work.ledger.entry import FieldRefused, Missing
from kuramori.work.ledger.fields import FIELDS
from kuramori.work.ledger.importing.cells import CellWrong, House, house
from kuramori.work.ledger.models import Asset
from kuramori.work.ledger.reading.lines import lines_of

EDITABLE = ("name", "what", "place", "keeper", "review_on", "marked", "field", "unit", "department")
"""Grade and layer change by `reclassify`, with a reason and an approver."""
MOST_AT_ONCE = 200


class State(StrEnum):
    SAVED = "saved"
    SAME = "same"
    STALE = "stale"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants of one line: cells by field name, as text; None stands for what is empty."""

    asset_id: uuid.UUID
    revision: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Became:
    """What became of a wish; `asset` is how the line stands now, None for one that is not to be seen."""

    asset_id: uuid.UUID
    state: State
    sentence: str
    asset: Asset | None


def save(actor: Actor, wishes: Iterable[Wish]) -> list[Became]:
    """Each line by itself: one that is refused holds up no other."""
    actor.require(Can.ASSET_READ)
    known = house()
    return [_save(actor, wish, known) for wish in wishes]


def rows(assets: Iterable[Asset]) -> list[dict[str, Any]]:
    """Lines as the table shows them; a masked one has no name, contents or place."""
    shown = list(assets)
    lines = lines_of(shown, grades.names())
    return [
        {
            "id": str(line.id),
            "revision": line.revision,
            "masked": line.is_masked,
            "number": line.number,
            "name": line.name,
            "what": line.what,
            "grade": line.grade_name,
            "layer": line.layer_name,
            "place": line.place,
            "keeper": line.keeper,
            "review_on": entry.words("review_on", line.review_on),
            "marked": entry.words("marked", asset.marked),
            "field": entry.words("field", asset.field),
            "unit": entry.words("unit", asset.unit),
        }
        for asset, line in zip(shown, lines, strict=True)
    ]


def _save(actor: Actor, wish: Wish, known: House) -> Became:
    try:
        asset = access.asset_for(actor, wish.asset_id, Can.ASSET_READ)
    except Http404:
        return Became(wish.asset_id, State.REFUSED, _("この情報は見つかりません。"), None)
    try:
        access.asset_for(actor, wish.asset_id, Can.ASSET_CHANGE)
        wanted = entry.wanted({name: _value(known, name, told) for name, told in wish.cells.items()})
        with transaction.atomic():
            changed = register.change(actor, asset, wanted, revision=wish.revision)
    except laying.StaleEntry:
        sentence = _("ほかの方が先に直しました。いまの内容を出しています。書いたことは保存していません。")
        return Became(asset.pk, State.STALE, sentence, _again(actor, asset))
    except (CellWrong, FieldRefused, Missing, laying.EntryRefused) as wrong:
        sentence = getattr(wrong, "sentence", "") or str(wrong)
        return Became(asset.pk, State.REFUSED, sentence, _again(actor, asset))
    except laying.AssetClosed:
        return Became(
            asset.pk, State.REFUSED, _("見送りか手放し済みの情報は変えられません。"), _again(actor, asset)
        )
    except NotAllowed:
        sentence = _("この情報を直せるのは、保管する人と責任者です。")
        return Became(asset.pk, State.REFUSED, sentence, _again(actor, asset))
    state = State.SAME if changed.revision == wish.revision else State.SAVED
    return Became(asset.pk, state, "", _again(actor, asset))


def _value(known: House, name: str, told: str) -> Any:
    if name not in EDITABLE:
        raise FieldRefused(name if name in FIELDS else "name", told)
    return known.value(name, told)


def _again(actor: Actor, asset: Asset) -> Asset:
    return access.asset_for(actor, asset.pk, Can.ASSET_READ)
