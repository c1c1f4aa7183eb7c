"""What the addresses of 返還・廃棄 promise, and one of everything that they name."""

from __future__ import annotations

import datetime

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.work.partners.models import (
    Agreement,
    HandedItem,
    HandOver,
    HandOverState,
    ItemState,
    Side,
    StorageConfirmation,
)
from kuramori.work.partners.take_back import certifying
from kuramori.work.partners.take_back.told import Done, Ended, Told
from tests.house.promises import Door, form, get

DOORS: dict[str, Door] = {
    "partners:take_backs": get(Can.HAND_OVER_READ),
    "partners:ask_all_back": form(Can.TAKE_BACK),
    "partners:certificate": get(Can.HAND_OVER_READ),
    "partners:ask_storage": form(Can.TAKE_BACK),
    "partners:storage": get(Can.HAND_OVER_READ),
    "partners:ask_back": form(Can.TAKE_BACK),
    "partners:certify": form(Can.TAKE_BACK),
    "partners:record_paper": form(Can.TAKE_BACK),
}
THINGS: dict[str, str] = {
    "ask_all_back": "ended_agreement",
    "certificate": "certificate",
    "ask_storage": "dealing_partner",
    "storage": "storage",
    "ask_back": "given_out",
    "certify": "received_here",
    "record_paper": "given_out",
}


def furnish(owner: Actor, partner: Partner) -> dict[str, object]:
    """One that is out, one that is here, a certificate, an agreement, and a confirmation that waits."""
    out = _hand_over(owner, partner, Side.GIVEN, "T-9001")
    here = _hand_over(owner, partner, Side.RECEIVED, "U-9001")
    ended = _hand_over(owner, partner, Side.RECEIVED, "U-9002")
    told = Told(
        owner.organisation.name,
        owner.name,
        "",
        (Ended(ended.items.get(), Done.RETURNED, clock.today(), "returned:by_hand"),),
    )
    _title, _body, digest = certifying.shown_text(partner.name, ended, told)
    agreement = Agreement.objects.create(
        organisation=owner.organisation,
        partner=partner,
        number="NDA-9001",
        title="秘密保持契約",
        kind="mutual",
    )
    storage = StorageConfirmation.objects.create(
        organisation=owner.organisation,
        partner=partner,
        about="金型 M-12",
        due_on=clock.today() + datetime.timedelta(days=14),
        asked_at=clock.now(),
    )
    return {
        "given_out": out.pk,
        "received_here": here.pk,
        "certificate": certifying.certify_ours(owner, ended, told, shown=digest).pk,
        "ended_agreement": agreement.pk,
        "storage": storage.pk,
    }


def _hand_over(owner: Actor, partner: Partner, side: Side, number: str) -> HandOver:
    row = HandOver.objects.create(
        organisation=owner.organisation,
        number=number,
        side=side,
        partner=partner,
        purpose="試作の見積り",
        mode="paper",
        medium="paper",
        state=HandOverState.OUT,
        handed_on=clock.today(),
        made_at=clock.now(),
    )
    HandedItem.objects.create(
        organisation=owner.organisation,
        hand_over=row,
        position=1,
        number="D-7",
        name="ブラケット図",
        grade="社外秘",
        layer="nda",
        state=ItemState.OUT,
    )
    return row
