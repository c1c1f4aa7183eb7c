"""The file that somebody takes away opens again: in a house of their own, in the public check, in the next request."""

from __future__ import annotations

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kuramori.ground.packs import read as packs
from kuramori.rules import answers as answer_rules
from kuramori.rules.answers import Answered, NotApplicable
from kuramori.work.checks.given import given_answers
from kuramori.work.checks.models import Sheet
from kuramori.work.requests import drafting
from kuramori.work.requests.tests import asked_world
from kuramori.work.requests.tests.answering import guest

pytestmark = pytest.mark.django_db
GIVEN = {"q01": "3", "q02": "0", "q03": "1", "q13": "na", "q13.words": "海外に渡すものがない", "q05": "alternative",
         "q05.words": "工場長が毎週見回る"}  # fmt: skip


@pytest.fixture
def taken(acting):
    owner = acting.actor("owner")
    asked = asked_world.sent(owner).asked[0]
    one = guest(owner, asked)
    one.post("items/all/", GIVEN | {f"{item}.seen": "" for item in ("q01", "q02", "q03", "q05", "q13")})
    return one, asked, one.get("answers.kuramori.json").content


def _is_what_was_given(answers):
    assert answers["q01"] == Answered(3)
    assert answers["q02"] == Answered(0)
    assert answers["q03"] == Answered(1)
    assert "q05" not in answers
    if packs.find(asked_world.PACK).item("q13").na_allowed:
        assert answers["q13"] == NotApplicable("海外に渡すものがない")


def test_it_is_the_file_that_travels_and_says_what_it_could_not_carry(taken):
    _one, _asked, content = taken
    assert set(json.loads(content)) <= set(answer_rules.KEYS)
    file = answer_rules.read(content, packs.find)
    _is_what_was_given(file.answers)
    assert "代わりの方法" in file.note
    assert answer_rules.write(file).encode() == content


def test_it_opens_in_a_house_of_their_own_with_the_same_answers(acting, taken):
    _one, _asked, content = taken
    upload = SimpleUploadedFile("R-9001.kuramori.json", content)
    came = acting.client("steward").post(acting.url("checks/take-in/"), {"file": upload})
    assert came.status_code == 302
    _is_what_was_given(given_answers(Sheet.objects.get()))


def test_it_opens_in_the_public_check_with_the_same_answers(client, taken):
    _one, _asked, content = taken
    upload = SimpleUploadedFile("R-9001.kuramori.json", content)
    page = client.post("/check/load/", {"file": upload, "route": "review"}).content.decode()
    inputs = re.findall(r"<input[^>]*>", page)
    for item, level in (("q01", "3"), ("q02", "0"), ("q03", "1")):
        chosen = [one for one in inputs if f'name="{item}"' in one and "checked" in one]
        assert [re.search(r'value="([^"]*)"', one)[1] for one in chosen] == [level], item
    assert not [one for one in inputs if 'name="q05"' in one and "checked" in one]


def test_it_is_laid_into_the_next_request_as_it_was(taken):
    one, asked, content = taken
    drafting_before = dict(drafting.draft_of(asked).given)
    looked = one.post("fill/", {"file": SimpleUploadedFile("a.kuramori.json", content)}).content.decode()
    assert "いまの答えのまま" in looked
    one.post("fill/", {"kept": content.decode(), "sure": "1"})
    assert dict(drafting.draft_of(asked).given) == drafting_before
