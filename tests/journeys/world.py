"""Rounds of 架空精工, made by the rooms' own verbs."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django_scopes import scope

from kuramori.ground.people.actor import Actor
from kuramori.outside import clock
from kuramori.rules import answers as answer_rules
from kuramori.rules.answers import Answer
from kuramori.work.checks.answer import answer
from kuramori.work.checks.begin import begin
from kuramori.work.checks.finalise import finalise
from kuramori.work.checks.models import Sheet
from tests.cast import Cast
from tests.journeys import moves


def a_round(cast: Cast, answers: Mapping[str, Answer], *, name: str = "今年の回") -> Sheet:
    """A round that is being answered."""
    return _answered(cast, cast.actor("steward"), answers, name)


def last_years_round(cast: Cast, answers: Mapping[str, Answer], *, name: str = "去年の回") -> Sheet:
    """A round of a year ago, finalised by the owner."""
    # Asked for today: a year ago nobody had a role yet.
    steward, owner = cast.actor("steward"), cast.actor("owner")
    with clock.standing_at(clock.now() - datetime.timedelta(days=365)), scope(organisation=cast.organisation):
        return finalise(owner, _answered(cast, steward, answers, name), moves.the_pack())


def _answered(cast: Cast, steward: Actor, answers: Mapping[str, Answer], name: str) -> Sheet:
    pack, plain = moves.the_pack(), answer_rules.plain_answers(answers)
    with scope(organisation=cast.organisation):
        sheet = begin(steward, pack, name=name)
        for item, value in plain.items():
            answer(steward, sheet, pack, item, value=value, revision=0)
    return sheet
