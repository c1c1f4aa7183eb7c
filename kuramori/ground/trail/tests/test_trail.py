import uuid
from dataclasses import dataclass

import pytest
from django.db import transaction

from kuramori.ground.trail import events, read
from kuramori.ground.trail.events import Event
from kuramori.ground.trail.models import Entry, EntryIsPermanent
from kuramori.ground.trail.record import OutsideTransaction, record

LENT = Event("trail:test:lent", "{who}さんが鍵{number}を貸しました。", "{who} lent key {number}.")


@dataclass(frozen=True)
class Sato:
    organisation_id: uuid.UUID
    person_id: uuid.UUID | None = None
    name: str = "佐藤"
    via: str = "browser"


@pytest.fixture
def sato():
    return Sato(organisation_id=uuid.uuid4())


@pytest.mark.django_db
def test_an_entry_reads_as_a_sentence_in_both_languages(sato):
    with transaction.atomic():
        record(sato, LENT, kind="key", thing_id=7, number=7)
    assert read.lines(sato.organisation_id)[0].sentence == "佐藤さんが鍵7を貸しました。"
    assert read.lines(sato.organisation_id, language="en")[0].sentence == "佐藤 lent key 7."


@pytest.mark.django_db(transaction=True)
def test_nothing_is_recorded_outside_the_transaction_of_a_change(sato):
    with pytest.raises(OutsideTransaction):
        record(sato, LENT, number=1)
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_an_entry_falls_with_its_change(sato):
    with transaction.atomic():
        record(sato, LENT, number=1)
        transaction.set_rollback(True)
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_an_entry_can_neither_be_changed_nor_deleted(sato):
    entry = record(sato, LENT, number=1)
    for attempt in (
        entry.save,
        entry.delete,
        Entry.objects.all().delete,
        lambda: Entry.objects.update(who="別の人"),
    ):
        with pytest.raises(EntryIsPermanent):
            attempt()
    assert Entry.objects.get().who == "佐藤"


@pytest.mark.django_db
def test_one_organisation_does_not_read_anothers_entries(sato):
    record(sato, LENT, number=1)
    assert read.lines(uuid.uuid4()) == ()


@pytest.mark.django_db
def test_the_newest_entry_of_a_thing_comes_first(sato):
    for number in (1, 2, 3):
        record(sato, LENT, kind="key", thing_id=number % 2, number=number)
    assert [line.sentence for line in read.lines(sato.organisation_id, kind="key", thing_id=1)] == [
        "佐藤さんが鍵3を貸しました。",
        "佐藤さんが鍵1を貸しました。",
    ]


def test_two_events_never_share_an_id():
    with pytest.raises(ValueError, match="trail:test:lent"):
        Event("trail:test:lent", "別の文", "another sentence")


def test_a_sentence_survives_what_an_old_entry_does_not_know():
    assert LENT.sentence("ja", who="佐藤") == "佐藤さんが鍵—を貸しました。"
    assert events.of("trail:test:gone") is None
