"""The pack from the page, at once and by the worker, and the trail over the API."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile

import pytest
from django.db import transaction
from django.utils.html import escape

from kuramori.ground.jobs import tasks
from kuramori.ground.jobs.models import Job
from kuramori.ground.people.roles import Can
from kuramori.ground.trail import keys
from kuramori.ground.trail.checkpoint import checkpoint
from kuramori.ground.trail.events import Event
from kuramori.ground.trail.models import Entry
from kuramori.ground.trail.pack import OFFLINE
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.site.trail import packing

PACKED = Event("trail:test:packed", "{who}さんが{what}を束ねました。", "{who} packed {what}.")


def told(cast, *words: str) -> None:
    with transaction.atomic():
        for what in words:
            record(cast.actor("owner"), PACKED, kind="thing", thing_id=7, what=what)


def verdict(tmp_path, content: bytes) -> int:
    path = tmp_path / "pack.zip"
    path.write_bytes(content)
    command = [sys.executable, "-I", "-S", str(OFFLINE / "verify.py"), str(path)]
    return subprocess.run(command, capture_output=True, timeout=60, check=False).returncode


def entries_in(content: bytes) -> list[dict[str, object]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [json.loads(line) for line in archive.read("entries.jsonl").splitlines()]


@pytest.mark.django_db(transaction=True)
def test_the_pack_of_what_was_looked_for_is_checked_without_us(cast, tmp_path):
    told(cast, "図面", "治具")
    answer = cast.client("auditor").post(f"/o/{cast.here}/trail/pack/", {"thing": "thing:7"})
    content = b"".join(answer.streaming_content)
    assert verdict(tmp_path, content) == 0
    assert len(entries_in(content)) == 2
    newest = list(Entry.objects.order_by("-index").values_list("event", flat=True)[:2])
    assert newest == ["trail:pack:sealed", "trail:entries:exported"]


@pytest.mark.django_db(transaction=True)
def test_many_entries_are_packed_by_the_worker_for_the_one_who_asked(cast, tmp_path, settings, monkeypatch):
    settings.DATA = tmp_path
    monkeypatch.setattr(packing, "AT_ONCE", 2)
    told(cast, "一", "二", "三")
    client = cast.client("owner")
    answer = client.post(f"/o/{cast.here}/trail/pack/", {"thing": "thing:7"})
    made = Job.objects.get(kind="trail:pack")
    assert answer.url == f"/o/{cast.here}/trail/pack/{made.pk}/"
    tasks.run.func(str(made.pk))
    assert "受け取る" in client.get(answer.url).content.decode()
    assert cast.client("steward").post(f"{answer.url}file/").status_code == 404
    content = b"".join(client.post(f"{answer.url}file/").streaming_content)
    assert len(entries_in(content)) == 3
    assert verdict(tmp_path, content) == 0
    assert Entry.objects.order_by("-index")[0].event == "trail:pack:taken"


@pytest.mark.django_db
def test_anybody_gets_the_tools_for_checking_with_the_key_and_nothing_else(client):
    for name in ("verify.html", "verify.py"):
        answer = client.get(f"/verify/{name}/")
        assert b"".join(answer.streaming_content) == (OFFLINE / name).read_bytes()
        assert "attachment" in answer["Content-Disposition"]
    assert client.get("/verify/__init__.py/").status_code == 404
    text = client.get("/verify/").content.decode()
    key = keys.log_verifier()
    assert escape(key.text) in text
    assert key.fingerprint in text


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["section", "staff", "expert"])
def test_who_may_not_take_the_trail_out_gets_no_pack(cast, role):
    assert cast.client(role).post(f"/o/{cast.here}/trail/pack/").status_code == 403
    assert Can.TRAIL_EXPORT not in cast.actor(role).permissions


@pytest.mark.django_db
def test_a_person_a_thing_and_days_are_asked_for_over_the_same_question(cast):
    told(cast, "図面")
    checkpoint()
    wanted = packing.Wanted(kind="thing", thing_id="7", person_id=cast.person("owner").pk)
    assert len(packing.indices_for(cast.actor("owner"), wanted)) == 1


@pytest.mark.django_db(transaction=True)
def test_the_worker_is_asked_for_exactly_what_the_page_showed(cast):
    wanted = packing.Wanted(
        kind="thing",
        thing_id="7",
        person_id=cast.person("owner").pk,
        room="people",
        without=("people:elevation:used",),
        from_on=clock.today(),
        until_on=clock.today(),
    )
    asked = packing.ask(cast.actor("owner"), wanted, lang="ja")
    assert packing.wanted_in(Job.objects.get(pk=asked.pk).arguments["wanted"]) == wanted
