"""The ledger over the API: masks, looks, days."""

from __future__ import annotations

import pytest
from django_scopes import scope

from kuramori.ground.people.roles import Can, Role
from kuramori.ground.trail.models import Entry
from kuramori.work.ledger.models import Asset
from kuramori.work.ledger.tests import making
from tests.api.conftest import Caller, Company


@pytest.fixture
def top(company: Company) -> Asset:
    """A 極秘 asset that the owner keeps."""
    with scope(organisation=company.organisation):
        return making.top(company.actor())


def looks() -> list[list[str]]:
    rows = Entry.objects.filter(event="ledger:asset:looked").order_by("index")
    return [list(row.parts.shows) for row in rows]


def test_a_key_without_the_right_sees_number_and_grade_only_even_the_keepers(
    company: Company, top: Asset
) -> None:
    caller = Caller(company.slug, company.key(Role.OWNER, [Can.ASSET_READ]))
    (row,) = caller.get("/assets").json["assets"]
    assert (row["number"], row["grade"], row["keeper"]) == (top.number, "top", company.actor().name)
    assert (row["is_masked"], row["name"], row["what"], row["place"]) == (True, "", "", "")
    one = caller.get(f"/assets/{top.pk}").json
    assert (one["name"], one["values"], one["knowers"]) == ("", {}, [])
    assert caller.get("/assets?q=主軸").json["assets"] == []
    assert looks() == []


def test_a_key_with_the_right_sees_it_and_every_answer_leaves_a_look(company: Company, top: Asset) -> None:
    caller = Caller(company.slug, company.key(Role.STEWARD, [Can.ASSET_READ, Can.ASSET_READ_TOP]))
    assert caller.get("/assets").json["assets"][0]["name"] == top.name
    assert caller.get(f"/assets/{top.pk}").json["values"]["what"] == top.what
    assert caller.get(f"/assets/{top.pk}/grants").status == 200
    assert looks() == [[str(top.pk)]] * 3


def test_an_entry_is_registered_changed_and_read_on_a_day(company: Company) -> None:
    caller = Caller(company.slug, company.key(Role.OWNER))
    with scope(organisation=company.organisation):
        place = making.place(company.actor())
    body = {
        "name": "熱処理の順番", "what": "温度と時間", "grade": "secret", "layer": "nda", "place": str(place.pk),
        "keeper": str(company.actor().person_id), "review_on": "2030-03-31", "more": {"backup": "毎晩"},
        "from_on": "2026-01-05",
    }  # fmt: skip
    made = caller.send("POST", "/assets", body).json
    assert (made["number"], made["values"]["backup"]) == ("A-001", "毎晩")
    changed = caller.send(
        "PUT", f"/assets/{made['id']}", {"values": {"backup": None, "copies": 3}, "revision": 1}
    ).json
    assert changed["values"].get("backup") is None
    assert changed["values"]["copies"] == 3
    assert caller.get(f"/assets/{made['id']}?on=2026-01-05").json["values"]["backup"] == "毎晩"
    assert not caller.get(f"/assets/{made['id']}?on=2026-01-04").json["is_there"]
    stale = caller.send("PUT", f"/assets/{made['id']}", {"values": {"copies": 4}, "revision": 1})
    assert (stale.status, stale.json["revision"]) == (409, 2)
    assert caller.get(f"/assets/{made['id']}?on=2999-01-01").status == 422


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"colour": "red"}, 422),
        ({"grade": "public"}, 422),
        ({"place": "nowhere"}, 422),
        ({"copies": -1}, 422),
    ],
)
def test_what_a_field_cannot_hold_is_refused(
    company: Company, values: dict[str, object], status: int
) -> None:
    with scope(organisation=company.organisation):
        made = making.asset(company.actor())
    caller = Caller(company.slug, company.key(Role.OWNER))
    answered = caller.send("PUT", f"/assets/{made.pk}", {"values": values, "revision": 1})
    assert answered.status == status
    with scope(organisation=company.organisation):
        assert Asset.objects.get(pk=made.pk).revision == 1
