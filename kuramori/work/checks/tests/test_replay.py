"""What a round was at a moment, read from its entries alone, is what its rows were."""

from __future__ import annotations

import datetime
import random

import pytest

from kuramori.ground.people.actor import Actor
from kuramori.ground.trail.erase import erase_personal
from kuramori.ground.trail.models import Entry
from kuramori.ground.trail.replay import ERASED, replay
from kuramori.outside import clock
from kuramori.rules.faults import Refused
from kuramori.work.checks import facts_of
from kuramori.work.checks.answer import answer
from kuramori.work.checks.begin import begin, revise
from kuramori.work.checks.delegate import delegate, withdraw
from kuramori.work.checks.evidence import attach_link, remove_evidence
from kuramori.work.checks.finalise import finalise
from kuramori.work.checks.models import Answer, Delegation, Evidence, Plan, Sheet
from kuramori.work.checks.note import note
from kuramori.work.checks.plan import Wanted, finish_plan, plan
from kuramori.work.checks.tests.conftest import fill

pytestmark = pytest.mark.django_db


def rows_of(sheet: Sheet) -> dict[str, dict[str, object]]:
    """The rows of a sheet as the database has them now, in the form of a replay."""
    parts = {"": facts_of.sheet(Sheet.objects.get(pk=sheet.pk))}
    parts |= {row.item: facts_of.answer(row) for row in Answer.objects.filter(sheet=sheet)}
    parts |= {str(row.pk): facts_of.evidence(row) for row in Evidence.objects.filter(sheet=sheet)}
    parts |= {str(row.pk): facts_of.plan(row) for row in Plan.objects.filter(sheet=sheet)}
    open_ones = Delegation.objects.filter(sheet=sheet, withdrawn_at__isnull=True)
    parts |= {facts_of.asked(row.item): facts_of.delegation(row) for row in open_ones}
    told = {
        part: {name: facts_of_plain(value) for name, value in facts.items() if value not in (None, "")}
        for part, facts in parts.items()
    }
    return {part: facts for part, facts in told.items() if facts}


def facts_of_plain(value: object) -> object:
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat()
    return value if isinstance(value, int | str) else str(value)


def do_something(draw: random.Random, actor: Actor, sheet: Sheet, pack, staff) -> None:
    item = draw.choice(pack.items).id
    standing = Answer.objects.filter(sheet=sheet, item=item).first()
    match draw.randrange(8):
        case 0:
            attach_link(
                actor, sheet, pack, item, title=f"棚{draw.random()}", url=draw.choice(["", "http://a"])
            )
        case 1:
            for row in Evidence.objects.filter(sheet=sheet, removed_at__isnull=True)[:1]:
                remove_evidence(actor, row, pack)
        case 2:
            plan(actor, sheet, pack, item, Wanted(f"直す{draw.random()}", staff, clock.today(), 30, 5000, 2))
        case 3:
            for made in Plan.objects.filter(sheet=sheet, done_on__isnull=True)[:1]:
                finish_plan(actor, made, pack)
        case 4:
            delegate(actor, sheet, pack, item, person=staff, message=f"お願い{draw.random()}")
        case 5:
            for asked in Delegation.objects.filter(sheet=sheet, withdrawn_at__isnull=True)[:1]:
                withdraw(actor, asked, pack)
        case 6:
            note(actor, sheet, name=f"回{draw.random()}", official_score=None, text=draw.choice(["", "控え"]))
        case _:
            value = draw.choice([0, 1, 2, 3, None, {"na": f"扱わない{draw.random()}"}])
            seen = standing.revision if standing else 0
            answer(actor, sheet, pack, item, value=value, comment=draw.choice(["", "メモ"]), revision=seen)


@pytest.mark.parametrize("seed", range(3))
def test_a_replay_says_what_the_rows_said_at_any_moment(seed, cast, acting, steward, pack):
    draw, staff, known = random.Random(seed), cast.person("staff"), []
    # The morning after the cast came: every role that was given today holds.
    tomorrow = clock.today() + datetime.timedelta(days=1)
    began = datetime.datetime.combine(tomorrow, datetime.time(9), clock.TOKYO)
    with clock.standing_at(began):
        sheet = begin(steward, pack)
    for minute in range(1, 41):
        with clock.standing_at(began + datetime.timedelta(minutes=minute)):
            try:
                do_something(draw, steward, sheet, pack, staff)
            except Refused:
                continue  # this item does not take N/A
            known.append((clock.now(), rows_of(sheet)))
    for moment, rows in draw.sample(known, 12):
        late = moment + datetime.timedelta(seconds=draw.randrange(60))
        assert replay(steward.organisation_id, "sheet", sheet.pk, until=late) == rows


def test_the_round_after_begins_with_what_was_carried_over(steward, sheet, pack):
    fill(steward, sheet, pack, {"q01": 3})
    answer(steward, sheet, pack, "q01", value=3, comment="佐藤さんに聞く", revision=1)
    attach_link(steward, sheet, pack, "q02", title="棚")
    finalise(steward, sheet, pack)
    assert replay(steward.organisation_id, "sheet", sheet.pk) == rows_of(sheet)
    later = revise(steward, sheet, pack)
    assert replay(steward.organisation_id, "sheet", later.pk) == rows_of(later)


def test_what_somebody_wrote_is_no_part_of_the_payload_and_can_be_erased(steward, sheet, pack):
    answer(steward, sheet, pack, "q01", value=1, comment="佐藤さんに聞く", revision=0)
    entry = Entry.objects.order_by("-index")[0]
    assert "after_comment" in entry.parts.personal
    erase_personal(steward, [entry.index], fields=["after_comment"], reason="本人の求め")
    known = replay(steward.organisation_id, "sheet", sheet.pk)["q01"]
    assert known == {"level": 1, "comment": ERASED}
