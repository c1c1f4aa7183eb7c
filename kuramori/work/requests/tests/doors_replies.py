"""What the addresses of replies promise, and one of everything that they name."""

from __future__ import annotations

from kuramori.ground.papers.store import store
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.work.requests.keeping import remove_answers
from kuramori.work.requests.models import ReplyEvidence, ReplyWay
from kuramori.work.requests.taking_in import take_in
from kuramori.work.requests.tests import asked_world
from tests.cast import Cast
from tests.house.promises import Door, form, get

DOORS: dict[str, Door] = {
    "requests:reply": get(Can.REPLY_READ),
    "requests:reply_receipt": get(Can.REPLY_READ),
    "requests:reply_result": get(Can.REPLY_READ),
    "requests:reply_evidence": get(Can.REPLY_READ),
    "requests:replies_of": get(Can.REPLY_READ),
    "requests:reply_remove": form(Can.REQUEST_APPROVE),
    "requests:reply_removed_paper": get(Can.REPLY_READ),
}
THINGS: dict[str, str] = {
    "reply": "reply",
    "reply_receipt": "reply",
    "reply_result": "reply",
    "reply_evidence": "reply_evidence",
    "replies_of": "reply_partner",
    "reply_remove": "reply_asked",
    "reply_removed_paper": "removed_asked",
}
PARTS: dict[str, dict[str, object]] = {}


def furnish(cast: Cast, owner: Actor) -> dict[str, object]:
    """A reply that shows a file, and one that was removed."""
    world = asked_world.sent(owner, ("見本回答", "例示回答"), number="R-9100")
    first, second = world.asked
    file = store(owner, name="棚.png", chunks=[b"\x89PNG\r\n\x1a\n" + b"\0" * 64])
    shown = ReplyEvidence.objects.create(
        organisation=owner.organisation,
        asked=first,
        item="q01",
        title="棚の写真",
        sha256=file.sha256,
        file=file,
        is_shown=True,
        added_at=clock.now(),
    )
    seen = asked_world.seen(world.requirements, asked_world.answers(world.requirements, 1), "D5")
    reply = take_in(owner, first, seen, way=ReplyWay.LINK)
    take_in(owner, second, seen, way=ReplyWay.LINK)
    remove_answers(owner, second, "保管の期間が過ぎたため")
    return {
        "reply": reply.pk,
        "reply_evidence": shown.pk,
        "reply_partner": first.partner_id,
        "reply_asked": first.pk,
        "removed_asked": second.pk,
    }
