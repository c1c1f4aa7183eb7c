"""What the trail tells of 極秘 assets passes the ledger's door, and showing it is a look."""

from __future__ import annotations

import dataclasses
import datetime
import io
import json
import zipfile
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client
from django_scopes import scope

from kuramori.ground.people import tokens
from kuramori.ground.people.roles import Can
from kuramori.ground.trail import changes, showing
from kuramori.ground.trail.models import Entry
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.site.trail import packing
from kuramori.site.trail.tests.test_packing import verdict
from kuramori.work.ledger import entry, events, events_import, events_life, facts_of, first_session
from kuramori.work.ledger.models import Asset, Grade, Layer
from kuramori.work.ledger.reclassify import Classes, reclassify
from kuramori.work.ledger.tests import making
from kuramori.work.ledger.tests.test_rounds_and_reviews import written
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "主軸加工の送り条件"
"""The name that `making.top` gives."""


@dataclass(frozen=True)
class Told:
    """A 極秘 asset and a 秘 one, and the entries that entered them."""

    top: Asset
    other: Asset
    top_index: int
    other_index: int


@pytest.fixture
def told(cast: Cast) -> Told:
    with scope(organisation=cast.organisation):
        steward = cast.actor("steward")
        top, other = making.top(steward), making.asset(steward)
        entered = Entry.objects.filter(event=events.REGISTERED.id)
        return Told(
            top,
            other,
            entered.get(thing_id=str(top.pk)).index,
            entered.get(thing_id=str(other.pk)).index,
        )


def looks(since: int) -> list[list[str]]:
    """What the looks that were noted after this entry list."""
    rows = Entry.objects.filter(event=events.LOOKED.id, index__gt=since).order_by("index")
    return [list(row.parts.shows) for row in rows]


def newest() -> int:
    return Entry.objects.order_by("-index")[0].index


def by_program(cast: Cast, *permissions: Can) -> Client:
    """A program with a token of the owner's that may do this much."""
    with scope(organisation=cast.organisation):
        expires = clock.today() + datetime.timedelta(days=7)
        issued = tokens.issue(cast.actor("owner"), label="集計", permissions=permissions, expires_on=expires)
    return Client(headers={"authorization": f"Bearer {issued.secret}", "accept-language": "ja"})


def test_the_page_of_an_entry_about_a_most_secret_asset_is_a_look(cast: Cast, told: Told):
    answer = cast.client("auditor").get(cast.url(f"trail/{told.top_index}/"))
    assert SECRET in answer.content.decode()
    assert looks(told.other_index) == [[str(told.top.pk)]]


def test_the_page_of_an_entry_about_another_asset_is_none(cast: Cast, told: Told):
    assert cast.client("auditor").get(cast.url(f"trail/{told.other_index}/")).status_code == 200
    assert looks(told.other_index) == []


def test_the_list_of_entries_tells_numbers_only_and_is_none(cast: Cast, told: Told):
    page = cast.client("auditor").get(cast.url("trail/")).content.decode()
    assert SECRET not in page
    assert told.top.number in page
    assert looks(told.other_index) == []


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_a_file_of_entries_is_one_look_at_all_that_it_shows(cast: Cast, told: Told, form: str):
    answer = cast.client("auditor").post(cast.url(f"trail/out/{form}/"))
    before_a_byte = looks(told.other_index)
    assert SECRET in b"".join(answer.streaming_content).decode()
    assert before_a_byte == looks(told.other_index) == [[str(told.top.pk)]]


def test_a_proof_is_a_look(cast: Cast, told: Told):
    cast.client("auditor").post(cast.url(f"trail/{told.top_index}/proof/"), {"names": "1"})
    assert looks(told.other_index) == [[str(told.top.pk)]]


def test_a_pack_is_a_look(cast: Cast, told: Told):
    answer = cast.client("auditor").post(cast.url("trail/pack/"))
    content = b"".join(answer.streaming_content)
    assert SECRET in _entries(content)
    assert looks(told.other_index) == [[str(told.top.pk)]]


def test_looking_through_a_history_of_looks_is_none(cast: Cast, told: Told):
    cast.client("auditor").get(cast.url(f"trail/{told.top_index}/"))
    look = newest()
    cast.client("auditor").get(cast.url(f"trail/{look}/"))
    assert looks(look) == []


def test_a_program_that_may_not_know_reads_that_something_happened_and_not_what(cast: Cast, told: Told):
    program = by_program(cast, Can.TRAIL_READ)
    since = newest()
    closed = program.get(f"/api/v1/o/{cast.here}/trail/{told.top_index}").json()
    assert (closed["is_closed"], closed["changes"]) == (True, [])
    assert told.top.number in closed["sentence"]
    opened = program.get(f"/api/v1/o/{cast.here}/trail/{told.other_index}").json()
    assert (opened["is_closed"], bool(opened["changes"])) == (False, True)
    proof = program.get(f"/api/v1/o/{cast.here}/trail/{told.top_index}/proof?names=true").json()
    handed = json.loads(proof["entry"])
    assert handed["payload"] is None
    assert set(handed["personal"].values()) == {None}
    assert looks(since) == []


def test_a_program_that_may_know_leaves_a_look(cast: Cast, told: Told):
    program = by_program(cast, Can.TRAIL_READ, Can.ASSET_READ_TOP)
    since = newest()
    assert SECRET in program.get(f"/api/v1/o/{cast.here}/trail/{told.top_index}").content.decode()
    assert looks(since) == [[str(told.top.pk)]]


def test_a_lighter_grade_of_today_does_not_open_what_was_said_before(cast: Cast, told: Told):
    with scope(organisation=cast.organisation):
        lighter = Classes(Grade.INTERNAL, Layer.NEVER)
        top = Asset.objects.get(pk=told.top.pk)
        reclassify(
            cast.actor("steward"),
            top,
            lighter,
            revision=top.revision,
            reason="公開した",
            approver=cast.person("owner"),
        )
    program = by_program(cast, Can.TRAIL_READ)
    assert program.get(f"/api/v1/o/{cast.here}/trail/{told.top_index}").json()["is_closed"] is True


def test_a_reader_who_is_let_in_on_one_of_them_learns_of_that_one(cast: Cast, told: Told):
    with scope(organisation=cast.organisation):
        staff, steward = cast.actor("staff"), cast.actor("steward")
        mine = making.top(steward, name="自分の担当", keeper=entry.Ref(cast.person("staff").pk, staff.name))
        entered = Entry.objects.order_by("-index").filter(event=events.REGISTERED.id)[0]
        top = Entry.objects.get(index=told.top_index)
        answer = showing.told(staff, [top, entered])
    assert answer.closed == {told.top_index}
    assert answer.shows == {"ledger": (mine.pk,)}


def test_what_a_file_brought_in_is_closed_when_one_of_it_is(cast: Cast, told: Told):
    with scope(organisation=cast.organisation):
        brought = changes.parts(
            {str(one.pk): {"name": one.name, "grade": one.grade} for one in (told.top, told.other)},
            private=facts_of.TEXTS,
        )
        with transaction.atomic():
            index = record(
                cast.actor("steward"),
                events_import.ENTERED,
                kind="asset_import",
                thing_id=told.top.pk,
                count=2,
                first="K-001",
                last="K-002",
                **brought,
            )
        found = Entry.objects.get(index=index)
        assert showing.told(cast.actor("staff"), [found]).closed == {index}
        assert showing.told(cast.actor("auditor"), [found]).shows == {"ledger": (told.top.pk,)}


def test_the_lines_of_a_first_session_are_a_look_once_they_are_most_secret(cast: Cast):
    with scope(organisation=cast.organisation):
        steward = cast.actor("steward")
        now = first_session.begin_session(steward)
        now = first_session.keep_line(steward, now, 1, written(steward), revision=now.revision)
        kept = Entry.objects.get(event=events_life.SESSION_KEPT.id)
        assert showing.told(cast.actor("staff"), [kept]).closed == {kept.index}
        assert not showing.told(steward, [kept]).shows
        made = first_session.approve(steward, now, cast.person("owner"), revision=now.revision)
        assert [one.grade for one in made] == [Grade.TOP]
        assert showing.told(steward, [kept]).shows == {"ledger": (made[0].pk,)}


def test_a_pack_for_somebody_who_may_not_know_fits_together_without_it(cast: Cast, told: Told, tmp_path):
    with scope(organisation=cast.organisation):
        steward = cast.actor("steward")
        narrow = dataclasses.replace(
            steward, person_id=None, permissions=steward.permissions - {Can.ASSET_READ_TOP}
        )
        with packing.sealed(narrow, [told.top_index, told.other_index]) as file:
            content = file.read()
    lines = [json.loads(line) for line in _entries(content).splitlines()]
    assert [line["payload"] is None for line in lines] == [True, False]
    assert SECRET not in _entries(content)
    assert verdict(tmp_path, content) == 0


def _entries(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("entries.jsonl").decode()
