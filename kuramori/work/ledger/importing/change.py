"""The rows of a chunk that change what the ledger says already: all at once, each with its own entry in the trail."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor, NotAllowed
from kuramori.work.ledger import entry, laying, register
from kuramori.work.ledger.importing.plan import Step
from kuramori.work.ledger.models import Asset, ImportDraft


def change(actor: Actor, draft: ImportDraft, chunk: Sequence[Step]) -> list[tuple[int, str]]:
    """Changes, in the caller's transaction; which rows were left out and why."""
    rows = Asset.objects.in_bulk([step.asset_id for step in chunk])
    refused = register.change_all(
        actor,
        [
            (rows[step.asset_id], entry.Wanted(entry.given(step.values or {})), step.revision)
            for step in chunk
            if step.asset_id in rows
        ],
        reason=_("ファイルから取り込み"),
    )
    return [
        (step.row, _sentence(refused.get(step.asset_id) if step.asset_id else None))
        for step in chunk
        if step.asset_id not in rows or step.asset_id in refused
    ]


def _sentence(why: Exception | None) -> str:
    if isinstance(why, laying.EntryRefused | entry.Missing):
        return why.sentence
    if isinstance(why, laying.StaleEntry):
        return _("見ている間に、ほかの方がこの情報を直しました。")
    if isinstance(why, NotAllowed):
        return _("この情報を変える役割がありません。")
    return _("見送りか手放し済みになったため、変えられません。")
