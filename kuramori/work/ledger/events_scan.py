"""What can happen around looking for secrets. Neither a path nor a passage is told: both may be secret."""

from __future__ import annotations

from kuramori.ground.trail.events import Event

COPY_REGISTERED = Event(
    "ledger:copy:registered",
    "{who}さんが{number}の元ファイルを登録しました（{characters}文字）。",
    "{who} registered a reference copy of {number} ({characters} characters).",
)
COPY_RETIRED = Event(
    "ledger:copy:retired",
    "{who}さんが{number}の元ファイルを1つ外しました。",
    "{who} retired a reference copy of {number}.",
)
TERM_ADDED = Event(
    "ledger:term:added",
    "{who}さんが{number}のさがす言葉を足しました。",
    "{who} added a term of {number} to look for.",
)
TERM_RETIRED = Event(
    "ledger:term:retired",
    "{who}さんが{number}のさがす言葉を1つ外しました。",
    "{who} removed a term of {number} to look for.",
)
SOURCE_ADDED = Event(
    "ledger:source:added",
    "{who}さんが、さがす場所「{name}」を足しました。",
    "{who} added the folder “{name}” to look through.",
)
SOURCE_RETIRED = Event(
    "ledger:source:retired",
    "{who}さんが、さがす場所「{name}」をやめました。",
    "{who} no longer has the folder “{name}” looked through.",
)
RUN_BEGUN = Event(
    "ledger:scan:begun",
    "{who}が「{name}」の中をさがし始めました。",
    "{who} began to look through “{name}”.",
)
RUN_BY_COMMAND = Event(
    "ledger:scan:commanded",
    "{who}が、台帳を使って命令でフォルダーの中をさがしました。",
    "{who} looked through a folder by command, with the ledger.",
)
FINDING_ACCEPTED = Event(
    "ledger:finding:accepted",
    "{who}さんが、見つかったものをそのとおりと判断しました。",
    "{who} accepted a finding.",
)
FINDING_REJECTED = Event(
    "ledger:finding:rejected",
    "{who}さんが、見つかったものを関係ないと判断しました。",
    "{who} rejected a finding.",
)
