"""What can happen to the house itself, whoever's records it holds."""

from kuramori.ground.trail.events import Event

RESTORED = Event(
    "site:backup:restored",
    "{made_at} に作った写しから、記録を戻しました。それより後の記録はここにありません。",
    "The records were restored from the backup made at {made_at}; what came later is not here.",
)
ENVELOPE_MADE = Event(
    "site:envelope:made",
    "金庫の封筒を作りました(番号 {codes}個)。前の封筒の番号は使えなくなりました。",
    "A new envelope for the safe was made ({codes} codes); the codes of the old one are void.",
)
ENVELOPE_OPENED = Event(
    "site:envelope:opened",
    "金庫の封筒の番号が使われ、アカウントのパスワードが決め直されました。",
    "A code of the envelope was used and the account was given a new password.",
)
ENVELOPE_REFUSED = Event(
    "site:envelope:refused",
    "金庫の封筒の番号として、使えないものが試されました。",
    "Something that is no code of the envelope was tried.",
)
