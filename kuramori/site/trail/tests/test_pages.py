"""The trail as its readers meet it."""

from __future__ import annotations

import csv
import datetime
import io
import json
import zipfile

import pytest
from django.conf import settings
from django.db import transaction
from django_scopes import scope

from kuramori.ground.people.events import ELEVATION_USED
from kuramori.ground.trail import audiences
from kuramori.ground.trail.events import Event
from kuramori.ground.trail.models import Anchor, Entry
from kuramori.ground.trail.record import record
from kuramori.rules import notes
from kuramori.work.ledger.tests import making

pytestmark = pytest.mark.django_db
TOLD = Event(
    "trail:test:told", "{who}さんが{what}を{person}さんに伝えました。", "{who} told {person} of {what}."
)


@pytest.fixture
def told(cast):
    """Three entries here, one of them for the readers of a case only, and one of another organisation."""
    owner, stranger = cast.actor("owner"), cast.actor("owner", cast.there)
    with transaction.atomic():
        for what in ("=1+1", "図面"):
            record(owner, TOLD, kind="sheet", thing_id=what == "図面", what=what, person="田所 勝")
        record(owner, TOLD, what="内緒の件", person="田所 勝", audience="case:7")
        record(stranger, TOLD, what="よその秘密", person="よその人")
    return {entry.detail["what"]: entry.index for entry in Entry.objects.filter(event=TOLD.id)}


def page(cast, rest=""):
    return f"/o/{cast.here}/trail/{rest}"


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_the_newest_comes_first_and_nothing_of_others(cast, told):
    text = cast.client("auditor").get(page(cast)).content.decode()
    assert text.index("図面") < text.index("=1+1")
    assert "よその" not in text


def test_every_page_of_the_house_tells_how_far_the_trail_is_fixed_outside(cast, told):
    client = cast.client("staff")
    assert "証跡は、まだ外部に固定していません。" in client.get(cast.url()).content.decode()
    at = datetime.datetime(2026, 11, 20, 5, 40, tzinfo=datetime.UTC)
    Anchor.objects.create(kind="witness", name="見本", size=1, at=at, content=b"")
    for place in (cast.url(), cast.url("checks/")):
        assert "証跡は、2026/11/20 14:40まで外部に固定済みです。" in client.get(place).content.decode()


def test_entries_of_a_case_are_shown_only_to_whom_its_room_lets_in(cast, told, monkeypatch):
    monkeypatch.setattr(audiences, "_doors", {})
    client = cast.client("steward")

    def seen():
        rest = [
            client.get(page(cast)).content,
            client.post(page(cast, "out/csv/")),
            client.post(page(cast, "out/jsonl/")),
        ]
        single = client.get(page(cast, f"{told['内緒の件']}/"))
        texts = [rest[0].decode(), *(body(one).decode() for one in rest[1:])]
        return ["内緒" in text for text in texts], single.status_code

    assert seen() == ([False, False, False], 404)
    audiences.register("case", lambda actor, audience: audience == "case:7")
    assert seen() == ([True, True, True], 200)


@pytest.mark.parametrize("role", ["section", "staff", "expert"])
def test_who_may_not_read_the_trail_gets_nothing(cast, told, role):
    client, index = cast.client(role), told["図面"]
    for answer in (
        client.get(page(cast)), client.get(page(cast, f"{index}/")), client.post(page(cast, f"{index}/proof/")),
        client.post(page(cast, "out/csv/")),
    ):  # fmt: skip
        assert answer.status_code == 403


def test_another_organisations_entry_does_not_exist(cast, told):
    client = cast.client("owner")
    for rest in (f"{told['よその秘密']}/", "999999/", "9999999999999999999999/"):
        assert client.get(page(cast, rest)).status_code == 404
    before = Entry.objects.count()
    assert client.post(page(cast, f"{told['よその秘密']}/proof/")).status_code == 404
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    ("asked", "shown", "hidden"),
    [
        ("room=trail", "図面", "加わりました"),
        ("from_on=2001/1/1&until_on=2001/12/31", "当てはまる証跡はありません", "図面"),
        ("thing=sheet:True", "図面", "1+1"),
    ],
)
def test_one_finds_by_room_day_and_thing(cast, told, asked, shown, hidden):
    answer = cast.client("owner").get(page(cast, f"?{asked}"))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert shown in text
    assert hidden not in text


def test_one_finds_by_person(cast, told):
    client = cast.client("owner")
    by_owner = client.get(page(cast, f"?person={cast.person('owner').pk}")).content.decode()
    by_staff = client.get(page(cast, f"?person={cast.person('staff').pk}")).content.decode()
    assert "図面" in by_owner
    assert "図面" not in by_staff


@pytest.mark.parametrize(
    "asked", ["from_on=2026/13/1", "from_on=2026/2/1&until_on=2026/1/1", "person=x", "room=x", "thing=<x>"]
)
def test_what_cannot_be_looked_for_is_said_and_nothing_breaks(cast, told, asked):
    assert cast.client("owner").get(page(cast, f"?{asked}")).status_code == 400


def test_older_entries_are_one_page_further(cast):
    with transaction.atomic():
        for number in range(120):
            record(cast.actor("owner"), TOLD, what=f"件{number:03}", person="田所")
    client, address, seen = cast.client("owner"), page(cast, "?room=trail"), []
    for _ in range(3):
        answer = client.get(address)
        seen += [line.sentence for line in answer.context["leafed"].lines]
        address = page(cast, f"?room=trail&below={answer.context['leafed'].older}")
    assert len(seen) == len(set(seen)) == 120
    assert client.get(page(cast, "?below=abc")).status_code == 200


def test_what_is_taken_out_is_told_first_and_holds_no_live_formula(cast, told):
    client = cast.client("auditor")
    answer = client.post(page(cast, "out/csv/"), {"room": "trail"})
    rows = list(csv.reader(io.StringIO(body(answer).decode("utf-8-sig"))))
    newest = Entry.objects.order_by("-index")[0]
    assert newest.event == "trail:entries:exported"
    assert newest.detail == {"count": 2, "form": "CSV"}
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert len(rows) == 3
    assert not any(cell.startswith(("=", "+", "-", "@", "＝", "\t")) for row in rows for cell in row)


LENT = Event(
    "trail:test:lent_until", "{who}さんが鍵を{until}まで貸しました。", "{who} lent a key until {until}."
)


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [("ja", "2026年12月4日", "2026年12月5日 08:30"), ("en", "4 Dec 2026", "5 Dec 2026 08:30")],
)
def test_days_are_told_as_people_read_them_and_kept_as_programs_do(cast, language, day, moment):
    changed = {"until_on": [None, "2026-12-04"], "at": [None, "2026-12-04T23:30:00+00:00"]}
    told = {"until": "2026-12-04", "what": "図面 2026-12-04", "changed": changed}
    with transaction.atomic():
        index = record(cast.actor("owner"), LENT, kind="asset", thing_id=7, **told)
    client = cast.client("owner")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    taken = [body(client.post(page(cast, f"out/{form}/"), {"room": "trail"})) for form in ("csv", "jsonl")]
    pages = [client.get(page(cast, rest)).content.decode() for rest in ("?room=trail", f"{index}/")]
    assert all(day in one for one in pages)
    assert f"</span>{moment}" in pages[1]
    row = list(csv.reader(io.StringIO(taken[0].decode("utf-8-sig"))))[1]
    assert day in row[4]
    assert (day in row[9], moment in row[9], "2026-12-04" in row[9]) == (True, True, False)
    kept = [json.loads(line) for line in taken[1].decode().splitlines()]
    (found,) = [one for one in kept if one["index"] == index]
    assert json.loads(found["payload"]["value"]) == told


def test_json_lines_are_the_disclosed_entries(cast, told):
    lines = body(cast.client("owner").post(page(cast, "out/jsonl/"), {"room": "trail"})).decode().splitlines()
    found = [json.loads(line) for line in lines]
    assert [one["index"] for one in found] == [told["図面"], told["=1+1"]]
    assert json.loads(found[0]["payload"]["value"]) == {"what": "図面"}


def test_an_unknown_form_or_a_wrong_question_takes_nothing_out(cast, told):
    client = cast.client("owner")
    assert client.post(page(cast, "out/exe/")).status_code == 404
    assert client.post(page(cast, "out/csv/"), {"from_on": "x"}).status_code == 404
    assert client.get(page(cast, "out/csv/")).status_code == 405
    assert not Entry.objects.filter(event="trail:entries:exported").exists()


@pytest.mark.parametrize("names", [{}, {"names": "1"}])
def test_a_proof_is_handed_over_with_names_only_when_wanted(cast, told, names):
    answer = cast.client("owner").post(page(cast, f"{told['図面']}/proof/"), names)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as content:
        files = {name.partition(".")[2]: content.read(name).decode() for name in content.namelist()}
    entry = json.loads(files["entry.json"])
    assert notes.proof_from(files["tlog-proof"]).index == entry["index"] == told["図面"]
    assert (entry["personal"]["person"] is not None) == bool(names)
    assert Entry.objects.order_by("-index")[0].event == "trail:entry:disclosed"


def test_pages_opened_in_an_elevated_session_are_told_when_asked_for(cast, told):
    client = cast.client("owner")
    with transaction.atomic():
        record(cast.actor("owner"), ELEVATION_USED, method="GET", route="people:roster")
    sentence = "管理の操作のあいだに画面を使いました"
    assert sentence not in client.get(page(cast)).content.decode()
    assert sentence in client.get(page(cast, "?room=everything")).content.decode()


def test_people_and_places_in_a_change_are_called_by_their_names(cast):
    staff = cast.person("staff")
    with scope(organisation=cast.organisation):
        place = making.place(cast.actor("steward"), "本社 金庫7")
    changed = {"holder": [None, str(staff.pk)], "place": [None, str(place.pk)], "sha256": [None, "0" * 64]}
    with transaction.atomic():
        index = record(
            cast.actor("owner"), TOLD, kind="asset", thing_id=7, what="", part="disposal", changed=changed
        )
    page = cast.client("owner").get(cast.url(f"trail/{index}/")).content.decode()
    assert f'→</span> <span><span class="vh">後: </span>{staff.name}' in page
    assert "本社 金庫7" in page
    assert "disposal" not in page.partition("<details")[0].rpartition("変わったこと")[2]
