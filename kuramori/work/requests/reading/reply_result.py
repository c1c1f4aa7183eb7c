"""The result sheet of whoever answered: how far what was asked holds, the shape of it, three next steps."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kuramori.press import svg
from kuramori.rules import answers as answer_rules
from kuramori.rules import next_steps
from kuramori.rules.answers import Answer, Answered
from kuramori.rules.figures import FEWEST, MOST, radar_shape
from kuramori.rules.requests.outcomes import Outcome, Said
from kuramori.rules.requests.reply_text import Shown
from kuramori.work.requests.handing_in import composed
from kuramori.work.requests.models import Disclosure
from kuramori.work.requests.reading.answering import Sheet
from kuramori.work.requests.reading.shown import percent

NEXT = 3
LEFT = (Outcome.PART, Outcome.PLANNED, Outcome.NOT)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the list; `percent` None where nothing of it applies."""

    mark: str
    title: str
    short: str
    items: int
    percent: int | None


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do next."""

    item: str
    number: str
    title: str
    detail: str
    minutes: int
    cost: str


@dataclass(frozen=True, slots=True)
class ReplyResult:
    """`percent` of what is asked holds; `counts` are how many stand at each state, in words of `state_words`.

    `is_told`: the answers themselves are known; those of a workbook that showed only its sums are not. `parts` are
    empty where the reply shows none.
    """

    is_told: bool
    percent: int | None
    counts: tuple[tuple[str, int], ...]
    parts: tuple[Part, ...]
    steps: tuple[Step, ...]
    wide: str
    narrow: str
    printed: str


def result_of(sheet: Sheet, came: Shown | None = None) -> ReplyResult:
    """The whole result, whatever is shown of it. `came`: the reply, where it came another way and is all there is."""
    seen = came or composed(sheet, disclosure=Disclosure.COMMENTS.value, given_by="")
    parts = tuple(
        Part(
            section.mark,
            section.title,
            sheet.text.measures[section.id].short,
            section.all,
            percent(seen.blocks.get(section.id)),
        )
        for section in (sheet.sections if seen.blocks else ())
    )
    shares = [None if one.percent is None else one.percent / 100 for one in parts]
    labels = [
        svg.Label(
            one.mark,
            one.short,
            ngettext("%(items)s問 ・ %(share)s", "%(items)s問 ・ %(share)s", one.items)
            % {
                "items": one.items,
                "share": _("当てはまらない") if one.percent is None else f"{one.percent}%",
            },
        )
        for one in parts
    ]
    wide = narrow = printed = ""
    if FEWEST <= len(parts) <= MOST:
        shape, caption = radar_shape(shares, None, "wide"), _caption("rw")
        wide = svg.radar(shape, labels, caption, svg.WIDE, "radar radar--wide")
        narrow = svg.radar(
            radar_shape(shares, None, "narrow"), labels, _caption("rn"), svg.NARROW, "radar radar--narrow"
        )
        printed = svg.radar(shape, labels, caption, svg.PRINT)
    return ReplyResult(
        Outcome.HIDDEN not in seen.states,
        percent(seen.share),
        tuple((letter.value, seen.states.count(letter)) for letter in Outcome if letter in seen.states),
        parts,
        _steps(sheet, seen.states),
        wide,
        narrow,
        printed,
    )


def _caption(name: str) -> svg.Caption:
    return svg.Caption(
        name,
        _("分野ごとのでき具合"),
        _(
            "求められたことのうち、満たしている割合を分野ごとに図にしたものです。同じ数字を下の表に示しています。"
        ),
    )


def _steps(sheet: Sheet, states: str) -> tuple[Step, ...]:
    """The pack's own next actions, of what falls short of what is asked, those asked as critical first."""
    required = dict(zip(sheet.requirements.items, states, strict=True))
    critical = {one.item for one in sheet.requirements.required if one.is_critical}
    held: dict[str, Answer] = {}
    for item, given in sheet.draft.given.items():
        if given.said is Said.NA and given.words.strip() and sheet.pack.item(item).na_allowed:
            held[item] = answer_rules.NotApplicable(given.words[: answer_rules.REASON_LENGTH])
        elif given.said is not Said.NA:
            held[item] = Answered(min(given.level or 0, sheet.pack.profile.best))
    proposed = next_steps.propose(sheet.pack, held, len(sheet.pack.items))
    short = [one for one in proposed if required.get(one.item) in LEFT]
    chosen = sorted(short, key=lambda one: one.item not in critical)[:NEXT]
    found = []
    for one in chosen:
        words = sheet.text.items[one.item].actions[one.position]
        found.append(
            Step(
                one.item,
                sheet.pack.item(one.item).number,
                words.title,
                words.detail,
                one.minutes,
                words.cost,
            )
        )
    return tuple(found)
