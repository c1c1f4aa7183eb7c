"""A request between two connected houses: answered from one's own house, taken in once, nothing lost on the way."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.urls import reverse
from django_scopes import scope

from kuramori.ground.packs import read as packs
from kuramori.ground.people.actor import NotAllowed
from kuramori.outside import clock
from kuramori.rules.requests.outcomes import Given, Said
from kuramori.rules.requests.reply_text import STEPS, read_shown
from kuramori.work.checks.read import FinalAnswer, FinalAnswers
from kuramori.work.partners.models import Channel, Told
from kuramori.work.partners.tests.connected import partner_of
from kuramori.work.requests import ending_request, inquiring, own_answers, own_replies
from kuramori.work.requests.drafting import NOTHING, Wanted
from kuramori.work.requests.handing_in import AnotherReply, digest_of
from kuramori.work.requests.models import (
    Asked,
    AskedBy,
    AskedState,
    Inquiry,
    InquiryState,
    InquiryWay,
    OwnReply,
    Reply,
    ReplyWay,
)
from kuramori.work.requests.reading import asking as asking_reading
from kuramori.work.requests.reading.inquiries import given_lines, list_page, sheet_of
from kuramori.work.requests.refusing import NotSo, Stale
from kuramori.work.requests.tests.inquiry_world import GIVEN_BY, TwoHouses

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(cast):
    return TwoHouses(cast)


def _there(two):
    return scope(organisation=two.them.organisation)


def _here(two):
    return scope(organisation=two.us.organisation)


def _replies(two):
    with _here(two):
        return list(Reply.objects.filter(asked=two.world.asked[0]).order_by("round"))


def test_a_connected_partner_is_told_instead_of_mailed_and_has_a_row_of_its_own(two):
    asked, inquiry = two.asked, two.inquiry
    assert (asked.way, asked.state, asked.link_id, asked.mail) == (
        AskedBy.CHANNEL,
        AskedState.SENT,
        None,
        None,
    )
    assert (inquiry.way, inquiry.state, inquiry.content) == (
        InquiryWay.CHANNEL,
        InquiryState.OPEN,
        asked.request.content,
    )
    assert inquiry.deadline_on == asked.request.deadline_on
    with _here(two):
        (line,) = asking_reading.lines_of([asked])
        assert (line.mail, line.is_dead) == ("sent", False)


def _opens(two, cast, role="owner"):
    client = cast.client(role, at=cast.there)
    at = {"organisation": cast.there, "id": two.inquiry.pk}
    assert client.get(reverse("requests:inquiry", kwargs=at)).status_code == 200


def test_that_it_was_opened_is_told_once_and_read_on_the_asking_page(two, cast):
    for _twice in range(2):
        _opens(two, cast)
    with _there(two):
        assert Told.objects.filter(kind="request-opened").count() == 1
        assert two.inquiry.revision == 1
    assert two.asked.state == AskedState.SENT
    two.carry(first_there=True)
    assert (two.asked.state, two.asked.opened_at is not None) == (AskedState.OPENED, True)
    at = {"organisation": cast.here, "id": two.asked.pk}
    page = cast.client("owner").get(reverse("requests:asked_one", kwargs=at)).content.decode()
    assert f"<dt>開いた日</dt><dd>{clock.today().year}" in page
    moment, revision = two.asked.opened_at, two.asked.revision
    with _there(two):
        Told.objects.filter(kind="request-opened").update(delivered_at=None)
    two.carry()
    assert (two.asked.opened_at, two.asked.revision) == (moment, revision)


def test_who_may_only_read_opens_nothing_and_nor_does_what_came_by_letter(two, cast):
    _opens(two, cast, "auditor")
    with _there(two):
        assert two.inquiry.opened_at is None
        Inquiry.objects.update(way=InquiryWay.LETTER)
    _opens(two, cast)
    with _there(two):
        assert (two.inquiry.opened_at, Told.objects.filter(kind="request-opened").count()) == (None, 0)


def test_that_it_was_opened_comes_late_and_moves_nothing_back(two, cast):
    _opens(two, cast)
    two.write()
    two.answer()
    with _here(two):
        # Somebody here typed in a reply of theirs before the statements came.
        Asked.objects.filter(pk=two.asked.pk).update(state=AskedState.REPLIED)
    two.carry(first_there=True)
    assert (two.asked.state, two.asked.opened_at is not None) == (AskedState.REPLIED, True)
    assert len(_replies(two)) == 1


@pytest.mark.parametrize("first_there", [False, True])
def test_opening_that_crosses_a_withdrawal_is_the_same_in_either_order(two, cast, first_there):
    with _here(two):
        ending_request.withdraw(two.us, two.world.request, "ほかの方法で確かめられたため")
        job = {"organisation_id": str(two.us.organisation_id), "person_id": str(two.us.person_id)}
        ending_request.tell_later(**job, progress=lambda *_: None, request=str(two.world.request.pk))
    standing = two.asked.state
    _opens(two, cast)
    two.carry(first_there=first_there)
    two.carry()
    assert two.inquiry.state == InquiryState.WITHDRAWN
    assert two.asked.opened_at is not None
    assert two.asked.state == (AskedState.OPENED if standing == AskedState.SENT else standing)
    # Opened after it was withdrawn, it is told no more.
    with _there(two):
        Inquiry.objects.update(opened_at=None)
        told = Told.objects.count()
    _opens(two, cast)
    with _there(two):
        assert Told.objects.count() == told


def test_an_answer_reaches_the_asking_house_exactly_as_it_was_looked_at(two):
    two.write()
    two.write(
        q01=Given(Said.PLANNED, 1, plan="棚を買う", plan_on=clock.today() + datetime.timedelta(days=60))
    )
    given = two.answer()
    two.carry(first_there=True)
    (kept,) = _replies(two)
    assert (kept.way, kept.digest, str(kept.content)) == (ReplyWay.CHANNEL, given.digest, str(given.content))
    assert two.asked.state == AskedState.REPLIED
    two.carry()
    with _there(two):
        (line,) = given_lines(two.inquiry)
        assert (line.is_ok, line.row.valid_until) == (True, kept.valid_until)


@pytest.mark.parametrize("step", STEPS)
def test_nothing_beyond_the_chosen_step_leaves_the_house(two, step):
    two.write()
    two.write(q01=Given(Said.ALTERNATIVE, words="見回りの言葉"))
    two.answer(step)
    two.carry()
    (kept,) = _replies(two)
    assert ("見回りの言葉" in str(kept.content)) == (step in {"D4", "D5"})
    assert bool(read_shown(str(kept.content)).answers) == (step in {"D3", "D4", "D5"})


def test_the_same_form_and_the_same_statement_twice_are_one_reply(two):
    two.write()
    first = two.answer()
    assert two.answer().pk == first.pk
    two.carry()
    with _there(two):
        Told.objects.update(delivered_at=None)
    two.carry()
    two.carry()
    assert len(_replies(two)) == 1
    with _there(two):
        assert OwnReply.objects.count() == 1


def test_a_correction_is_a_second_reply_and_the_first_stays(two):
    two.write()
    two.answer()
    two.write(q01=Given(Said.NOT, 0))
    second = two.answer()
    two.carry(first_there=True)
    two.carry()
    first_kept, second_kept = _replies(two)
    assert second_kept.digest == second.digest
    assert first_kept.superseded_at is not None


@pytest.mark.parametrize("first_there", [False, True])
def test_a_withdrawal_that_crosses_the_answer_is_explained_and_nothing_is_lost(two, first_there):
    two.write()
    with _here(two):
        ending_request.withdraw(two.us, two.world.request, "ほかの方法で確かめられたため")
        job = {"organisation_id": str(two.us.organisation_id), "person_id": str(two.us.person_id)}
        ending_request.tell_later(**job, progress=lambda *_: None, request=str(two.world.request.pk))
    given = two.answer()
    two.carry(first_there=first_there)
    two.carry()
    assert not _replies(two)
    with _there(two):
        row = two.inquiry
        assert (row.state, row.end_reason) == (InquiryState.WITHDRAWN, "ほかの方法で確かめられたため")
        given.refresh_from_db()
        assert (given.not_taken, given.is_told) == ("withdrawn", True)
        assert own_answers.draft_of(row).answers
        with pytest.raises(NotSo):
            own_replies.approve(
                two.them, sheet_of(row), disclosure="D1", given_by=GIVEN_BY, looked_at="0" * 64
            )
        own_answers.save(two.them, row, {"q01": Wanted(None, "")})


def test_after_the_deadline_it_is_still_taken_in(two):
    two.write()
    with _here(two):
        type(two.world.request).objects.update(deadline_on=clock.today() - datetime.timedelta(days=1))
    two.answer()
    two.carry()
    assert len(_replies(two)) == 1


def test_the_keeper_approves_exactly_what_was_proposed(cast, two):
    two.write()
    writer = cast.actor("section", at=cast.there)
    with _there(two):
        sheet = sheet_of(two.inquiry)
        told = {"disclosure": "D3", "given_by": GIVEN_BY}
        looked_at = digest_of(own_replies.composed(sheet, **told))
        assert own_replies.propose(writer, sheet, **told, looked_at=looked_at).state == InquiryState.WAITING
        with pytest.raises(NotAllowed):
            own_replies.approve(writer, sheet, **told, looked_at=looked_at)
        # Whoever writes on meanwhile takes it back, and what was looked at goes nowhere.
        two.write(q02=Given(Said.NOT, 0))
        assert two.inquiry.state == InquiryState.OPEN
        with pytest.raises(AnotherReply):
            own_replies.approve(two.them, sheet, **told, looked_at=looked_at)
        own_replies.propose(
            writer,
            sheet_of(two.inquiry),
            **told,
            looked_at=digest_of(own_replies.composed(sheet_of(two.inquiry), **told)),
        )
        back = own_replies.give_back(two.them, two.inquiry, "計画の日を入れてください")
        assert (back.state, back.end_reason) == (InquiryState.OPEN, "計画の日を入れてください")
        assert not OwnReply.objects.exists()


def test_two_colleagues_never_write_over_each_other_unread(two):
    two.write(q01=Given(Said.MET, 2))
    with _there(two):
        saved = own_answers.save(two.them, two.inquiry, {"q01": Wanted(Given(Said.NOT, 0), NOTHING)})
    assert saved.conflicts == ("q01",)
    assert saved.draft.given["q01"] == Given(Said.MET, 2)


def test_our_final_check_is_laid_in_where_nothing_stands_without_its_remarks(two):
    on = clock.today() + datetime.timedelta(days=50)
    found = FinalAnswers(
        two.inquiry.pk,
        "自己チェック",
        clock.today(),
        {
            "q01": FinalAnswer(3, ""),
            "q02": FinalAnswer(1, "", "一覧を作る", on),
            "q03": FinalAnswer(0, ""),
            "q04": FinalAnswer(None, "預かっていないため"),
        },
        (),
    )
    two.write(q01=Given(Said.ALTERNATIVE, words="手で書いた"))
    with _there(two):
        own_answers.fill(two.them, two.inquiry, found)
        laid = own_answers.draft_of(two.inquiry).given
    assert laid["q01"].words == "手で書いた"
    assert laid["q02"] == Given(Said.PLANNED, 1, plan="一覧を作る", plan_on=on)
    assert laid["q03"] == Given(Said.NOT, 0)
    allowed = next(one for one in two.world.requirements.required if one.item == "q04").na_allowed
    assert (laid.get("q04") == Given(Said.NA, words="預かっていないため")) == allowed


def test_one_that_came_by_letter_is_answered_and_kept_here(cast):
    them = cast.actor("owner", at=cast.there)
    partner = partner_of(them, "架空精工株式会社")
    pack = packs.find("jp/meti/tics")
    with scope(organisation=them.organisation):
        letter = inquiring.Letter("K-77", "情報管理の調査", clock.today())
        row = inquiring.record_letter(them, partner, pack, letter)
        with pytest.raises(NotSo):
            inquiring.record_letter(
                them,
                partner,
                pack,
                inquiring.Letter("K-78", "調査", clock.today() + datetime.timedelta(days=1)),
            )
        sheet = sheet_of(row)
        told = {"disclosure": "D1", "given_by": GIVEN_BY}
        made = own_replies.approve(
            them, sheet, **told, looked_at=digest_of(own_replies.composed(sheet, **told))
        )
        assert not made.is_told
        assert not Told.objects.exists()
        other = inquiring.record_letter(them, partner, pack, inquiring.Letter("K-79", "調査", clock.today()))
        with pytest.raises(Stale):
            inquiring.end(them, other, "口頭で答えた", revision=other.revision + 1)
        inquiring.end(them, other, "口頭で答えた", revision=other.revision)
        assert [one.row.number for one in list_page(part="over").lines] == ["K-79"]


@pytest.mark.parametrize(
    ("number", "title", "is_kept"),
    [
        ("K-77", "情報管理の調査", False),
        ("k-77", "ほかの題", False),
        ("K-78", "情報管理の調査", True),
        ("なし", "情報管理の調査", True),
    ],
)
def test_a_letter_that_is_written_down_twice_is_kept_once(cast, number, title, is_kept):
    them = cast.actor("owner", at=cast.there)
    partner, pack = partner_of(them, "架空精工株式会社"), packs.find("jp/meti/tics")
    with scope(organisation=them.organisation):
        first = inquiring.record_letter(
            them, partner, pack, inquiring.Letter("K-77", "情報管理の調査", clock.today())
        )
        again = inquiring.Letter(number, title, clock.today())
        if is_kept:
            inquiring.record_letter(them, partner, pack, again)
        with pytest.raises(NotSo) as refused:
            inquiring.record_letter(them, partner, pack, again)
        assert refused.value.field == "number"
        # Of one that is over the same number may come anew.
        inquiring.end(them, first, "口頭で答えた", revision=first.revision)
        if not is_kept:
            inquiring.record_letter(them, partner, pack, again)


def test_one_that_came_over_the_channel_is_not_written_down_as_a_letter_too(two):
    pack = packs.find("jp/meti/tics")
    with _there(two):
        told = inquiring.Letter(two.inquiry.number, "情報管理の調査", clock.today())
        with pytest.raises(NotSo):
            inquiring.record_letter(two.them, two.inquiry.partner, pack, told)


def test_a_channel_that_was_closed_leaves_the_answer_here(two):
    two.write()
    with _there(two):
        Channel.objects.update(closed_at=clock.now())
        given = two.answer()
        assert not given.is_told
        assert "手紙" in given_lines(two.inquiry)[0].state


def test_an_answer_to_what_is_not_asked_any_more_is_refused_and_kept_by_its_giver(two):
    two.write()
    with _here(two):
        Asked.objects.update(thread=uuid.uuid4())
    given = two.answer()
    two.carry(first_there=True)
    assert not _replies(two)
    with _here(two):
        assert Told.objects.filter(kind="reply-given", refused="first-missing").exists()
    with _there(two):
        assert str(OwnReply.objects.get().content) == str(given.content)
