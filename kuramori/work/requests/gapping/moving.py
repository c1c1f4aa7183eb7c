"""Move a gap: propose a plan, agree, start, say it is done, close it, accept another way, take the demand back.

Who may make which move from where is a table (`rules.requests.gap_states`). The asking side also writes down what it
was told by telephone; nobody who is asked can agree to its own plan.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.requests import gap_states
from kuramori.rules.requests.gap_states import ANSWERS, Part, State
from kuramori.rules.statements.bodies_asking import GapNoted, GapStep
from kuramori.work.partners.telling import tell
from kuramori.work.requests import events_gaps as events
from kuramori.work.requests import facts_gaps as facts
from kuramori.work.requests.gapping import settling
from kuramori.work.requests.gapping.folding import refold, tell_move
from kuramori.work.requests.models import Gap, GapMove, GapNote, Side, Step, Told
from kuramori.work.requests.refusing import NotSo, Stale, words

LONGEST = 400
MOST_AHEAD = datetime.timedelta(days=5 * 366)


@dataclass(frozen=True, slots=True)
class Saying:
    """What goes with a move. `person`: who of the other side said it, where the move is written down for them."""

    words: str = ""
    plan: str = ""
    plan_on: datetime.date | None = None
    interim: str = ""
    support: str = ""
    person: str = ""


def move(
    actor: Actor,
    gap: Gap,
    step: GapStep,
    saying: Saying | None = None,
    *,
    revision: int,
    part: Side | None = None,
    way: Told = Told.PAGE,
) -> Gap:
    """Make one move; `part`: whose it is, ours if left out. Raises `NotSo`, `Stale`, `NotAllowed`."""
    actor.require(Can.GAP_CHANGE)
    said = saying or Saying()
    with transaction.atomic():
        row: Gap = Gap.objects.select_for_update(of=("self",)).select_related("partner").get(pk=gap.pk)
        if row.revision != revision:
            raise Stale
        whose = part or Side(row.side)
        is_for_other = whose != row.side
        if is_for_other and row.side != Side.ASKING:
            raise NotSo("", _("相手の動きは、相手の方が自分で知らせます。"))
        if not gap_states.may(Part(whose.value), step, State(row.state)):
            raise NotSo("", _("いまのようすからは、その動きはできません。開き直して確かめてください。"))
        fields, person = _sound(step, said, is_for_other)
        before = facts.gap(row)
        made = GapMove.objects.create(
            organisation=row.organisation,
            gap=row,
            turn=row.turn + 1,
            house=row.side,
            part=whose,
            step=Step(step.value),
            upon=row.offer if step in ANSWERS else 0,
            person=person or actor.name,
            way=Told.PHONE if is_for_other and way is Told.PAGE else way,
            made_at=clock.now(),
            **fields,
        )
        refold(row)
        settling.settle(row)
        tell_move(actor, row, made)
        record(
            actor,
            events.MOVED_FOR if is_for_other else events.MOVED,
            kind="gap",
            thing_id=row.pk,
            number=row.number,
            what=str(Step(step.value).label),
            person=made.person,
            **between(before, facts.gap(row) | facts.move(made), private=facts.TEXTS),
        )
    return row


def write_note(
    actor: Actor, gap: Gap, text: str, *, person: str = "", part: Side | None = None, way: Told = Told.PAGE
) -> GapNote:
    """Say something about a gap; both sides read it, nothing moves. Raises `NotSo`, `NotAllowed`.

    The same words of the same person once more, before anything else was said or done, are the comment that stands.
    """
    actor.require(Can.GAP_CHANGE)
    said = words("words", text, 1_000, needed=_("ひとことを書いてください。"))
    with transaction.atomic():
        row: Gap = Gap.objects.select_for_update(of=("self",)).select_related("partner").get(pk=gap.pk)
        whose = part or Side(row.side)
        if whose != row.side and row.side != Side.ASKING:
            raise NotSo("", _("相手の動きは、相手の方が自分で知らせます。"))
        wanted = GapNote(
            organisation=row.organisation,
            gap=row,
            part=whose,
            words=said,
            person=words("person", person, 120) or actor.name,
            way=way,
            made_at=clock.now(),
        )
        if (stands := _stands_already(wanted)) is not None:
            return stands
        note = wanted
        note.save()
        told = GapNoted(person=note.person, words=note.words, for_other=whose != row.side)
        if _is_known(row):
            tell(actor, row.partner, told, row.thread)
        record(
            actor,
            events.NOTED,
            kind="gap",
            thing_id=row.pk,
            number=row.number,
            **between(None, facts.note(note), part=note.pk, private=facts.TEXTS),
        )
    return note


def _stands_already(note: GapNote) -> GapNote | None:
    """The newest comment, where it says the very same and nothing was said or done since."""
    last: GapNote | None = GapNote.objects.filter(gap=note.gap).order_by("-made_at").first()
    if last is None or any(
        getattr(last, name) != getattr(note, name) for name in ("part", "words", "person", "way")
    ):
        return None
    return None if GapMove.objects.filter(gap=note.gap, made_at__gt=last.made_at).exists() else last


def _is_known(gap: Gap) -> bool:
    """Whether the other side's Kuramori knows of the gap: before the first move it was told, a comment has no place."""
    from_them = gap.side == Side.ASKED
    return from_them or settling.was_told(gap)


def _sound(step: GapStep, said: Saying, is_for_other: bool) -> tuple[dict[str, Any], str]:
    """The texts of a move, each looked at, and who said it. Raises `NotSo` naming the field."""
    needed = {
        GapStep.GIVEN_BACK: _("どこを相談したいのかを書いてください。"),
        GapStep.ACCEPTED: _("何を認めたのかを書いてください。"),
        GapStep.WITHDRAWN: _("取り下げるわけを書いてください。相手に伝わります。"),
    }
    fields: dict[str, Any] = {"words": words("words", said.words, LONGEST, needed=needed.get(step, ""))}
    who = _("だれから聞いたのかを書いてください。") if is_for_other else ""
    person = words("person", said.person, 120, needed=who)
    if step is GapStep.PROPOSED:
        fields["plan"] = words("plan", said.plan, LONGEST, needed=_("何をするのかを書いてください。"))
        fields["plan_on"] = _day(said.plan_on)
        fields["interim"] = words("interim", said.interim, LONGEST)
    elif step is GapStep.PROTECTED:
        fields["interim"] = words(
            "interim", said.interim, LONGEST, needed=_("それまでの守り方を書いてください。")
        )
    elif step is GapStep.SUPPORTED:
        fields["support"] = words(
            "support", said.support, LONGEST, needed=_("手伝えることを書いてください。")
        )
    return fields, person


def _day(on: datetime.date | None) -> datetime.date:
    today = clock.today()
    if on is None or not today <= on <= today + MOST_AHEAD:
        raise NotSo("plan_on", _("いつまでにを、今日から5年先までの日で書いてください。"))
    return on
