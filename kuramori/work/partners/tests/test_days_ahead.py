"""When to look again, kept beside an agreement, never hides a day that counting all of them would show."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest
from django.db.models import Q
from django_scopes import scope

from kuramori.ground.people.actor import Actor
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock
from kuramori.rules.sharing import counting
from kuramori.rules.sharing.inputs import Assurance as Level
from kuramori.site.instance import Mail
from kuramori.work.ledger.tests import making
from kuramori.work.partners import agreeing, days_ahead, dues, policies, reminding_agreements
from kuramori.work.partners.models import Agreement
from kuramori.work.partners.models import Assurance as AssuranceRow
from kuramori.work.partners.reading import todo_agreements
from kuramori.work.partners.tests import agreed, handed
from kuramori.work.partners.tests.decided import assured
from tests.cast import Cast

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def steward(cast: Cast) -> Iterator[Actor]:
    actor = cast.actor("steward")
    with scope(organisation=actor.organisation):
        yield actor


def _many(actor: Actor) -> None:
    """Agreements of every shape of days, some of them changed from a day on."""
    today = clock.today()
    begun: dict[str, Any] = {"from_on": today - 500 * DAY, "until_on": today - 136 * DAY}
    one = agreed.concluded(actor, **begun)
    with_partner = one.partner
    shapes: tuple[dict[str, Any], ...] = (
        {"renewal_months": 1, "notice_months": None, "notice_days": 20},
        {"renewal_months": None},
        {
            "renewal_months": None,
            "until_on": None,
            "secrecy_from": "until_day",
            "secrecy_until": today + 90 * DAY,
        },
        {
            "renewal_months": None,
            "until_on": None,
            "secrecy_from": "while_secret",
            "review_on": today + 200 * DAY,
        },
        {"from_on": today + 100 * DAY, "until_on": today + 464 * DAY},
        {"until_on": today - 600 * DAY},
    )
    for further in shapes:
        agreed.concluded(actor, with_partner, **{**begun, **further})
    agreeing.change_terms(
        actor, one, {"notice_months": 6}, revision=one.revision, reason="覚書", from_on=today + 150 * DAY
    )


def test_no_day_is_hidden_however_long_ago_it_was_counted(steward: Actor) -> None:
    _many(steward)
    assert days_ahead.count() == 7
    assert not Agreement.objects.filter(stirs_on__isnull=True).exists()
    skipped = 0
    for later in range(0, 900, 29):
        with clock.standing_at(clock.now() + later * DAY):
            since, until = clock.today() - 60 * DAY, clock.today() + 60 * DAY
            kept = dues.dues_between(since, until)
            with patch.object(dues, "may_stir", lambda *_days: Q()):
                assert kept == dues.dues_between(since, until)
            assert dues.dues_between(since, until, most=2) == kept[:2]
            skipped += 7 - Agreement.objects.filter(days_ahead.may_stir(since, until)).count()
            if later % 2:
                days_ahead.count()
    assert skipped > 30


def test_a_change_is_seen_before_it_is_counted_again(steward: Actor) -> None:
    today = clock.today()
    row = agreed.concluded(steward, from_on=today - 10 * DAY, until_on=today + 900 * DAY, renewal_months=None)
    days_ahead.count()
    assert dues.dues_between(today, today + 60 * DAY) == ()
    row.refresh_from_db()
    agreeing.change_terms(
        steward, row, {"until_on": today + 30 * DAY}, revision=row.revision, reason="短くする覚書"
    )
    assert [due.on for due in dues.dues_between(today, today + 60 * DAY)] == [today + 30 * DAY]


def test_the_first_days_need_only_the_first_agreements(steward: Actor) -> None:
    today = clock.today()
    partner = making.partner(steward)
    for number in range(6):
        last = today + (number + 5) * DAY
        agreed.concluded(
            steward, partner, from_on=today, until_on=last, renewal_months=None, secrecy_from=None
        )
    days_ahead.count()
    with patch.object(dues, "AT_ONCE", 1), patch.object(dues, "_written", wraps=dues._written) as counted:
        found = dues.dues_between(today - 60 * DAY, today + 60 * DAY, most=2)
    assert [due.on for due in found] == [today + 5 * DAY, today + 6 * DAY]
    assert counted.call_count < 5


def test_before_what_was_seen_of_a_holder_counts_less_somebody_hears_of_it(
    steward: Actor, settings: Any
) -> None:
    mail = Mail(host="127.0.0.1", port=1, security="none", sender="kura@kakuu-seiko.example")
    settings.INSTANCE = dataclasses.replace(settings.INSTANCE, mail=mail)
    today = clock.today()
    handed.opened(steward)
    row = handed.out(steward)
    AssuranceRow.objects.all().update(superseded_at=clock.now())
    seen = assured(steward, row.partner, 2, as_of=today - 340 * DAY, valid_until=today + 40 * DAY)
    idle = making.partner(steward, "何も渡していない会社")
    assured(steward, idle, 3, as_of=today - 340 * DAY)
    found = [due for due in dues.dues_between(today, today + 60 * DAY) if due.kind == "assurance"]
    assert {due.partner_id for due in found} == {row.partner_id}
    assert found[-1].on == today + 41 * DAY, "its last day is over then"
    first = found[0].on
    level = Level(2, 2, seen.as_of)
    ageing = policies.in_force().policy.ageing
    assert counting.fresh(ageing, level, first) < counting.fresh(ageing, level, first - DAY)
    assert reminding_agreements.remind(steward) == 1
    assert reminding_agreements.remind(steward) == 0
    assert Entry.objects.filter(event="partners:assurance:ageing_told").count() == len(found)
    assert [one.title for one in todo_agreements.deadlines(steward, first, first)] == [
        f"{row.partner.name} の確認の段階が下がる日"
    ]
