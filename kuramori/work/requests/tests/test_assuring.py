"""What a reply says of how far its partner was looked at, and that a layer opens by it."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from kuramori.outside import clock
from kuramori.rules.requests import assurance
from kuramori.rules.requests.outcomes import Given, Said
from kuramori.rules.requests.reply_text import shown
from kuramori.work.ledger.tests import making
from kuramori.work.partners import bringing
from kuramori.work.partners.assure import Seen, record_assurance
from kuramori.work.partners.hand_over import NotReady
from kuramori.work.partners.models import Assurance, BasisKind
from kuramori.work.partners.tests import agreed, handed
from kuramori.work.requests.models import Asked, AskedState, ReplyWay
from kuramori.work.requests.taking_in import take_in
from kuramori.work.requests.tests import asked_world

pytestmark = pytest.mark.django_db
HASH = "a" * 64


@pytest.fixture
def owner(acting):
    return acting.actor("owner")


@pytest.fixture
def world(owner):
    return asked_world.sent(owner)


def _seen(wanted, disclosure="D4", level=2, evidence=(), **other):
    given = asked_world.answers(wanted, level, **other)
    return shown(
        wanted,
        given,
        disclosure=disclosure,
        as_of=clock.today(),
        evidence=tuple((item, "規程", HASH) for item in evidence),
    )


def _critical(wanted, *items):
    return replace(
        wanted, required=tuple(replace(one, is_critical=one.item in items) for one in wanted.required)
    )


@pytest.mark.parametrize(
    ("disclosure", "evidence", "level"),
    [("D0", 19, None), ("D1", 0, 1), ("D4", 19, 1), ("D5", 0, 1), ("D5", 6, 1), ("D5", 7, 2)],
)
def test_a_third_of_what_holds_must_be_shown_where_nothing_was_asked_as_critical(
    world, disclosure, evidence, level
):
    wanted = world.requirements
    assert assurance.level(wanted, _seen(wanted, disclosure, evidence=wanted.items[:evidence])) == level


def test_every_critical_item_must_hold_and_be_shown(world):
    wanted = _critical(world.requirements, "q01", "q02")
    assert assurance.level(wanted, _seen(wanted, "D5", evidence=("q01",))) == 1
    assert assurance.level(wanted, _seen(wanted, "D5", evidence=("q01", "q02"))) == 2
    short = _seen(wanted, "D5", evidence=("q01", "q02"), q02=Given(Said.PART, 1))
    assert assurance.level(wanted, short) == 1


def test_the_other_axis_keeps_what_counted_and_gaps_go_along(owner, world):
    asked = world.asked[0]
    ends = clock.today() + datetime.timedelta(days=30)
    told = Seen(0, 2, clock.today(), words="訪問して確かめた", valid_until=ends)
    record_assurance(owner, asked.partner, told)
    take_in(owner, asked, _seen(world.requirements), way=ReplyWay.LINK)
    row = bringing.assured([asked.partner_id], clock.today())[asked.partner_id]
    assert (row.information, row.it, row.basis, row.open_critical_gaps) == (1, 2, BasisKind.REPLY, 0)
    assert row.valid_until == ends
    assert asked.number in row.words


def test_a_reply_never_makes_less_of_a_certificate_but_less_of_an_earlier_reply(owner, world):
    asked, wanted = world.asked[0], world.requirements
    take_in(owner, asked, _seen(wanted, "D5", evidence=wanted.items), way=ReplyWay.LINK)
    take_in(owner, asked, _seen(wanted, "D1"), way=ReplyWay.LINK)
    counts = Assurance.objects.get(superseded_at=None, basis=BasisKind.REPLY)
    assert counts.information == 1
    record_assurance(
        owner, asked.partner, Seen(3, 0, clock.today(), basis=BasisKind.CERTIFICATE, words="認証書")
    )
    take_in(owner, asked, _seen(wanted, "D1"), way=ReplyWay.LINK)
    assert bringing.assured([asked.partner_id], clock.today())[asked.partner_id].information == 3


def test_a_reply_that_shows_nothing_writes_nothing(owner, world):
    take_in(owner, world.asked[0], _seen(world.requirements, "D0"), way=ReplyWay.LINK)
    assert not Assurance.objects.exists()


def test_what_waited_for_somebodys_word_goes_out_after_the_reply(owner, world):
    agreed.concluded(owner)
    partner, asset = making.partner(owner), making.asset(owner)
    record_assurance(owner, partner, Seen(0, 2, clock.today(), words="ITは訪問で確かめた"))
    with pytest.raises(NotReady):
        handed.ready(owner, partner=partner, assets=[asset])
    row = Asked.objects.create(
        organisation=owner.organisation,
        request=world.request,
        partner=partner,
        number="R-9001-00009",
        state=AskedState.SENT,
    )
    wanted = world.requirements
    take_in(owner, row, _seen(wanted, "D5", evidence=wanted.items), way=ReplyWay.LINK)
    assert handed.ready(owner, partner=partner, assets=[asset]).pk
