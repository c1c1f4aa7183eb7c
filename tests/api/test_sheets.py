"""A round over the API, from the first answer to the file that travels; and what is refused on the way."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kuramori.ground.people.models import Token
from kuramori.ground.people.roles import Can, Role
from kuramori.ground.trail.models import Entry
from kuramori.rules.catalogue import Pack
from tests.api.called import PDF
from tests.api.conftest import Caller, Company, answer_all
from tests.api.world import World, make_world


@pytest.fixture
def world(company: Company, pack: Pack) -> World:
    return make_world(company, pack)


def test_a_round_goes_from_begin_to_the_file_that_travels(owner: Caller, sheet: Any) -> None:
    answer_all(owner, sheet)
    done = owner.post(f"/sheets/{sheet['id']}/finalise")
    assert (done.status, done.json["state"], done.json["missing"]) == (200, "final", [])
    assert done.json["total"] == {"points": 38, "max": 57, "score": 67}
    told = owner.get(f"/sheets/{sheet['id']}").json
    assert told["score"]["total"]["score"] == 67
    file = owner.get(f"/sheets/{sheet['id']}/answers-file")
    assert file.response["Content-Disposition"].startswith("attachment")
    assert file.json["answers"] == {item["item"]: 2 for item in told["items"]}
    assert Caller().post("/check/score", file.content).json == told["score"]
    again = owner.post("/sheets", {"answer_file": file.json, "name": "持ち込み"})
    assert again.status == 201
    assert owner.get(f"/sheets/{again.json['id']}").json["score"] == told["score"]


def test_a_stale_answer_is_refused_and_told_what_stands(owner: Caller, sheet: Any, company: Company) -> None:
    path = f"/sheets/{sheet['id']}/answers/q01"
    first = owner.put(path, {"value": 1, "comment": "紙の台帳", "revision": 0})
    assert (first.status, first.json["revision"]) == (200, 1)
    colleague = Caller(company.slug, company.key(Role.STEWARD))
    stale = colleague.put(path, {"value": 3, "comment": "", "revision": 0})
    assert stale.status == 409
    assert stale.json["current"]["value"] == 1
    assert stale.json["current"]["comment"] == "紙の台帳"
    assert stale.json["current"]["answered_by"] == "田所 勝"
    now = owner.get(f"/sheets/{sheet['id']}").json["items"][0]
    assert (now["value"], now["revision"]) == (1, 1)
    assert colleague.put(path, {"value": 3, "comment": "", "revision": 1}).json["revision"] == 2


@pytest.mark.parametrize(
    ("item", "value", "fault"),
    [
        ("q01", 4, ("answers.q01", "level-out-of-range")),
        ("q01", -1, ("answers.q01", "level-out-of-range")),
        ("q01", True, ("answers.q01", "level-not-whole")),
        ("q01", 1.0, ("answers.q01", "level-not-whole")),
        ("q01", "2", ("answers.q01", "level-not-whole")),
        ("q01", [2], ("answers.q01", "answer-form")),
        ("q01", {"na": "来客がない"}, ("answers.q01", "na-not-allowed")),
        ("q04", {"na": "　"}, ("answers.q04.na", "na-without-reason")),
        ("q04", {"na": "x", "why": 1}, ("answers.q04.why", "unknown-key")),
        ("q04", {"na": "長" * 501}, ("answers.q04.na", "too-long")),
    ],
)
def test_an_answer_that_is_not_offered_is_named_and_nothing_is_saved(
    owner: Caller, sheet: Any, item: str, value: object, fault: tuple[str, str]
) -> None:
    refused = owner.put(
        f"/sheets/{sheet['id']}/answers/{item}", {"value": value, "comment": "", "revision": 0}
    )
    assert refused.status == 422
    assert refused.faults == [fault]
    assert {line["revision"] for line in owner.get(f"/sheets/{sheet['id']}").json["items"]} == {0}


@pytest.mark.parametrize(
    ("body", "status", "faults"),
    [
        ('{"value": 1, "comment": ""}', 422, [("revision", "missing-key")]),
        ('{"value": 1, "comment": "", "revision": "0"}', 422, [("revision", "wants-whole-number")]),
        ('{"value": 1, "comment": "", "revision": true}', 422, [("revision", "wants-whole-number")]),
        ('{"value": 1, "comment": "", "revision": -1}', 422, [("revision", "out-of-range")]),
        ('{"value": 1, "comment": 5, "revision": 0}', 422, [("comment", "wants-text")]),
        ('{"value": 1, "comment": "", "revision": 0, "level": 2}', 422, [("level", "unknown-key")]),
        ('{"value": 1, "value": 2, "comment": "", "revision": 0}', 400, [("value", "duplicate-key")]),
        ('{"value": NaN, "comment": "", "revision": 0}', 400, [("", "not-a-number")]),
        ('{"value": 1, "comment": "a\\u0000", "revision": 0}', 400, [("", "control-character")]),
        ("[1]", 422, [("", "wants-mapping")]),
        ("{", 400, [("", "not-readable")]),
        (b"\xff", 400, [("", "not-utf8")]),
        ("", 422, [("", "missing-key")]),
    ],
)
def test_a_body_that_is_wrong_is_named(
    owner: Caller, sheet: Any, body: str, status: int, faults: list[tuple[str, str]]
) -> None:
    refused = owner.send("PUT", f"/sheets/{sheet['id']}/answers/q01", body)
    assert (refused.status, refused.faults) == (status, faults)


def test_an_unknown_item_is_not_found(owner: Caller, sheet: Any) -> None:
    sent = {"value": 1, "comment": "", "revision": 0}
    assert owner.put(f"/sheets/{sheet['id']}/answers/q99", sent).status == 404


def test_a_colleague_answers_what_was_asked_and_nothing_else(world: World) -> None:
    staff = Caller(world.company.slug, world.company.key(Role.STAFF))
    sent = {"value": 3, "comment": "", "revision": 1}
    below = f"/sheets/{world.ids['sheet_id']}/answers"
    refused = staff.put(f"{below}/q03", sent)
    assert refused.status == 403
    assert Can.SHEET_ANSWER.value in refused.json["detail"]
    assert staff.put(f"{below}/q02", sent).status == 200


def test_a_sheet_with_open_items_is_not_finalised_and_they_are_named(owner: Caller, sheet: Any) -> None:
    owner.put(f"/sheets/{sheet['id']}/answers/q02", {"value": 1, "comment": "", "revision": 0})
    refused = owner.post(f"/sheets/{sheet['id']}/finalise")
    assert refused.status == 409
    assert refused.json["missing"] == [f"q{n:02}" for n in range(1, 20) if n != 2]


def test_a_final_sheet_is_not_changed(world: World) -> None:
    owner, final = Caller(world.company.slug, world.company.key()), world.ids["final_id"]
    sent = {"value": 3, "comment": "", "revision": 1}
    assert owner.put(f"/sheets/{final}/answers/q01", sent).status == 409
    assert owner.post(f"/sheets/{final}/finalise").status == 409
    assert owner.post(f"/sheets/{final}/evidence/links", {"item": "q01", "title": "x"}).status == 409
    assert owner.upload(f"/sheets/{final}/evidence/files", item="q01", file=_file()).status == 409
    asked = {"item": "q01", "person": world.ids["person"]}
    assert owner.post(f"/sheets/{final}/delegations", asked).status == 409


def test_the_next_round_starts_from_a_final_one_only(world: World) -> None:
    owner = Caller(world.company.slug, world.company.key())
    assert owner.post(f"/sheets/{world.ids['sheet_id']}/revise", {}).status == 409
    made = owner.post(f"/sheets/{world.ids['final_id']}/revise", {"name": "次の回"})
    told = owner.get(f"/sheets/{made.json['id']}").json
    assert (told["name"], told["previous"]) == ("次の回", world.ids["final_id"])
    assert {item["value"] for item in told["items"]} == {2}


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({}, ("pack", "missing-key")),
        ({"pack": "jp/meti/none"}, ("pack", "unknown-pack")),
        ({"pack": "tics", "answer_file": {"pack": "tics", "answers": {}}}, ("answer_file", "unknown-key")),
        ({"pack": "tics", "route": "third"}, ("route", "not-one-of")),
        ({"pack": "tics", "name": "長" * 81}, ("name", "too-long")),
        (
            {"answer_file": {"pack": "tics", "answers": {"q01": 7}}},
            ("answer_file.answers.q01", "level-out-of-range"),
        ),
        ({"answer_file": {"pack": "tics"}}, ("answer_file.answers", "missing-key")),
        ({"answer_file": [1]}, ("answer_file", "not-a-mapping")),
    ],
)
def test_a_round_is_begun_with_a_pack_or_a_file_and_nothing_else(
    owner: Caller, body: dict[str, object], fault: tuple[str, str]
) -> None:
    refused = owner.post("/sheets", body)
    assert (refused.status, refused.faults) == (422, [fault])
    assert owner.get("/sheets").json["sheets"] == []


def test_lists_come_in_portions(owner: Caller, pack: Pack) -> None:
    made = [owner.post("/sheets", {"pack": pack.id, "name": f"{n}"}).json["id"] for n in range(3)]
    first = owner.get("/sheets?limit=2").json
    rest = owner.get(f"/sheets?limit=2&offset={first['next_offset']}").json
    assert [row["id"] for row in first["sheets"] + rest["sheets"]] == made[::-1]
    assert rest["next_offset"] is None
    assert owner.get("/sheets?limit=201").faults == [("limit", "out-of-range")]
    assert owner.get("/sheets?offset=-1").faults == [("offset", "out-of-range")]


def test_notes_of_somebody_who_was_first_are_not_overwritten(owner: Caller, sheet: Any) -> None:
    path, seen = f"/sheets/{sheet['id']}/notes", sheet["mark"]
    notes = {"name": "秋の回", "official_score": 64.1, "note": "Excelの点", "mark": seen}
    assert owner.put(path, notes).json["name"] == "秋の回"
    stale = owner.put(path, {**notes, "name": "冬の回"})
    assert stale.status == 409
    told = owner.get(f"/sheets/{sheet['id']}").json
    assert (told["name"], told["official_score"], told["note"]) == ("秋の回", 64.1, "Excelの点")
    assert stale.json["mark"] == told["mark"]
    assert owner.put(path, {**notes, "official_score": 101, "mark": told["mark"]}).faults == [
        ("official_score", "out-of-range")
    ]


def _file(name: str = "規程.pdf", content: bytes = PDF) -> Any:
    return SimpleUploadedFile(name, content)


def test_an_evidence_file_comes_back_as_it_was_and_only_as_an_attachment(owner: Caller, sheet: Any) -> None:
    added = owner.upload(f"/sheets/{sheet['id']}/evidence/files", item="q01", title="規程", file=_file())
    assert added.status == 201
    assert added.json["file"]["sha256"] == hashlib.sha256(PDF).hexdigest()
    back = owner.get(f"/evidence/{added.json['id']}/file")
    assert back.content == PDF
    assert back.response["Content-Disposition"].startswith("attachment")
    assert back.response["X-Content-Type-Options"] == "nosniff"
    assert Entry.objects.filter(event="papers:file:taken_out", via="api").count() == 1
    listed = owner.get(f"/sheets/{sheet['id']}/evidence").json["evidence"]
    assert [one["id"] for one in listed] == [added.json["id"]]
    assert owner.delete(f"/evidence/{added.json['id']}").status == 204
    assert owner.get(f"/evidence/{added.json['id']}/file").status == 404


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("x.exe", b"MZ", 422),
        ("x.pdf", b"<html>", 422),
        ("x.txt", b"", 422),
        ("x.txt", b"a" * (20 * 1024 * 1024 + 1), 413),
    ],
)
def test_a_file_of_another_kind_or_too_large_is_refused(
    owner: Caller, sheet: Any, name: str, content: bytes, status: int
) -> None:
    refused = owner.upload(f"/sheets/{sheet['id']}/evidence/files", item="q01", file=_file(name, content))
    assert refused.status == status
    assert refused.json["detail"]
    assert owner.get(f"/sheets/{sheet['id']}/evidence").json["evidence"] == []


def test_form_fields_that_nobody_reads_are_named(owner: Caller, sheet: Any) -> None:
    path = f"/sheets/{sheet['id']}/evidence/files"
    refused = owner.upload(path, item="q01", file=_file(), more=_file(), why="x")
    assert sorted(refused.faults) == [("more", "unknown-key"), ("why", "unknown-key")]
    assert owner.upload(path, item="q99", file=_file()).faults == [("item", "unknown-answer")]
    assert owner.upload(path, item="q01").faults == [("file", "missing-key")]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://x", "https://", "/o/x", "https://a b"])
def test_only_web_addresses_are_taken_as_links(owner: Caller, sheet: Any, url: str) -> None:
    refused = owner.post(f"/sheets/{sheet['id']}/evidence/links", {"item": "q01", "title": "x", "url": url})
    assert refused.status == 422


def test_plans_are_changed_by_who_saw_them_last(world: World) -> None:
    owner = Caller(world.company.slug, world.company.key())
    plan = owner.get("/plans").json["plans"][0]
    path = f"/plans/{plan['id']}"
    changed = owner.put(path, {"action": "鍵を替える", "due_on": "2027-03-31", "revision": plan["revision"]})
    assert (changed.json["due_on"], changed.json["revision"]) == ("2027-03-31", 2)
    stale = owner.put(path, {"action": "鍵を捨てる", "revision": 1})
    assert (stale.status, stale.json["revision"]) == (409, 2)
    done = owner.post(f"{path}/finish", {"done_on": "2027-01-15"})
    assert done.json["done_on"] == "2027-01-15"
    assert owner.put(path, {"action": "x", "revision": 3}).status == 409
    assert owner.post(f"{path}/reopen").json["done_on"] is None
    assert owner.delete(path).status == 204
    assert owner.get("/plans").json["plans"] == []


@pytest.mark.parametrize("day", ["2027-02-30", "2027-2-3", "20270203", "2027-02-03T00:00:00", 0, "", "１"])
def test_only_days_of_the_calendar_are_days(world: World, day: object) -> None:
    owner = Caller(world.company.slug, world.company.key())
    sent = {"sheet": world.ids["sheet_id"], "item": "q01", "action": "x", "due_on": day}
    assert owner.post("/plans", sent).faults == [("due_on", "no-such-day")]


def test_two_rounds_are_compared_older_first(world: World) -> None:
    owner, ids = Caller(world.company.slug, world.company.key()), world.ids
    owner.put(
        f"/sheets/{ids['sheet_id']}/answers/q04",
        {"value": {"na": "来客がない"}, "comment": "", "revision": 1},
    )
    one = owner.get(f"/sheets/{ids['sheet_id']}/compare/{ids['final_id']}").json
    other = owner.get(f"/sheets/{ids['final_id']}/compare/{ids['sheet_id']}").json
    assert one == other
    assert [(change["id"], change["before"], change["after"]) for change in one["changes"]] in (
        [("q04", 2, {"na": "来客がない"})],
        [("q04", {"na": "来客がない"}, 2)],
    )


def test_the_trail_says_who_did_it_over_the_api(owner: Caller, sheet: Any) -> None:
    owner.put(f"/sheets/{sheet['id']}/answers/q01", {"value": 1, "comment": "", "revision": 0})
    newest = owner.get(f"/trail?sheet={sheet['id']}&limit=1").json
    assert newest["entries"][0]["event"] == "checks:sheet:answered"
    assert newest["entries"][0]["via"] == "api"
    assert newest["entries"][0]["sentence"] == "田所 勝さんが問1に答えました（— → 1）。"
    begun = owner.get(f"/trail?sheet={sheet['id']}&limit=1&offset={newest['next_offset']}").json
    assert begun["entries"][0]["event"] == "checks:sheet:begun"
    assert begun["next_offset"] is None


def test_an_answer_costs_at_most_twelve_questions_to_the_database(
    owner: Caller, sheet: Any, django_assert_max_num_queries: Any
) -> None:
    path = f"/sheets/{sheet['id']}/answers/q01"
    # An everyday key: under one for elevated work each request is an entry of its own.
    Token.everywhere.update(elevated=False)
    with django_assert_max_num_queries(12):
        assert owner.put(path, {"value": 1, "comment": "", "revision": 0}).status == 200
