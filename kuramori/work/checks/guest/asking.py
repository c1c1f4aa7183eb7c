"""What the question pages show: one item with its cards and guide, the way through the measures, and how far one is."""

from __future__ import annotations

import math
from dataclasses import dataclass

from kuramori.rules.answers import Answer, Answered
from kuramori.rules.catalogue import Item, Measure, Pack
from kuramori.rules.pack_texts import PackTexts
from kuramori.work.checks.guest import state as states
from kuramori.work.checks.guest.state import NA, State


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `all` items have an answer that holds; `minutes_left` is rounded up, 0 only when all are done."""

    done: int
    all: int
    minutes_left: int


@dataclass(frozen=True, slots=True)
class Card:
    """One level to choose from."""

    value: int
    name: str
    text: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class NotApplicableCard:
    """The dashed card. `reason` is what was typed, `example` one that helps to write it."""

    name: str
    text: str
    example: str
    is_chosen: bool
    reason: str


@dataclass(frozen=True, slots=True)
class FirstAction:
    """What a factory of twenty would begin with."""

    title: str
    detail: str
    minutes: int
    cost: str


@dataclass(frozen=True, slots=True)
class Question:
    """One item as it is asked. `wrong` says what to put right, "" when nothing is."""

    id: str
    number: str
    title: str
    subtitle: str
    group: str
    mark: str
    measure: str
    ask: str
    cards: tuple[Card, ...]
    na: NotApplicableCard | None
    wrong: str
    why: str
    evidence: tuple[str, ...]
    whom: str
    first_action: FirstAction | None


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One row of the list of all items. `standing` is done, na, wrong or open; `level` None unless done."""

    id: str
    number: str
    title: str
    standing: str
    level: int | None
    is_here: bool


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One row of the way through the measures; `go_to` is its first open item, else its first."""

    mark: str
    name: str
    done: int
    all: int
    go_to: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class ItemPage:
    """The page of one question. `position` counts from 1."""

    question: Question
    position: int
    progress: Progress
    measures: tuple[MeasureLine, ...]
    items: tuple[ItemLine, ...]
    is_first: bool
    is_last: bool


@dataclass(frozen=True, slots=True)
class Section:
    """The items of one measure within one step, for the page with all of them.

    `step` and `view` are "" unless this section opens a step.
    """

    step: str
    view: str
    mark: str
    measure: str
    questions: tuple[Question, ...]


def progress(state: State) -> Progress:
    """How many items have an answer that holds, and the minutes that the others will take."""
    return _progress(state.pack, len(states.answers(state)))


def item_page(state: State, item_id: str, lang: str, *, show_wrong: bool) -> ItemPage:
    """The page of one item; `show_wrong` names what is wrong with its answer (after one tried to go on)."""
    pack, held = state.pack, states.answers(state)
    position = [item.id for item in pack.items].index(item_id) + 1
    return ItemPage(
        question=question(state, pack.item(item_id), lang, show_wrong=show_wrong),
        position=position,
        progress=_progress(pack, len(held)),
        measures=_measure_lines(pack, held, pack.item(item_id).measure, lang),
        items=item_lines(state, lang, here=item_id),
        is_first=position == 1,
        is_last=position == len(pack.items),
    )


def sections(state: State, lang: str, *, show_wrong: bool) -> tuple[Section, ...]:
    """All items, by step and within it by measure, in the pack's order."""
    pack, text = state.pack, state.pack.text(lang)
    found = []
    for step_id in [*(step.id for step in pack.steps), None]:
        words = text.steps[step_id] if step_id else None
        title, view = (
            (" ".join(filter(None, [words.title, words.range])), words.view or "") if words else ("", "")
        )
        for measure in pack.measures:
            items = [item for item in pack.items_of_measure(measure.id) if item.step == step_id]
            if items:
                questions = tuple(question(state, item, lang, show_wrong=show_wrong) for item in items)
                found.append(Section(title, view, measure.mark, text.measures[measure.id].title, questions))
                title = view = ""
    return tuple(found)


def question(state: State, item: Item, lang: str, *, show_wrong: bool) -> Question:
    """One item with its words and what was entered for it."""
    pack, text = state.pack, state.pack.text(lang)
    own, given = text.items[item.id], state.given[item.id]
    fault = states.wrong_of(state, item.id) if show_wrong else None
    measure = pack.measure(item.measure)
    return Question(
        id=item.id,
        number=item.number,
        title=own.title,
        subtitle=own.subtitle or "",
        group=text.groups[item.group].title if item.group else "",
        mark=measure.mark,
        measure=text.measures[measure.id].title,
        ask=own.question,
        cards=tuple(
            Card(value, text.levels[value].name, meaning, given.choice == str(value))
            for value, meaning in enumerate(own.levels)
        ),
        na=(
            NotApplicableCard(
                text.na_name, own.na or "", own.na_example or "", given.choice == NA, given.reason
            )
            if item.na_allowed
            else None
        ),
        wrong=fault.sentence(lang) if fault else "",
        why=own.why,
        evidence=own.evidence,
        whom=own.ask,
        first_action=_first_action(item, text),
    )


def item_lines(state: State, lang: str, here: str | None = None) -> tuple[ItemLine, ...]:
    """The list of all items with how each stands."""
    text, held = state.pack.text(lang), states.answers(state)
    lines = []
    for item in state.pack.items:
        answer = held.get(item.id)
        level = answer.level if isinstance(answer, Answered) else None
        standing = "wrong" if state.given[item.id].choice else "open"
        if answer is not None:
            standing = "done" if level is not None else "na"
        lines.append(
            ItemLine(
                item.id, item.number, text.items[item.id].title, standing, level, is_here=item.id == here
            )
        )
    return tuple(lines)


def _progress(pack: Pack, done: int) -> Progress:
    items = len(pack.items)
    return Progress(done, items, math.ceil(pack.minutes * (items - done) / items))


def _measure_lines(pack: Pack, held: dict[str, Answer], here: str, lang: str) -> tuple[MeasureLine, ...]:
    return tuple(_measure_line(pack, measure, held, here, lang) for measure in pack.measures)


def _measure_line(pack: Pack, measure: Measure, held: dict[str, Answer], here: str, lang: str) -> MeasureLine:
    items = pack.items_of_measure(measure.id)
    still_open = [item.id for item in items if item.id not in held]
    return MeasureLine(
        mark=measure.mark,
        name=pack.text(lang).measures[measure.id].short,
        done=len(items) - len(still_open),
        all=len(items),
        go_to=(still_open or [items[0].id])[0],
        is_here=measure.id == here,
    )


def _first_action(item: Item, text: PackTexts) -> FirstAction | None:
    if not item.actions:
        return None
    action, own = item.actions[0], text.items[item.id].actions[0]
    return FirstAction(own.title, own.detail, action.minutes, own.cost)
