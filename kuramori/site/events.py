"""What can happen to the house itself, whoever's records it holds."""

from kuramori.ground.trail.events import Event

RESTORED = Event(
    "site:backup:restored",
    "{made_at} に作った写しから、記録を戻しました。それより後の記録はここにありません。",
    "The records were restored from the backup made at {made_at}; what came later is not here.",
)
