"""What the addresses of the portfolio promise, and one of everything that they name."""

from __future__ import annotations

from kuramori.ground.jobs.enqueue import enqueue
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.work.requests import saved_filters
from kuramori.work.requests.models import ReplyWay
from kuramori.work.requests.portfolio_out import taking
from kuramori.work.requests.taking_in import take_in
from kuramori.work.requests.tests import asked_world
from tests.cast import Cast
from tests.house.promises import Door, get, post

DOORS: dict[str, Door] = {
    "requests:portfolio": get(Can.REPLY_READ),
    "requests:portfolio_list": get(Can.REPLY_READ),
    "requests:portfolio_map": get(Can.REPLY_READ),
    "requests:portfolio_partner": get(Can.REPLY_READ),
    "requests:portfolio_ending": get(Can.REPLY_READ),
    "requests:portfolio_board": get(Can.REPLY_READ),
    "requests:portfolio_take_board": post(Can.REPLY_READ),
    "requests:portfolio_take_list": post(Can.REPLY_READ),
    "requests:portfolio_take_map": post(Can.REPLY_READ),
    "requests:portfolio_made": get(Can.REPLY_READ),
    "requests:portfolio_made_file": get(Can.REPLY_READ),
    "requests:keep_filter": post(Can.REPLY_READ),
    "requests:drop_filter": post(Can.REPLY_READ),
}
THINGS: dict[str, str] = {
    "portfolio_partner": "portfolio_partner",
    "drop_filter": "saved_filter",
} | dict.fromkeys(("portfolio_made", "portfolio_made_file"), "portfolio_job")
PARTS: dict[str, dict[str, object]] = {}


def furnish(cast: Cast, owner: Actor, word: str = "") -> dict[str, object]:
    """A partner that replied, and a filter of the owner's."""
    world = asked_world.sent(owner, (f"状況金型{word}",), number="R-9701")
    given = asked_world.answers(world.requirements, 1)
    take_in(owner, world.asked[0], asked_world.seen(world.requirements, given), way=ReplyWay.BY_HAND)
    kept = saved_filters.keep(owner, name=f"金型の会社{word}", asked="klass=A")
    job = enqueue(
        taking.KIND,
        organisation_id=owner.organisation_id,
        person_id=owner.person_id,
        form="csv",
        asked={},
        lang="ja",
    )
    return {"portfolio_partner": world.asked[0].partner_id, "saved_filter": kept.pk, "portfolio_job": job.pk}
