"""What can happen to the ledger as a whole: taken in from a file, and taken out."""

from __future__ import annotations

from kuramori.ground.trail.changes import TEXTS, personal
from kuramori.ground.trail.events import Event

FILE_READ = Event(
    "ledger:import:read",
    "{who}さんが台帳のファイルを読み込みました（まだ何も変わっていません）。",
    "{who} had a ledger file read (nothing has changed yet).",
)
IMPORT_BEGUN = Event(
    "ledger:import:begun",
    "{who}さんが台帳のファイルの取り込みを始めました（{rows}件）。",
    "{who} began to take in a ledger file ({rows} entries).",
)
ENTERED = Event(
    "ledger:import:entered",
    "{who}さんがファイルから{count}件を台帳に登録しました（{first}〜{last}）。",
    "{who} entered {count} assets from a file ({first} to {last}).",
    personal=(TEXTS,),
)
IMPORTED = Event(
    "ledger:import:finished",
    "{who}さんが台帳のファイルを取り込みました（新規{new}件・変更{changed}件・飛ばした行{skipped}件）。",
    "{who} took in a ledger file ({new} new, {changed} changed, {skipped} left out).",
)
EXPORTED = Event(
    "ledger:export:taken",
    "{who}さんが台帳{rows}件をExcelで持ち出しました（うち極秘{top}件）。",
    "{who} took out {rows} entries of the ledger as a workbook ({top} of them top secret).",
)
EXPORT_ASKED = Event(
    "ledger:export:asked",
    "{who}さんが台帳のExcelを頼みました。",
    "{who} asked for the ledger as a workbook.",
)
EXPORT_MADE = Event(
    "ledger:export:made",
    "{who}さんが頼んだ台帳{rows}件のExcelができました（うち極秘{top}件）。",
    "The workbook that {who} asked for was made: {rows} entries of the ledger ({top} of them top secret).",
)
EXPORT_TAKEN = Event(
    "ledger:export:file_taken",
    "{who}さんが、できあがった台帳のExcelを持ち出しました。",
    "{who} took out the finished workbook of the ledger.",
)
VIEW_KEPT = Event(
    "ledger:view:kept",
    "{who}さんが台帳の見方を保存しました。",
    "{who} saved a view of the ledger.",
    personal=personal("name", "asked"),
)
VIEW_DROPPED = Event(
    "ledger:view:dropped",
    "{who}さんが台帳の見方を1つやめました。",
    "{who} dropped a view of the ledger.",
    personal=personal("name", "asked"),
)
