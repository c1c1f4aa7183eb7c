"""What happens on the way from 共有しない to another layer. Assets are told by their number."""

from __future__ import annotations

from kuramori.ground.trail.changes import personal
from kuramori.ground.trail.events import Event
from kuramori.work.ledger.events import PERSONAL

_LOOSENING = (*PERSONAL, *(one for one in personal("reason") if one not in PERSONAL))

ASKED = Event(
    "ledger:asset:loosening_asked",
    "{who}さんが{number}の「共有しない」を解くことを申し出ました（{asked_on}）。",
    "{who} asked that {number} may be shared after all ({asked_on}).",
    personal=_LOOSENING,
)
LOOSENED = Event(
    "ledger:asset:loosened",
    "{who}さんが確かめて、{number}の「共有しない」が解けました（{from_on}から）。",
    "{who} confirmed that {number} may be shared (from {from_on}).",
    personal=_LOOSENING,
)
WITHDRAWN = Event(
    "ledger:asset:loosening_withdrawn",
    "{who}さんが{number}の「共有しない」を解く申し出を取り下げました。",
    "{who} withdrew the request that {number} may be shared.",
    personal=_LOOSENING,
)
