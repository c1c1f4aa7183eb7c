"""Looking for secrets over the API: a source is run, findings are listed and judged; a masked one tells nothing."""

from __future__ import annotations

import dataclasses
import random
from pathlib import Path

import pytest
from django.conf import settings
from django_scopes import scope

from bench import corpus
from kuramori.ground.people.roles import Can, Role
from kuramori.ground.trail.models import Entry
from kuramori.site.instance import ScanFolder
from kuramori.work.ledger.scanning import registering, running, sources
from kuramori.work.ledger.tests import making, scanned
from tests.api.conftest import Caller, Company

SECRET = corpus.prose(random.Random(51), 600)


@pytest.fixture
def share(company: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    listed = (ScanFolder(company.slug, str(tmp_path)),)
    monkeypatch.setattr(settings, "INSTANCE", dataclasses.replace(settings.INSTANCE, scan_folder=listed))
    return tmp_path


def work(company: Company, run: str) -> None:
    """What the worker does."""
    running.scan(
        organisation_id=str(company.organisation.pk),
        person_id=None,
        progress=lambda _done, _total: None,
        run=run,
    )


def test_a_source_is_run_and_what_it_found_is_listed_and_judged(company: Company, share: Path) -> None:
    (share / "控え.txt").write_text(SECRET, encoding="utf-8")
    (share / "壊れ.docx").write_bytes(b"PK nothing")
    with scope(organisation=company.organisation):
        asset = making.asset(company.actor())
        registering.register_copy(company.actor(), asset, name="元.txt", content=SECRET.encode())
        sources.add_source(company.actor(), name="共有", folder=str(share), rhythm="never")
    caller = Caller(company.slug, company.key(Role.OWNER))
    (source,) = caller.get("/scan-sources").json["sources"]
    assert (source["name"], source["folder"], source["last_run"]) == ("共有", str(share), None)
    begun = caller.send("POST", f"/scan-sources/{source['id']}/run", None)
    assert (begun.status, begun.json["finished_at"]) == (202, None)
    assert caller.send("POST", f"/scan-sources/{source['id']}/run", None).status == 409

    work(company, begun.json["id"])
    done = caller.get(f"/scan-runs/{begun.json['id']}").json
    assert (done["files"], done["found"], done["faulty"]) == (2, 1, 1)
    assert done["faults"][0]["path"] == "壊れ.docx"
    (found,) = caller.get("/findings").json["findings"]
    assert (found["kind"], found["number"], found["asset_id"]) == ("copy", asset.number, str(asset.pk))
    assert found["is_bare"] is True
    judged = caller.send("POST", f"/findings/{found['id']}/judge", {"judgement": "accepted"})
    assert (judged.status, judged.json["judgement"]) == (200, "accepted")
    assert caller.get("/findings").json["findings"] == []
    assert len(caller.get("/findings?state=bare&kind=copy").json["findings"]) == 1


def test_of_a_masked_asset_a_finding_tells_no_place_and_is_not_judged(company: Company) -> None:
    with scope(organisation=company.organisation):
        top = making.top(company.actor())
        ids = scanned.things(company.actor(), top)
    caller = Caller(company.slug, company.key(Role.STEWARD, [Can.FINDING_JUDGE]))
    (found,) = caller.get("/findings").json["findings"]
    assert (found["is_masked"], found["number"]) == (True, top.number)
    assert [found[name] for name in ("name", "path", "passage", "why")] == [""] * 4
    assert caller.send("POST", f"/findings/{ids['finding']}/judge", {"judgement": "accepted"}).status == 403
    assert not Entry.objects.filter(event="ledger:asset:looked").exists()


def test_findings_that_show_a_top_secret_leave_a_look(company: Company) -> None:
    with scope(organisation=company.organisation):
        top = making.top(company.actor())
        scanned.things(company.actor(), top)
    caller = Caller(company.slug, company.key(Role.STEWARD))
    assert caller.get("/findings").json["findings"][0]["name"] == top.name
    (look,) = Entry.objects.filter(event="ledger:asset:looked")
    assert list(look.parts.shows) == [str(top.pk)]


@pytest.mark.parametrize("asked", ["?state=other", "?kind=other", "?limit=0"])
def test_a_question_that_is_none_is_refused(company: Company, asked: str) -> None:
    assert Caller(company.slug, company.key(Role.OWNER)).get(f"/findings{asked}").status == 422


def test_another_word_than_the_two_is_refused(company: Company) -> None:
    with scope(organisation=company.organisation):
        ids = scanned.things(company.actor(), making.asset(company.actor()))
    caller = Caller(company.slug, company.key(Role.OWNER))
    for body in ({"judgement": "open"}, {}, {"judgement": "accepted", "more": 1}):
        assert caller.send("POST", f"/findings/{ids['finding']}/judge", body).status == 422
