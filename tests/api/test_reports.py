"""Documents over the API: always attachments, and their taking out is in the trail."""

from __future__ import annotations

import pytest

from kuramori.ground.trail.models import Entry
from kuramori.rules.catalogue import Pack
from tests.api.conftest import Caller, Company
from tests.api.world import make_world

FILE = {"pack": "tics", "answers": {f"q{n:02}": 2 for n in range(1, 20)}, "note": "𠮷田様へ"}
BEGINNINGS = {"pdf": b"%PDF-", "xlsx": b"PK", "png": b"\x89PNG", "svg": b"<", "html": b"<!"}


@pytest.mark.parametrize("format", BEGINNINGS)
def test_anybody_gets_the_report_of_a_file(anybody: Caller, format: str) -> None:
    made = anybody.post(f"/check/report/{format}", FILE)
    assert made.status == 200
    assert made.content.startswith(BEGINNINGS[format])
    assert made.response["Content-Disposition"].startswith("attachment")
    assert made.response["X-Content-Type-Options"] == "nosniff"


def test_a_report_speaks_the_language_asked_for(anybody: Caller) -> None:
    japanese = anybody.post("/check/report/html?lang=ja", FILE).content.decode()
    english = anybody.post("/check/report/html?lang=en", FILE).content.decode()
    assert '<html lang="ja"' in japanese
    assert '<html lang="en"' in english
    assert "38/57" in japanese.replace(" ", "")


def test_a_format_that_is_not_made_is_named(anybody: Caller) -> None:
    assert anybody.post("/check/report/docx", FILE).faults == [("format", "not-one-of")]


def test_taking_out_a_report_of_a_round_is_in_the_trail(company: Company, pack: Pack) -> None:
    world = make_world(company, pack)
    owner = Caller(company.slug, company.key())
    made = owner.get(f"/sheets/{world.ids['final_id']}/report/self_check.html?lang=en")
    assert made.status == 200
    assert owner.get("/reports/owner_page.html").status == 200
    told = Entry.objects.filter(event="reports:report:made", via="api").order_by("index")
    assert [entry.detail["format"] for entry in told] == ["HTML", "HTML"]
    assert told[0].thing_id == world.ids["final_id"]


def test_the_owners_page_waits_for_a_final_round(owner: Caller) -> None:
    assert owner.get("/reports/owner_page.pdf").status == 404
