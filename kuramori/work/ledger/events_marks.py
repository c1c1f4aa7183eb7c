"""What happens to the marks of an asset. Files are told by their hash: a name may itself say a secret."""

from __future__ import annotations

from kuramori.ground.trail.changes import personal
from kuramori.ground.trail.events import Event
from kuramori.work.ledger.events import PERSONAL

MARKED = Event(
    "ledger:asset:marked",
    "{who}さんが{number}の識別表示を記録しました（{from_on}から）。",
    "{who} recorded how {number} is marked (from {from_on}).",
    personal=PERSONAL,
)
FILES_MARKED = Event(
    "ledger:asset:files_marked",
    "{who}さんが{number}の表示をファイル{count}件に付けました。",
    "{who} marked {count} files as {number}.",
    personal=(),
)
SHEET_PRINTED = Event(
    "ledger:asset:sheet_printed",
    "{who}さんが{number}の表示を印刷しました。",
    "{who} printed marks for {number}.",
    personal=(),
)
TENANT_SET = Event(
    "ledger:grade:tenant_set",
    "{who}さんがMicrosoft 365の組織のIDとラベルのIDを決めました。",
    "{who} set the IDs of the Microsoft 365 tenant and its labels.",
    personal=personal(),
)
