"""Gaps, talks about prices, inquiries, promises: what each operation needs, by operationId."""

from __future__ import annotations

from kuramori.ground.people.roles import Can
from tests.api.called import Call, call

GAPS: dict[str, Call] = {
    "promises": call(Can.REQUEST_READ),
    "promise": call(Can.REQUEST_READ),
    "inquiries": call(Can.REQUEST_READ),
    "inquiry": call(Can.REQUEST_READ),
    "gaps": call(Can.REQUEST_READ),
    "gap": call(Can.REQUEST_READ),
    "move_gap": call(Can.GAP_CHANGE, body={"step": "withdrawn", "words": "求めすぎでした", "revision": 1}),
    "consultations": call(Can.REQUEST_READ),
    "begin_consultation": call(
        Can.CONSULT,
        body={"partner": "{partner_id}", "by_us": True, "topic": "棚の代金", "on": "{today}", "yen": 300000},
        status=201,
    ),
    "step_consultation": call(
        Can.CONSULT,
        body={"step": "answered", "on": "{today}", "words": "半分を持ちます", "revision": 2},
    ),
}
