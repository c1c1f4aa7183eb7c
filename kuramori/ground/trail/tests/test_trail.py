"""Recording and reading."""

from __future__ import annotations

import datetime
import json
import uuid
from dataclasses import dataclass

import pytest
from django.db import connection, transaction

from kuramori.ground.trail import audiences, events, read
from kuramori.ground.trail.events import Event
from kuramori.ground.trail.models import Entry, EntryIsPermanent, Head
from kuramori.ground.trail.record import EntryTooLarge, Happened, OutsideTransaction, record, record_all
from kuramori.outside import clock

LENT = Event(
    "trail:test:lent",
    "{who}さんが{person}さんに鍵{number}を貸しました。",
    "{who} lent key {number} to {person}.",
)


@dataclass(frozen=True)
class Sato:
    organisation_id: uuid.UUID
    person_id: uuid.UUID | None = None
    name: str = "佐藤"
    via: str = "browser"


@pytest.fixture
def sato():
    return Sato(organisation_id=uuid.uuid4(), person_id=uuid.uuid4())


def everything_stored() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM trail_entry")
        return repr(
            [[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in cursor.fetchall()]
        )


@pytest.mark.django_db
def test_an_entry_reads_as_a_sentence_in_both_languages(sato):
    record(sato, LENT, kind="key", thing_id=7, number=7, person="田所")
    assert read.lines(sato.organisation_id)[0].sentence == "佐藤さんが田所さんに鍵7を貸しました。"
    assert read.lines(sato.organisation_id, language="en")[0].sentence == "佐藤 lent key 7 to 田所."


@pytest.mark.django_db(transaction=True)
def test_nothing_is_recorded_outside_the_transaction_of_a_change(sato):
    with pytest.raises(OutsideTransaction):
        record(sato, LENT, number=1)
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_entry_falls_with_its_change_and_leaves_no_gap(sato):
    with transaction.atomic():
        record(sato, LENT, number=1)
        transaction.set_rollback(True)
    assert not Entry.objects.exists()
    with transaction.atomic():
        assert record(sato, LENT, number=2) == 0
    with transaction.atomic():
        record(sato, LENT, number=3)
        transaction.set_rollback(True)
    with transaction.atomic():
        assert record(sato, LENT, number=4) == 1
    assert Head.objects.get().size == Entry.objects.count() == 2


@pytest.mark.django_db
def test_several_entries_take_following_places(sato):
    first = record(sato, LENT, number=0)
    places = record_all(sato, [Happened(LENT, "key", n, {"number": n}) for n in range(1, 6)])
    assert list(places) == [first + n for n in range(1, 6)]
    assert [entry.detail["number"] for entry in Entry.objects.all()] == list(range(6))
    assert record_all(sato, []) == range(0)


@pytest.mark.django_db
def test_an_entry_can_neither_be_changed_nor_deleted(sato):
    record(sato, LENT, number=1)
    entry = Entry.objects.get()
    for attempt in (
        entry.save,
        entry.delete,
        Entry.objects.all().delete,
        lambda: Entry.objects.update(kind="別の物"),
    ):
        with pytest.raises(EntryIsPermanent):
            attempt()
    assert Entry.objects.get().who == "佐藤"


@pytest.mark.django_db
def test_what_is_stored_shows_neither_names_nor_values(sato):
    record(sato, LENT, kind="key", thing_id=7, number="極秘の鍵", person="田所 勝")
    stored = everything_stored()
    for secret in ("極秘", "田所", "佐藤", *(json.dumps(word)[1:-1] for word in ("極秘", "田所", "佐藤"))):
        assert secret not in stored
    assert str(sato.organisation_id) not in Entry.objects.get().leaf


@pytest.mark.django_db
def test_the_leaf_commits_to_values_and_to_each_personal_field_apart(sato):
    record(sato, LENT, kind="key", thing_id=7, number=7, person="田所", shows=[1, 2])
    record(sato, LENT, kind="key", thing_id=7, number=7, person="田所", shows=[1, 2])
    one, two = (entry.parts for entry in Entry.objects.all())
    assert set(one.personal) == {"who", "person"}
    assert (one.shows, one.person) == (["1", "2"], str(sato.person_id))
    # Salted: the same values are not recognisable as the same.
    assert one.payload != two.payload
    assert one.personal["person"] != two.personal["person"]


@pytest.mark.django_db
def test_a_leaf_larger_than_a_bundle_can_hold_is_refused(sato):
    with pytest.raises(EntryTooLarge):
        record(sato, LENT, shows=["x" * 36] * 2000)
    assert not Entry.objects.exists()
    record(sato, LENT, number="x" * 200_000)  # the payload lies beside the leaf and may be long


@pytest.mark.django_db
def test_one_organisation_does_not_read_anothers_entries(sato):
    record(sato, LENT, number=1)
    assert read.lines(uuid.uuid4()) == ()


@pytest.mark.django_db
def test_the_newest_entry_of_a_thing_comes_first(sato):
    for number in (1, 2, 3):
        record(sato, LENT, kind="key", thing_id=number % 2, number=number, person="田所")
    assert [line.sentence for line in read.lines(sato.organisation_id, kind="key", thing_id=1)] == [
        "佐藤さんが田所さんに鍵3を貸しました。",
        "佐藤さんが田所さんに鍵1を貸しました。",
    ]


@pytest.mark.django_db
def test_entries_are_found_by_person_thing_event_and_days(sato):
    other = Sato(sato.organisation_id, uuid.uuid4(), "鈴木")
    for day, actor in ((1, sato), (2, other), (3, sato)):
        # 23:59 in Tokyo is still that day, though it is the afternoon in UTC.
        with clock.standing_at(datetime.datetime(2026, 4, day, 23, 59, tzinfo=clock.TOKYO)):
            record(actor, LENT, kind="key", thing_id=day, number=day)

    def numbers(**wanted):
        found = read.found(sato.organisation_id, read.Wanted(**wanted), may_read=lambda audience: True)
        return [entry.detail["number"] for entry in found]

    assert numbers() == [3, 2, 1]
    assert numbers(person_id=sato.person_id) == [3, 1]
    assert numbers(kind="key", thing_id="2") == [2]
    assert numbers(event="trail:test:gone") == []
    assert numbers(from_on=datetime.date(2026, 4, 2)) == [3, 2]
    assert numbers(from_on=datetime.date(2026, 4, 1), until_on=datetime.date(2026, 4, 2)) == [2, 1]


@pytest.mark.django_db
def test_a_narrow_audience_is_read_only_through_the_door_of_its_room(sato, monkeypatch):
    monkeypatch.setattr(audiences, "_doors", {})
    record(sato, LENT, number=1)
    record(sato, LENT, number=2, audience="case:7")

    def seen():
        found = read.found(
            sato.organisation_id, read.Wanted(), may_read=lambda audience: audiences.may_read(sato, audience)
        )
        return [entry.detail["number"] for entry in found]

    assert seen() == [1]  # no room answers for cases: nobody reads it
    audiences.register("case", lambda actor, audience: audience == "case:7" and actor.name == "佐藤")
    assert seen() == [2, 1]
    assert len(read.lines(sato.organisation_id)) == 1


def test_two_events_never_share_an_id():
    with pytest.raises(ValueError, match="trail:test:lent"):
        Event("trail:test:lent", "別の文", "another sentence")


def test_a_sentence_survives_what_an_old_entry_does_not_know():
    assert LENT.sentence("ja", who="佐藤") == "佐藤さんが—さんに鍵—を貸しました。"
    assert events.of("trail:test:gone") is None
