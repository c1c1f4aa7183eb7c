"""The lines of the owner's page, the same on paper and on the screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kuramori.across.reports.dates import day, short_day
from kuramori.across.reports.kinds.owner_page.data import Data, Task
from kuramori.across.reports.kinds.self_check import FOLDER, phrasing
from kuramori.across.reports.kinds.self_check.typed import typed as self_check_typed
from kuramori.across.reports.words import Words, words_in


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the next steps, as text."""

    what: str
    item: str
    minutes: str
    cost: str
    gain: str
    who: str
    due: str


def check_words(words: Words) -> Words:
    """The words of the self-check report in the same language."""
    return words_in(FOLDER, words.lang)


def since(data: Data, words: Words) -> list[str]:
    """How it stood last time, and the change since."""
    now, before = data.check.total, data.check.previous
    if before is None:
        return [words("first_time")]
    lines = [
        words(
            "since",
            score=phrasing.score(before.total, check_words(words)),
            date=short_day(before.made_on, words.lang),
        )
    ]
    if now.score is not None and before.total.score is not None:
        lines.append(words("change", change=phrasing.signed(now.score - before.total.score)))
    return lines


def steps(data: Data, words: Words) -> list[Step]:
    tasks = {task.number: task for task in data.plan.tasks} if data.plan else {}
    checked = check_words(words)
    return [
        Step(
            what=action.what,
            item=checked("item_number", number=action.number),
            minutes=checked("minutes", minutes=action.minutes),
            cost=action.cost,
            gain=checked("gain_points", gain=action.gain),
            who=_who(tasks.get(action.number), words),
            due=_due(tasks.get(action.number), words),
        )
        for action in data.check.actions
    ]


def sum_line(data: Data, words: Words) -> str | None:
    """What the actions take and bring together; None where that would not show in the score yet."""
    check = data.check
    after = check.what_if
    if after is None or (check.provisional and after.total.score == check.total.score):
        return None
    checked = check_words(words)
    return words(
        "sum",
        minutes=after.minutes,
        cost=phrasing.yen(after.yen, checked),
        before=phrasing.score(data.check.total, checked),
        after=phrasing.score(after.total, checked),
        points=phrasing.number(after.total.points),
        max=phrasing.number(after.total.max),
    )


def plan_line(data: Data, words: Words) -> str:
    if data.plan is None:
        return words("plan_none")
    return words("plan", open=data.plan.open, overdue=data.plan.overdue)


def ledger_line(data: Data, words: Words) -> str | None:
    """How the ledger of secrets stands; None where nothing stands in it."""
    told = data.ledger
    if told is None:
        return None
    said = words("ledger", secret=told.secret, top=told.top, marked=told.marked, reviewed=told.reviewed)
    return said + (words("ledger_tasks", tasks=told.tasks, overdue=told.overdue) if told.tasks else "")


def standing(data: Data, words: Words) -> list[str]:
    """The plan and, where there is one, the ledger."""
    ledger = ledger_line(data, words)
    return [plan_line(data, words), *([ledger] if ledger else [])]


def seal_line(data: Data, words: Words) -> str | None:
    """What the checkpoint printed on the page is for; None where there is none."""
    if data.seal is None:
        return None
    return words("seal", count=data.seal.size, date=day(data.seal.on, words.lang))


def decisions(data: Data, words: Words) -> list[str]:
    """What only the owner can settle, in the order of urgency."""
    check, found = data.check, []
    if data.plan and data.plan.overdue:
        found.append(words("decide.overdue", count=data.plan.overdue))
    if check.what_if:
        cost = phrasing.yen(check.what_if.yen, check_words(words))
        found.append(
            words("decide.approve", count=len(check.actions), minutes=check.what_if.minutes, cost=cost)
        )
    nobody = sum(
        step.who == words("open_cell") or step.due == words("open_cell") for step in steps(data, words)
    )
    if nobody:
        found.append(words("decide.assign", count=nobody))
    if check.provisional:
        found.append(words("decide.finish", count=check.asked - check.answered))
    return found


def _who(task: Task | None, words: Words) -> str:
    return (task.who if task else None) or words("open_cell")


def _due(task: Task | None, words: Words) -> str:
    return f"{task.due:%Y/%m/%d}" if task and task.due else words("open_cell")


def typed(data: Data, words: Words) -> Iterator[tuple[str, str]]:
    """(place, text) of all that people typed: the check's own, and who takes on a task."""
    checked = check_words(words)
    yield from self_check_typed(data.check, checked)
    for task in data.plan.tasks if data.plan else ():
        number = checked("item_number", number=task.number)
        if task.who:
            yield checked("typed.of_item", item=number, field=words("who")), task.who
