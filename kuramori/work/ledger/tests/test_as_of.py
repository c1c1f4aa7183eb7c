"""Any past day: what the rows say is what the trail alone would tell, whatever was done and told late."""

from __future__ import annotations

import contextlib
import datetime
import random
from typing import Any

import pytest

from kuramori.ground.people.asof import held_on
from kuramori.ground.trail.models import Entry
from kuramori.ground.trail.replay import replay
from kuramori.outside import clock
from kuramori.work.ledger import facts_of, register
from kuramori.work.ledger.asof import as_of, end_of
from kuramori.work.ledger.entry import wanted
from kuramori.work.ledger.granting import Subject, end_grant, grant
from kuramori.work.ledger.models import Asset, Grade, Grant, Layer, Unit, Version
from kuramori.work.ledger.reclassify import Classes, NeverStays, reclassify
from kuramori.work.ledger.tests import making
from tests.cast import Cast

DAY = datetime.timedelta(days=1)
# Ahead of today, from which on everybody here holds a role.
BEGAN = datetime.datetime.combine(clock.today() + 70 * DAY, datetime.time(9), tzinfo=clock.TOKYO)
FIRST = BEGAN.date()
BESIDE = {"reason"}


def do_something(draw: random.Random, cast: Cast, asset: Asset, *, told_late: bool) -> None:
    """One verb with drawn values, from a drawn day where days may be told late."""
    steward, asset = cast.actor("steward"), Asset.objects.get(pk=asset.pk)
    days = (clock.today() - FIRST).days
    from_on = FIRST + draw.randint(0, days) * DAY if told_late and draw.random() < 0.5 else None
    how: dict[str, Any] = {"revision": asset.revision, "from_on": from_on}
    person = cast.person(draw.choice(["staff", "section", "auditor"]))
    match draw.randrange(7):
        case 0:
            register.change(steward, asset, wanted(name=f"名前{draw.randrange(3)}"), reason="直した", **how)
        case 1:
            register.change(
                steward,
                asset,
                wanted(backup=draw.choice(["毎晩", "毎週", ""]), copies=draw.randrange(3)),
                **how,
            )
        case 2:
            register.change_keeper(steward, asset, person, **how)
        case 3:
            place = making.place(steward, draw.choice(["本社 金庫1", "書庫2", "NAS 技術"]))
            register.add_place(steward, asset, place, revision=asset.revision)
        case 4:
            classes = Classes(draw.choice(list(Grade)), draw.choice(list(Layer)), Unit.ITEM)
            # What is not shared stays so here: then nothing is told on that day.
            with contextlib.suppress(NeverStays):
                reclassify(steward, asset, classes, reason="見直し", approver=cast.person("owner"), **how)
        case 5:
            until_on = (
                (from_on or clock.today()) + draw.choice([5, 30]) * DAY if draw.random() < 0.4 else None
            )
            subject = Subject(person=person) if draw.random() < 0.7 else Subject()
            grant(steward, asset, subject, reason="作業", from_on=from_on, until_on=until_on)
        case 6:
            standing = Grant.objects.filter(asset=asset, superseded_at__isnull=True).order_by("pk").first()
            if standing is not None:
                end_grant(steward, standing, last_day=from_on)


def live(cast: Cast, draw: random.Random, *, told_late: bool) -> tuple[Asset, list[datetime.datetime]]:
    """An asset to which twelve things happened on some days of spring; the moments after each."""
    with clock.standing_at(BEGAN):
        asset = making.asset(cast.actor("steward"))
    moments, now = [BEGAN], BEGAN
    for _step in range(12):
        now += datetime.timedelta(days=draw.randrange(5), minutes=draw.randint(1, 300))
        with clock.standing_at(now):
            do_something(draw, cast, asset, told_late=told_late)
        moments.append(now)
    return asset, moments


def told_of(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts_of.entry(values).items() if value not in ("", None)}


def told_by_trail(asset: Asset, on: datetime.date, known_at: datetime.datetime) -> dict[str, Any]:
    """The fields on a day, from the entries alone: each field's word holds until the day of its next word."""
    lines: dict[str, dict[datetime.date, Any]] = {}
    for entry in Entry.objects.filter(kind="asset", thing_id=str(asset.pk), at__lte=known_at).order_by(
        "index"
    ):
        if "from_on" not in entry.detail or any(change.part for change in entry.changes):
            continue
        day = datetime.date.fromisoformat(entry.detail["from_on"])
        for change in entry.changes:
            if change.field not in BESIDE:
                lines.setdefault(change.field, {})[day] = change.after
                lines[change.field] = _words_that_differ(lines[change.field])
    known = {}
    for field, words in lines.items():
        past = [day for day in words if day <= on]
        if past and words[max(past)] not in (None, ""):
            known[field] = words[max(past)]
    return known


def _words_that_differ(words: dict[datetime.date, Any]) -> dict[datetime.date, Any]:
    """A word that says what the one before says is none of its own."""
    kept: dict[datetime.date, Any] = {}
    for day in sorted(words):
        last = kept[max(kept)] if kept else None
        if (None if words[day] == "" else words[day]) != (None if last == "" else last):
            kept[day] = words[day]
    return kept


@pytest.mark.parametrize("seed", range(6))
def test_every_day_as_known_at_every_moment_is_what_the_trail_tells(acting: Cast, seed: int) -> None:
    asset, moments = live(acting, random.Random(seed), told_late=True)
    for known_at in moments:
        last = known_at.astimezone(clock.TOKYO).date()
        for on in (FIRST, FIRST + (last - FIRST) / 2, last):
            version = Version.objects.filter(held_on(on, known_at), asset=asset).get()
            assert told_of(version.values) == told_by_trail(asset, on, known_at), (seed, on, known_at)


@pytest.mark.parametrize("seed", range(6))
def test_without_late_words_the_replay_of_any_moment_is_that_day(acting: Cast, seed: int) -> None:
    asset, moments = live(acting, random.Random(seed), told_late=False)
    for known_at in moments:
        on = known_at.astimezone(clock.TOKYO).date()
        replayed = replay(acting.organisation.pk, "asset", asset.pk, until=known_at)
        version = Version.objects.filter(held_on(on, known_at), asset=asset).get()
        fields = {name: value for name, value in replayed[""].items() if name not in BESIDE}
        assert fields == told_of(version.values)
        rows = {
            facts_of.subject(row): row for row in Grant.objects.filter(held_on(on, known_at), asset=asset)
        }
        for part, row in rows.items():
            assert replayed[part]["from_on"] == row.from_on.isoformat()
            assert replayed[part].get("until_on") == (row.until_on and row.until_on.isoformat())


def test_the_day_shows_entry_grade_people_and_what_grades_were_called(acting: Cast) -> None:
    asset, moments = live(acting, random.Random(3), told_late=False)
    day = moments[5].astimezone(clock.TOKYO).date()
    seen = as_of(asset, day, end_of(day))
    assert seen.version is not None
    assert (
        seen.grade_name
        == {"top": "極秘", "secret": "秘", "internal": "社外秘", "public": "公開"}[seen.values["grade"]]
    )
    assert as_of(asset, FIRST - DAY).version is None


def test_what_was_told_late_was_not_known_then(acting: Cast) -> None:
    with clock.standing_at(BEGAN):
        asset = making.asset(acting.actor("steward"))
    later = BEGAN + 20 * DAY
    with clock.standing_at(later):
        register.change(
            acting.actor("steward"), asset, wanted(backup="毎晩"), revision=1, from_on=FIRST + 5 * DAY
        )
        day = FIRST + 10 * DAY
        assert as_of(asset, day).values["backup"] == "毎晩"
        assert "backup" not in as_of(asset, day, end_of(day)).values
