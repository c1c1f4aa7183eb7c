"""What the addresses of the portfolio promise, and one of everything that they name."""

from __future__ import annotations

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.work.requests import saved_filters
from kuramori.work.requests.models import ReplyWay
from kuramori.work.requests.taking_in import take_in
from kuramori.work.requests.tests import asked_world
from tests.cast import Cast
from tests.house.promises import Door, get, post

DOORS: dict[str, Door] = {
    "requests:portfolio": get(Can.REPLY_READ),
    "requests:portfolio_list": get(Can.REPLY_READ),
    "requests:portfolio_map": get(Can.REPLY_READ),
    "requests:portfolio_partner": get(Can.REPLY_READ),
    "requests:keep_filter": post(Can.REPLY_READ),
    "requests:drop_filter": post(Can.REPLY_READ),
}
THINGS: dict[str, str] = {"portfolio_partner": "portfolio_partner", "drop_filter": "saved_filter"}
PARTS: dict[str, dict[str, object]] = {}


def furnish(cast: Cast, owner: Actor, word: str = "") -> dict[str, object]:
    """A partner that replied, and a filter of the owner's."""
    world = asked_world.sent(owner, (f"状況金型{word}",), number="R-9701")
    given = asked_world.answers(world.requirements, 1)
    take_in(owner, world.asked[0], asked_world.seen(world.requirements, given), way=ReplyWay.BY_HAND)
    kept = saved_filters.keep(owner, name=f"金型の会社{word}", asked="klass=A")
    return {"portfolio_partner": world.asked[0].partner_id, "saved_filter": kept.pk}
