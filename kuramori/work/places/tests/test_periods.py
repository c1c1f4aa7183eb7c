"""The days this room counts by are data: complete, dated, and what the pages do."""

from __future__ import annotations

import copy
import datetime
import json
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML

from kuramori.work.places import chase
from kuramori.work.places.periods import CONTENT, PeriodsWrong, parsed, periods

SCHEMA = Path(__file__).resolve().parents[4] / "docs" / "reference" / "schemas" / "places-periods.schema.json"
SAID = YAML(typ="safe").load(CONTENT)


def test_the_file_is_what_its_schema_says():
    told = {**SAID, "confirmed_on": SAID["confirmed_on"].isoformat()}
    jsonschema.validate(
        told,
        json.loads(SCHEMA.read_text(encoding="utf-8")),
        format_checker=jsonschema.FormatChecker(),
    )


def test_it_names_its_source_and_the_day_it_was_confirmed():
    assert "IPA" in SAID["source"]
    assert periods().confirmed_on >= datetime.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("part", "name", "wrong"),
    [
        ("updates", "behind_after_days", 0),
        ("keys", "count_every_days", True),
        ("clouds", "expires_soon_days", "60"),
        ("take_outs", "remind_after_days", []),
        ("take_outs", "remind_after_days", [3, 1]),
        ("visits", "most_waiting", None),
    ],
)
def test_a_number_that_makes_no_sense_is_named(part, name, wrong):
    said = copy.deepcopy(SAID)
    said[part][name] = wrong
    with pytest.raises(PeriodsWrong, match=f"{part}.{name}"):
        parsed(said)


def test_a_file_without_a_day_of_confirmation_is_refused():
    with pytest.raises(PeriodsWrong, match="confirmed_on"):
        parsed({**SAID, "confirmed_on": None})


def test_reminders_are_sent_on_the_days_that_the_file_names(monkeypatch):
    due_on = datetime.date(2026, 11, 1)
    said = copy.deepcopy(SAID)
    said["take_outs"]["remind_after_days"] = [2, 10]
    monkeypatch.setattr(chase, "periods", lambda: parsed(said))
    steps = [chase.step_for(due_on, due_on + datetime.timedelta(days=days)) for days in (1, 2, 9, 10, 99)]
    assert steps == [0, 1, 1, 2, 2]
