"""What the result page shows: score and figure, strong and weak, what to do next and what would follow from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kuramori.press import svg
from kuramori.rules import next_steps
from kuramori.rules.answers import Answer, NotApplicable
from kuramori.rules.catalogue import Pack
from kuramori.rules.figures import radar_shape
from kuramori.rules.next_steps import Proposal, Standing
from kuramori.rules.scoring import Group, Number, Score, Total, score
from kuramori.work.checks.guest import asking
from kuramori.work.checks.guest import state as states
from kuramori.work.checks.guest.asking import ItemLine
from kuramori.work.checks.guest.state import State


@dataclass(frozen=True, slots=True)
class Row:
    """One group, in a table and on a spoke.

    `percent` is whole, None where nothing applies; `open` counts the items without an answer.
    """

    mark: str
    title: str
    items: int
    open: int
    points: Number
    max: Number
    percent: int | None


@dataclass(frozen=True, slots=True)
class Remark:
    """A measure that stands out, and why in one sentence of the pack."""

    mark: str
    title: str
    percent: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Act:
    """One of the next actions. `gain` in points of the score, None while the score is provisional."""

    item: str
    number: str
    title: str
    detail: str
    minutes: int
    cost: str
    gain: int | None
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The score after the ticked actions, what they take together, and how many they are (0: none is ticked)."""

    count: int
    total: Total
    minutes: int
    cost: str


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One item in the list of answers."""

    line: ItemLine
    level_name: str
    reason: str


@dataclass(frozen=True, slots=True)
class ResultPage:
    """`total` is the final score or, while `is_provisional`, that of the answered items only (None: none yet)."""

    total: Total
    is_provisional: bool
    open: int
    next_open: str
    items: int
    levels_given: int
    not_applicable: int
    steps: tuple[Row, ...]
    strong: tuple[Remark, ...]
    weak: tuple[Remark, ...]
    weak_marks: str
    view: str
    rows: tuple[Row, ...]
    wide: str
    narrow: str
    acts: tuple[Act, ...]
    what_if: WhatIf | None
    answers: tuple[AnswerRow, ...]


def result_page(state: State, lang: str, counted: Score | None = None) -> ResultPage:
    """Everything on the result page. `counted` is the score that stands; without one the answers are counted anew.

    What would follow from an action has not happened yet, so that is counted as of today in either case.
    """
    pack, held = state.pack, states.answers(state)
    now = counted or score(pack, held)
    proposals = next_steps.propose(pack, held)
    ticked = [p for p in proposals if state.did is None or p.item in state.did]
    then = next_steps.what_if(pack, held, [p.item for p in ticked]) if now.is_complete else None
    weak = next_steps.weaknesses(pack, held, counted=now)
    wide, narrow = _figures(pack, lang, state.view, now, then if ticked else None)
    return ResultPage(
        total=now.total if now.is_complete else now.provisional or now.total,
        is_provisional=not now.is_complete,
        open=now.items - now.answered,
        next_open=states.first_open(state) or "",
        items=now.items,
        levels_given=now.answered - _not_applicable(held),
        not_applicable=_not_applicable(held),
        steps=rows(pack, lang, "steps", now),
        strong=_remarks(pack, lang, next_steps.strengths(pack, held, counted=now), is_strong=True),
        weak=_remarks(pack, lang, weak, is_strong=False),
        weak_marks=_joined([pack.measure(standing.measure).mark for standing in weak]),
        view=state.view,
        rows=rows(pack, lang, state.view, now),
        wide=wide,
        narrow=narrow,
        acts=tuple(_act(pack, lang, p, is_ticked=p in ticked, is_final=now.is_complete) for p in proposals),
        what_if=_what_if(then, ticked) if then is not None and proposals else None,
        answers=_answer_rows(state, held, lang),
    )


def rows(pack: Pack, lang: str, view: str, counted: Score) -> tuple[Row, ...]:
    """The groups of one view (measures, fields or steps) with their numbers."""
    groups: Mapping[str, Sequence[Group]] = {
        "measures": counted.measures,
        "fields": counted.fields,
        "steps": counted.steps,
    }
    names = _names(pack, lang, view)
    return tuple(
        Row(
            mark,
            short,
            group.items,
            group.items - group.answered,
            group.points,
            group.max,
            group.percent,
        )
        for group, (mark, short) in zip(groups[view], names, strict=True)
    )


@lru_cache(maxsize=32)
def _names(pack: Pack, lang: str, view: str) -> tuple[tuple[str, str], ...]:
    """Mark and short name of each group; fields have no mark of their own and are numbered."""
    text = pack.text(lang)
    if view == "measures":
        return tuple((measure.mark, text.measures[measure.id].short) for measure in pack.measures)
    if view == "fields":
        return tuple((str(n), text.fields[field.id].title) for n, field in enumerate(pack.fields, start=1))
    steps = [text.steps[step.id] for step in pack.steps]
    return tuple(("", " ".join(filter(None, [step.title, step.range]))) for step in steps)


def _figures(pack: Pack, lang: str, view: str, now: Score, then: Score | None) -> tuple[str, str]:
    """The radar twice: with names for a wide page, with marks alone for a phone."""
    groups = now.fields if view == "fields" else now.measures
    after = None if then is None else (then.fields if view == "fields" else then.measures)
    shares = [group.share for group in groups]
    later = None if after is None else [group.share for group in after]
    labels = [
        svg.Label(mark, short, _note(group))
        for group, (mark, short) in zip(groups, _names(pack, lang, view), strict=True)
    ]
    title = _("分野ごとのでき具合") if view == "fields" else _("措置ごとのでき具合")
    desc = _(
        "%(count)sの割合を、中心が0%%、外側が100%%の図にしたものです。同じ数字を下の表に示しています。"
    ) % {"count": len(groups)}
    return (
        svg.radar(
            radar_shape(shares, later, "wide"),
            labels,
            svg.Caption("rw", title, desc),
            svg.WIDE,
            "radar radar--wide",
        ),
        svg.radar(
            radar_shape(shares, later, "narrow"),
            labels,
            svg.Caption("rn", title, desc),
            svg.NARROW,
            "radar radar--narrow",
        ),
    )


def _note(group: Group) -> str:
    count = ngettext("%(count)s問", "%(count)s問", group.items) % {"count": group.items}
    share = f"{group.percent}%" if group.percent is not None else _("当てはまらない")
    return _("%(count)s ・ %(share)s") % {"count": count, "share": share}


def _remarks(pack: Pack, lang: str, standings: Sequence[Standing], *, is_strong: bool) -> tuple[Remark, ...]:
    text = pack.text(lang)
    return tuple(
        Remark(
            mark=pack.measure(standing.measure).mark,
            title=text.measures[standing.measure].short,
            percent=standing.percent,
            sentence=text.items[standing.item].strong if is_strong else text.items[standing.item].weak,
        )
        for standing in standings
    )


def _act(pack: Pack, lang: str, proposal: Proposal, *, is_ticked: bool, is_final: bool) -> Act:
    words = pack.text(lang).items[proposal.item].actions[proposal.position]
    return Act(
        item=proposal.item,
        number=pack.item(proposal.item).number,
        title=words.title,
        detail=words.detail,
        minutes=proposal.minutes,
        cost=words.cost,
        gain=proposal.gain_score if is_final else None,
        is_ticked=is_ticked,
    )


def _what_if(then: Score, ticked: Sequence[Proposal]) -> WhatIf:
    yen = [proposal.yen for proposal in ticked]
    known = sum(amount for amount in yen if amount is not None)
    cost = _("約%(yen)s円") % {"yen": f"{known:,}"} if known else _("0円")
    if None in yen:
        cost = _("費用は見積りによります")
    return WhatIf(len(ticked), then.total, sum(proposal.minutes for proposal in ticked), cost)


def _answer_rows(state: State, held: Mapping[str, Answer], lang: str) -> tuple[AnswerRow, ...]:
    names = state.pack.text(lang).levels
    found = []
    for line in asking.item_lines(state, lang):
        answer = held.get(line.id)
        reason = answer.reason if isinstance(answer, NotApplicable) else ""
        found.append(AnswerRow(line, names[line.level].name if line.level is not None else "", reason))
    return tuple(found)


def _not_applicable(held: Mapping[str, Answer]) -> int:
    return sum(isinstance(answer, NotApplicable) for answer in held.values())


def _joined(marks: Sequence[str]) -> str:
    return _("と").join(marks)
