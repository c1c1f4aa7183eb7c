"""Rows of one organisation: the manager refuses to read or write past the one that acts."""

from __future__ import annotations

import pytest
from django_scopes import scope
from django_scopes.exceptions import ScopeError

from kuramori.ground.people.models import Department, Membership, Person
from kuramori.ground.people.owned import CrossesTenants, NobodyActs
from kuramori.ground.people.roles import Role
from kuramori.outside import clock


def _membership(person: Person, organisation) -> Membership:
    return Membership(
        organisation=organisation,
        person_id=person.pk,
        role=Role.STAFF,
        from_on=clock.today(),
        recorded_at=clock.now(),
    )


def test_nothing_can_be_read_while_nobody_acts(cast):
    with pytest.raises(ScopeError):
        Person.objects.count()


def test_only_the_acting_organisations_rows_are_seen(cast, acting):
    theirs = cast.person("staff", at=cast.there)

    assert not Person.objects.filter(pk=theirs.pk).exists()
    assert Person.objects.count() == 6
    assert Person.everywhere.count() == 12


def test_nothing_can_be_created_while_nobody_acts(cast):
    with pytest.raises((NobodyActs, ScopeError)):
        Person.objects.create(organisation=cast.organisation, name="影山 一")
    with pytest.raises(NobodyActs):
        Person(organisation=cast.organisation, name="影山 一").save()


def test_a_row_of_another_organisation_cannot_be_created(cast, acting):
    with pytest.raises(CrossesTenants):
        Person.objects.create(organisation=cast.other, name="影山 一")
    with pytest.raises(CrossesTenants):
        Person.objects.bulk_create([Person(organisation=cast.other, name="影山 一")])

    assert not Person.everywhere.filter(name="影山 一").exists()


def test_a_row_of_another_organisation_cannot_be_saved(cast, acting):
    theirs = Person.everywhere.get(pk=cast.person("staff", at=cast.there).pk)
    theirs.name = "書き換え"

    with pytest.raises(CrossesTenants):
        theirs.save()

    assert Person.everywhere.get(pk=theirs.pk).name == "奥寺 翔"


def test_a_row_cannot_be_tied_to_another_organisations_row(cast, acting):
    theirs = cast.person("staff", at=cast.there)

    with pytest.raises(CrossesTenants):
        _membership(theirs, cast.organisation).save()
    with pytest.raises(CrossesTenants):
        Membership.objects.bulk_create([_membership(theirs, cast.organisation)])


def test_a_tie_is_refused_whether_the_other_row_was_fetched_or_only_named(cast, acting):
    theirs = cast.person("staff", at=cast.there)
    fetched = _membership(theirs, cast.organisation)
    fetched.person = theirs

    with pytest.raises(CrossesTenants):
        fetched.save()


def test_rows_cannot_be_moved_to_another_organisation(cast, acting):
    with pytest.raises(CrossesTenants):
        Person.objects.filter(name="西村 直").update(organisation=cast.other)
    with pytest.raises(CrossesTenants):
        Person.objects.filter(name="西村 直").update(organisation_id=cast.other.pk)


def test_rows_cannot_be_tied_to_another_organisation_by_update(cast, acting):
    theirs = cast.person("staff", at=cast.there)
    mine = Membership.objects.filter(person=cast.person("staff"))

    with pytest.raises(CrossesTenants):
        mine.update(person=theirs)
    with pytest.raises(CrossesTenants):
        mine.update(person_id=theirs.pk)


def test_rows_cannot_be_tied_to_another_organisation_by_a_bulk_update(cast, acting):
    row = Membership.objects.get(person=cast.person("staff"))
    row.person = cast.person("staff", at=cast.there)

    with pytest.raises(CrossesTenants):
        Membership.objects.bulk_update([row], ["person"])


def test_an_update_within_the_organisation_goes_through(cast, acting):
    mine = Membership.objects.filter(person=cast.person("staff"))

    assert mine.update(person_id=cast.person("section").pk) == 1
    assert Membership.objects.filter(person=cast.person("section")).count() == 2


def test_an_update_reaches_only_the_acting_organisations_rows(cast, acting):
    Person.objects.update(email="same@kakuu-seiko.example")

    with scope(organisation=cast.other):
        assert not Person.objects.filter(email="same@kakuu-seiko.example").exists()


def test_a_department_of_another_organisation_cannot_be_given(cast, acting):
    with scope(organisation=cast.other):
        theirs = Department.objects.create(organisation=cast.other)
    row = _membership(cast.person("staff"), cast.organisation)
    row.department_id = theirs.pk

    with pytest.raises(CrossesTenants):
        row.save()


def test_deleting_cannot_reach_another_organisations_rows(cast, acting):
    Membership.objects.all().delete()

    assert Membership.everywhere.filter(organisation=cast.other).count() == 6
