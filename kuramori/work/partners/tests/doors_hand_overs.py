"""What the addresses of 提供, of what was received and of occasions promise."""

from __future__ import annotations

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Person
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.work.ledger.tests import making
from kuramori.work.partners import occasions, receiving
from kuramori.work.partners.occasions import OccasionWanted
from kuramori.work.partners.tests import handed
from tests.house.promises import Door, form, get, post

DOORS: dict[str, Door] = {
    "partners:hand_overs": get(Can.HAND_OVER_READ),
    "partners:new_hand_over": form(Can.HAND_OVER_MAKE),
    "partners:new_received": form(Can.HAND_OVER_MAKE),
    "partners:enter_received": form(Can.HAND_OVER_MAKE),
    "partners:end_handed_item": post(Can.TAKE_BACK),
    "partners:stamp_item": post(Can.HAND_OVER_MAKE),
    "partners:occasions": get(Can.HAND_OVER_READ),
    "partners:new_occasion": form(Can.HAND_OVER_MAKE),
    "partners:occasion": get(Can.HAND_OVER_READ),
    "partners:change_occasion": form(Can.HAND_OVER_MAKE),
    "partners:tick_occasion": post(Can.HAND_OVER_MAKE),
    "partners:follow_up_occasion": post(Can.HAND_OVER_MAKE),
    "partners:drop_occasion": post(Can.HAND_OVER_MAKE),
    "partners:occasion_paper": get(Can.HAND_OVER_READ),
    "partners:occasion_set": get(Can.HAND_OVER_READ),
    "partners:hand_over": get(Can.HAND_OVER_READ),
    "partners:check_hand_over": post(Can.HAND_OVER_MAKE),
    "partners:ask_hand_over": post(Can.HAND_OVER_MAKE),
    "partners:move_hand_over_days": post(Can.HAND_OVER_MAKE),
    "partners:offer_hand_over": post(Can.HAND_OVER_MAKE),
    "partners:give_hand_over": post(Can.HAND_OVER_MAKE),
    "partners:acknowledge_hand_over": post(Can.HAND_OVER_MAKE),
    "partners:hand_over_receipt": post(Can.HAND_OVER_MAKE),
    "partners:hand_over_receipt_file": get(Can.HAND_OVER_READ),
    "partners:confirm_oral": post(Can.HAND_OVER_MAKE),
    "partners:stop_hand_over": form(Can.HAND_OVER_STOP),
    "partners:hand_over_slip": get(Can.HAND_OVER_READ),
}
_OF_ONE = (
    "hand_over",
    "check_hand_over",
    "ask_hand_over",
    "move_hand_over_days",
    "offer_hand_over",
    "give_hand_over",
    "acknowledge_hand_over",
    "hand_over_receipt",
    "hand_over_receipt_file",
    "confirm_oral",
    "stop_hand_over",
    "hand_over_slip",
)
THINGS: dict[str, str] = {
    **dict.fromkeys(_OF_ONE, "hand_over"),
    **dict.fromkeys(("end_handed_item", "stamp_item"), "handed_item"),
    "enter_received": "received_item",
    **dict.fromkeys(
        (
            "occasion",
            "change_occasion",
            "tick_occasion",
            "follow_up_occasion",
            "drop_occasion",
            "occasion_paper",
            "occasion_set",
        ),
        "occasion",
    ),
}


def furnish(owner: Actor) -> dict[str, object]:
    """A hand-over in preparation, something received, and an occasion."""
    prepared = handed.prepared(owner)
    received = receiving.record_received(
        owner,
        receiving.ReceivedWanted(
            partner=making.partner(owner),
            things=[receiving.Thing("支持板の図面")],
            people=[Person.objects.get(pk=str(owner.person_id))],
            purpose="試作",
            received_on=clock.today(),
        ),
    )
    begun = occasions.begin(owner, OccasionWanted("tour", "工場見学", clock.today()))
    return {
        "hand_over": prepared.pk,
        "handed_item": prepared.items.get().pk,
        "received_item": received.items.get().pk,
        "occasion": begun.pk,
    }
