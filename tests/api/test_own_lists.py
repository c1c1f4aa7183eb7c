"""An own list of questions over the API, from JSON to a profile that asks by it: the rules of the Excel form."""

from __future__ import annotations

from typing import Any

import pytest
from django_scopes import scope

from kuramori.ground.packs.models import OwnPack
from kuramori.ground.people.roles import Can, Role
from kuramori.ground.trail.models import Entry
from kuramori.work.requests.models import Profile
from tests.api.called_profiles import PROFILE, QUESTIONS, REQUIRED
from tests.api.conftest import Caller, Company

LISTS, PROFILES = "/requests/own-lists", "/requests/profiles"


@pytest.fixture
def caller(company: Company) -> Caller:
    return Caller(company.slug, company.key())


def _made(caller: Caller, **more: Any) -> Any:
    made = caller.post(LISTS, {"title": "調達の確認", "questions": QUESTIONS} | more)
    assert made.status == 201, made.json
    return made.json


def _used(caller: Caller) -> Any:
    return caller.post(f"{LISTS}/{_made(caller)['id']}/use").json


def test_a_list_is_brought_in_looked_at_used_and_asked_by(caller: Caller) -> None:
    full = QUESTIONS[0] | {
        "number": "1-1",
        "group": "入口",
        "states": ["ない。", "ある。"],
        "na_allowed": True,
        "evidence": ["鍵の帳面", "写真"],
        "english": {"question": "Is the cabinet locked?"},
    }
    made = _made(caller, questions=[full])
    (question,) = made["questions"]
    assert (question["number"], question["group"], question["states"]) == (
        "1-1",
        "入口",
        ["ない。", "ある。"],
    )
    assert (question["evidence"], question["na_allowed"]) == (["鍵の帳面", "写真"], True)
    assert caller.get(f"{LISTS}/{made['id']}").json == made
    assert made["accepted_at"] is None
    asked = PROFILE | {"pack": made["pack"], "required": [REQUIRED[0] | {"level": 1}]}
    assert caller.post(PROFILES, asked).status == 404
    used = caller.post(f"{LISTS}/{made['id']}/use")
    assert (used.status, used.json["accepted_at"] is not None) == (200, True)
    profile = caller.post(PROFILES, asked)
    assert (profile.status, profile.json["edition"], profile.json["pack"]) == (201, 1, made["pack"])
    assert caller.get(f"{PROFILES}/{profile.json['id']}").json == profile.json
    assert [one["pack"] for one in caller.get(PROFILES).json["profiles"]] == [made["pack"]]


def test_what_is_said_twice_is_there_once(caller: Caller, company: Company) -> None:
    first = _made(caller)
    before = Entry.objects.count()
    assert _made(caller) == first
    assert caller.post(f"{LISTS}/{first['id']}/editions", {"questions": QUESTIONS}).json == first
    used = caller.post(f"{LISTS}/{first['id']}/use").json
    assert caller.post(f"{LISTS}/{first['id']}/use").json == used
    ended = caller.post(f"{LISTS}/{first['id']}/retire").json
    assert caller.post(f"{LISTS}/{first['id']}/retire").json == ended
    assert caller.post(f"{LISTS}/{first['id']}/use").status == 409
    assert Entry.objects.filter(event__startswith="packs:").count() == 3
    assert Entry.objects.count() > before
    # What was retired can come back: as an edition of its own.
    assert (_made(caller)["version"], caller.get(LISTS).json["total"]) == ("2", 2)


def test_the_next_edition_leaves_the_one_in_use_until_it_is_used_itself(caller: Caller) -> None:
    first = _used(caller)
    more = [*QUESTIONS, {"question": "写しを数えていますか。", "why": "図面をお預けするため。"}]
    second = caller.post(f"{LISTS}/{first['id']}/editions", {"questions": more}).json
    assert (second["version"], second["pack"], second["title"]) == ("2", first["pack"], first["title"])
    assert caller.get(f"{LISTS}/{first['id']}").json["retired_at"] is None
    caller.post(f"{LISTS}/{second['id']}/use")
    assert caller.get(f"{LISTS}/{first['id']}").json["retired_at"] is not None
    assert len(caller.get(f"{LISTS}/{first['id']}").json["questions"]) == 1


@pytest.mark.parametrize(
    ("questions", "place", "rule"),
    [
        ([], "questions", "nothing"),
        ([{"question": " ", "why": "わけ"}], "questions.0.question", "no-question"),
        ([QUESTIONS[0], {"question": "問", "why": ""}], "questions.1.why", "no-why"),
        ([QUESTIONS[0] | {"number": "1"}] * 2, "questions.1.number", "number-twice"),
        ([QUESTIONS[0] | {"title": "長" * 201}], "questions.0.title", "too-long"),
        ([QUESTIONS[0] | {"states": ["一つ"]}], "questions.0.states", "states"),
        ([QUESTIONS[0], QUESTIONS[0] | {"states": ["0", "1", "2", "3"]}], "", ""),
        ([QUESTIONS[0] | {"states": list(n)} for n in ("01", "012")], "questions.1.states", "states"),
        ([QUESTIONS[0]] * 1_001, "questions.1000", "too-many"),
    ],
)
def test_what_the_form_refuses_is_refused_with_its_place(
    caller: Caller, company: Company, questions: list[Any], place: str, rule: str
) -> None:
    got = caller.post(LISTS, {"title": "調達の確認", "questions": questions})
    if not rule:
        assert got.status == 201
        return
    assert got.status == 422
    assert (got.json["faults"][0]["place"], got.json["faults"][0]["rule"]) == (place, rule)
    assert got.json["detail"] == got.json["faults"][0]["message"]
    with scope(organisation=company.organisation):
        assert not OwnPack.objects.exists()


def test_a_profile_gets_editions_is_retired_and_refuses_what_nobody_could_answer(
    caller: Caller, company: Company
) -> None:
    pack = _used(caller)["pack"]
    wanted = PROFILE | {"pack": pack}
    for wrong in (
        {"required": []},
        {"required": [REQUIRED[0] | {"item": "i0009"}]},
        {"required": REQUIRED * 2},
        {"required": [REQUIRED[0] | {"level": 3}]},
        {"required": [REQUIRED[0] | {"level": -1}]},
        {"required": [REQUIRED[0] | {"why": " "}]},
        {"equivalents": ["nothing-known"]},
        {"klass": " "},
    ):
        assert caller.post(PROFILES, wanted | wrong).status == 422, wrong
    with scope(organisation=company.organisation):
        assert not Profile.objects.exists()
    first = caller.post(PROFILES, wanted).json
    at = f"{PROFILES}/{first['id']}"
    assert caller.put(at, PROFILE).json == first
    second = caller.put(at, PROFILE | {"klass": "B"}).json
    assert (second["edition"], second["series"], second["klass"]) == (2, first["series"], "B")
    assert caller.get(at).json == first | {"is_newest": False}
    assert caller.put(at, PROFILE | {"klass": "C"}).status == 409
    assert caller.post(f"{at}/retire").status == 409
    ended = caller.post(f"{PROFILES}/{second['id']}/retire").json
    assert ended["retired_at"] is not None
    assert caller.post(f"{PROFILES}/{second['id']}/retire").json == ended
    assert caller.get(PROFILES).json["profiles"] == []


def test_who_may_only_read_requests_sees_a_profile_and_no_own_list(company: Company, caller: Caller) -> None:
    used = _used(caller)
    profile = caller.post(PROFILES, PROFILE | {"pack": used["pack"]}).json
    reader = Caller(company.slug, company.key(Role.OWNER, [Can.REQUEST_READ]))
    assert reader.get(f"{PROFILES}/{profile['id']}").status == 200
    assert reader.get(f"{LISTS}/{used['id']}").status == 403
    assert reader.put(f"{PROFILES}/{profile['id']}", PROFILE).status == 403
