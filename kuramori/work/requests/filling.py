"""Answers that were given before, laid into what nobody has answered yet: from the last reply, or from a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kuramori.ground.packs import read as packs
from kuramori.ground.people.codes import Visitor
from kuramori.rules import answers as answer_rules
from kuramori.rules.answers import Answer, Answered, AnswerFile
from kuramori.rules.catalogue import Pack
from kuramori.rules.requests.outcomes import Given, Said
from kuramori.rules.requests.reply_text import STEPS, read_shown
from kuramori.rules.requests.requirements import read_requirements
from kuramori.work.requests import drafting
from kuramori.work.requests.drafting import NOTHING, Wanted
from kuramori.work.requests.forms_answering import said_by_level
from kuramori.work.requests.models import Asked, Reply
from kuramori.work.requests.reading.answering import AnswerSheet, said_words

LARGEST = answer_rules.LIMITS.size
WITH_ITEMS = STEPS[3:]


@dataclass(frozen=True, slots=True)
class Found:
    """`source` is the file once more, to be sent along with the confirmation."""

    answers: Mapping[str, Given]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """What would come to stand at one question; `is_kept`: something stands there already and stays."""

    number: str
    title: str
    words: str
    is_kept: bool


def last_reply(asked: Asked) -> Reply | None:
    """The newest reply of this partner to the same list, as far as it shows its items."""
    found: Reply | None = (
        Reply.objects.filter(
            asked__partner_id=asked.partner_id,
            asked__request__pack_id=asked.request.pack_id,
            superseded_at__isnull=True,
            disclosure__in=WITH_ITEMS,
        )
        .exclude(asked=asked)
        .select_related("asked__request")
        .order_by("-received_at")
        .first()
    )
    return found


def from_last(asked: Asked) -> Found:
    """What the last reply lets be laid in; nothing where there is none."""
    reply, wanted = last_reply(asked), read_requirements(asked.request.content)
    if reply is None:
        return Found({})
    required = {one.item: one for one in wanted.required}
    answers = {
        item: given
        for item, given in read_shown(str(reply.content)).answers.items()
        if item in required
        and (given.level is None or given.level <= wanted.best)
        and (given.said is not Said.NA or required[item].na_allowed)
    }
    return Found(answers)


def from_file(asked: Asked, source: bytes | str) -> Found:
    """A `*.kuramori.json` file. Raises `Refused` with every fault."""
    pack = packs.by_digest(asked.request.digest)

    def find(name: str) -> Pack | None:
        return pack if name == pack.id else packs.find(name)

    file = answer_rules.read(source, find, only=pack.id)
    wanted = read_requirements(asked.request.content)
    found = {}
    for one in wanted.required:
        answer = file.answers.get(one.item)
        if isinstance(answer, Answered):
            said, level = said_by_level(answer.level, one, wanted.best)
            found[one.item] = Given(said, level)
        elif answer is not None and one.na_allowed:
            found[one.item] = Given(Said.NA, words=answer.reason)
    return Found(found, answer_rules.write(file))


def fill(visitor: Visitor, asked: Asked, found: Found) -> int:
    """Lay in what stands nowhere yet; how many answers came in. Nothing that was written is touched."""
    saved = drafting.save(
        visitor, asked, {item: Wanted(given, NOTHING) for item, given in found.answers.items()}
    )
    return len(saved.changed)


def lines(sheet: AnswerSheet, found: Found) -> tuple[Line, ...]:
    """The preview, in the order of the list."""
    return tuple(
        Line(
            one.number,
            one.title,
            said_words(found.answers[one.id], sheet.text, sheet.requirements.best),
            one.id in sheet.draft.answers,
        )
        for one in sheet.questions
        if one.id in found.answers
    )


def travel_file(sheet: AnswerSheet) -> AnswerFile:
    """The answers so far as the file that travels: levels and what does not apply; other ways stand in the note."""
    answers: dict[str, Answer] = {}
    other = []
    for one in sheet.questions:
        given = sheet.draft.given.get(one.id)
        if given is None:
            continue
        if given.said is Said.NA and given.words.strip() and sheet.pack.item(one.id).na_allowed:
            answers[one.id] = answer_rules.NotApplicable(given.words[: answer_rules.REASON_LENGTH])
        elif given.level is not None:
            answers[one.id] = Answered(given.level)
        elif given.said is Said.MET:
            answers[one.id] = Answered(sheet.requirements.best)
        elif given.said is Said.ALTERNATIVE:
            other.append(one.number)
        else:
            answers[one.id] = Answered(0)
    note = _("代わりの方法と答えた問：%(numbers)s") % {"numbers": "、".join(other)} if other else None
    return AnswerFile(sheet.pack.id, sheet.pack.version, answers, None, note)
