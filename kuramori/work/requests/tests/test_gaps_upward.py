"""What home, the calendar, the search and a partner's page tell of gaps and talks."""

from __future__ import annotations

import pytest
from django_scopes import scope

from kuramori.outside import clock
from kuramori.rules.statements.bodies_asking import GapStep
from kuramori.work.requests import read
from kuramori.work.requests.consulting import talking
from kuramori.work.requests.gapping.opening import open_from_reply
from kuramori.work.requests.tests.gap_world import heard, plan, short_reply, soon

pytestmark = pytest.mark.django_db


def test_what_waits_for_our_word_stands_at_home_and_on_the_partners_page(cast):
    owner, auditor = cast.actor("owner"), cast.actor("auditor")
    with scope(organisation=cast.organisation):
        gap = open_from_reply(owner, short_reply(owner))[0]
        heard(owner, gap, GapStep.PROPOSED, plan())
        said = talking.Said(clock.today(), 300_000, person="見本 次郎")
        talk = talking.begin(owner, gap.partner, "棚の代金", said, by_us=False)
        titles = [one.title for one in read.next_actions(owner)]
        assert any("見本金型の協議の求めに答える" in one for one in titles)
        assert any("計画3件" in one for one in titles)
        assert not any("協議" in one.title for one in read.next_actions(auditor))
        told = [one.title for one in read.about(owner, "partner", gap.partner_id)]
        assert any(gap.number in one for one in told)
        assert any(talk.number in one for one in told)
        days = [one for one in read.deadlines(owner, clock.today(), soon(40)) if gap.what in one.title]
        assert [one.on for one in days] == [plan().plan_on]
        assert any(talk.number in one.title for one in read.find(owner, "棚の代金"))
