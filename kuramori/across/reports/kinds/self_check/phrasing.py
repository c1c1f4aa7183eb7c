"""Numbers and lines as this report writes them, the same in every format."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import floor

from kuramori.across.reports.dates import day, short_day
from kuramori.across.reports.kinds.self_check.data import (
    Action,
    Change,
    Data,
    Item,
    Part,
    Previous,
    Remark,
    Total,
    WhatIf,
)
from kuramori.across.reports.words import Words


def number(value: float) -> str:
    """28, 27.5: no trailing zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))


def percent(share: float | None, words: Words) -> str:
    """67%, half rounds up; a dash where there is nothing to count."""
    return words("no_score") if share is None else f"{_whole(share)}%"


def reached(part: Part, words: Words) -> str:
    """The share of a step, measure or field; in words where nothing is answered or nothing applies."""
    if not part.answered:
        return words("unanswered_share")
    if part.share is None:
        return words("not_applicable_share")
    shown = percent(part.share, words)
    return shown if part.answered == part.items else words("unfinished", share=shown)


def _whole(share: float) -> int:
    # A share is a quotient of small numbers; as a float it may lie a hair below the half it stands for.
    return floor(Fraction(share).limit_denominator(100_000) * 100 + Fraction(1, 2))


def fraction(points: float, most: float) -> str:
    return f"{number(points)} / {number(most)}"


def score(total: Total, words: Words) -> str:
    return words("no_score") if total.score is None else str(total.score)


def signed(value: float) -> str:
    return f"+{number(value)}" if value > 0 else f"−{number(-value)}" if value < 0 else "±0"


def name(part: Part) -> str:
    return f"{part.mark} {part.title}".strip()


def answered_line(data: Data, words: Words) -> str:
    left_out = [item.number for item in data.items if item.reason is not None]
    if not left_out:
        return words("answered", asked=data.asked, answered=data.answered)
    numbers = words("na_join").join(words("na_number", number=n) for n in left_out)
    return words("answered_na", asked=data.asked, answered=data.answered, numbers=numbers)


def left_out(data: Data, words: Words) -> list[str]:
    """One line for each item that does not apply: which, and why."""
    return [
        words("na_line", number=words("na_number", number=item.number), reason=item.reason)
        for item in data.items
        if item.reason is not None
    ]


def meta_lines(data: Data, words: Words) -> list[list[str]]:
    """The small lines under the title: when and who; how much and which way."""
    who = [words("author", name=data.author)] if data.author else []
    way = [words(f"route.{data.route}")] if data.route else []
    return [
        [words("made_on", date=day(data.made_on, words.lang)), *who],
        [answered_line(data, words), *way],
    ]


def fraction_line(data: Data, words: Words) -> str:
    """What the big number is made of."""
    points, most = number(data.total.points), number(data.total.max)
    if data.provisional:
        return words("out_of_provisional", points=points, max=most, left=data.asked - data.answered)
    return words("out_of", points=points, max=most)


def total_lines(data: Data, words: Words) -> list[str]:
    """The lines under the big number."""
    total, lines = data.total, [fraction_line(data, words)]
    if (before := data.previous) and before.total.score is not None and total.score is not None:
        lines.append(
            words("since", score=before.total.score, change=signed(total.score - before.total.score))
        )
    return lines


def official(data: Data, words: Words) -> dict[str, str] | None:
    """The score that the ministry's own file gave, to stand beside ours, in three short lines."""
    if data.official_score is None:
        return None
    return {
        "label": data.pack.official_label or words("official_label"),
        "score": words("official_score", score=number(data.official_score)),
        "says": words("official_says"),
    }


def total_sentence(data: Data, words: Words) -> str:
    """The total in one line, as it stands under the figure: never a score without its fraction."""
    key = "radar_total_provisional" if data.provisional else "radar_total"
    return words(
        key, score=score(data.total, words), points=number(data.total.points), max=number(data.total.max)
    )


def disclaimer(data: Data, words: Words) -> str:
    """What follows 「これは認証ではありません。」: the pack's own sentence, and that it is no legal verdict."""
    return data.pack.disclaimer + words("gap") + words("no_verdict")


def warning(data: Data, words: Words) -> str:
    """The whole of what stands in the box."""
    return words("disclaimer_short") + words("gap") + disclaimer(data, words)


def pack_line(data: Data, words: Words) -> str:
    pack = data.pack
    return words(
        "foot_pack", title=pack.title, version=pack.version, date=short_day(pack.confirmed_on, words.lang)
    )


def actions_heading(actions: Sequence[Action], words: Words) -> str:
    return words("actions", count=len(actions)) if actions else words("actions_none")


def what_if_line(data: Data, words: Words) -> str | None:
    """What the actions would bring together; None where there are none, or where they would not show yet.

    While answers are missing an action may be for an item that is not counted so far: the score stays as it is.
    """
    after = data.what_if
    if after is None or (data.provisional and after.total.score == data.total.score):
        return None
    told = words(
        "what_if",
        count=len(data.actions),
        before=score(data.total, words),
        after=score(after.total, words),
        points=number(after.total.points),
        max=number(after.total.max),
        minutes=after.minutes,
        cost=yen(after.yen, words),
    )
    return told if _adds_up(data, after) else told + words("what_if_rounded")


def _adds_up(data: Data, after: WhatIf) -> bool:
    """Whether the gains, each of them rounded for its action alone, add up to what all bring together."""
    if data.total.score is None or after.total.score is None:
        return True
    return sum(action.gain for action in data.actions) == after.total.score - data.total.score


def yen(amount: int | None, words: Words) -> str:
    """0円, 約1,500円, or that nobody knows yet."""
    if amount is None:
        return words("yen_unknown")
    return words("yen", yen=f"{amount:,}") if amount else words("yen_none")


def answer(item: Item, words: Words) -> str:
    """The name of the level, or that it does not apply, or that it is not answered yet."""
    if item.reason is not None:
        return words("not_applicable")
    return item.level_name if item.level is not None else words("unanswered")


def extras(item: Item, words: Words) -> list[tuple[str, str]]:
    """What was written beside the answer: label and text."""
    found = [(words("reason"), item.reason)] if item.reason is not None else []
    if item.comment:
        found.append((words("comment"), item.comment))
    return found + [(words("evidence"), title) for title in item.evidence]


def about(data: Data, words: Words) -> list[tuple[str, str]]:
    """How somebody else can tell what was asked, how it was scored, and that two copies are the same."""
    pack = data.pack
    confirmed = words("confirmed", date=short_day(pack.confirmed_on, words.lang))
    notes = [(words("about.steps"), pack.steps_note)] if pack.steps_note else []
    return [
        (words("about.pack"), f"{pack.title}　{pack.id}　{pack.version}　{confirmed}"),
        (words("about.profile"), f"{pack.profile}　{words('about.rule')}"),
        *notes,
        (words("about.digest"), pack.digest),
        (words("about.number"), f"{data.check_number}　{words('about.number_says')}"),
    ]


def none_strong(data: Data, words: Words) -> str:
    return words("none_yet" if data.provisional else "none_strong")


def none_weak(data: Data, words: Words) -> str:
    return words("none_yet" if data.provisional else "none_weak")


def remark(remark: Remark, words: Words) -> str:
    return words("remark", mark=remark.mark, title=remark.title, share=percent(remark.share, words))


def difference(before: float | None, now: float | None) -> int | None:
    """Of two shares, in points of a hundred as both are shown; None where one of them does not exist."""
    return None if before is None or now is None else _whole(now) - _whole(before)


def change(before: float | None, now: float | None) -> str:
    """The difference with its sign, or a dash."""
    found = difference(before, now)
    return "—" if found is None else signed(found)


def direction(change: Change) -> str:
    """▲ better, ▼ worse, nothing where the two cannot be compared."""
    return "▲" if change.direction > 0 else "▼" if change.direction < 0 else ""


def changed_heading(before: Previous, words: Words) -> str:
    return words("changed", count=len(before.changes)) if before.changes else words("changed_none")


def previous_line(data: Data, before: Previous, words: Words) -> str:
    return words(
        "previous_says",
        date=day(before.made_on, words.lang),
        score=score(before.total, words),
        points=number(before.total.points),
        max=number(before.total.max),
        now=score(data.total, words),
        now_points=number(data.total.points),
        now_max=number(data.total.max),
    )
