"""Two sides: what one says reaches the other once, in order, signed, and only where both agreed to talk."""

from __future__ import annotations

import datetime
import json
import uuid

import pytest
from django_scopes import scope

from kuramori.ground.jobs.models import Job
from kuramori.ground.people import keyring
from kuramori.ground.people.actor import Actor, NotAllowed
from kuramori.ground.trail import read as trail
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock
from kuramori.rules.statements.bodies import (
    AgreementConcluded,
    AgreementOffered,
    AssuranceTold,
    Disposal,
    DisposalCertified,
    Done,
    HandOverOffered,
    Item,
    Mode,
    OfferedLayer,
    Signatory,
    TakeBackAsked,
    Way,
)
from kuramori.rules.statements.refusals import StatementRefused
from kuramori.work.partners import hand_over
from kuramori.work.partners.acknowledging import acknowledge
from kuramori.work.partners.channels import carrying, connecting, receiving
from kuramori.work.partners.channels.receiving import TakenIn, take_in
from kuramori.work.partners.hand_over import WrongState
from kuramori.work.partners.hand_over_wanted import Refused
from kuramori.work.partners.models import (
    Agreement,
    AgreementState,
    Assurance,
    Certificate,
    Channel,
    HandedItem,
    HandOver,
    HandOverState,
    ItemState,
    PageView,
    Recipient,
    Side,
    TakeBack,
    Told,
)
from kuramori.work.partners.models import Mode as OurMode
from kuramori.work.partners.models import Way as ToldWay
from kuramori.work.partners.reading.hand_overs import list_page
from kuramori.work.partners.sharing_page import telling_views
from kuramori.work.partners.telling import tell
from kuramori.work.partners.tests.connected import connect, partner_of
from tests.cast import Cast

pytestmark = pytest.mark.django_db
DIGEST = "ab" * 32


def _offer(**other: object) -> HandOverOffered:
    values: dict[str, object] = {
        "items": (Item("K-001", "金型の冷却水路図", "", DIGEST, "極秘", OfferedLayer.NDA, 1),),
        "persons": ("例示 一郎",),
        "purpose": "試作の見積り",
        "agreement": None,
        "mode": Mode.SHARE_PAGE,
        "conditions": ("C1", "C3"),
        "expires_on": clock.today() + datetime.timedelta(days=14),
        "return_by": clock.today() + datetime.timedelta(days=30),
    }
    return HandOverOffered(**(values | other))  # type: ignore[arg-type]


def _said(actor: Actor, channel: Channel, body: object, thread: uuid.UUID) -> None:
    with scope(organisation=actor.organisation):
        assert tell(actor, channel.partner, body, thread)  # type: ignore[arg-type]


def _carry(channel: Channel) -> None:
    """What the worker does with the job that `tell` left."""
    assert Job.objects.filter(kind="partners:carry", organisation_id=channel.organisation_id).exists()
    carrying.carry(
        organisation_id=str(channel.organisation_id),
        person_id=None,
        progress=lambda done, total: None,
        channel=str(channel.pk),
    )


def _travelling(channel: Channel) -> list[str]:
    with scope(organisation=channel.organisation):
        return [
            carrying._signed(row).text
            for row in Told.objects.filter(channel=channel, way=ToldWay.SENT).order_by("sequence")
        ]


@pytest.fixture
def both(cast: Cast) -> tuple[Cast, Channel, Channel]:
    here, there = connect(cast)
    return cast, here, there


def test_a_number_connects_two_who_agree_and_is_worth_nothing_afterwards(cast: Cast) -> None:
    here, there = cast.actor("steward"), cast.actor("steward", at=cast.there)
    them, us = partner_of(here, "見本金型株式会社"), partner_of(there, "架空精工株式会社")
    with scope(organisation=here.organisation):
        number = connecting.offer(here, them, them.contacts.get()).secret
    with scope(organisation=there.organisation):
        connecting.use(there, us, f" {number}\n")
        again = partner_of(there, "もう一社")
        with pytest.raises(connecting.NumberUnusable):
            connecting.use(there, again, number)
    with scope(organisation=here.organisation):
        made = Channel.objects.get()
        assert made.accepted_at is None
        assert made.peer_name == "見本金型株式会社"
        assert not tell(here, them, _offer(), uuid.uuid4()), "nothing is said before the yes"


def test_our_own_number_and_a_made_up_one_connect_nobody(cast: Cast) -> None:
    here = cast.actor("steward")
    them = partner_of(here, "見本金型株式会社")
    with scope(organisation=here.organisation):
        number = connecting.offer(here, them, them.contacts.get()).secret
        for given in (number, "", "x" * 43):
            with pytest.raises(connecting.NumberUnusable):
                connecting.use(here, them, given)
        assert not Channel.objects.exists()


def test_only_whoever_may_connect_does(cast: Cast) -> None:
    staff, steward = cast.actor("staff"), cast.actor("steward")
    them = partner_of(steward, "見本金型株式会社")
    with scope(organisation=staff.organisation):
        with pytest.raises(NotAllowed):
            connecting.offer(staff, them, them.contacts.get())
        with pytest.raises(NotAllowed):
            connecting.use(staff, them, "x")


def test_what_is_told_before_the_other_side_agreed_arrives_once_it_does(cast: Cast) -> None:
    here, there = cast.actor("steward"), cast.actor("steward", at=cast.there)
    them, us = partner_of(here, "見本金型株式会社"), partner_of(there, "架空精工株式会社")
    with scope(organisation=here.organisation):
        number = connecting.offer(here, them, them.contacts.get()).secret
    with scope(organisation=there.organisation):
        over_there = connecting.use(there, us, number)
    _said(there, over_there, _offer(), uuid.uuid4())
    _carry(over_there)
    with scope(organisation=here.organisation):
        assert not HandOver.objects.exists()
        over_here = Channel.objects.get()
        connecting.confirm(here, over_here)
    _carry(over_there)
    with scope(organisation=here.organisation):
        assert HandOver.objects.get().side == Side.RECEIVED


def _given(giver: Actor, here: Channel) -> HandOver:
    """Ready to go, as its statement tells."""
    with scope(organisation=giver.organisation):
        given = HandOver.objects.create(
            organisation=giver.organisation,
            number="T-0001",
            side=Side.GIVEN,
            partner=here.partner,
            purpose="試作の見積り",
            mode=OurMode.SHARE_PAGE,
            state=HandOverState.OFFERED,
            made_at=clock.now(),
        )
        HandedItem.objects.create(
            organisation=giver.organisation,
            hand_over=given,
            position=1,
            number="K-001",
            name="金型の冷却水路図",
            grade="top",
            layer="nda",
        )
        Recipient.objects.create(organisation=giver.organisation, hand_over=given, name="例示 一郎")
    return given


def test_an_offer_becomes_a_hand_over_received_and_its_receipt_moves_the_one_given(
    both: tuple[Cast, Channel, Channel],
) -> None:
    cast, here, there = both
    giver, taker = cast.actor("steward"), cast.actor("steward", at=cast.there)
    given = _given(giver, here)
    _said(giver, here, _offer(), given.thread)
    _carry(here)
    with scope(organisation=taker.organisation):
        taken = HandOver.objects.get()
        assert (taken.number, taken.side, taken.conditions) == ("U-0001", Side.RECEIVED, ["C1", "C3"])
        assert taken.items.get().sha256 == DIGEST
        assert taken.recipients.get().name == "例示 一郎"
        assert list_page(taker, tab="held").lines[0].id == taken.pk
        with pytest.raises(Refused):
            acknowledge(taker, taken, taken.recipients.all(), is_complete=False)
        acknowledge(taker, taken, taken.recipients.all())
        with pytest.raises(WrongState):
            acknowledge(taker, taken, taken.recipients.all())
    _carry(there)
    with scope(organisation=giver.organisation):
        given.refresh_from_db()
        assert given.state == HandOverState.OUT
        assert given.recipients.get().received_on == clock.today()
    _looks_are_told_once(giver, here, given, taker)
    _said(giver, here, TakeBackAsked(("K-001",), clock.today(), "試作が終わったため"), given.thread)
    _carry(here)
    with scope(organisation=taker.organisation):
        assert TakeBack.objects.get().items == ["K-001"]
    ended = Disposal("K-001", DIGEST, Done.DESTROYED, "file", "上書き消去", clock.today(), "", None, True)
    _said(taker, there, DisposalCertified("見本金型株式会社", "櫛田 典子", None, (ended,)), given.thread)
    _carry(there)
    with scope(organisation=giver.organisation):
        given.refresh_from_db()
        assert given.state == HandOverState.CLOSED
        assert given.items.get().state == ItemState.DESTROYED
        assert Certificate.objects.get().disposals[0]["done"] == "destroyed"


def test_a_stop_reaches_the_other_side_as_a_wish_to_have_it_back(
    both: tuple[Cast, Channel, Channel],
) -> None:
    cast, here, _there = both
    giver, taker = cast.actor("owner"), cast.actor("steward", at=cast.there)
    given = _given(giver, here)
    _said(giver, here, _offer(), given.thread)
    with scope(organisation=giver.organisation):
        assert hand_over.stop(giver, given, "話がなくなった").state == HandOverState.STOPPED
    _carry(here)
    with scope(organisation=taker.organisation):
        wish = TakeBack.objects.get()
        assert (wish.items, wish.reason) == (["K-001"], "話がなくなった")


def _looks_are_told_once(giver: Actor, here: Channel, given: HandOver, taker: Actor) -> None:
    """What was looked at on the giver's share page reaches the taker: the sum of it, and later only what is new."""
    at = clock.now().replace(microsecond=0)
    looks: tuple[tuple[int, tuple[int, ...]], ...] = ((60, (1, 2, 2, 3)), (30, (3,)))
    for minutes, pages in looks:
        with scope(organisation=giver.organisation):
            for page in pages:
                PageView.objects.create(
                    organisation=giver.organisation,
                    recipient=given.recipients.get(),
                    item=given.items.get(),
                    page=page,
                    viewed_at=at - datetime.timedelta(minutes=minutes),
                )
            assert telling_views.tell_views(giver) == 1
            assert telling_views.tell_views(giver) == 0
    _carry(here)
    with scope(organisation=taker.organisation):
        seen = HandOver.objects.get()
        log = trail.lines(taker.organisation_id, kind="hand_over", thing_id=seen.pk, limit=30, language="ja")
        for count in (1, 3):
            said = f"例示 一郎さんが提供{seen.number}のK-001を{count}ページ見た"
            assert any(said in one.sentence for one in log)
        assert not Told.objects.filter(refused__gt="").exists()


def test_a_statement_is_applied_once_however_often_it_arrives(both: tuple[Cast, Channel, Channel]) -> None:
    cast, here, _there = both
    giver, taker = cast.actor("steward"), cast.actor("steward", at=cast.there)
    _said(giver, here, _offer(), uuid.uuid4())
    (text,) = _travelling(here)
    with scope(organisation=taker.organisation):
        assert take_in(taker.organisation, text) is TakenIn.APPLIED
        assert [take_in(taker.organisation, text) for _ in range(3)] == [TakenIn.ALREADY] * 3
        assert HandOver.objects.count() == 1


def test_those_that_come_early_wait_and_are_applied_in_order(both: tuple[Cast, Channel, Channel]) -> None:
    cast, here, _there = both
    giver, taker = cast.actor("steward"), cast.actor("steward", at=cast.there)
    for purpose in ("一つめ", "二つめ", "三つめ"):
        _said(giver, here, _offer(purpose=purpose), uuid.uuid4())
    first, second, third = _travelling(here)
    with scope(organisation=taker.organisation):
        assert take_in(taker.organisation, third) is TakenIn.WAITS
        assert take_in(taker.organisation, third) is TakenIn.WAITS
        assert take_in(taker.organisation, second) is TakenIn.WAITS
        assert not HandOver.objects.exists()
        assert take_in(taker.organisation, first) is TakenIn.APPLIED
        assert list(HandOver.objects.order_by("number").values_list("purpose", flat=True)) == [
            "一つめ",
            "二つめ",
            "三つめ",
        ]


@pytest.mark.parametrize("what", ["payload", "signature", "key"])
def test_what_was_altered_on_its_way_is_refused_and_changes_nothing(
    both: tuple[Cast, Channel, Channel], what: str
) -> None:
    cast, here, _there = both
    giver, taker = cast.actor("steward"), cast.actor("steward", at=cast.there)
    _said(giver, here, _offer(), uuid.uuid4())
    said = json.loads(_travelling(here)[0])
    said[what] = {
        "payload": said["payload"].replace("K-001", "K-002"),
        "signature": "A" * 86,
        "key": "x" * 43,
    }[what]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    with scope(organisation=taker.organisation):
        with pytest.raises(StatementRefused):
            take_in(taker.organisation, text)
        assert not HandOver.objects.exists()
        assert not Told.objects.exists()


def test_another_house_cannot_speak_for_the_partner(both: tuple[Cast, Channel, Channel]) -> None:
    cast, here, _there = both
    giver, taker = cast.actor("steward"), cast.actor("steward", at=cast.there)
    _said(giver, here, _offer(), uuid.uuid4())
    said = json.loads(_travelling(here)[0])
    # Signed with the receiver's own key, which is a real key of this instance but not the sender's.
    with scope(organisation=taker.organisation):
        forged = keyring.sign(taker.organisation, "statement", said["payload"].encode())
        said["key"] = forged.thumbprint
        text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        with pytest.raises(StatementRefused) as refused:
            take_in(taker.organisation, text)
        assert refused.value.code == "unknown-key"


def test_a_statement_out_of_place_counts_as_said_and_changes_nothing(
    both: tuple[Cast, Channel, Channel],
) -> None:
    cast, here, _there = both
    giver, taker = cast.actor("steward"), cast.actor("steward", at=cast.there)
    _said(giver, here, TakeBackAsked(("K-001",), clock.today(), ""), uuid.uuid4())
    _said(giver, here, _offer(), uuid.uuid4())
    first, second = _travelling(here)
    with scope(organisation=taker.organisation):
        assert take_in(taker.organisation, first) is TakenIn.REFUSED
        assert take_in(taker.organisation, second) is TakenIn.APPLIED
        assert not TakeBack.objects.exists()
        assert Told.objects.get(sequence=1).refused == "first-missing"
        assert Entry.objects.filter(event="partners:statement:refused").count() == 1


def test_an_agreement_is_offered_and_concluded_over_the_same_text(
    both: tuple[Cast, Channel, Channel],
) -> None:
    cast, here, there = both
    giver, taker = cast.actor("steward"), cast.actor("steward", at=cast.there)
    with scope(organisation=giver.organisation):
        ours = Agreement.objects.create(
            organisation=giver.organisation,
            partner=here.partner,
            number="NDA-0007",
            title="秘密保持契約",
            kind="mutual",
            state=AgreementState.OFFERED,
        )
    text = AgreementOffered(
        "NDA-0007", "秘密保持契約", DIGEST, clock.today(), None, Signatory("櫛田 誠", "代表取締役")
    )
    _said(giver, here, text, ours.thread)
    _carry(here)
    with scope(organisation=taker.organisation):
        theirs = Agreement.objects.get()
        assert (theirs.state, theirs.their_number) == (AgreementState.OFFERED, "NDA-0007")
    signatory = Signatory("櫛田 誠", "代表取締役")
    _said(
        taker,
        there,
        AgreementConcluded("NDA-0007", "cd" * 32, clock.today(), signatory, Way.LINK),
        ours.thread,
    )
    _carry(there)
    with scope(organisation=giver.organisation):
        ours.refresh_from_db()
        assert ours.state == AgreementState.OFFERED, "another text was not what we offered"
    _said(
        taker, there, AgreementConcluded("NDA-0007", DIGEST, clock.today(), signatory, Way.LINK), ours.thread
    )
    _carry(there)
    with scope(organisation=giver.organisation):
        ours.refresh_from_db()
        assert ours.state == AgreementState.CONCLUDED
        assert ours.their_signatory["name"] == "櫛田 誠"


def test_an_assurance_told_is_a_row_of_its_own(both: tuple[Cast, Channel, Channel]) -> None:
    cast, _here, there = both
    giver, taker = cast.actor("steward"), cast.actor("steward", at=cast.there)
    _said(taker, there, AssuranceTold(2, 1, clock.today(), "自己チェック", None), uuid.uuid4())
    _carry(there)
    with scope(organisation=giver.organisation):
        row = Assurance.objects.get()
        assert (row.information, row.it, row.basis) == (2, 1, "told")


def test_a_key_that_was_renewed_signs_on_and_old_receipts_still_verify(
    both: tuple[Cast, Channel, Channel],
) -> None:
    cast, here, _there = both
    owner, giver, taker = cast.actor("owner"), cast.actor("steward"), cast.actor("steward", at=cast.there)
    _said(giver, here, _offer(), uuid.uuid4())
    with scope(organisation=owner.organisation):
        keyring.rotate(owner)
    _said(giver, here, _offer(purpose="鍵を新しくした後"), uuid.uuid4())
    _carry(here)
    with scope(organisation=taker.organisation):
        assert HandOver.objects.count() == 2
        channel = Channel.objects.get()
        keys = receiving.keys_of(channel)
        for row in Told.objects.order_by("sequence"):
            receiving.opened(carrying._signed(row), keys, channel.ours)


def test_a_closed_channel_hears_and_says_nothing(both: tuple[Cast, Channel, Channel]) -> None:
    cast, here, there = both
    giver, taker = cast.actor("steward"), cast.actor("steward", at=cast.there)
    _said(giver, here, _offer(), uuid.uuid4())
    with scope(organisation=taker.organisation):
        connecting.close(taker, there)
    _carry(here)
    with scope(organisation=taker.organisation):
        assert not HandOver.objects.exists()
        assert not tell(taker, there.partner, _offer(), uuid.uuid4())
    with scope(organisation=giver.organisation):
        assert Told.objects.get().delivered_at is None
