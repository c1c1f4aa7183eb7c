"""「個人の項目を消す」 as the owner meets it."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django_scopes import scope

from kuramori.ground.people.enrol import Particulars, amend, enrol
from kuramori.ground.people.models import Person
from kuramori.ground.people.roles import Role
from kuramori.ground.trail import verifying
from kuramori.ground.trail.checkpoint import checkpoint
from kuramori.ground.trail.holds import hold
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def hanako(cast):
    """On the roster, amended once: two entries name her, with name, reading and address."""
    owner = cast.actor("owner")
    with scope(organisation=owner.organisation):
        made = enrol(owner, Particulars(name="消江 花子", kana="ケシエ ハナコ", email="keshie@example.jp"))
        amend(owner, made, Particulars(number="M77"))
    return made


def erase(cast, **given):
    return cast.client("owner").post(f"/o/{cast.here}/trail/erase/", given)


def page(cast, rest: str) -> str:
    return cast.client("owner").get(f"/o/{cast.here}/trail/{rest}").content.decode()


def test_a_name_is_gone_from_every_reading_and_the_trail_stays_whole(cast, hanako):
    checkpoint()
    newest = Entry.objects.order_by("-index")[0].index
    shown = page(cast, f"erase/?who={hanako.pk}")
    assert "2件の証跡から消します" in shown

    answer = erase(cast, who=hanako.pk, reason="本人の求め")
    assert answer.status_code == 302
    # The roster itself, in the choice of people, is no part of the trail.
    rest = [
        re.sub(r"<select.*?</select>", "", page(cast, one), flags=re.DOTALL) for one in ("", f"{newest}/")
    ]
    taken = cast.client("owner").post(f"/o/{cast.here}/trail/out/csv/", {"room": "people"})
    table = b"".join(taken.streaming_content).decode("utf-8-sig")
    for text in (*rest, table):
        assert not [word for word in ("花子", "ハナコ", "keshie", "M77") if word in text]
        assert f"〔消しました {clock.today():%Y/%m/%d}〕" in text
    assert verifying.verify().is_whole
    told = Entry.objects.filter(event="trail:personal:erased")
    assert {int(entry.thing_id) for entry in told} == {newest - 1, newest}
    assert all(entry.detail["reason"] == "本人の求め" for entry in told)


def test_a_colleagues_name_in_the_same_entry_stays(cast, hanako):
    owner = cast.person("owner").name
    erase(cast, who=hanako.pk, reason="本人の求め")
    about_her = Entry.objects.filter(kind="person", thing_id=str(hanako.pk))
    assert [entry.who for entry in about_her] == [owner, owner]


def test_what_is_on_hold_is_not_erased_and_the_page_says_so(cast, hanako):
    hold(cast.actor("owner"), "調べのため", [("person", hanako.pk)])
    assert "いまは消せません" in page(cast, f"erase/?who={hanako.pk}")
    before = Entry.objects.filter(event="trail:personal:erased").count()
    assert erase(cast, who=hanako.pk, reason="本人の求め").status_code == 409
    assert Entry.objects.filter(event="trail:personal:erased").count() == before
    assert "花子" in page(cast, "")


def test_an_entry_about_a_held_thing_stays_while_others_go(cast, hanako):
    index = Entry.objects.order_by("-index")[0].index
    hold(cast.actor("owner"), "調べのため", [("entry", index)])
    assert "ほかに1件" in page(cast, f"erase/?who={hanako.pk}")
    assert erase(cast, who=hanako.pk, reason="本人の求め").status_code == 302
    assert [bool(Entry.objects.get(index=one).detail.get("person")) for one in (index - 1, index)] == [
        False,
        True,
    ]


def test_one_entry_alone_can_lose_its_names(cast, hanako):
    index = Entry.objects.order_by("-index")[0].index
    assert erase(cast, entry=index, reason="書き誤り").status_code == 302
    assert Entry.objects.get(index=index).people == {}
    assert "花子" in Entry.objects.get(index=index - 1).detail["person"]


@pytest.mark.parametrize(
    "given", [{}, {"reason": "x"}, {"entry": "-1", "reason": "x"}, {"who": "nobody", "reason": "x"}]
)
def test_without_a_choice_nothing_is_erased(cast, hanako, given):
    assert erase(cast, **given).status_code == 422
    assert not Entry.objects.filter(event="trail:personal:erased").exists()


def test_without_a_reason_nothing_is_erased(cast, hanako):
    assert erase(cast, who=hanako.pk, reason="　 ").status_code == 422
    assert not Entry.objects.filter(event="trail:personal:erased").exists()


@pytest.mark.parametrize("role", ["steward", "auditor", "staff"])
def test_only_an_owner_comes_here(cast, hanako, role):
    address = f"/o/{cast.here}/trail/erase/"
    client = cast.client(role)
    assert client.get(address).status_code == 403
    assert client.post(address, {"who": hanako.pk, "reason": "x"}).status_code == 403


def test_an_entry_of_another_organisation_does_not_exist_here(cast, hanako):
    there = cast.actor("owner", cast.there)
    with scope(organisation=there.organisation):
        enrol(there, Particulars(name="よその人"))
        theirs = Person.objects.get(name="よその人")
    index = Entry.objects.order_by("-index")[0].index
    assert erase(cast, entry=index, reason="x").status_code == 404
    assert erase(cast, who=theirs.pk, reason="x").status_code == 422
    assert Entry.objects.get(index=index).detail["person"] == "よその人"


def test_before_and_after_read_as_words_on_the_page_and_in_the_table(cast, hanako):
    owner = cast.actor("owner")
    with scope(organisation=owner.organisation):
        amend(owner, hanako, Particulars(name="消江 ハナ子"))
    index = Entry.objects.order_by("-index")[0].index
    text = page(cast, f"{index}/")
    assert "お名前" in text
    assert "消江 ハナ子" in text
    taken = cast.client("owner").post(f"/o/{cast.here}/trail/out/csv/", {"thing": f"person:{hanako.pk}"})
    rows = list(csv.DictReader(io.StringIO(b"".join(taken.streaming_content).decode("utf-8-sig"))))
    assert rows[0]["変更"] == "お名前: 消江 花子 → 消江 ハナ子"
    assert "社員番号: なし → M77" in rows[1]["変更"]
    assert str(Role.OWNER) not in rows[0]["変更"]
