"""What happens to an asset in its life, on rounds and in the first session. Assets are told by their number."""

from __future__ import annotations

from kuramori.ground.trail.changes import personal
from kuramori.ground.trail.events import Event
from kuramori.work.ledger.events import PERSONAL
from kuramori.work.ledger.facts_life import TEXTS

LIFE = personal(*TEXTS)

CHECKED_PUBLIC = Event(
    "ledger:asset:checked_public",
    "{who}さんが{number}が知られていないかを確かめました。",
    "{who} checked whether {number} is known outside.",
    personal=PERSONAL,
)
ROUTED = Event(
    "ledger:asset:routed",
    "{who}さんが{number}の保護ルートを決めました。",
    "{who} decided how {number} is protected.",
    personal=PERSONAL,
)
PUT_OFF = Event(
    "ledger:asset:review_set",
    "{who}さんが{number}の次の見直し日を決めました。",
    "{who} set the next review of {number}.",
    personal=PERSONAL,
)
LET_GO = Event(
    "ledger:asset:let_go",
    "{who}さんが{number}を手放しました（{method}）。",
    "{who} gave up {number} ({method}).",
    personal=PERSONAL,
)
COPIED = Event(
    "ledger:copy:made",
    "{who}さんが{number}の写し{copy}番を作りました。",
    "{who} made copy {copy} of {number}.",
    personal=LIFE,
)
COPY_BACK = Event(
    "ledger:copy:back",
    "{who}さんが{number}の写し{copy}番を回収しました。",
    "{who} took back copy {copy} of {number}.",
    personal=LIFE,
)
USED = Event(
    "ledger:asset:used",
    "{who}さんが{number}を使ったことを残しました。",
    "{who} noted the use of {number}.",
    personal=LIFE,
)
PRIOR_ADDED = Event(
    "ledger:prior:added",
    "{who}さんが{number}の先使用の記録を1点足しました。",
    "{who} added a record of prior use to {number}.",
    personal=LIFE,
)
PRIOR_WITHDRAWN = Event(
    "ledger:prior:withdrawn",
    "{who}さんが{number}の先使用の記録を1点取り下げました。",
    "{who} withdrew a record of prior use of {number}.",
    personal=LIFE,
)
REVIEWED = Event(
    "ledger:asset:reviewed",
    "{who}さんが{number}を見直しました。",
    "{who} reviewed {number}.",
    personal=LIFE,
)
DISPOSED = Event(
    "ledger:disposal:recorded",
    "{who}さんが{number}の廃棄・返却の記録を残しました。",
    "{who} recorded how {number} was destroyed or returned.",
    personal=LIFE,
)
ROUND_BEGUN = Event(
    "ledger:round:begun",
    "{who}さんが点検を始めました（{stops}か所）。",
    "{who} began a round of {stops} stops.",
    personal=LIFE,
)
STOP_SEEN = Event(
    "ledger:stop:seen",
    "{who}さんが点検の{position}番を見ました。",
    "{who} looked at stop {position} of a round.",
    personal=LIFE,
)
ROUND_CLOSED = Event(
    "ledger:round:closed",
    "{who}さんが点検を終えました。",
    "{who} closed a round.",
    personal=LIFE,
)
TASK_MADE = Event(
    "ledger:task:made",
    "{who}さんが片づけることを1つ作りました。",
    "{who} made a task.",
    personal=LIFE,
)
TASK_CHANGED = Event(
    "ledger:task:changed",
    "{who}さんが片づけることの担当か期限を変えました。",
    "{who} changed the owner or the day of a task.",
    personal=LIFE,
)
TASK_DONE = Event(
    "ledger:task:done",
    "{who}さんが片づけることを1つ済ませました。",
    "{who} finished a task.",
    personal=LIFE,
)
SESSION_BEGUN = Event(
    "ledger:first_session:begun",
    "{who}さんが「まねされたら困る5つ」を始めました。",
    "{who} began the first session.",
    personal=LIFE,
)
SESSION_KEPT = Event(
    "ledger:first_session:kept",
    "{who}さんが「まねされたら困る5つ」を書き進めました（{lines}件）。",
    "{who} went on with the first session ({lines} lines).",
    personal=LIFE,
)
SESSION_APPROVED = Event(
    "ledger:first_session:approved",
    "{who}さんが「まねされたら困る5つ」を認め、{entered}件を台帳に登録しました。",
    "{who} approved the first session; {entered} entries were registered.",
    personal=LIFE,
)
TASK_REMINDED = Event(
    "ledger:task:reminded",
    "片づけることの期限（{due_on}）を担当に知らせました。",
    "Whoever has a task was told of its day ({due_on}).",
)
REMINDED = Event(
    "ledger:asset:reminded",
    "{number}の期日を保管する人に知らせました。",
    "The keeper of {number} was told of its day.",
    personal=LIFE,
)
