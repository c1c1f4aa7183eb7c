"""What the addresses of requests that reached us promise, and one of everything that they name."""

from __future__ import annotations

from kuramori.ground.contacts.dealing import PartnerWanted, add_partner
from kuramori.ground.contacts.models import Partner
from kuramori.ground.packs import read as packs
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.rules.requests.outcomes import Given, Said
from kuramori.work.requests import inquiring, own_answers, own_replies
from kuramori.work.requests.drafting import NOTHING, Wanted
from kuramori.work.requests.handing_in import digest_of
from kuramori.work.requests.models import Inquiry, OwnReply
from kuramori.work.requests.reading.inquiries import sheet_of
from tests.cast import Cast
from tests.house.promises import Door, form, get, post

DOORS: dict[str, Door] = {
    "requests:inquiries": get(Can.REQUEST_READ),
    "requests:new_inquiry": form(Can.REPLY_GIVE),
    "requests:inquiry": get(Can.REQUEST_READ),
    "requests:fill_inquiry": post(Can.REPLY_GIVE),
    "requests:end_inquiry": post(Can.REPLY_GIVE),
    "requests:inquiry_items": form(Can.REPLY_GIVE),
    "requests:inquiry_hand_in": form(Can.REPLY_GIVE),
    "requests:give_back_own_reply": post(Can.REPLY_GIVE),
    "requests:inquiry_file": get(Can.REPLY_GIVE),
    "requests:own_reply": get(Can.REQUEST_READ),
}
THINGS: dict[str, str] = {
    **dict.fromkeys(
        (
            "inquiry",
            "fill_inquiry",
            "end_inquiry",
            "inquiry_items",
            "inquiry_hand_in",
            "give_back_own_reply",
            "inquiry_file",
        ),
        "inquiry",
    ),
    "own_reply": "own_reply",
}
PARTS: dict[str, dict[str, object]] = {"inquiry_items": {"part": "all"}}


def furnish(cast: Cast, owner: Actor) -> dict[str, object]:
    """One that came by letter and was answered."""
    row, reply = furnish_one(owner, add_partner(owner, PartnerWanted("見本のお客様", is_customer=True)))
    return {"inquiry": row.pk, "own_reply": reply.pk}


def furnish_one(owner: Actor, partner: Partner, word: str = "") -> tuple[Inquiry, OwnReply]:
    """From this customer, by letter, with everything that a reply may show; `word` in every text."""
    pack = packs.find("jp/meti/tics")
    assert pack is not None
    letter = inquiring.Letter(
        f"K-9601{word}", f"情報管理の調査{word}", clock.today(), reason=f"図面のため{word}"
    )
    row = inquiring.record_letter(owner, partner, pack, letter)
    given = Given(Said.ALTERNATIVE, words=f"当番が見回る{word}")
    own_answers.save(owner, row, {"q01": Wanted(given, NOTHING)})
    step, who = "D4", f"見本 次郎{word}"
    sheet = sheet_of(own_answers.choose(owner, row, disclosure=step, given_by=who))
    looked_at = digest_of(own_replies.composed(sheet, disclosure=step, given_by=who))
    return row, own_replies.approve(owner, sheet, disclosure=step, given_by=who, looked_at=looked_at)
