"""The pages behind a link as whoever answers sees them: what is asked and why, what stands so far, what is missing."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kuramori.ground.packs import read as packs
from kuramori.outside import clock
from kuramori.rules.catalogue import Item, Pack
from kuramori.rules.pack_texts import PackTexts
from kuramori.rules.requests.claiming import claimed
from kuramori.rules.requests.outcomes import Given, Outcome, Said, outcome
from kuramori.rules.requests.reply_text import Shown, read_shown
from kuramori.rules.requests.requirements import Required, Requirements, read_requirements
from kuramori.work.requests.drafting import Draft, Saved, Written, draft_of, mark_of
from kuramori.work.requests.forms_answering import ALTERNATIVE, NA, Typed, typed_of, wrong_words
from kuramori.work.requests.models import Asked, AskedBy, AskedState, Reply, Request, RequestState

ALL = "all"


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to answer. `is_enough`: it holds what is asked."""

    value: str
    name: str
    text: str
    is_chosen: bool
    is_enough: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One item: what is asked, why the asker needs it, and what stands in its fields.

    `state` is its letter; `needs` what is still missing in the answer, "" where nothing is; `wrong` why what was typed
    was not saved. `is_covered`: something that is held stands for it, so nobody has to answer.
    """

    id: str
    number: str
    title: str
    subtitle: str
    ask: str
    why: str
    wanted: str
    is_critical: bool
    examples: tuple[str, ...]
    choices: tuple[Choice, ...]
    other: tuple[Choice, ...]
    typed: Typed
    mark: str
    state: Outcome
    needs: str
    by: str
    at: datetime.datetime | None
    wrong: str = ""
    is_covered: bool = False

    @property
    def is_done(self) -> bool:
        return self.is_covered or (self.state is not Outcome.OPEN and not self.needs)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the list."""

    id: str
    mark: str
    title: str
    questions: tuple[Question, ...]

    @property
    def done(self) -> int:
        return sum(one.is_done for one in self.questions)

    @property
    def all(self) -> int:
        return len(self.questions)


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """What is asked with the answers so far, by parts of the list, whoever writes them."""

    pack: Pack
    text: PackTexts
    requirements: Requirements
    draft: Draft
    sections: tuple[Section, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(one for section in self.sections for one in section.questions)

    @property
    def done(self) -> int:
        return sum(section.done for section in self.sections)

    @property
    def all(self) -> int:
        return len(self.requirements.required)

    @property
    def open(self) -> tuple[Question, ...]:
        return tuple(one for one in self.questions if one.state is Outcome.OPEN)

    @property
    def minutes(self) -> int:
        """About how long the whole of it takes."""
        return max(5, ceil(self.pack.minutes * self.all / len(self.pack.items) / 5) * 5)

    @property
    def go_on(self) -> str:
        """The part to answer next."""
        waiting = next((one.id for one in self.sections if one.done < one.all), None)
        return waiting or self.sections[0].id

    @property
    def has_changed_since(self) -> bool:
        """Whether something was written after the last handing in; a reply may have come without anything written."""
        newest = max((one.at for one in self.draft.answers.values()), default=None)
        handed = self.draft.handed_in_at
        if handed is None:
            return newest is not None or bool(self.draft.held or self.draft.further)
        return newest is not None and newest > handed


@dataclass(frozen=True, slots=True)
class Sheet(AnswerSheet):
    """Everything of one request, for the pages behind its link."""

    asked: Asked
    request: Request

    @property
    def is_withdrawn(self) -> bool:
        return self.request.state == RequestState.WITHDRAWN or self.asked.state == AskedState.WITHDRAWN

    @property
    def is_moved(self) -> bool:
        """Whether it is answered in the house of whoever is asked, and no longer here."""
        return self.asked.way == AskedBy.CHANNEL and self.asked.reply is None

    @property
    def takes_no_more(self) -> bool:
        return self.is_withdrawn or self.is_moved

    @property
    def is_late(self) -> bool:
        return self.request.deadline_on is not None and self.request.deadline_on < clock.today()

    @property
    def days_left(self) -> int | None:
        deadline = self.request.deadline_on
        return None if deadline is None else (deadline - clock.today()).days


def sheet_of(
    asked: Asked,
    *,
    draft: Draft | None = None,
    typed: Mapping[str, Typed] | None = None,
    wrongs: Mapping[str, str] | None = None,
) -> Sheet:
    """The whole of it. `typed`, `wrongs`: what was sent and not saved yet, by item."""
    try:
        pack = packs.by_digest(asked.request.digest)
    except packs.PackLost:
        raise Http404 from None
    text, requirements = pack.text(get_language() or "ja"), read_requirements(asked.request.content)
    kept = draft_of(asked) if draft is None else draft
    sections = sections_of(pack, text, requirements, kept, typed or {}, wrongs or {})
    return Sheet(pack, text, requirements, kept, sections, asked, asked.request)


def answered_sheet(asked: Asked) -> tuple[Sheet, Shown | None]:
    """The whole of it; where nothing was written here, what the reply shows that came another way (a workbook, by
    telephone)."""
    draft = draft_of(asked)
    if draft.answers or asked.reply is None:
        return sheet_of(asked, draft=draft), None
    return shown_sheet(asked, asked.reply)


def shown_sheet(asked: Asked, reply: Reply) -> tuple[Sheet, Shown]:
    """The answers of a reply as far as it shows them, and what it shows; nothing of what stands behind the link."""
    seen = read_shown(str(reply.content))
    answers = {
        item: Written(given, reply.given_by, reply.received_at) for item, given in seen.answers.items()
    }
    draft = Draft(answers, further=seen.further, handed_in_at=reply.received_at)
    return sheet_of(asked, draft=draft), seen


def sections_of(
    pack: Pack,
    text: PackTexts,
    requirements: Requirements,
    draft: Draft,
    typed: Mapping[str, Typed],
    wrongs: Mapping[str, str],
) -> tuple[Section, ...]:
    """The parts of the list with what is asked of them."""
    required = {one.item: one for one in requirements.required}
    covered = claimed(requirements, {}, draft.held, on=clock.today()).covered
    sections = []
    for measure in pack.measures:
        items = [item for item in pack.items_of_measure(measure.id) if item.id in required]
        if items:
            questions = tuple(
                _question(
                    item,
                    required[item.id],
                    text,
                    requirements.best,
                    draft.answers.get(item.id),
                    typed.get(item.id),
                    wrongs.get(item.id, ""),
                    is_covered=item.id in covered,
                )
                for item in items
            )
            sections.append(Section(measure.id, measure.mark, text.measures[measure.id].title, questions))
    return tuple(sections)


def parts_of(pack: Pack) -> dict[str, tuple[str, ...]]:
    """The parts of a pack by id with their items, as `reply_text.shown` counts them."""
    return {
        measure.id: tuple(item.id for item in pack.items_of_measure(measure.id)) for measure in pack.measures
    }


def sections_shown(sheet: AnswerSheet, part: str) -> tuple[Section, ...]:
    """The part of that id, or all of them. Raises `Http404`."""
    if part == ALL:
        return sheet.sections
    found = tuple(one for one in sheet.sections if one.id == part)
    if not found:
        raise Http404
    return found


def neighbours(sheet: AnswerSheet, part: str) -> tuple[str, str]:
    """The parts before and after; "" where there is none."""
    ids = [one.id for one in sheet.sections]
    if part not in ids:
        return "", ""
    at = ids.index(part)
    return (ids[at - 1] if at else ""), (ids[at + 1] if at + 1 < len(ids) else "")


def _question(
    item: Item,
    required: Required,
    text: PackTexts,
    best: int,
    written: Written | None,
    typed: Typed | None,
    wrong: str,
    *,
    is_covered: bool,
) -> Question:
    words, given = text.items[item.id], written.given if written else None
    mark = mark_of(given)
    fields = typed or typed_of(given, best, mark)
    return Question(
        id=item.id,
        number=item.number,
        title=words.title,
        subtitle=words.subtitle or "",
        ask=words.question,
        why=required.why,
        wanted=text.levels[required.level].name if best > 1 else "",
        is_critical=required.is_critical,
        examples=words.evidence,
        choices=_choices(text, item, required, best, fields.choice),
        other=_other(text, item, required, fields.choice),
        typed=fields,
        mark=mark,
        state=outcome(required, given),
        needs="" if is_covered else _needs(given),
        by=written.by if written else "",
        at=written.at if written else None,
        wrong=wrong_words(wrong) if wrong else "",
        is_covered=is_covered,
    )


def _choices(text: PackTexts, item: Item, required: Required, best: int, chosen: str) -> tuple[Choice, ...]:
    if best <= 1:
        return tuple(
            Choice(value, name, "", chosen == value, value == "met") for value, name in plain_words().items()
        )
    levels = text.items[item.id].levels
    return tuple(
        Choice(
            str(level), text.levels[level].name, levels[level], chosen == str(level), level >= required.level
        )
        for level in range(best, -1, -1)
    )


def _other(text: PackTexts, item: Item, required: Required, chosen: str) -> tuple[Choice, ...]:
    other = [
        Choice(
            ALTERNATIVE,
            _("代わりの方法で守っている"),
            _("求められたやり方とは違うやり方で、同じことを守っている"),
            chosen == ALTERNATIVE,
        )
    ]
    if required.na_allowed:
        why = text.items[item.id].na or _("この設問に当たるものがない")
        other.append(Choice(NA, text.na_name or _("当てはまらない"), why, chosen == NA))
    return tuple(other)


def plain_words() -> dict[str, str]:
    """The choices of a list that has no levels, in words."""
    return {
        Said.MET.value: _("できている"),
        Said.PART.value: _("一部できている"),
        Said.PLANNED.value: _("これから（予定がある）"),
        Said.NOT.value: _("まだ"),
    }


def _needs(given: Given | None) -> str:
    if given is None:
        return ""
    if given.said is Said.NA and not given.words.strip():
        return _("当てはまらない理由を書くと、答えになります。")
    if given.said is Said.ALTERNATIVE and not given.words.strip():
        return _("代わりにどう守っているかを書くと、答えになります。")
    if given.said is Said.PLANNED and given.level is None and given.plan_on is None:
        return _("いつまでにするかを入れると、答えになります。")
    if given.said is Said.PLANNED and given.plan_on is not None and given.plan_on < clock.today():
        return _("予定の日が過ぎています。新しい日を入れるか、いまの状態を選び直してください。")
    return ""


def said_words(given: Given, text: PackTexts, best: int) -> str:
    """An answer as one reads it."""
    if given.said is Said.ALTERNATIVE:
        return _("代わりの方法で守っている")
    if given.said is Said.NA:
        return text.na_name or _("当てはまらない")
    if given.level is not None and best > 1:
        return text.levels[given.level].name
    return plain_words()[given.said.value]


def conflicts_of(sheet: AnswerSheet, saved: Saved) -> list[tuple[Question, str, Written | None]]:
    """Each question that a colleague has answered meanwhile, with that answer in words and who wrote it."""
    answers, best = saved.draft.answers, sheet.requirements.best
    return [
        (
            one,
            said_words(answers[one.id].given, sheet.text, best) if one.id in answers else "",
            answers.get(one.id),
        )
        for one in conflict_lines(sheet, saved.conflicts)
    ]


def conflict_lines(sheet: AnswerSheet, conflicts: Sequence[str]) -> list[Question]:
    """The questions that a colleague has answered meanwhile, as they stand now."""
    return [one for one in sheet.questions if one.id in conflicts]
