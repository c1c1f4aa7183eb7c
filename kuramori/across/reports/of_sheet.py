"""The self-check report of one stored sheet."""

from __future__ import annotations

from kuramori.across.reports.kinds.self_check.data import Data
from kuramori.across.reports.kinds.self_check.gather import Beside, Round, gather
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.codes import Visitor
from kuramori.work.checks.facts import round_before, sheet_facts
from kuramori.work.checks.models import Sheet


def data_of(actor: Actor | Visitor, sheet: Sheet, *, lang: str) -> Data:
    """What the report of this sheet says, compared with the round before where there is one."""
    facts, before = sheet_facts(sheet), round_before(sheet)
    earlier = sheet_facts(before) if before else None
    return gather(
        facts.pack,
        facts.answers,
        counted=facts.score,
        made_on=facts.made_on,
        lang=lang,
        organisation=actor.organisation.name,
        author=facts.author,
        route=facts.route,
        official_score=facts.official_score,
        note=facts.note,
        beside=Beside(facts.comments, facts.evidence),
        previous=Round(earlier.made_on, earlier.pack, earlier.answers, earlier.score) if earlier else None,
    )
