"""What the addresses of agreements, hand-overs and take-backs promise."""

from __future__ import annotations

from kuramori.ground.contacts.dealing import ContactWanted, PartnerWanted, add_contact, add_partner
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.outside import clock, reach
from kuramori.work.partners.channels.connecting import pinned
from kuramori.work.partners.models import Channel, Mode
from kuramori.work.partners.telling import name_of
from kuramori.work.partners.tests import (
    doors_agreements,
    doors_deciding,
    doors_hand_overs,
    doors_joint,
    doors_take_back,
    doors_wordings,
    handed,
)
from tests.cast import Cast
from tests.house.promises import Door, form, get, post

CHANNELS: dict[str, Door] = {
    "partners:channels": get(Can.HAND_OVER_READ),
    "partners:channel": get(Can.HAND_OVER_READ),
    "partners:connect": get(Can.CHANNEL_OPEN),
    "partners:offer_channel": post(Can.CHANNEL_OPEN),
    "partners:use_number": post(Can.CHANNEL_OPEN),
    "partners:confirm_channel": post(Can.CHANNEL_OPEN),
    "partners:close_channel": form(Can.CHANNEL_OPEN),
}
SHARING: dict[str, Door] = {
    "partners:share_page": get(Can.HAND_OVER_READ),
    "partners:share_put": post(Can.HAND_OVER_MAKE),
    "partners:share_let_in": post(Can.HAND_OVER_MAKE),
    "partners:share_shut_out": post(Can.HAND_OVER_MAKE),
    "partners:share_code": post(Can.HAND_OVER_MAKE),
}
DOORS: dict[str, Door] = {
    **CHANNELS,
    **doors_agreements.DOORS,
    **doors_deciding.DOORS,
    **doors_hand_overs.DOORS,
    **doors_joint.DOORS,
    **SHARING,
    **doors_take_back.DOORS,
    **doors_wordings.DOORS,
}
THINGS: dict[str, str] = {
    **doors_agreements.THINGS,
    **doors_deciding.THINGS,
    **doors_hand_overs.THINGS,
    **doors_joint.THINGS,
    **doors_take_back.THINGS,
    **doors_wordings.THINGS,
    "share_page": "shared_hand_over",
    "share_put": "shared_item",
    "share_let_in": "shared_person",
    "share_shut_out": "shared_person",
    "share_code": "shared_person",
    "channel": "channel",
    "confirm_channel": "channel",
    "close_channel": "channel",
    "connect": "dealing_partner",
    "offer_channel": "dealing_partner",
    "use_number": "dealing_partner",
}
PARTS: dict[str, dict[str, object]] = {
    **doors_deciding.PARTS,
    **doors_joint.PARTS,
    **doors_wordings.PARTS,
}


def furnish(cast: Cast, owner: Actor) -> dict[str, object]:
    """One of everything that an address of this room may name; inside the owner's scope."""
    partner = add_partner(owner, PartnerWanted("例示表面処理"))
    add_contact(owner, partner, ContactWanted("例示 二郎", email="jiro@reiji.example"))
    return {
        "dealing_partner": partner.pk,
        **doors_agreements.furnish(owner, partner),
        **doors_deciding.furnish(owner, partner),
        **doors_hand_overs.furnish(owner),
        **doors_joint.furnish(owner, partner),
        **doors_take_back.furnish(owner, partner),
        **_channel(cast, owner),
        **_shared(owner),
    }


def _shared(owner: Actor) -> dict[str, object]:
    """A hand-over by share page that is being prepared, its thing and its person."""
    with reach.standing_as(reach.Proof(None)):
        row = handed.prepared(owner, mode=Mode.SHARE_PAGE, way=None)
    return {
        "shared_hand_over": row.pk,
        "shared_item": row.items.get().pk,
        "shared_person": row.recipients.get().pk,
    }


def _channel(cast: Cast, owner: Actor) -> dict[str, object]:
    """A way to another organisation that waits for its yes."""
    partner = add_partner(owner, PartnerWanted("見本金型（つながり）"))
    row = Channel.objects.create(
        organisation=owner.organisation,
        partner=partner,
        ours=name_of(owner.organisation),
        peer="urn:uuid:00000000-0000-4000-8000-000000000001",
        peer_name="見本金型株式会社",
        carrier="tenant",
        keys=pinned(owner.organisation),
        opened_at=clock.now(),
    )
    return {"channel": row.pk}
