"""Where everybody stands: the first page, the list that every number opens, the map, one partner, kept filters."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from django_scopes import scope

from kuramori.ground.contacts.dealing import PartnerWanted, add_partner
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.rules.requests.bands import BANDS, band, limits
from kuramori.rules.requests.outcomes import Given, Said
from kuramori.work.ledger.models import Asset
from kuramori.work.partners.assure import Seen, record_assurance
from kuramori.work.partners.models import BasisKind, HandedItem, HandOver
from kuramori.work.requests import saved_filters, tiering
from kuramori.work.requests.models import Asked, ReplyWay, SavedFilter, Standing
from kuramori.work.requests.reading import (
    portfolio,
    portfolio_ending,
    portfolio_list,
    portfolio_lists,
    portfolio_map,
)
from kuramori.work.requests.reading.portfolio_list import Filters
from kuramori.work.requests.reading.portfolio_partner import partner_page
from kuramori.work.requests.taking_in import take_in
from kuramori.work.requests.tests import asked_world

pytestmark = pytest.mark.django_db

NAMES = ("高い精機", "中ほど工業", "低い鋳造", "見せない商会", "まだの製作所")


@pytest.fixture
def owner(cast):
    return cast.actor("owner")


@pytest.fixture
def world(cast, owner):
    """Four of five answered: everything, half, nothing, and one that shows no items; the third is in a class of its
    own."""
    with scope(organisation=cast.organisation):
        made = asked_world.sent(owner, NAMES)
        items = made.requirements.items
        half = {item: Given(Said.MET, 2) if at < 10 else Given(Said.NOT, 0) for at, item in enumerate(items)}
        for n, given in enumerate((asked_world.answers(made.requirements, 2), half)):
            _give(owner, made, n, given)
        _give(owner, made, 2, asked_world.answers(made.requirements, 0))
        _give(owner, made, 3, half, "D0")
        tiering.decide(owner, made.asked[2].partner, tiering.Decided({}, "鋳造", "鋳物を頼むため"))
    return made


def _give(owner, world, n, given, disclosure="D4"):
    seen = asked_world.seen(world.requirements, given, disclosure)
    return take_in(owner, world.asked[n], seen, way=ReplyWay.LINK)


def _names(owner, **said):
    asked = portfolio_lists.questions()
    return [line.name for line in portfolio_list.page(owner, asked, Filters(**said)).lines]


def test_bands_meet_without_a_hole_and_without_an_overlap():
    told = [share for number in BANDS for share in range(limits(number)[0], limits(number)[1] + 1)]
    assert told == list(range(1_001))
    assert all(band(limits(number)[at]) == number for number in BANDS for at in (0, 1))


def test_the_first_page_counts_who_answered_and_how_far(cast, owner, world):
    with scope(organisation=cast.organisation):
        page = portfolio.overview(owner, portfolio_lists.questions())
    whole = page.rounds[0].whole
    assert (whole.asked, whole.answered, whole.waits, whole.percent) == (5, 4, 1, 80)
    assert ([one.partners for one in page.bands], page.unseen) == ([1, 1, 0, 0, 1], 1)
    # Three show their items; the last nine hold with one of them.
    assert page.weakest[0].all.percent == 33
    assert page.ending_replies == page.over_replies == 0


def test_every_way_of_narrowing_finds_exactly_those(cast, owner, world):
    with scope(organisation=cast.organisation):
        assert _names(owner) == ["見せない商会", "低い鋳造", "中ほど工業", "高い精機"]
        assert _names(owner, sort="-share")[0] == "高い精機"
        assert _names(owner, sort="-short")[0] == "低い鋳造"
        assert _names(owner, klass="鋳造") == ["低い鋳造"]
        assert _names(owner, band="5") == ["高い精機"]
        assert _names(owner, band="none") == ["見せない商会"]
        assert _names(owner, q="工業") == ["中ほど工業"]
        assert _names(owner, item="q01") == ["低い鋳造"]
        assert _names(owner, item="q19", state="not") == ["低い鋳造", "中ほど工業"]
        assert _names(owner, item="q01", state="held") == ["中ほど工業", "高い精機"]
        assert _names(owner, part="m9") == ["低い鋳造", "中ほど工業"]
        assert _names(owner, item="no-such") == []
        assert _names(owner, top="1") == _names(owner, top="below") == []
        soon = clock.today() + datetime.timedelta(days=30)
        Standing.objects.filter(partner__name="高い精機").update(valid_until=soon, last_share=1_000)
        Standing.objects.filter(partner__name="中ほど工業").update(
            valid_until=soon - datetime.timedelta(days=40), last_share=900
        )
        assert _names(owner, ending="90") == ["高い精機"]
        assert _names(owner, ending="over") == ["中ほど工業"]
        assert (_names(owner, move="same"), _names(owner, move="down")) == (["高い精機"], ["中ほど工業"])
        assert _names(owner, sort="move")[0] == "中ほど工業"


def test_who_holds_top_secret_of_ours_is_named_until_enough_was_seen(cast, owner, world):
    with scope(organisation=cast.organisation):
        asset = Asset.objects.create(
            organisation=owner.organisation, number="K-9701", name="条件表", what="温度", grade="top", layer="nda",
            stage="admitted", required_assurance="A2", proposed_at=clock.now(),
        )  # fmt: skip
        for n in range(2):
            _hand(owner, world.asked[n].partner, asset, f"T-970{n}")
        assert _names(owner, top="1") == _names(owner, top="below") == ["中ほど工業", "高い精機"]
        seen = Seen(2, 2, clock.today(), BasisKind.BY_HAND, words="訪問で見た")
        record_assurance(owner, world.asked[0].partner, seen)
        assert _names(owner, top="below") == ["中ほど工業"]
        page = portfolio.overview(owner, portfolio_lists.questions())
        blind = replace(owner, permissions=owner.permissions - {Can.HAND_OVER_READ})
        assert portfolio.overview(blind, portfolio_lists.questions()).holders is None
    assert ([line.tops for line in page.holders], page.holders_count) == ([1], 1)


def _hand(owner, partner, asset, number):
    out = HandOver.objects.create(
        organisation=owner.organisation, number=number, side="given", partner=partner, purpose="試作", mode="paper",
        state="out", medium="paper", handed_on=clock.today(), made_at=clock.now(),
    )  # fmt: skip
    HandedItem.objects.create(
        organisation=owner.organisation, hand_over=out, position=1, asset=asset, number=asset.number,
        name=asset.name, grade="極秘", layer="nda", state="out",
    )  # fmt: skip


def test_another_list_of_items_is_read_at_its_own_places(cast, owner, world):
    """A profile that asks the items in another order moves the letters, not what is found."""
    with scope(organisation=cast.organisation):
        turned = replace(world.requirements, required=tuple(reversed(world.requirements.required)))
        other = asked_world.sent(owner, ("逆さ工業",), number="R-9002")
        content = asked_world.rules.text_of(turned)
        other.request.content, other.request.content_digest = content, asked_world.rules.digest_of(content)
        other.request.save()
        given = asked_world.answers(turned, 2, q01=Given(Said.NOT, 0))
        made = replace(other, requirements=turned, asked=tuple(Asked.objects.filter(request=other.request)))
        _give(owner, made, 0, given)
        assert _names(owner, item="q01") == ["低い鋳造", "逆さ工業"]
        assert "逆さ工業" not in _names(owner, item="q19")


def test_the_map_counts_what_applies_and_each_cell_opens_its_list(cast, owner, world):
    with scope(organisation=cast.organisation):
        found = portfolio_map.heat(portfolio_lists.questions(), by_item=True)
    assert [(one.name, one.partners) for one in found.classes] == [("A", 3), ("鋳造", 1)]
    last = found.rows[-1]
    assert ([cell.percent for cell in last.cells], last.all.percent) == ([50, 0], 33)
    body = cast.client("owner").get(cast.url("requests/portfolio/map/"), {"by": "item"}).content.decode()
    assert "item=q19" in body
    assert "▼0" in body
    assert "part=m9" in cast.client("owner").get(cast.url("requests/portfolio/map/")).content.decode()


def test_one_partner_shows_parts_rounds_and_what_is_missing(cast, owner, world):
    with scope(organisation=cast.organisation):
        page = partner_page(owner, world.asked[1].partner)
        waiting = partner_page(owner, world.asked[4].partner)
    (stands,) = page.standings
    assert stands.line.percent == 53
    assert sum(len(part.lacking) for part in stands.parts) == 9
    assert [point.percent for point in stands.rounds] == [53]
    assert ([row.number for row in waiting.waits], waiting.standings) == ([world.asked[4].number], ())


def test_the_pages_open_for_every_partner_and_for_nobody(cast, owner, world):
    client, page = cast.client("owner"), cast.url("requests/portfolio/")
    for address in ("", "list/", "map/", f"partners/{world.asked[3].partner_id}/"):
        assert client.get(page + address).status_code == 200
    assert "高い精機" in client.get(page + "list/", {"page": "99", "band": "9", "sort": "x"}).content.decode()


def test_a_filter_is_kept_for_whoever_kept_it(cast, owner, world):
    client, page = cast.client("owner"), cast.url("requests/portfolio/")
    said = {"filter_name": "鋳物の会社", "klass": "鋳造", "pack": asked_world.PACK}
    assert client.post(page + "filters/", said).status_code == 302
    with scope(organisation=cast.organisation):
        kept = SavedFilter.objects.get()
        assert saved_filters.filters_of(cast.actor("steward")) == ()
        with pytest.raises(saved_filters.FilterNotKept) as refused:
            saved_filters.keep(owner, name=" ", asked="")
        assert refused.value.code == "name"
    body = client.get(f"{page}list/?{kept.asked}").content.decode()
    assert "「鋳物の会社」を外す" in body
    assert "低い鋳造" in body
    assert cast.client("steward").post(f"{page}filters/{kept.pk}/drop/").status_code == 302
    assert "鋳物の会社" in client.get(page + "list/").content.decode()
    assert client.post(f"{page}filters/{kept.pk}/drop/").status_code == 302
    client.get(page + "list/")
    assert "鋳物の会社" not in client.get(page + "list/").content.decode()


def test_what_the_pages_ask_does_not_grow_with_the_partners(
    cast, owner, world, django_assert_max_num_queries
):
    with scope(organisation=cast.organisation):
        asked = portfolio_lists.questions()
        with django_assert_max_num_queries(8):
            portfolio_list.page(owner, asked, Filters(item="q01"))
        with django_assert_max_num_queries(24):
            portfolio.overview(owner, asked)
        with django_assert_max_num_queries(1):
            portfolio_map.heat(asked, by_item=True)


def test_the_state_of_the_reply_narrows_the_list_to_those_who_have_not_answered_too(cast, owner, world):
    with scope(organisation=cast.organisation):
        add_partner(owner, PartnerWanted("たのまれない工業", is_supplier=True))
        rows = {row.partner.name: row for row in world.asked}
        waits, declined = rows["まだの製作所"], rows["見せない商会"]
        round_ = str(world.request.pk)
        assert _names(owner, reply="answered", sort="name") == _names(owner, sort="name")
        assert _names(owner, reply="none") == ["たのまれない工業"]
        assert _names(owner, reply="sent") == _names(owner, reply="waiting") == ["まだの製作所"]
        assert len(_names(owner, round=round_)) == 5
        assert _names(owner, round=round_, reply="sent", klass="A") == ["まだの製作所"]
        assert _names(owner, round=round_, reply="answered", band="5") == ["高い精機"]
        assert _names(owner, reply="over") == _names(owner, reply="dead") == []
        Asked.objects.filter(pk=declined.pk).update(state="declined")
        assert _names(owner, reply="declined") == ["見せない商会"]
        for state, code in (("opened", "opened"), ("answering", "begun")):
            Asked.objects.filter(pk=waits.pk).update(state=state)
            assert _names(owner, reply=code) == _names(owner, reply="reading") == ["まだの製作所"]
        type(world.request).objects.update(deadline_on=clock.today() - datetime.timedelta(days=1))
        asked = portfolio_lists.questions()
        (line,) = portfolio_list.page(owner, asked, Filters(reply="over")).lines
        assert (line.name, line.reply.code, line.as_of) == ("まだの製作所", "over", None)
        # Who is asked again stands by the new request.
        again = asked_world.sent(owner, ("あらたな工業",), number="R-9003")
        Asked.objects.filter(pk=again.asked[0].pk).update(partner=waits.partner)
        assert _names(owner, reply="over") == []
        assert _names(owner, reply="sent") == ["まだの製作所"]
        assert _names(owner, reply="over", round=round_) == ["まだの製作所"]


def test_every_number_of_who_answered_opens_those_companies(cast, owner, world):
    with scope(organisation=cast.organisation):
        (one,) = portfolio.overview(owner, portfolio_lists.questions()).rounds
    client, page = cast.client("owner"), cast.url("requests/portfolio/list/")
    for came in (one.whole, *one.classes):
        for reply, number in (("", came.asked), ("answered", came.answered), ("sent", came.waits)):
            body = client.get(f"{page}{came.query}&reply={reply}").content.decode()
            assert body.count('<th scope="row">') == number


def test_what_ends_opens_where_there_is_something_and_says_of_what_there_is_nothing(cast, owner, world):
    with scope(organisation=cast.organisation):
        asked, soon = portfolio_lists.questions(), clock.today() + datetime.timedelta(days=30)
        assert portfolio_ending.ending(owner, asked, "").kind == "replies"
        record_assurance(
            owner,
            world.asked[0].partner,
            Seen(2, 2, clock.today(), BasisKind.CERTIFICATE, "証書", valid_until=soon),
        )
        assert portfolio_ending.ending(owner, asked, "").kind == "seen"
        assert portfolio_ending.ending(owner, asked, "replies").kind == "replies"
    at = url_for(owner, "requests:portfolio_ending")
    page = cast.client("owner").get(at, {"kind": "replies"}).content.decode()
    assert "90日のうちに期限が来る回答は、ありません" in page
