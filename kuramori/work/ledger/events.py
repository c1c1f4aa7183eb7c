"""What can happen to an asset. Assets are named by their number: the name of a 極秘 one is itself a secret."""

from __future__ import annotations

from kuramori.ground.trail.changes import personal
from kuramori.ground.trail.events import Event
from kuramori.work.ledger.facts_of import TEXTS

PERSONAL = personal(*TEXTS)
"""For every event that tells a change of an entry: the fields that somebody wrote freely."""

PROPOSED = Event(
    "ledger:asset:proposed",
    "{who}さんが{number}を提案しました。",
    "{who} proposed {number}.",
    personal=PERSONAL,
)
REGISTERED = Event(
    "ledger:asset:registered",
    "{who}さんが{number}を台帳に登録しました。",
    "{who} entered {number} in the ledger.",
    personal=PERSONAL,
)
ADMITTED = Event(
    "ledger:asset:admitted",
    "{who}さんが提案{number}を認めて登録しました。",
    "{who} admitted the proposal {number}.",
    personal=PERSONAL,
)
DECLINED = Event(
    "ledger:asset:declined",
    "{who}さんが提案{number}を見送りました。",
    "{who} declined the proposal {number}.",
    personal=PERSONAL,
)
CHANGED = Event(
    "ledger:asset:changed",
    "{who}さんが{number}の内容を直しました（{from_on}から）。",
    "{who} changed {number} (from {from_on}).",
    personal=PERSONAL,
)
PLACED = Event(
    "ledger:asset:placed",
    "{who}さんが{number}の置き場所を足しました。",
    "{who} added a place to {number}.",
    personal=PERSONAL,
)
KEEPER_CHANGED = Event(
    "ledger:asset:keeper_changed",
    "{who}さんが{number}の保管する人を替えました（{from_on}から）。",
    "{who} changed the keeper of {number} (from {from_on}).",
    personal=PERSONAL,
)
RECLASSIFIED = Event(
    "ledger:asset:reclassified",
    "{who}さんが{number}の区分を変えました（{from_on}から）。",
    "{who} reclassified {number} (from {from_on}).",
    personal=PERSONAL,
)
CONSENTED = Event(
    "ledger:asset:consented",
    "{who}さんが{number}について預け主の承諾を記録しました。",
    "{who} recorded the owner's consent for {number}.",
    personal=PERSONAL,
)
GRANTED = Event(
    "ledger:asset:granted",
    "{who}さんが{number}をアクセスできる人を決めました。",
    "{who} granted access to {number}.",
    personal=PERSONAL,
)
GRANT_ENDED = Event(
    "ledger:asset:grant_ended",
    "{who}さんが{number}をアクセスできる期間を終えました（{until_on}まで）。",
    "{who} ended a grant for {number} (last day {until_on}).",
    personal=PERSONAL,
)
LOOKED = Event(
    "ledger:asset:looked",
    "{who}さんが極秘の情報{count}件の中身を見ました。",
    "{who} looked at {count} of the top secret entries.",
    personal=(),
)
GRADE_NAMED = Event(
    "ledger:grade:named",
    "{who}さんが秘密区分の呼び方を変えました。",
    "{who} renamed a grade.",
    personal=PERSONAL,
)
RULES_DECIDED = Event(
    "ledger:grade:rules_decided",
    "{who}さんが秘密区分の扱い方のきまりを決めました（{from_on}から）。",
    "{who} decided how a grade is handled (from {from_on}).",
    personal=PERSONAL,
)
