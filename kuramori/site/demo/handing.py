"""What the invented companies handed to one another: out, on its way, received, settled, and an occasion that comes."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass

from kuramori.ground.contacts.models import Contact, Partner
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Person
from kuramori.work.ledger.models import Asset, Grade, Layer, Stage
from kuramori.work.partners import (
    assure,
    ending,
    hand_over,
    hand_over_checks,
    letting_go,
    occasions,
    receiving,
)
from kuramori.work.partners.hand_over_standing import people_of, what_holds_it
from kuramori.work.partners.hand_over_wanted import Wanted
from kuramori.work.partners.models import (
    Agreement,
    Assurance,
    CoveredAsset,
    HandOver,
    ItemState,
    Medium,
    Mode,
    TheirWay,
)
from kuramori.work.partners.occasions import OccasionWanted
from kuramori.work.partners.reading import terms

Standing = Callable[[str], AbstractContextManager[None]]
OUT_ON, RECEIVED_ON, TODAY = "2026-11-09", "2026-10-26", "2026-11-20"
THINGS = {
    "kakuu-seiko": ("軸受台の図面", "D-7731", "B版", "CONFIDENTIAL"),
    "mihon-kanagata": ("型の見積り用3D形状", "S-204", "第2版", "秘"),
    "reiji-hyomen": ("支持板の処理仕様", "P-118", "A版", "CONFIDENTIAL"),
    "kasou-juki": ("試作軸受の検査表", "K-55", "", "秘"),
}


@dataclass(frozen=True, slots=True)
class Pair:
    """Something that an agreement of today covers, and somebody there who may have it."""

    agreement: Agreement
    asset: Asset
    contact: Contact
    purpose: str
    return_by: datetime.date | None = None


def hand_over_things(slug: str, owner: Actor, steward: Actor, standing_on: Standing) -> None:
    """Everything of one company; inside its scope."""
    with standing_on(OUT_ON):
        pairs = list(_pairs())[:3]
        for one in pairs[:2]:
            _assure(steward, one.agreement.partner)
        if pairs:
            hand_out(owner, pairs[0], TheirWay.PORTAL, "客先ポータル 受付番号 2026-1109-3")
        if len(pairs) > 1:
            row = hand_out(owner, pairs[1], TheirWay.BY_HAND, "打合せの席で手渡し")
            if row is not None:
                _settle(owner, row)
    with standing_on(RECEIVED_ON):
        _received(slug, steward)
    with standing_on(TODAY):
        if pairs:
            _prepare(owner, pairs[-1], Mode.PAPER, Medium.PAPER)
            _uncovered(owner, pairs[0])
        _occasion(slug, steward)


def _pairs() -> Iterator[Pair]:
    """Named things first, then anything that may go under an agreement that names none."""
    people = {
        one.partner_id: one for one in Contact.objects.filter(retired_on__isnull=True).order_by("-name")
    }
    partners = Partner.objects.filter(pk__in=people, retired_on__isnull=True).order_by("sorts_as")
    for partner in partners:
        for agreement, told in letting_go.running_with(partner.pk):
            named = CoveredAsset.objects.filter(agreement=agreement, superseded_at__isnull=True)
            rows = Asset.objects.filter(layer=Layer.NDA, stage=Stage.ADMITTED).exclude(grade=Grade.TOP)
            if told.items is not None:
                rows = rows.filter(pk__in=named.values("asset"))
            asset = rows.order_by("number").first()
            if asset is not None:
                said = terms.values_of([agreement.pk]).get(agreement.pk, {})
                purposes = said.get("purposes") or ("図面の打合せ",)
                yield Pair(agreement, asset, people[partner.pk], str(purposes[0]))
                break


def _assure(actor: Actor, partner: Partner) -> None:
    if not Assurance.objects.filter(partner=partner).exists():
        on = datetime.date(2026, 9, 14)
        seen = assure.Seen(2, 2, on, words="訪問して、保管庫と受け渡しの記録を見た")
        assure.record_assurance(actor, partner, seen)


def _prepare(actor: Actor, pair: Pair, mode: Mode, medium: Medium, way: TheirWay | None = None) -> HandOver:
    return hand_over.prepare(
        actor,
        Wanted(
            partner=pair.agreement.partner,
            assets=[pair.asset],
            contacts=[pair.contact],
            purpose=pair.purpose,
            mode=mode,
            medium=medium,
            way=way,
            return_by=pair.return_by,
        ),
    )


def hand_out(actor: Actor, pair: Pair, way: TheirWay, carried: str, *, on: str = OUT_ON) -> HandOver | None:
    """It goes, where nothing but a check holds it back; else it stays in preparation for people to see why."""
    row = _prepare(actor, pair, Mode.THEIR_WAY, Medium.FILE, way)
    for code in ("label", "no_onward"):
        row = hand_over_checks.tick(actor, row, code)
    items = list(
        row.items.select_related("asset", "decision__asset", "decision__partner", "decision__contact")
    )
    if what_holds_it(actor, row, items, people_of(row))[0]:
        return None
    row = hand_over.hand(actor, hand_over.offer(actor, row), carried=carried)
    return ending.record_receipt(actor, row, people_of(row), on=datetime.date.fromisoformat(on))


def _settle(actor: Actor, row: HandOver) -> None:
    for item in row.items.all():
        ending.end_item(actor, item, ItemState.RETURNED, on=datetime.date.fromisoformat(OUT_ON))


def _uncovered(actor: Actor, pair: Pair) -> None:
    """Something that may not go yet: the page says why, and what would open the door."""
    other = Asset.objects.filter(layer=Layer.NDA, stage=Stage.ADMITTED).exclude(pk=pair.asset.pk)
    partner = Partner.objects.exclude(pk=pair.agreement.partner_id).filter(retired_on__isnull=True)
    contact = Contact.objects.filter(partner__in=partner, retired_on__isnull=True).order_by("name").first()
    asset = other.exclude(grade=Grade.TOP).order_by("number").first()
    if contact is None or asset is None:
        return
    wanted = Wanted(
        partner=contact.partner,
        assets=[asset],
        contacts=[contact],
        purpose="見積りの依頼",
        mode=Mode.THEIR_WAY,
        way=TheirWay.PARCEL,
        medium=Medium.OBJECT,
    )
    hand_over.prepare(actor, wanted)


def _received(slug: str, actor: Actor) -> None:
    name, number, edition, grade = THINGS[slug]
    known = Partner.objects.filter(retired_on__isnull=True)
    partner = known.order_by("-is_customer", "sorts_as").first()
    if partner is None:
        return
    receiving.record_received(
        actor,
        receiving.ReceivedWanted(
            partner=partner,
            things=[receiving.Thing(name, number, edition, grade)],
            people=[Person.objects.get(pk=str(actor.person_id))],
            purpose="見積りと試作",
            received_on=datetime.date.fromisoformat(RECEIVED_ON),
            return_by=datetime.date(2026, 12, 10),
            carried="客先ポータルから受け取り",
        ),
    )


def _occasion(slug: str, actor: Actor) -> None:
    keeper = Person.objects.get(pk=str(actor.person_id))
    kind, title = ("tour", "来客の工場見学") if slug == "kasou-juki" else ("exhibition", "見本市（名古屋）")
    first = datetime.date(2026, 12, 2)
    made = occasions.begin(
        actor, OccasionWanted(kind, title, first, first + datetime.timedelta(days=2), keeper=keeper)
    )
    occasions.tick(actor, made, "filing" if kind == "exhibition" else "names", done=True)
