"""Many rows at once: as `create` would write them, and never past the organisation that acts."""

from __future__ import annotations

import datetime
import uuid

import pytest

from kuramori.ground.people import timeline
from kuramori.ground.people.models import Employment, Kind, Person
from kuramori.ground.people.owned import CrossesTenants, NobodyActs
from kuramori.ground.people.rows import count_anew, insert, update
from kuramori.outside import clock

DAY = datetime.date(2026, 4, 1)


def _people(*names: str) -> list[uuid.UUID]:
    keys = [uuid.uuid4() for _name in names]
    insert(Person, ["id", "name"], list(zip(keys, names, strict=True)))
    return keys


def _employed(person: uuid.UUID, *, until_on: datetime.date | None = None) -> Employment:
    key = uuid.uuid4()
    values = [key, person, Kind.EMPLOYEE.value, DAY, until_on, clock.now()]
    insert(Employment, ["id", "person_id", "kind", "from_on", "until_on", "recorded_at"], [values])
    return Employment.objects.get(pk=key)


def test_columns_that_are_not_told_take_their_default(cast, acting):
    first, second = _people("見本 一", "見本 二")

    row = Person.objects.get(pk=second)
    assert (row.name, row.kana, row.number, row.account_id) == ("見本 二", "", "", None)
    assert row.organisation_id == cast.organisation.pk
    assert Person.objects.filter(pk=first).exists()


def test_days_and_moments_are_read_back_as_they_were_told(cast, acting):
    [key] = _people("見本 一")
    moment = clock.now()
    insert(
        Employment, ["id", "person_id", "kind", "from_on", "recorded_at"],
        [[uuid.uuid4(), key, "employee", DAY, moment]],
    )  # fmt: skip
    row = Employment.objects.get(person_id=key)
    assert (row.from_on, row.until_on, row.recorded_at) == (DAY, None, moment)


def test_nothing_is_written_for_nobody_or_tied_to_another_house(cast, acting):
    theirs = cast.person("staff", at=cast.there).pk
    with pytest.raises(CrossesTenants):
        _employed(theirs)
    with pytest.raises(CrossesTenants):
        insert(Person, ["id", "organisation_id", "name"], [[uuid.uuid4(), cast.other.pk, "影山 一"]])
    with pytest.raises(ValueError, match="own key"):
        insert(Person, ["name"], [["影山 一"]])


def test_nobody_acts_and_nothing_is_written(cast):
    with pytest.raises(NobodyActs):
        insert(Person, ["id", "name"], [[uuid.uuid4(), "影山 一"]])


def test_another_houses_row_stays_as_it_is(cast, acting):
    theirs = cast.person("staff", at=cast.there)
    [ours] = _people("見本 一")
    update(Person, ["name"], [(ours, ["見本 二"]), (theirs.pk, ["書き換え"])])

    assert Person.objects.get(pk=ours).name == "見本 二"
    assert Person.everywhere.get(pk=theirs.pk).name == theirs.name


def test_the_rest_of_many_lines_is_told_anew_and_what_was_known_stays(cast, acting):
    open_ended, ended = (_employed(key) for key in _people("見本 一", "見本 二"))
    Employment.objects.filter(pk=ended.pk).update(until_on=DAY + datetime.timedelta(days=9))
    ended.refresh_from_db()
    later = DAY + datetime.timedelta(days=3)

    told = {"kind": Kind.PART_TIME.value}
    timeline.lay_rest(Employment, [(open_ended, told, later), (ended, told, DAY)], owner="person_id")

    def line(row: Employment) -> list[tuple[str, datetime.date, datetime.date | None]]:
        rows = timeline.known(Employment, person=row.person)
        return [(one.kind, one.from_on, one.until_on) for one in rows]

    assert line(open_ended) == [
        ("employee", DAY, later - timeline.DAY),
        ("part_time", later, None),
    ]
    assert line(ended) == [("part_time", DAY, ended.until_on)]
    assert Employment.objects.filter(superseded_at__isnull=False).count() >= 2


def test_rows_that_were_counted_are_looked_up_by_their_keys(cast, acting):
    keys = _people(*(f"見本 {number}" for number in range(500)))
    count_anew(Person)
    plan = Person.objects.filter(pk__in=keys[:20]).explain().lower()
    assert "organisation_id" not in plan.partition("(")[0], plan
    assert "people_person_pkey" in plan or "autoindex" in plan or "seq scan" in plan, plan
