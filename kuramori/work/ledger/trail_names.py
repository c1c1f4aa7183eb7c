"""What the trail calls assets and what belongs to one.

A 極秘 asset goes by its number alone, whoever reads: so a name here is never a look. What hangs on an asset (a copy,
a task, a finding) goes by its number too, because what was written there may tell the secret.
"""

from __future__ import annotations

import functools
import uuid
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.named import day_of, found_in, rows_of
from kuramori.ground.people.roles import Can
from kuramori.ground.trail import finding
from kuramori.ground.trail.naming import register
from kuramori.work.ledger import models
from kuramori.work.ledger.findable import found_by
from kuramori.work.ledger.models import Asset, Grade

_rows = functools.partial(rows_of, can=Can.ASSET_READ)


def _asset(row: Asset) -> str:
    return row.number if row.grade == Grade.TOP else f"{row.number} {row.name}"


def _of_asset(row: Any) -> str:
    return row.asset.number if row.asset else "—"


def _stop(row: models.Stop) -> str:
    return _of_asset(row) if row.asset else str(row.place.path if row.place else "—")


def _assets(actor: Actor, asked: str) -> Iterable[uuid.UUID]:
    """Of a 極秘 asset only the number is looked at, unless this reader may know it."""
    return [uuid.UUID(one) for one in sorted(found_by(actor, asked))] if actor.may(Can.ASSET_READ) else ()


register("asset", _("守るべき情報"), _rows(Asset, _asset))
for _kind, _word, _model in (
    ("version", _("台帳の記載"), models.Version),
    ("grant", _("見てよい人"), models.Grant),
    ("consent", _("承諾"), models.Consent),
    ("copy", _("写し"), models.Copy),
    ("use", _("利用の記録"), models.Use),
    ("prior", _("先使用の記録"), models.PriorRecord),
    ("review", _("見直し"), models.Review),
    ("loosening", _("共有しないを解く申し出"), models.Loosening),
    ("disposal", _("手放した記録"), models.Disposal),
    ("fingerprint", _("原本の写し"), models.Fingerprint),
    ("term", _("さがす言葉"), models.Term),
    ("finding", _("見つかったもの"), models.Finding),
):
    register(_kind, _word, _rows(_model, _of_asset, related=["asset"]))
register("stop", _("回る所"), _rows(models.Stop, _stop, related=["asset", "place"]))
register(
    "task",
    _("片づけること"),
    _rows(models.Task, lambda row: f"{_of_asset(row)} {day_of(row.due_on)}", related=["asset"]),
)
register("round", _("巡回・棚卸し"), _rows(models.Round, lambda row: row.name))
register("asset_import", _("台帳のファイル"), _rows(models.ImportDraft, lambda row: day_of(row.made_at)))
register("first_session", _("はじめの時間"), _rows(models.FirstSession, lambda row: day_of(row.begun_at)))
register("ledger_view", _("台帳の見方"), _rows(models.SavedView, lambda row: row.name))
register("scan_source", _("さがすフォルダー"), _rows(models.ScanSource, lambda row: row.name))

finding.register("asset", _assets)
finding.register("round", found_in(models.Round, "name", can=Can.ASSET_READ))
