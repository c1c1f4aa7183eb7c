"""What the addresses of 確認のお願い, 求める水準 and 区分け promise."""

from __future__ import annotations

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.work.requests import choosing, tiering
from kuramori.work.requests.classing import reading as classes
from kuramori.work.requests.tests import asking_world
from tests.cast import Cast
from tests.house.promises import Door, form, get, post

_OF_ONE = {
    "request": get(Can.REQUEST_READ),
    "change_request": form(Can.REQUEST_MAKE),
    "lint_request": post(Can.REQUEST_MAKE),
    "hand_in_request": post(Can.REQUEST_MAKE),
    "approve_request": post(Can.REQUEST_APPROVE),
    "give_back_request": post(Can.REQUEST_MAKE),
    "send_request": post(Can.REQUEST_APPROVE),
    "end_request": form(Can.REQUEST_MAKE),
    "request_letter": get(Can.REQUEST_READ),
    "choose": form(Can.REQUEST_MAKE),
    "leave_out": post(Can.REQUEST_MAKE),
    "asked": get(Can.REQUEST_READ),
}
_OF_ASKED = {
    "asked_one": get(Can.REQUEST_READ),
    "hand_link": post(Can.REQUEST_MAKE),
    "readdress": post(Can.REQUEST_MAKE),
    "to_their_house": post(Can.REQUEST_MAKE),
    "note_call": post(Can.REQUEST_MAKE),
    "tell_code": post(Can.REQUEST_MAKE),
    "asked_letter": get(Can.REQUEST_READ),
}
_OF_SHEET = {
    "class_sheet": get(Can.PROFILE_CHANGE),
    "take_classes": post(Can.PROFILE_CHANGE),
    "undo_classes": post(Can.PROFILE_CHANGE),
    "drop_classes": post(Can.PROFILE_CHANGE),
}
_OF_PROFILE = {
    "profile": get(Can.REQUEST_READ),
    "save_profile": post(Can.PROFILE_CHANGE),
    "retire_profile": post(Can.PROFILE_CHANGE),
}
DOORS: dict[str, Door] = {
    "requests:requests": get(Can.REQUEST_READ),
    "requests:new_request": form(Can.REQUEST_MAKE),
    "requests:profiles": get(Can.REQUEST_READ),
    "requests:new_profile": form(Can.PROFILE_CHANGE),
    "requests:tiers": get(Can.REQUEST_READ),
    "requests:tier_many": form(Can.PROFILE_CHANGE),
    "requests:class_file": form(Can.PROFILE_CHANGE),
    "requests:class_sample": get(Can.PROFILE_CHANGE),
    "requests:tier": form(Can.PROFILE_CHANGE),
    **{f"requests:{name}": door for name, door in (_OF_ONE | _OF_ASKED | _OF_PROFILE | _OF_SHEET).items()},
}
THINGS: dict[str, str] = {
    **dict.fromkeys(_OF_ONE, "own_request"),
    **dict.fromkeys(_OF_ASKED, "own_asked"),
    **dict.fromkeys(_OF_PROFILE, "profile"),
    **dict.fromkeys(_OF_SHEET, "class_sheet"),
    "tier": "tiered_partner",
}
PARTS: dict[str, dict[str, object]] = {}


def furnish(cast: Cast, owner: Actor) -> dict[str, object]:
    """A draft over a profile with one partner, who stands in a class."""
    (partner,) = asking_world.suppliers(owner, "鋳物見本")
    tiering.decide(owner, partner, tiering.Decided({"info_secret": True}, "B", employees=30))
    request = asking_world.draft(owner)
    asked = choosing.choose_one(owner, request, partner)
    return {
        "own_request": request.pk,
        "own_asked": asked.pk,
        "profile": request.profile_id,
        "class_sheet": classes.keep(owner, "会社名,区分\n鋳物見本,A\n".encode()).pk,
        "tiered_partner": partner.pk,
    }
