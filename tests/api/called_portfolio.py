"""Where partners stand: what each operation needs, by operationId."""

from __future__ import annotations

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.work.requests.models import ReplyWay
from kuramori.work.requests.taking_in import take_in
from kuramori.work.requests.tests import asked_world
from tests.api.called import Call, call

PORTFOLIO: dict[str, Call] = {
    "portfolio": call(Can.REPLY_READ),
    "portfolio_list": call(Can.REPLY_READ),
    "portfolio_map": call(Can.REPLY_READ),
    "portfolio_partner": call(Can.REPLY_READ, fill={"partner_id": "portfolio_partner_id"}),
}


def answered(owner: Actor, word: str) -> dict[str, str]:
    """One that was asked and answered."""
    sent = asked_world.sent(owner, (f"状況鋳造{word}",), number="R-9811")
    given = asked_world.answers(sent.requirements, 1)
    take_in(owner, sent.asked[0], asked_world.seen(sent.requirements, given), way=ReplyWay.LINK)
    return {"portfolio_partner_id": str(sent.asked[0].partner_id)}
