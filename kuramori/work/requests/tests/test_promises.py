"""The register of what customers asked of us: recorded, answered, looked at, ended; and who is told of it."""

from __future__ import annotations

import pytest
from django_scopes import scope

from kuramori.ground.contacts import merging
from kuramori.ground.contacts.dealing import PartnerWanted, add_partner
from kuramori.ground.people.about import About
from kuramori.ground.people.actor import NotAllowed
from kuramori.ground.trail import finding
from kuramori.ground.trail.models import Entry
from kuramori.work.partners.reading.further_promises import further_of
from kuramori.work.partners.tests import agreed
from kuramori.work.requests import read
from kuramori.work.requests.models import Kept, Promise, PromiseCheck, Word
from kuramori.work.requests.promising import recording
from kuramori.work.requests.promising.recording import Answer, Look
from kuramori.work.requests.refusing import NotSo, Stale
from kuramori.work.requests.tests.promised import asked, customer, day, promise, yes

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(cast):
    return cast.actor("owner")


@pytest.fixture
def world(cast, owner):
    with scope(organisation=cast.organisation):
        yield customer(owner)


def test_a_demand_is_kept_as_it_came_and_waits_for_its_answer(owner, world):
    row = promise(owner, world)
    assert (row.number, row.word, row.next_on) == ("Y-0001", Word.NOT_YET, day(20))
    assert promise(owner, world, "型を写真に撮らない").number == "Y-0002"


def test_an_answer_a_look_and_an_end_move_the_day_on_and_leave_entries(owner, world):
    row = promise(owner, world)
    row = recording.answer_promise(owner, row, yes(), revision=row.revision)
    assert (row.word, row.next_on) == (Word.YES, day(20))
    look = Look(Kept.KEPT, day(0), "棚を見た", "帳面", None, day(300))
    recording.check_promise(owner, row, look, revision=row.revision)
    row = Promise.objects.get(pk=row.pk)
    assert (row.kept, row.checked_on, row.next_on) == (Kept.KEPT, day(0), day(300))
    row = recording.end_promise(owner, row, day(0), "取引が終わった", revision=row.revision)
    assert row.next_on is None
    kinds = [one.event for one in Entry.objects.filter(kind="promise").order_by("index")]
    assert kinds == [f"requests:promise:{one}" for one in ("recorded", "answered", "checked", "ended")]


def test_what_was_said_anew_leaves_the_older_word_in_the_trail(owner, world):
    row = promise(owner, world, answer=yes())
    told = Answer(Word.PART, day(-1), "第2工場だけ", "帳面")
    row = recording.answer_promise(owner, row, told, revision=row.revision)
    assert (row.word, row.answer) == (Word.PART, "第2工場だけ")
    assert Entry.objects.filter(event="requests:promise:answered").count() == 1


@pytest.mark.parametrize(
    ("told", "field"),
    [
        (Answer(Word.PART, day(0)), "answer"),
        (Answer(Word.NO, day(0)), "answer"),
        (Answer(Word.YES, day(1)), "answered_on"),
        (Answer(Word.YES, day(-11)), "answered_on"),
        (Answer(Word.NOT_YET, day(0)), "word"),
    ],
)
def test_an_answer_that_says_too_little_is_refused_by_its_field(owner, world, told, field):
    row = promise(owner, world)
    with pytest.raises(NotSo) as refused:
        recording.answer_promise(owner, row, told, revision=row.revision)
    assert refused.value.field == field
    assert Promise.objects.get(pk=row.pk).revision == row.revision


def test_what_is_not_kept_names_the_day_of_the_next_look(owner, world):
    row = promise(owner, world, answer=yes())
    with pytest.raises(NotSo) as refused:
        recording.check_promise(owner, row, Look(Kept.BROKEN, day(0), "開いていた"), revision=row.revision)
    assert refused.value.field == "next_on"
    assert not PromiseCheck.objects.exists()


def test_what_nobody_promised_is_not_looked_at(owner, world):
    row = promise(owner, world)
    with pytest.raises(NotSo):
        recording.check_promise(owner, row, Look(Kept.KEPT, day(0), "見た"), revision=row.revision)


def test_of_two_who_write_at_once_the_second_is_told(owner, world):
    row = promise(owner, world)
    recording.change_promise(owner, row, asked("直した"), revision=row.revision)
    with pytest.raises(Stale):
        recording.answer_promise(owner, row, yes(), revision=row.revision)


def test_an_agreement_with_somebody_else_is_not_the_source(owner, world):
    other = add_partner(owner, PartnerWanted("例示表面処理"))
    with pytest.raises(NotSo) as refused:
        recording.record_promise(owner, world, asked(agreement=agreed.draft(owner, other)))
    assert refused.value.field == "agreement"


def test_sales_people_write_and_auditors_read(cast, world):
    assert promise(cast.actor("section"), world).number == "Y-0001"
    with pytest.raises(NotAllowed):
        promise(cast.actor("auditor"), world)
    with pytest.raises(NotAllowed):
        promise(cast.actor("staff"), world)


def test_home_the_calendar_the_search_and_the_customers_page_tell_of_it(cast, owner, world):
    open_one = promise(owner, world)
    bare = promise(owner, world, "型を返す", Answer(Word.YES, day(-5)))
    titles = [one.title for one in read.next_actions(owner)]
    assert "仮想重機の求めに答える" in titles
    assert "仮想重機への約束を確かめる" in titles
    assert any("証明になるもの" in one for one in titles)
    assert not [one for one in read.next_actions(cast.actor("auditor")) if "約束" in one.title]
    due = [one for one in read.deadlines(owner, day(0), day(30)) if "仮想重機への約束" in one.title]
    assert [one.on for one in due] == [day(20), day(20)]
    assert any(open_one.number in one.title for one in read.find(owner, "仮想重機"))
    assert any(bare.number in one.title for one in read.find(owner, "型を返す"))
    told: list[About] = list(read.about(owner, "partner", world.pk))
    assert any("お客様への約束 2件" in one.title for one in told)
    assert sum("約束" in one.title for one in told) == 1


def test_who_looks_after_a_promise_is_named_when_they_leave(cast, owner, world):
    keeper = cast.person("section")
    recording.record_promise(owner, world, asked(keeper=keeper))
    assert any("Y-0001" in one for one in read.mentions(keeper.pk))


def test_the_one_page_has_what_we_promised_beside_the_agreements(owner, world):
    promise(owner, world, answer=yes())
    (part,) = further_of(owner, world)
    assert any("鍵付きの棚に置く" in cell for cell in part.rows[0].cells)
    assert any("棚の鍵の帳面" in cell for cell in part.rows[0].cells)
    supplier = add_partner(owner, PartnerWanted("例示表面処理", is_supplier=True))
    assert further_of(owner, supplier) == ()


def test_the_one_page_tells_the_day_of_the_next_look_beside_the_day_that_was_promised(owner, world):
    row = promise(owner, world, answer=yes())
    look = Look(Kept.KEPT, day(0), "棚を見た", "", None, day(300))
    recording.check_promise(owner, row, look, revision=row.revision)
    (part,) = further_of(owner, world)
    due, then = (f"{one.year}/{one.month}/{one.day}" for one in (day(20), day(300)))
    assert part.rows[0].cells[3] == f"{due}\n次は{then}"


def test_numbers_for_readiness_count_what_runs(owner, world):
    promise(owner, world)
    row = promise(owner, world, "型を返す", yes())
    recording.check_promise(
        owner, row, Look(Kept.KEPT, day(0), "見た", "", None, day(9)), revision=row.revision
    )
    gone = promise(owner, world, "終わった求め", Answer(Word.YES, day(-5)))
    recording.end_promise(owner, gone, day(0), "終わり", revision=gone.revision)
    told = read.promise_indicators()
    assert (told.customers, told.demands, told.answered) == (1, 2, 1)
    assert (told.promised, told.proven, told.kept, told.late) == (1, 1, 1, 0)


def test_promises_go_along_when_two_customers_become_one(acting):
    owner = acting.actor("owner")
    gone, kept = customer(owner, "仮想重機"), customer(owner, "㈱仮想重機")
    row = promise(owner, gone, answer=yes())
    merging.merge(owner, gone, kept)
    assert Promise.objects.get(pk=row.pk).partner_id == kept.pk


def test_the_trail_finds_a_promise_by_its_customer_and_its_number(owner, world):
    row = promise(owner, world)
    for asked_for in ("仮想重機", row.number):
        found = finding.things(owner, asked_for).things
        assert (str(row.pk), row.number) in {(one.id, one.name) for one in found}


def test_the_question_that_the_register_shows_something_for_leads_to_it(cast, owner, world):
    assert read.evidence(owner, "jp/meti/tics", "q01") == ()
    (empty,) = read.evidence(owner, "jp/meti/tics", "q04")
    assert "まだありません" in empty.note
    promise(owner, world, answer=yes())
    (told,) = read.evidence(owner, "jp/meti/tics", "q04")
    assert "1社" in told.title
    assert "証明あり 1件" in told.note
    assert read.evidence(cast.actor("staff"), "jp/meti/tics", "q04") == ()
