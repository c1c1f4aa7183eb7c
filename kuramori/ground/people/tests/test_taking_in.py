"""Taking a roster in: what is shown is what happens, twice is once, and nothing is half done."""

from __future__ import annotations

import datetime
import json

import pytest

from kuramori.ground.people.importing import book as books
from kuramori.ground.people.importing.draft import DraftGone, keep, lines_of, skipped_of, throw_away
from kuramori.ground.people.importing.file import read
from kuramori.ground.people.importing.plan import What
from kuramori.ground.people.importing.take_in import (
    FaultsStand,
    NothingToTake,
    PlanMoved,
    begin,
    go_on,
    plan_of,
    take_in,
)
from kuramori.ground.people.models import Membership, Person, RosterDraft
from kuramori.ground.people.roster import line_of, roster
from kuramori.ground.people.tests.roster_files import HANAKO, HEAD, TARO, book
from kuramori.ground.trail.read import lines as trail_lines
from kuramori.outside import clock


def _draft(actor, content: bytes, name: str = "名簿.xlsx") -> RosterDraft:
    return keep(actor, read(name, content), content)


def _take(actor, content: bytes, *, skip: bool = False, opens: bool = True):
    draft = _draft(actor, content)
    shown = plan_of(draft).digest()
    take_in(actor, draft, shown=shown, skips_faults=skip, opens_departments=opens)
    draft.refresh_from_db()
    return draft


def _events(cast) -> list[str]:
    return [line.event for line in trail_lines(cast.organisation.pk, limit=100)]


def _counts(content: bytes, actor) -> dict[str, int]:
    return {what.value: n for what, n in plan_of(_draft(actor, content)).counts.items() if n}


def test_new_people_come_onto_the_roster_without_a_role(cast, acting):
    draft = _take(cast.actor("owner"), book(HANAKO, TARO))

    hanako = line_of(Person.objects.get(number="M1"))
    assert (hanako.kana, hanako.kind_label, hanako.department) == ("ミホン ハナコ", "社員", "製造部")
    assert hanako.joined_on == datetime.date(2020, 4, 1)
    assert not hanako.can_enter
    assert not Membership.objects.filter(person_id=hanako.id).exists()
    assert draft.told["new"] == 2
    assert bytes(draft.sealed) == b""


def test_one_entry_for_each_change_and_one_for_the_whole(cast, acting):
    _take(cast.actor("owner"), book(HANAKO, TARO))

    found = _events(cast)
    assert found.count("people:person:enrolled") == 2
    assert found.count("people:roster:taken_in") == 1
    assert found.count("people:department:opened") == 2


def test_the_same_file_again_changes_nothing(cast, acting):
    actor = cast.actor("owner")
    _take(actor, book(HANAKO, TARO))
    entries = len(_events(cast))

    draft = _draft(actor, book(HANAKO, TARO))
    assert plan_of(draft).does_nothing
    with pytest.raises(NothingToTake):
        begin(actor, draft, shown=plan_of(draft).digest(), skips_faults=False, opens_departments=True)
    # Reading the file is told; nothing else.
    assert len(_events(cast)) == entries + 1


def test_the_roster_as_a_workbook_can_be_taken_in_and_changes_nothing(cast, acting):
    actor = cast.actor("owner")
    _take(actor, book(HANAKO, TARO))

    content = books.take_out(actor)

    counts = _counts(content, actor)
    assert set(counts) == {"same"}
    assert counts["same"] == len(roster().here)
    assert "people:roster:taken_out" in _events(cast)


def test_signs_that_excel_would_calculate_leave_as_text(cast, acting):
    actor = cast.actor("owner")
    _take(actor, book(("M9", "＝見本 花子", None, None, "@製造部")))

    found = read("名簿.xlsx", books.take_out(actor))

    line = next(line for line in found.lines if line.number == "M9")
    assert (line.name, line.department, line.faults) == ("＝見本 花子", "@製造部", ())


def test_what_changes_is_shown_before_and_after(cast, acting):
    actor = cast.actor("owner")
    _take(actor, book(HANAKO))
    moved = ("M1", "見本 花子", None, "役員", "総務部", None, None, None)

    step = plan_of(_draft(actor, book(moved))).steps[0]
    assert [(c.label, c.before, c.after) for c in step.changes] == [
        ("区分", "社員", "役員"),
        ("部署", "製造部", "総務部"),
    ]
    _take(actor, book(moved))

    line = line_of(Person.objects.get(number="M1"))
    assert (line.kind_label, line.department, line.kana) == ("役員", "総務部", "ミホン ハナコ")


def test_a_last_day_in_the_file_shuts_the_doors_of_that_person(cast, acting):
    actor = cast.actor("owner")
    staff = cast.person("staff")
    yesterday = clock.today() - datetime.timedelta(days=1)
    row = (None, staff.name, None, None, None, None, yesterday, None)

    assert plan_of(_draft(actor, book(row))).steps[0].what is What.LEAVES
    _take(actor, book(row))

    assert cast.client("staff").get(cast.url()).status_code == 404
    assert not line_of(staff).is_here
    assert plan_of(_draft(actor, book(row))).does_nothing


def test_an_auditor_whom_the_file_calls_one_from_outside_needs_a_last_day_there(cast, acting):
    actor, auditor = cast.actor("owner"), cast.person("auditor")
    today = clock.today()

    def row(last_day: datetime.date | None) -> bytes:
        return book((None, auditor.name, None, "外部", None, None, last_day, None))

    (step,) = plan_of(_draft(actor, row(None))).steps
    assert (step.what, step.faults[0].column) == (What.FAULT, "退職日")
    with pytest.raises(FaultsStand):
        _take(actor, row(None))
    _take(actor, row(today + datetime.timedelta(days=9)))
    line = line_of(auditor)
    assert (line.kind, line.until_on) == ("outside", today + datetime.timedelta(days=9))
    assert plan_of(_draft(actor, row(line.left_on))).does_nothing


def test_an_auditor_from_outside_who_has_gone_by_the_file_is_out_at_once(cast, acting):
    actor, auditor = cast.actor("owner"), cast.person("auditor")
    last_day = clock.today() - datetime.timedelta(days=1)
    _take(actor, book((None, auditor.name, None, "外部", None, "2020/4/1", last_day, None)))
    line = line_of(auditor)
    assert (line.kind, line.is_here, line.left_on) == ("outside", False, last_day)


def test_wrong_rows_stay_out_only_when_somebody_says_so(cast, acting):
    actor = cast.actor("owner")
    wrong = ("M3", "見本 三郎", None, "正規の人")

    with pytest.raises(FaultsStand):
        _take(actor, book(HANAKO, wrong))
    assert not Person.objects.filter(number="M1").exists()

    draft = _take(actor, book(HANAKO, wrong), skip=True)
    assert Person.objects.filter(number="M1").exists()
    assert not Person.objects.filter(number="M3").exists()
    assert skipped_of(draft)[0][0] == 3


def test_a_department_that_is_not_there_is_made_only_when_agreed_to(cast, acting):
    actor = cast.actor("owner")

    assert plan_of(_draft(actor, book(HANAKO))).departments == ("製造部",)
    with pytest.raises(FaultsStand):
        _take(actor, book(HANAKO), opens=False)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ((HANAKO, ("M1", "見本 次郎")), "社員番号「M1」が2行目にもあります"),
        (((None, "見本 花子"), (None, "見本花子")), "さんが2行目にもあります"),
    ],
)
def test_one_person_told_twice_is_a_fault(cast, acting, rows, says):
    plan = plan_of(_draft(cast.actor("owner"), book(*rows)))

    assert [step.what for step in plan.steps] == [What.NEW, What.FAULT]
    assert says in plan.faults[0].reason


def test_a_name_that_two_have_needs_a_number_or_an_address(cast, acting):
    actor = cast.actor("owner")
    _take(actor, book(HANAKO, ("M2", "見本 花子", None, None, None, None, None, "other@example.jp")))

    plan = plan_of(_draft(actor, book((None, "見本 花子", None, "派遣"))))
    assert "2人います" in plan.faults[0].reason
    by_address = plan_of(
        _draft(actor, book((None, "見本 花子", None, "派遣", None, None, None, "other@example.jp")))
    )
    assert by_address.steps[0].person_id == Person.objects.get(number="M2").pk


def test_a_roster_that_changed_meanwhile_is_shown_again(cast, acting):
    actor = cast.actor("owner")
    draft = _draft(actor, book(HANAKO))
    shown = plan_of(draft).digest()
    _take(actor, book(HANAKO))

    with pytest.raises(PlanMoved):
        take_in(actor, draft, shown=shown, skips_faults=False, opens_departments=True)


def test_a_draft_ends_after_two_hours_and_when_it_is_thrown_away(cast, acting):
    actor = cast.actor("owner")
    first, second = _draft(actor, book(HANAKO)), _draft(actor, book(TARO))

    throw_away(actor, first)
    assert not RosterDraft.objects.filter(pk=first.pk).exists()
    with clock.standing_at(clock.now() + datetime.timedelta(hours=3)), pytest.raises(DraftGone):
        lines_of(second)


def test_a_sealed_draft_tells_nothing_and_opens_in_its_own_place_only(cast, acting):
    actor = cast.actor("owner")
    first, second = _draft(actor, book(HANAKO)), _draft(actor, book(TARO))

    assert "見本".encode() not in bytes(first.sealed)
    second.sealed = first.sealed
    with pytest.raises(DraftGone):
        lines_of(second)


def test_a_row_that_was_left_out_tells_nothing_in_the_database_of_what_stood_in_it(cast, acting):
    draft = _take(cast.actor("owner"), book(HANAKO, ("M3", "見本 三郎", None, "内緒の区分")), skip=True)

    assert "内緒の区分" in skipped_of(draft)[0][1]
    assert "内緒" not in json.dumps(draft.told, ensure_ascii=False)


def test_what_was_interrupted_goes_on_where_it_stopped_and_takes_nobody_twice(cast, acting):
    actor = cast.actor("owner")
    rows = [(f"N{n:04}", f"見本 {n}番", None, "社員", "製造部") for n in range(250)]
    draft = _draft(actor, book(*rows))
    begin(actor, draft, shown=plan_of(draft).digest(), skips_faults=False, opens_departments=True)

    first = go_on(actor, draft, seconds=0)
    assert (first.done, first.is_over) == (100, False)
    stale = RosterDraft.objects.get(pk=draft.pk)
    stale.done = 0
    go_on(actor, stale, seconds=0)  # somebody who saw an older state takes nothing again
    assert Person.objects.filter(number__startswith="N").count() == 100

    assert go_on(actor, RosterDraft.objects.get(pk=draft.pk)).is_over
    assert Person.objects.filter(number__startswith="N").count() == 250
    assert _events(cast).count("people:roster:taken_in") == 1


def test_the_template_is_read_as_a_file_without_people(cast, acting):
    content = books.template(cast.actor("owner"))

    with pytest.raises(Exception, match="1人も書かれていません"):
        read("見本.xlsx", content)
    filled = read("見本.xlsx", book(HANAKO, head=HEAD))
    assert filled.unknown == ()
