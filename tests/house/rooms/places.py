"""What the addresses of places promise."""

from __future__ import annotations

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.press.png import png
from kuramori.work.places import desk
from kuramori.work.places.arranging import Particulars, add_place
from kuramori.work.places.keeping_keys import KeyWanted, add_key
from kuramori.work.places.models import KeyKind, PlaceKind
from kuramori.work.places.receiving import VisitWanted, announce
from kuramori.work.places.touring import RouteWanted, set_route
from kuramori.work.places.walking_in import Unannounced, ask_in
from kuramori.work.places.zoning import put_drawing
from tests.cast import Cast
from tests.house import outgoing
from tests.house.promises import Door, form, get, post

DOORS: dict[str, Door] = {
    **outgoing.DOORS,
    "places:tree": get(Can.PLACE_READ),
    "places:ready_start": post(Can.PLACE_CHANGE),
    "places:add": form(Can.PLACE_CHANGE),
    "places:place": get(Can.PLACE_READ),
    "places:add_beneath": form(Can.PLACE_CHANGE),
    "places:change": form(Can.PLACE_CHANGE),
    "places:move": post(Can.PLACE_CHANGE),
    "places:retire": post(Can.PLACE_CHANGE),
    "places:visits": get(Can.PLACE_READ),
    "places:announce": form(Can.VISIT_ANNOUNCE),
    "places:visit": get(Can.PLACE_READ),
    "places:agree": post(Can.VISIT_RECEIVE),
    "places:cancel": post(Can.VISIT_ANNOUNCE),
    "places:receive": form(Can.VISIT_RECEIVE),
    "places:see_off": post(Can.VISIT_RECEIVE),
    "places:log": get(Can.PLACE_READ),
    "places:check_log": post(Can.PLACE_CHANGE),
    "places:desk": form(Can.VISIT_RECEIVE),
    "places:stop_desk": post(Can.VISIT_RECEIVE),
    "places:text": form(Can.PLACE_CHANGE),
    "places:routes": get(Can.PLACE_READ),
    "places:route": get(Can.PLACE_READ),
    "places:add_route": form(Can.VISIT_ANNOUNCE),
    "places:change_route": form(Can.VISIT_ANNOUNCE),
    "places:approve_route": post(Can.PLACE_CHANGE),
    "places:retire_route": post(Can.PLACE_CHANGE),
    "places:plan": get(Can.PLACE_READ),
    "places:put_drawing": form(Can.PLACE_CHANGE),
    "places:draw": post(Can.PLACE_CHANGE),
    "places:clear": post(Can.PLACE_CHANGE),
    "places:entitle": post(Can.PLACE_CHANGE),
    "places:end_entitlement": post(Can.PLACE_CHANGE),
    "places:picture": get(Can.PLACE_READ),
    "places:papers": get(Can.PLACE_READ),
    "places:print": get(Can.PLACE_READ),
    "places:keys": get(Can.PLACE_READ),
    "places:add_key": form(Can.PLACE_CHANGE),
    "places:count_keys": form(Can.KEY_LEND),
    "places:key": get(Can.PLACE_READ),
    "places:change_key": form(Can.PLACE_CHANGE),
    "places:change_lock": post(Can.PLACE_CHANGE),
    "places:retire_key": post(Can.PLACE_CHANGE),
    "places:lend": post(Can.KEY_LEND),
    "places:give_back": post(Can.KEY_LEND),
    "places:lose": post(Can.KEY_LEND),
}
THINGS: dict[str, str] = {
    **outgoing.THINGS,
    "place": "place",
    "add_beneath": "place",
    "change": "place",
    "move": "place",
    "retire": "place",
    "plan": "place",
    "put_drawing": "place",
    "draw": "place",
    "clear": "place",
    "entitle": "zone",
    "end_entitlement": "zone",
    "picture": "drawing",
    "visit": "visit",
    "agree": "waiting_visit",
    "cancel": "visit",
    "receive": "guest",
    "see_off": "guest",
    "stop_desk": "desk_link",
    "route": "route",
    "change_route": "route",
    "approve_route": "route",
    "retire_route": "route",
    "key": "place_key",
    "change_key": "place_key",
    "change_lock": "place_key",
    "retire_key": "place_key",
    "lend": "key_copy",
    "give_back": "key_copy",
    "lose": "key_copy",
}
PARTS: dict[str, dict[str, object]] = {"print": {"what": "place_labels"}, "text": {"which": "rule"}}


def furnish(cast: Cast, owner: Actor) -> dict[str, object]:
    """One of everything that an address of this room may name; inside the owner's scope."""
    site = add_place(owner, PlaceKind.SITE, None, Particulars(name="別館"))
    key = add_key(owner, KeyWanted("K-901", "別館の鍵", KeyKind.METAL, [site], 1))
    host = cast.person("staff", owner.organisation.slug)
    visit = announce(owner, VisitWanted("例示商事", "打合せ", host, clock.today(), ["例示 一郎"]))
    desk.open_desk(owner, until_on=clock.today())
    zone = add_place(owner, PlaceKind.ZONE, site, Particulars(name="組立"))
    picture = png(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><circle r="2"/></svg>', width=400
    )
    ours = {
        "zone": zone.pk,
        "drawing": put_drawing(owner, site, name="plan.png", chunks=[picture]).pk,
        "visit": visit.pk,
        "guest": visit.visitors.get().pk,
        "waiting_visit": ask_in(
            owner, owner.organisation, host, Unannounced("見本設備", "例示 三郎", "点検")
        ).pk,
        "desk_link": desk.standing(owner)[0].id,
        "route": set_route(owner, RouteWanted("短いコース", [(site, False)])).pk,
    }
    return {
        **outgoing.furnish(cast, owner),
        **ours,
        "place": site.pk,
        "place_key": key.pk,
        "key_copy": key.copies.get().pk,
    }
