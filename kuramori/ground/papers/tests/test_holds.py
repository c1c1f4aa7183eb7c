"""Holds, and the only way to remove a row. Tried with files: the trail itself knows no rows but its own."""

import uuid

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from kuramori.ground.papers.models import File
from kuramori.ground.people.actor import ElevationNeeded, NotAllowed
from kuramori.ground.trail.holds import (
    AlreadyLifted,
    NothingToHold,
    ReasonMissing,
    UnderHold,
    ask,
    hold,
    hold_of,
    holds_of,
    lift,
    remove,
    subjects_of,
)
from kuramori.ground.trail.models import Entry, Hold
from kuramori.ground.trail.read import lines
from kuramori.outside import clock

SUBJECTS = ("file", "person", "organisation")


def _file(cast, role="staff"):
    return File.objects.create(
        organisation=cast.organisation,
        name="控え.txt",
        media_type="text/plain",
        size=3,
        sha256=uuid.uuid4().hex * 2,
        stored_at=clock.now(),
        stored_by=cast.person(role),
    )


def _subject(kind, file):
    thing_id = {"file": file.pk, "person": file.stored_by_id, "organisation": file.organisation_id}[kind]
    return (kind, str(thing_id))


def test_a_row_hangs_on_itself_on_people_and_on_its_organisation(acting):
    file = _file(acting)
    assert subjects_of(file) >= {_subject(kind, file) for kind in SUBJECTS}


@pytest.mark.parametrize("kind", SUBJECTS)
def test_what_is_on_hold_or_hangs_on_it_is_not_removed_and_nothing_changes(acting, kind):
    file, owner = _file(acting), acting.actor("owner")
    placed = hold(owner, "訴訟の証拠", [_subject(kind, file)])
    before = Entry.objects.count()
    with pytest.raises(UnderHold) as refused:
        remove(owner, file, "古い")
    assert refused.value.holds == (placed.pk,)
    assert File.objects.filter(pk=file.pk).exists()
    assert Entry.objects.count() == before


def test_a_hold_on_another_thing_does_not_stand_in_the_way(acting):
    file, other = _file(acting), _file(acting, role="section")
    hold(acting.actor("owner"), "訴訟の証拠", [_subject("person", other), _subject("file", other)])
    remove(acting.actor("owner"), file, "古い")
    assert not File.objects.filter(pk=file.pk).exists()


def test_removing_leaves_an_entry_with_what_was_removed_and_a_hash(acting):
    file = _file(acting)
    file_id = str(file.pk)
    remove(acting.actor("owner"), file, "二重に預けたため")
    newest = lines(acting.organisation.pk)[0]
    assert newest.event == "trail:row:removed"
    assert file_id in newest.sentence
    assert "二重に預けたため" in newest.sentence
    assert "控え" not in newest.sentence


def test_a_lifted_hold_stands_no_more(acting):
    file, owner = _file(acting), acting.actor("owner")
    placed = hold(owner, "訴訟の証拠", [_subject("file", file)])
    lift(owner, placed, "和解した")
    remove(owner, file, "古い")
    assert [view.lifted_at is None for view in holds_of(acting.organisation.pk)] == [False]
    events = [line.event for line in lines(acting.organisation.pk)]
    assert events[:3] == ["trail:row:removed", "trail:hold:lifted", "trail:hold:placed"]


def test_while_one_of_two_holds_stands_nothing_is_removed(acting):
    file, owner = _file(acting), acting.actor("owner")
    first = hold(owner, "訴訟", [_subject("file", file)])
    hold(owner, "監査", [_subject("person", file)])
    lift(owner, first, "終わった")
    with pytest.raises(UnderHold):
        ask(file)


def test_placing_and_lifting_demand_the_right_and_an_elevated_session(acting):
    file, owner = _file(acting), acting.actor("owner")
    placed = hold(owner, "訴訟", [_subject("file", file)])
    for actor, error in (
        (acting.actor("section"), NotAllowed),
        (acting.actor("owner", elevated=False), ElevationNeeded),
    ):
        with pytest.raises(error):
            hold(actor, "訴訟", [_subject("file", file)])
        with pytest.raises(error):
            lift(actor, placed, "終わった")
    assert Hold.objects.get().lifted_at is None


@pytest.mark.parametrize("reason", ["", "  ", "\n"])
def test_each_wants_a_reason(acting, reason):
    file, owner = _file(acting), acting.actor("owner")
    with pytest.raises(ReasonMissing):
        hold(owner, reason, [_subject("file", file)])
    with pytest.raises(ReasonMissing):
        remove(owner, file, reason)
    assert not Hold.objects.exists()
    assert File.objects.filter(pk=file.pk).exists()


def test_a_hold_about_nothing_and_lifting_twice_are_refused(acting):
    owner = acting.actor("owner")
    with pytest.raises(NothingToHold):
        hold(owner, "訴訟", [])
    placed = hold(owner, "訴訟", [("organisation", acting.organisation.pk)])
    lift(owner, placed, "終わった")
    with pytest.raises(AlreadyLifted):
        lift(owner, placed, "終わった")


def test_nobody_lifts_or_sees_another_organisations_hold(acting):
    placed = hold(acting.actor("owner"), "訴訟", [("organisation", acting.organisation.pk)])
    stranger = acting.actor("owner", at=acting.there)
    with pytest.raises(AlreadyLifted):
        lift(stranger, placed, "終わった")
    assert hold_of(stranger.organisation_id, placed.pk) is None
    assert holds_of(stranger.organisation_id) == ()
    assert Hold.objects.get().lifted_at is None


def test_the_reason_lies_sealed(acting):
    placed = hold(acting.actor("owner"), "取引先との訴訟", [("organisation", acting.organisation.pk)])
    raw = bytes(Hold.objects.values_list("sealed_reason", flat=True).get(pk=placed.pk))
    assert "訴訟".encode() not in raw
    assert Hold.objects.get().reason == "取引先との訴訟"


def test_nothing_under_a_hold_ever_disappears_whatever_is_tried(acting):
    """Holds placed and lifted, removals tried, in any order; an own account of what must be there is kept beside."""

    class Holding(RuleBasedStateMachine):
        files, holds = Bundle("files"), Bundle("holds")

        def __init__(self):
            super().__init__()
            self.all_or_nothing = transaction.atomic()
            self.all_or_nothing.__enter__()
            self.owner = acting.actor("owner")
            self.there, self.standing = {}, {}

        def teardown(self):
            transaction.set_rollback(True)
            self.all_or_nothing.__exit__(None, None, None)
            super().teardown()

        @rule(target=files, role=st.sampled_from(["staff", "section", "steward"]))
        def hand_in(self, role):
            file = _file(acting, role)
            self.there[file.pk] = {_subject(kind, file) for kind in SUBJECTS}
            return file

        @rule(
            target=holds,
            file=files,
            kinds=st.lists(st.sampled_from(SUBJECTS[:2]), min_size=1, max_size=2, unique=True),
        )
        def place(self, file, kinds):
            subjects = {_subject(kind, file) for kind in kinds}
            placed = hold(self.owner, "訴訟", subjects)
            self.standing[placed.pk] = subjects
            return placed

        @rule(placed=holds)
        def lift(self, placed):
            if self.standing.pop(placed.pk, None) is None:
                with pytest.raises(AlreadyLifted):
                    lift(self.owner, placed, "終わった")
            else:
                lift(self.owner, placed, "終わった")

        @rule(file=files)
        def try_to_remove(self, file):
            subjects = self.there.get(file.pk)
            if subjects is None:
                return
            if any(held & subjects for held in self.standing.values()):
                with pytest.raises(UnderHold):
                    remove(self.owner, file, "古い")
            else:
                remove(self.owner, File.objects.get(pk=file.pk), "古い")
                del self.there[file.pk]

        @rule(file=files, placed=holds)
        def try_past_the_door(self, file, placed):
            with pytest.raises(NotAllowed):
                lift(acting.actor("staff"), placed, "終わった")

        @invariant()
        def all_that_must_be_there_is_there(self):
            assert set(File.objects.values_list("pk", flat=True)) == self.there.keys()

    run_state_machine_as_test(
        Holding,
        settings=settings(
            max_examples=15, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
