"""The board, one gap and the talks as people see them: in the house, and behind a link without an account."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from django_scopes import scope

from kuramori.ground.contacts.models import Contact
from kuramori.ground.papers.store import store
from kuramori.ground.people.codes import tell_code
from kuramori.outside import clock
from kuramori.rules.statements.bodies_asking import GapStep, TalkStep
from kuramori.work.requests.consulting import talking
from kuramori.work.requests.gapping.by_link import give_link
from kuramori.work.requests.gapping.opening import open_from_reply
from kuramori.work.requests.models import Consultation, Gap, GapState, TalkState, Told
from kuramori.work.requests.tests.gap_world import heard, ours, plan, short_reply, soon

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(cast):
    return cast.actor("owner")


@pytest.fixture
def gaps(cast, owner):
    with scope(organisation=cast.organisation):
        return open_from_reply(owner, short_reply(owner))


def _of(gap):
    with scope(organisation=gap.organisation):
        return Gap.objects.get(pk=gap.pk)


def test_the_board_shows_each_state_and_finds_by_partner_item_and_day(cast, gaps):
    client, page = cast.client("owner"), cast.url("requests/gaps/")
    body = client.get(page).content.decode()
    assert "これから相談" in body
    assert all(gap.number in body for gap in gaps)
    assert gaps[0].number in client.get(page, {"words": "q01"}).content.decode()
    assert gaps[1].number not in client.get(page, {"words": "q01"}).content.decode()
    assert gaps[0].number not in client.get(page, {"late": "1"}).content.decode()
    assert gaps[0].number not in client.get(page, {"state": "proposed"}).content.decode()
    assert gaps[1].number in client.get(page, {"state": "proposed", "page": "9"}).content.decode()
    assert gaps[0].number not in client.get(page, {"side": "asked"}).content.decode()
    assert client.get(page, {"klass": "A"}).content.decode().count(gaps[0].number) == 1


def test_a_plan_that_was_told_by_telephone_is_agreed_on_the_page(cast, gaps):
    client, page = cast.client("owner"), cast.url(f"requests/gaps/{gaps[0].pk}/")
    told = {
        "heard": "1",
        "plan": "鍵のかかる棚を買う",
        "plan_on": soon().strftime("%Y/%m/%d"),
        "person": "見本 次郎",
        "revision": gaps[0].revision,
    }
    assert client.post(f"{page}move/proposed/", told | {"person": ""}).status_code == 422
    assert client.post(f"{page}move/proposed/", told).status_code == 302
    body = client.get(page).content.decode()
    assert "鍵のかかる棚を買う" in body
    assert "この計画に合意する" in body
    # Only what somebody else told asks who it was.
    agreeing = re.search(r'<form[^>]*move/agreed/".*?</form>', body, re.S)
    assert agreeing is not None
    assert 'name="heard"' not in agreeing[0]
    # The page was looked at before the plan came.
    late = client.post(f"{page}move/agreed/", {"revision": gaps[0].revision})
    assert late.status_code == 409
    assert "先に動かしました" in late.content.decode()
    assert client.post(f"{page}move/agreed/", {"revision": _of(gaps[0]).revision}).status_code == 302
    assert _of(gaps[0]).state == GapState.AGREED
    assert client.post(f"{page}move/nothing/", {"revision": 1}).status_code == 404
    assert client.post(f"{page}note/", {"words": "ありがとうございます"}).status_code == 302
    assert "ありがとうございます" in client.get(page).content.decode()


def test_gaps_come_from_a_reply_by_choice_and_by_hand(cast, owner):
    with scope(organisation=cast.organisation):
        reply = short_reply(owner)
    client, page = cast.client("owner"), cast.url(f"requests/gaps/replies/{reply.pk}/open/")
    assert client.post(page, {}).status_code == 422
    assert client.post(page, {"items": ["q02"]}).status_code == 302
    assert "q02" not in client.get(page).content.decode()
    board = client.get(cast.url("requests/gaps/")).content.decode()
    with scope(organisation=cast.organisation):
        opened = Gap.objects.get()
    own = client.get(cast.url(f"requests/gaps/{opened.pk}/")).content.decode()
    assert ("問2" in board, "問2" in own, ">q02<" in own) == (True, True, False)
    wanted = {"partner": "見本金型", "what": "机の上の図面", "why": "図面をお預けしているため"}
    new = cast.url("requests/gaps/new/")
    assert client.post(new, wanted | {"partner": "知らない会社"}).status_code == 422
    assert client.post(new, wanted).status_code == 302
    assert client.post(cast.url(f"requests/gaps/requests/{reply.asked.request_id}/open/")).status_code == 302
    with scope(organisation=cast.organisation):
        assert set(Gap.objects.values_list("item", flat=True)) == {"q02", ""}


def _guest(cast, owner, partner):
    with scope(organisation=cast.organisation):
        issued = give_link(owner, partner, Contact.objects.get(partner=partner))
        code = tell_code(owner, issued.link)
    client = cast.client()
    assert client.post(f"/link/{issued.secret}/code/", {"code": code}).status_code == 302
    return client, f"/link/{issued.secret}/gaps/"


def test_a_supplier_without_an_account_proposes_a_plan_and_says_that_it_is_done(cast, owner, gaps):
    gap = gaps[0]
    client, page = _guest(cast, owner, gap.partner)
    assert gap.what in client.get(page).content.decode()
    mine = f"{page}{gap.pk}/"
    assert "この計画を伝える" in client.get(mine).content.decode()
    told = {"plan": "鍵のかかる棚を買う", "plan_on": soon().strftime("%Y/%m/%d"), "revision": gap.revision}
    assert client.post(f"{mine}move/proposed/", told | {"plan_on": "昨日"}).status_code == 422
    assert client.post(f"{mine}move/proposed/", told).status_code == 302
    # What only the asking side may do is not theirs behind the link either.
    assert client.post(f"{mine}move/agreed/", {"revision": _of(gap).revision}).status_code == 422
    ours(owner, gap, GapStep.AGREED)
    assert client.post(f"{mine}move/started/", {"revision": 1}).status_code == 409
    assert (
        client.post(
            f"{mine}move/evidence/", {"revision": _of(gap).revision, "words": "棚が入りました"}
        ).status_code
        == 302
    )
    assert client.post(f"{mine}note/", {"words": "写真は出せません。"}).status_code == 302
    assert client.post(f"{mine}note/", {"words": ""}).status_code == 422
    with scope(organisation=cast.organisation):
        row = Gap.objects.get(pk=gap.pk)
        assert row.state == GapState.EVIDENCE_IN
        assert {one.way for one in row.moves.filter(part="asked")} == {Told.LINK}
        assert {one.person for one in row.moves.filter(part="asked")} == {"見本 次郎"}
        assert row.notes.get().way == Told.LINK


def test_a_link_shows_one_partners_gaps_and_nobody_elses(cast, owner, gaps):
    with scope(organisation=cast.organisation):
        other = open_from_reply(owner, short_reply(owner, "例示表面処理", number="R-9002"))[0]
    client, page = _guest(cast, owner, gaps[0].partner)
    assert "例示表面処理" not in client.get(page).content.decode()
    for address in (f"{page}{other.pk}/", f"{page}{owner.organisation_id}/"):
        assert client.get(address).status_code == 404
    assert client.post(f"{page}{other.pk}/note/", {"words": "x"}).status_code == 404
    assert cast.client().get(f"{page}{gaps[0].pk}/").status_code == 302


def test_the_link_is_handed_over_on_its_page(cast, gaps):
    client, page = cast.client("owner"), cast.url(f"requests/gaps/partners/{gaps[0].partner_id}/link/")
    assert "見本 次郎" in client.get(page).content.decode()
    assert client.post(page, {"contact": "x"}).status_code == 422
    with scope(organisation=cast.organisation):
        contact = Contact.objects.get(partner=gaps[0].partner)
    assert "/link/" in client.post(page, {"contact": str(contact.pk)}).content.decode()


def test_a_request_to_talk_about_prices_shows_red_until_it_is_answered(cast, gaps):
    client, page = cast.client("owner"), cast.url("requests/gaps/talks/")
    asked = {
        "side": "them",
        "partner": "見本金型",
        "topic": "棚の代金",
        "on": clock.today().strftime("%Y/%m/%d"),
        "yen": "300000",
        "person": "見本 次郎",
        "gap": gaps[0].number,
    }
    assert client.post(f"{page}new/", asked | {"person": ""}).status_code == 422
    assert client.post(f"{page}new/", asked | {"gap": "G-9999"}).status_code == 422
    assert client.post(f"{page}new/", asked).status_code == 302
    with scope(organisation=cast.organisation):
        row = Consultation.objects.get()
    assert "答えていません" in client.get(page).content.decode()
    assert row.number in client.get(page, {"only": "waits"}).content.decode()
    mine = f"{page}{row.pk}/"
    step = {"on": clock.today().strftime("%Y/%m/%d"), "revision": row.revision, "words": "半分を持ちます"}
    assert client.post(f"{mine}step/answered/", step | {"words": ""}).status_code == 422
    assert client.post(f"{mine}step/ended/", step).status_code == 422
    assert client.post(f"{mine}step/answered/", step).status_code == 302
    assert client.post(f"{mine}step/agreed/", step).status_code == 409
    assert "答えていません" not in client.get(page).content.decode()
    assert client.post(f"{mine}step/nothing/", step).status_code == 404
    with scope(organisation=cast.organisation):
        assert Consultation.objects.get().state == TalkState.ANSWERED


def test_two_years_with_one_partner_leave_as_a_list_and_with_their_papers(cast, owner, gaps):
    today = clock.today()
    with scope(organisation=cast.organisation):
        partner = gaps[0].partner
        row = talking.begin(
            owner, partner, "棚の代金", talking.Said(today, 300_000, person="見本 次郎"), by_us=False
        )
        old = talking.begin(
            owner, partner, "古い話", talking.Said(today.replace(year=today.year - 4)), by_us=True
        )
        Consultation.objects.filter(pk=old.pk).update(changed_at=clock.now().replace(year=today.year - 4))
        talking.step(owner, row, TalkStep.AGREED, talking.Said(today, 150_000), revision=row.revision)
        talking.add_paper(owner, row, "見積書", store(owner, name="見積.txt", chunks=[b"300,000"]))
    client, page = cast.client("owner"), cast.url(f"requests/gaps/talks/partners/{partner.pk}/")
    body = client.get(page).content.decode()
    assert "棚の代金" in body
    assert "古い話" not in body
    assert "中小受託取引適正化法" in body
    assert client.get(f"{page}pdf/").content.startswith(b"%PDF")
    packed = zipfile.ZipFile(io.BytesIO(b"".join(client.get(f"{page}zip/").streaming_content)))
    names = packed.namelist()
    assert names[0] == "協議の記録.pdf"
    assert packed.read(names[1]) == b"300,000"
    assert client.get(f"{page}docx/").status_code == 404


def test_a_paper_is_attached_and_taken_out_again(cast, owner, gaps):
    with scope(organisation=cast.organisation):
        row = talking.begin(owner, gaps[0].partner, "棚の代金", talking.Said(clock.today()), by_us=True)
    client, page = cast.client("owner"), cast.url(f"requests/gaps/talks/{row.pk}/")
    empty = io.BytesIO(b"")
    empty.name = "x.txt"
    assert client.post(f"{page}papers/", {"title": "議事録", "file": empty}).status_code == 422
    minutes = io.BytesIO("話した内容".encode())
    minutes.name = "議事録.txt"
    assert client.post(f"{page}papers/", {"title": "議事録", "file": minutes}).status_code == 302
    with scope(organisation=cast.organisation):
        paper = row.papers.get()
    taken = client.get(cast.url(f"requests/gaps/talks/papers/{paper.pk}/"))
    assert b"".join(taken.streaming_content).decode() == "話した内容"


def test_a_plan_whose_day_has_passed_is_late_and_not_red_all_over(cast, owner, gaps):
    with scope(organisation=cast.organisation):
        heard(owner, gaps[0], GapStep.PROPOSED, plan())
        Gap.objects.filter(pk=gaps[0].pk).update(plan_on=soon(-1))
    body = cast.client("owner").get(cast.url("requests/gaps/"), {"late": "1"}).content.decode()
    assert body.count("state--stop") == 1
    assert "を過ぎました" in body
