"""What can happen to holds, and to what was removed."""

from kuramori.ground.trail.events import Event

PLACED = Event(
    "trail:hold:placed",
    "{who}さんが、消してはいけないもの（{count}件）を決めました。理由: {reason}",
    "{who} placed a hold on {count} thing(s). Reason: {reason}",
)
LIFTED = Event(
    "trail:hold:lifted",
    "{who}さんが、消してはいけないという決まりを解きました。理由: {reason}",
    "{who} lifted a hold. Reason: {reason}",
)
REMOVED = Event(
    "trail:row:removed",
    "{who}さんが記録を1つ消しました（{thing} {id}、照合値 {hash}）。理由: {reason}",
    "{who} removed a record ({thing} {id}, hash {hash}). Reason: {reason}",
)
