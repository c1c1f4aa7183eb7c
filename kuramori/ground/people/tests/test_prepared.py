import threading

import pytest
from django.db import connection, transaction
from django.db.models import CharField, UUIDField
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from kuramori.ground.people.models import Person
from kuramori.ground.people.owned import NobodyActs
from kuramori.ground.people.prepared import Later, Prepared


@pytest.fixture
def by_name() -> Prepared:
    return Prepared(lambda: Person.objects.filter(name=Later("name", CharField())).select_related("account"))


def test_a_prepared_query_finds_what_the_plain_one_finds(cast, by_name):
    with scope(organisation=cast.organisation):
        for person in Person.objects.all():
            found = by_name.rows(name=person.name)
            assert found == list(Person.objects.filter(name=person.name))
            assert found[0].account.email == person.account.email


def test_it_always_sees_the_rows_of_the_one_who_acts_whoever_asked_first(cast, by_name):
    here, there = cast.person("steward"), cast.person("steward", at=cast.there)
    with scope(organisation=cast.organisation):
        assert by_name.rows(name=here.name) == [here]
        assert by_name.rows(name=there.name) == []
    with scope(organisation=cast.other):
        assert by_name.rows(name=here.name) == []
        assert by_name.rows(name=there.name) == [there]


def test_the_organisation_cannot_be_named_by_the_asker(cast, by_name):
    there = cast.person("steward", at=cast.there)
    with scope(organisation=cast.organisation):
        assert by_name.rows(name=there.name, organisation=cast.other.pk) == []


def test_where_nobody_acts_it_is_refused_even_after_somebody_asked(cast, by_name):
    with pytest.raises(NobodyActs):
        by_name.rows(name="森下 健一")
    with scope(organisation=cast.organisation):
        by_name.rows(name="森下 健一")
    with pytest.raises(NobodyActs):
        by_name.rows(name="森下 健一")


def test_a_value_that_was_forgotten_is_named(cast, by_name):
    with scope(organisation=cast.organisation), pytest.raises(KeyError, match="name"):
        by_name.rows()


def test_its_sql_is_worked_out_once_in_a_thread_and_asked_each_time(cast):
    made = []

    def make():
        made.append(threading.current_thread())
        return Person.objects.filter(pk=Later("person", UUIDField())).values_list("name")

    names = Prepared(make)
    with scope(organisation=cast.organisation), CaptureQueriesContext(connection) as asked:
        first = names.first(person=cast.person("owner").pk)
        second = names.first(person=cast.person("staff").pk)
    assert (first, second) == (("田所 勝",), ("西村 直",))
    assert len(made) == 1
    assert len([one for one in asked if '"people_person"."name"' in one["sql"]]) >= 2


def test_values_cannot_become_part_of_the_query(cast, by_name):
    with scope(organisation=cast.organisation):
        assert by_name.rows(name="' OR 1=1 --") == []
        assert by_name.rows(name="%s") == []


@pytest.mark.django_db(transaction=True)
def test_a_row_is_held_only_inside_a_transaction():
    held = Prepared(
        lambda: (
            Person.everywhere.select_for_update().filter(pk=Later("person", UUIDField())).values_list("name")
        )
    )
    nobody = "00000000-0000-4000-8000-000000000000"
    with transaction.atomic():
        assert held.rows(person=nobody) == []
    with pytest.raises(transaction.TransactionManagementError):
        held.rows(person=nobody)
