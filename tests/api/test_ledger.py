"""The ledger over the API: masks, looks, days."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django_scopes import scope

from kuramori.ground.people.roles import Can, Role
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock
from kuramori.work.ledger.models import Asset, PriorKind
from kuramori.work.ledger.prior_use import PriorWanted, add_prior
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


def test_prior_use_is_recorded_with_and_without_a_file_read_and_withdrawn(company: Company) -> None:
    with scope(organisation=company.organisation):
        asset = making.asset(company.actor())
    caller = Caller(company.slug, company.key(Role.OWNER))
    shown = {"kind": "trial", "title": "測定表", "of_on": "2020-04-01"}
    assert caller.send("POST", f"/assets/{asset.pk}/prior-uses", shown).status == 422
    hashed = caller.send("POST", f"/assets/{asset.pk}/prior-uses", shown | {"sha256": "A1" * 32}).json
    file = SimpleUploadedFile("測定表.pdf", b"%PDF-1.7 x")
    kept = caller.upload(f"/assets/{asset.pk}/prior-uses/files", **shown, file=file).json
    assert (hashed["sha256"], hashed["has_file"], kept["has_file"]) == ("a1" * 32, False, True)
    assert caller.get(f"/prior-uses/{kept['id']}/file").content == b"%PDF-1.7 x"
    assert caller.get(f"/prior-uses/{hashed['id']}/file").status == 404
    path = f"/prior-uses/{hashed['id']}/withdraw"
    assert caller.send("POST", path, {"reason": "取り違えた"}).status == 200
    assert caller.send("POST", path, {"reason": "取り違えた"}).status == 409
    rows = caller.get(f"/assets/{asset.pk}/prior-uses").json["records"]
    assert [row["withdrawn_reason"] for row in rows] == ["取り違えた", ""]


def test_prior_use_of_a_masked_asset_is_not_told(company: Company, top: Asset) -> None:
    with scope(organisation=company.organisation):
        wanted = PriorWanted(PriorKind.DRAWING, "主軸の図", clock.today(), kept_at="金庫")
        row = add_prior(company.actor(), top, wanted)
    caller = Caller(company.slug, company.key(Role.OWNER, [Can.ASSET_READ, Can.FILE_READ]))
    assert caller.get(f"/assets/{top.pk}/prior-uses").json == {"records": []}
    assert caller.get(f"/prior-uses/{row.pk}/file").status == 403


def test_the_first_session_is_written_and_approved_by_a_script(company: Company) -> None:
    caller = Caller(company.slug, company.key(Role.OWNER))
    owner = company.actor()
    with scope(organisation=company.organisation):
        place = making.place(owner)
    assert caller.get("/first-session").status == 404
    begun = caller.send("POST", "/first-session", None).json
    assert (begun["minutes"], begun["revision"]) == (45, 1)
    line = {
        "name": "焼入れの順番",
        "why": "試して決めた",
        "place": str(place.pk),
        "keeper": str(owner.person_id),
        "revision": 1,
    }
    written = caller.send("PUT", "/first-session/lines/1", line).json
    assert (written["minutes"], written["lines"][0]["missing"]) == (40, ["区分の質問"])
    assert caller.send("PUT", "/first-session/lines/2", line).status == 409
    assert caller.send("PUT", "/first-session/lines/6", line | {"revision": 2}).status == 404
    yes = {"owner": str(owner.person_id), "revision": 2}
    assert caller.send("POST", "/first-session/approve", yes).status == 422
    answers = {"harm": "pillar", "known": "no", "who": "few", "outside": "never", "whose": "own"}
    done = caller.send("PUT", "/first-session/lines/1", line | {"answers": answers, "revision": 2}).json
    assert done["lines"][0]["grade"] == "top"
    staff = str(company.cast.person("staff", company.slug).pk)
    assert caller.send("POST", "/first-session/approve", yes | {"owner": staff, "revision": 3}).status == 422
    made = caller.send("POST", "/first-session/approve", yes | {"revision": 3})
    assert made.status == 201
    (asset,) = made.json["assets"]
    assert caller.get(f"/assets/{asset}").json["grade"] == "top"


def test_rules_of_handling_are_decided_and_an_unknown_step_is_named(company: Company) -> None:
    caller = Caller(company.slug, company.key(Role.OWNER))
    told = caller.send("PUT", "/grade-handling/secret", {"steps": {"keeping": "赤い金庫"}}).json["handling"]
    secret = next(one for one in told if one["grade"] == "secret")
    assert [(step["id"], step["words"]) for step in secret["steps"]] == [("keeping", "赤い金庫")]
    assert (secret["decided_by"], secret["decided_on"]) == (company.actor().name, str(clock.today()))
    assert caller.send("PUT", "/grade-handling/secret", {"steps": {"kept": "x"}}).status == 422
    assert caller.send("PUT", "/grade-handling/none", {"steps": {}}).status == 422
