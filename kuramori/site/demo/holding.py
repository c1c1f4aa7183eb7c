"""Two who hold a 極秘 drawing of 仮想重機 and are below what it asks by now: one was looked at too long ago, the other
was found to have moved back. So the first page of 取引先の状況 and the page for the board have somebody to name."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from contextlib import AbstractContextManager

from kuramori.ground.contacts.models import Contact, Partner
from kuramori.ground.people.actor import Actor
from kuramori.site.demo.handing import Pair, hand_out
from kuramori.work.ledger.models import Asset
from kuramori.work.partners import assure, letting_go
from kuramori.work.partners.models import TheirWay
from kuramori.work.partners.reading.terms import values_of

Standing = Callable[[str], AbstractContextManager[None]]
ASSET = "次期機種の主軸の製作図"
HANDED_ON, CHANGED_ON = "2026-03-02", "2026-10-26"
RETURN_BY = datetime.date(2027, 9, 30)


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


# What was seen of each before the drawing went, and what changed since.
SEEN = {
    "見本金型株式会社": (
        assure.Seen(
            2, 2, _day("2025-10-20"), words="訪問して、図面棚の鍵を見た", valid_until=_day("2026-10-19")
        ),
        None,
    ),
    "例示表面処理㈱": (
        assure.Seen(2, 2, _day("2026-01-20"), words="自己チェックの結果と規程を見た"),
        assure.Seen(0, 1, _day(CHANGED_ON), words="担当の方が替わり、図面が作業台に出たままだった"),
    ),
}


def hold_drawings(slug: str, owner: Actor, standing_on: Standing) -> None:
    """Inside the scope of one company; nothing for another."""
    asset = Asset.objects.filter(name=ASSET).first()
    if slug != "kasou-juki" or asset is None:
        return
    for name, (before, after) in SEEN.items():
        partner = Partner.objects.get(name=name)
        with standing_on(HANDED_ON):
            assure.record_assurance(owner, partner, before)
            _hand(owner, partner, asset)
        if after is not None:
            with standing_on(CHANGED_ON):
                assure.record_assurance(owner, partner, after)


def _hand(owner: Actor, partner: Partner, asset: Asset) -> None:
    contact = Contact.objects.filter(partner=partner, retired_on__isnull=True).order_by("name").first()
    for agreement, _told in letting_go.running_with(partner.pk):
        said = values_of([agreement.pk]).get(agreement.pk, {})
        if contact is not None:
            purposes = said.get("purposes") or ("試作",)
            pair = Pair(agreement, asset, contact, str(purposes[0]), RETURN_BY)
            hand_out(owner, pair, TheirWay.BY_HAND, "打合せの席で手渡し", on=HANDED_ON)
            return
