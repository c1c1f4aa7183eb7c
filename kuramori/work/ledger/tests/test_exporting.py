"""What leaves as a workbook is in the trail, and comes in again without a change."""

from __future__ import annotations

import datetime
import io

import pytest
from django_scopes import scope
from openpyxl import load_workbook

from kuramori.ground.jobs import tasks
from kuramori.ground.jobs.models import Job
from kuramori.ground.people.actor import ElevationNeeded, NotAllowed
from kuramori.ground.people.models import Person
from kuramori.ground.trail.models import Entry
from kuramori.work.ledger import entry, exporting_long
from kuramori.work.ledger.exporting import take_out, template
from kuramori.work.ledger.fields import FIELDS, Kind
from kuramori.work.ledger.importing import draft as drafts
from kuramori.work.ledger.importing.look import look
from kuramori.work.ledger.models import Version
from kuramori.work.ledger.tests import making
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def _everything(actor):
    """A value for every field that there is."""
    lines = "1行目\n=2行目、「括弧」・@印"
    for name, field in FIELDS.items():
        if field.kind is Kind.NOTE:
            yield name, lines
        elif field.kind is Kind.TEXT and name != "number":
            yield name, "+1 見本"
        elif field.kind is Kind.CHOICE and name not in {"grade", "origin", "unit"}:
            yield name, field.choices.values[-1]
        elif field.kind is Kind.CHOICES:
            yield name, field.choices.values
        elif field.kind is Kind.DAY:
            yield name, datetime.date(2026, 4, 5)
        elif field.kind is Kind.COUNT:
            yield name, 12
        elif field.kind is Kind.FLAG:
            yield name, True
        elif field.kind is Kind.PERSON:
            yield name, entry.Ref(actor.person_id, actor.name)
        elif field.kind is Kind.PLACES:
            yield name, [making.place(actor, "第2倉庫"), making.place(actor, "棚A")]
    yield "origin", "received"
    yield "partner", making.partner(actor)


def _rows(content: bytes) -> list[list[object]]:
    return [list(row) for row in load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True)]


def test_our_own_export_comes_in_again_without_a_change(cast: Cast) -> None:
    with scope(organisation=cast.organisation):
        owner = cast.actor("owner")
        making.asset(owner, number="K-001", **dict(_everything(owner)))
        making.top(owner, number="K-002")
        making.asset(owner, number="003", name="=1+1", what="'と\"と,")
        person = Person.objects.get(pk=str(owner.person_id))
        person.name = "田所 新姓"
        person.save()
        before = Version.objects.count()
        kept = drafts.keep(owner, take_out(owner))
        look(owner, kept, at_once=True)
        shown = drafts.look_of(kept)
        assert shown["faults"] == []
        assert shown["counts"] == {"new": 0, "changed": 0, "same": 3, "fault": 0}
        assert [one["field"] for one in shown["columns"] if not one["field"]] == []
        assert Version.objects.count() == before


def test_taking_out_is_told_with_the_looks_at_what_is_most_secret(cast: Cast) -> None:
    with scope(organisation=cast.organisation):
        owner = cast.actor("owner")
        making.top(owner, number="K-002")
        take_out(owner)
        events = list(Entry.objects.order_by("index").values_list("event", flat=True))
        assert events[-2:] == ["ledger:asset:looked", "ledger:export:taken"]
        with pytest.raises(ElevationNeeded):
            take_out(cast.actor("owner", elevated=False))
        with pytest.raises(NotAllowed):
            take_out(cast.actor("section"))


def made_by_the_worker(actor, monkeypatch) -> Job:
    monkeypatch.setattr(exporting_long, "AT_ONCE", 1)
    assert exporting_long.is_long(actor)
    queued = exporting_long.ask_for_file(actor, lang="ja")
    tasks.run.func(str(queued.pk))
    queued.refresh_from_db()
    return queued


def test_a_long_ledger_is_made_by_the_worker_and_comes_in_again_without_a_change(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scope(organisation=cast.organisation):
        owner = cast.actor("owner")
        monkeypatch.setattr(exporting_long, "PORTION", 2)
        making.asset(owner, number="K-001", **dict(_everything(owner)))
        making.top(owner, number="K-002")
        making.asset(owner, number="003", name="=1+1", what="'と\"と,")
        made = made_by_the_worker(owner, monkeypatch)
        assert (made.state, made.done, made.total) == ("done", 3, 3)
        with exporting_long.take(owner, made) as file:
            content = file.read()
        assert _rows(content) == _rows(take_out(owner))
        kept = drafts.keep(owner, content)
        look(owner, kept, at_once=True)
        shown = drafts.look_of(kept)
        assert shown["counts"] == {"new": 0, "changed": 0, "same": 3, "fault": 0}
        assert shown["faults"] == []


def test_the_looks_of_a_long_export_are_noted_when_it_is_made_and_only_the_asker_takes_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scope(organisation=cast.organisation):
        owner = cast.actor("owner")
        making.asset(owner)
        top = making.top(owner)
        made = made_by_the_worker(owner, monkeypatch)
        with exporting_long.take(owner, made):
            pass
        told = Entry.objects.order_by("index")
        wanted = [
            "ledger:export:asked",
            "ledger:asset:looked",
            "ledger:export:made",
            "ledger:export:file_taken",
        ]
        assert [one.event for one in told][-4:] == wanted
        assert list(told.get(event="ledger:asset:looked").parts.shows) == [str(top.pk)]
        with pytest.raises(NotAllowed):
            exporting_long.take(cast.actor("steward"), made)
        with pytest.raises(NotAllowed):
            exporting_long.ask_for_file(cast.actor("section"), lang="ja")


def test_whoever_lost_the_role_meanwhile_gets_no_file(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with scope(organisation=cast.organisation):
        owner = cast.actor("owner")
        making.asset(owner)
        making.asset(owner, name="図面")
        monkeypatch.setattr(exporting_long, "actor_of_person", lambda *_ids: cast.actor("staff"))
        made = made_by_the_worker(owner, monkeypatch)
        assert made.state == "failed"
        assert "受け取れない役割" in made.trouble


def test_text_that_looks_like_a_formula_leaves_as_text(cast: Cast) -> None:
    with scope(organisation=cast.organisation):
        owner = cast.actor("owner")
        making.asset(owner, number="K-001", name="=HYPERLINK(1)")
        sheet = load_workbook(io.BytesIO(take_out(owner))).worksheets[0]
        cell = next(cell for cell in sheet[2] if cell.value == "=HYPERLINK(1)")
        assert cell.data_type == "s"
        assert cell.quotePrefix


def test_the_empty_form_has_the_required_headings_and_takes_nothing_in(cast: Cast) -> None:
    with scope(organisation=cast.organisation):
        owner = cast.actor("owner")
        rows = _rows(template(owner))
        assert rows[0][:3] == ["管理番号", "名前", "何が秘密か"]
        assert str(rows[1][1]).startswith("（例）")
