"""Help with what came of it, visits whose findings become gaps, and good practice that names nobody."""

from __future__ import annotations

import pytest
from django_scopes import scope

from kuramori.ground.contacts.dealing import PartnerWanted, add_partner
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock
from kuramori.work.requests.gapping.opening import open_from_reply
from kuramori.work.requests.models import Gap, GoodPractice, HelpState, OfferedHelp, PartnerVisit
from kuramori.work.requests.reading import support as reading
from kuramori.work.requests.supporting import collecting, publishing
from kuramori.work.requests.tests.gap_world import short_reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def gap(cast):
    with scope(organisation=cast.organisation):
        return open_from_reply(cast.actor("owner"), short_reply(cast.actor("owner")))[0]


def _today():
    return clock.today().strftime("%Y/%m/%d")


def test_help_is_offered_and_what_came_of_it_is_counted(cast, gap):
    client, page = cast.client("owner"), cast.url(f"requests/gaps/{gap.pk}/")
    client.post(f"{page}help/", {"help_id": "magic", "revision": gap.revision})
    client.post(f"{page}help/", {"help_id": "expert-visit", "words": "11月に", "revision": gap.revision})
    with scope(organisation=cast.organisation):
        row = OfferedHelp.objects.get()
        assert Gap.objects.get(pk=gap.pk).support == "専門家派遣　11月に"
    came = cast.url(f"requests/gaps/support/helps/{row.pk}/")
    told = {"state": "asked", "is_helpful": "yes", "revision": 1}
    assert client.post(came, told).status_code == 422
    assert client.post(came, told | {"state": "used"}).status_code == 302
    assert client.post(came, told | {"state": "used"}).status_code == 422
    with scope(organisation=cast.organisation):
        row.refresh_from_db()
    assert (row.state, row.is_helpful) == (HelpState.USED, True)
    assert "役に立った 1件" in client.get(cast.url("requests/gaps/support/")).content.decode()
    assert "役に立った" in client.get(page).content.decode()


def test_what_is_found_on_a_visit_becomes_gaps_or_nothing_is_kept(cast, gap):
    client, page = cast.client("owner"), cast.url("requests/gaps/visits/")
    told = {
        "partner": "見本金型",
        "on": _today(),
        "went": "架空 太郎",
        "findings": "机に図面が出たまま\n\n出入口が開いたまま",
    }
    assert client.post(f"{page}new/", told).status_code == 422
    with scope(organisation=cast.organisation):
        assert not PartnerVisit.objects.exists()
    assert client.post(f"{page}new/", told | {"why": "図面をお預けしているため"}).status_code == 302
    with scope(organisation=cast.organisation):
        row = PartnerVisit.objects.get()
        assert set(row.gaps.values_list("what", flat=True)) == {"机に図面が出たまま", "出入口が開いたまま"}
    assert "出入口が開いたまま" in client.get(f"{page}{row.pk}/").content.decode()
    assert row.number in client.get(page).content.decode()


@pytest.mark.parametrize(
    "words", ["見本金型さんは棚を分けた", "ミホンではなく見本　金型㈱の棚", "次郎さんが毎週見る"]
)
def test_a_good_practice_that_names_somebody_is_not_kept(cast, gap, words):
    told = {
        "partner": "見本金型",
        "topic": "図面の置き方",
        "words": words,
        "consent_by": "見本 次郎",
        "consent_on": _today(),
        "may": "on",
    }
    page = cast.url("requests/gaps/support/practices/new/")
    assert cast.client("owner").post(page, told).status_code == 422
    with scope(organisation=cast.organisation):
        assert not GoodPractice.objects.exists()


def test_a_good_practice_is_read_without_a_name_until_the_consent_is_taken_back(cast, gap):
    client, page = cast.client("owner"), cast.url("requests/gaps/support/")
    told = {
        "partner": "見本金型",
        "topic": "図面の置き方",
        "words": "棚を客先ごとに色で分けた",
        "consent_by": "見本 次郎",
        "consent_on": _today(),
    }
    assert client.post(f"{page}practices/new/", told).status_code == 422
    assert client.post(f"{page}practices/new/", told | {"may": "on"}).status_code == 302
    body = client.get(page).content.decode()
    assert "色で分けた" in body
    assert "見本 次郎" not in body
    with scope(organisation=cast.organisation):
        row = GoodPractice.objects.get()
    assert client.post(f"{page}practices/{row.pk}/down/").status_code == 302
    assert "色で分けた" not in client.get(page).content.decode()


@pytest.fixture
def practice(cast, gap):
    told = collecting.Told("図面の置き方", "棚を客先ごとに色で分けた", "見本 次郎", clock.today())
    with scope(organisation=cast.organisation):
        yield collecting.collect(cast.actor("owner"), gap.partner, told)


def test_partners_read_a_good_practice_once_the_owner_says_so_and_no_longer(cast, practice):
    client, page = cast.client("owner"), cast.url("requests/gaps/support/")
    one = f"{page}practices/{practice.pk}/"
    assert cast.client("section").get(f"{one}publish/").status_code == 403
    assert reading.published() == ()
    assert "これがすべてです" in client.get(f"{one}publish/").content.decode()
    for _again in range(2):
        assert client.post(f"{one}publish/").status_code == 302
    with scope(organisation=cast.organisation):
        assert reading.published() == (reading.Told("図面の置き方", "棚を客先ごとに色で分けた"),)
    assert "取引先に見せるのをやめる" in client.get(page).content.decode()
    for _again in range(2):
        client.post(f"{one}unpublish/")
    with scope(organisation=cast.organisation):
        assert reading.published() == ()
        publishing.publish(cast.actor("owner"), practice)
    client.post(f"{one}down/")
    with scope(organisation=cast.organisation):
        assert reading.published() == ()
        # A consent that was taken back is not published any more, whoever presses.
        assert publishing.publish(cast.actor("owner"), practice).published_at is None
    assert Entry.objects.filter(event="requests:practice:published").count() == 2


def test_what_may_tell_of_somebody_is_looked_at_first_and_a_partners_name_holds_it_back(cast, practice):
    client, page = cast.client("owner"), cast.url(f"requests/gaps/support/practices/{practice.pk}/publish/")
    with scope(organisation=cast.organisation):
        GoodPractice.objects.filter(pk=practice.pk).update(words="図番 AB-1234 の棚を色で分けた")
    refused = client.post(page)
    assert refused.status_code == 422
    assert "ab-1234" in refused.content.decode().lower()
    assert client.post(page, {"looked": "on"}).status_code == 302
    with scope(organisation=cast.organisation):
        add_partner(cast.actor("owner"), PartnerWanted("例示表面処理株式会社", is_supplier=True))
        GoodPractice.objects.filter(pk=practice.pk).update(words="例示表面処理と同じ棚", published_at=None)
    held = client.post(page, {"looked": "on"})
    assert held.status_code == 422
    assert "このままでは見せられません" in held.content.decode()
