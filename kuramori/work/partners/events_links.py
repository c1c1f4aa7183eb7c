"""What can happen at a link about an agreement, a request, a certificate or storage, after it ended."""

from __future__ import annotations

from kuramori.ground.trail.events import Event

TRIED_AFTER_END = Event(
    "partners:link:tried_after_end",
    "{who}さんに渡して終わったリンク（{purpose}）が、開かれようとしました。中身は出していません。",
    "The ended link given to {who} ({purpose}) was tried; nothing of it was shown.",
)
