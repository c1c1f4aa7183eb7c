"""What can happen to mail. Addresses and texts stay out of the trail."""

from kuramori.ground.trail.events import Event

QUEUED = Event(
    "post:message:queued",
    "{who}さんがメールを{count}通、送る列に入れました（{purpose}）。",
    "{who} queued {count} mail(s) to be sent ({purpose}).",
)
SENT = Event(
    "post:delivery:sent",
    "メールを1通、相手のサーバーに渡しました（{purpose}）。",
    "One mail was handed to the recipient's server ({purpose}).",
)
FAILED = Event(
    "post:delivery:failed",
    "メールを1通、送れませんでした（{purpose}、{code}）。",
    "One mail could not be sent ({purpose}, {code}).",
)
UNKNOWN = Event(
    "post:delivery:unknown",
    "メールが1通、届いたか分からなくなりました（{purpose}）。自動では送り直しません。",
    "Whether one mail arrived is not known ({purpose}); it is not sent again by itself.",
)
AGAIN = Event(
    "post:delivery:again",
    "{who}さんがメールを1通、もう一度送りました（{purpose}）。",
    "{who} sent one mail once more ({purpose}).",
)
