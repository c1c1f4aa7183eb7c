"""A reply as the asking side sees it: the same page for the preview of its giver and for whoever reads it later."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kuramori.rules.catalogue import Pack
from kuramori.rules.pack_texts import PackTexts
from kuramori.rules.requests.claiming import stood_for
from kuramori.rules.requests.outcomes import Outcome
from kuramori.rules.requests.reply_text import Further, Shown
from kuramori.rules.requests.requirements import Requirements
from kuramori.work.requests.models import Disclosure
from kuramori.work.requests.reading.answering import said_words

Files = Mapping[tuple[str, str, str], uuid.UUID]


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One item; `state` is its letter, `said` the answer in words (both "" where not answered)."""

    item: str
    number: str
    title: str
    state: str
    state_words: str
    said: str
    words: str
    plan: str
    plan_on: datetime.date | None


@dataclass(frozen=True, slots=True)
class ShownEvidence:
    """`file` is the id to take it out by, None where only its title (and hash) was given."""

    number: str
    title: str
    sha256: str
    file: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class ShownPage:
    """`percent` is what holds of what is asked; None where it is not shown or nothing applies.

    `blocks`: mark, title, number of questions and per cent of each part.
    """

    disclosure: str
    disclosure_words: str
    as_of: datetime.date
    given_by: str
    percent: int | None
    shows_result: bool
    short: int
    critical: int
    blocks: tuple[tuple[str, str, int, int], ...]
    lines: tuple[ShownLine, ...]
    evidence: tuple[ShownEvidence, ...]
    further: Further | None


def state_words() -> dict[str, str]:
    """The letters of a reply in words."""
    return {
        Outcome.MET.value: _("満たしている"),
        Outcome.PART.value: _("一部"),
        Outcome.PLANNED.value: _("予定"),
        Outcome.ALTERNATIVE.value: _("代わりの方法"),
        Outcome.NA.value: _("当てはまらない"),
        Outcome.NOT.value: _("まだ"),
        Outcome.OPEN.value: _("答えなし"),
        Outcome.HIDDEN.value: _("見せない"),
    }


def percent(share: int | None) -> int | None:
    """Thousandths as whole per cent, half up."""
    return None if share is None else (share + 5) // 10


def page_of(
    seen: Shown, requirements: Requirements, pack: Pack, text: PackTexts, files: Files | None = None
) -> ShownPage:
    """Everything that this reply lets be seen, and nothing else."""
    step, required = list(Disclosure.values).index(seen.disclosure), set(requirements.items)
    return ShownPage(
        disclosure=seen.disclosure,
        disclosure_words=str(Disclosure(seen.disclosure).label),
        as_of=seen.as_of,
        given_by=seen.given_by,
        percent=percent(seen.share),
        shows_result=step >= 1,
        short=seen.short,
        critical=seen.critical,
        blocks=tuple(
            (
                measure.mark,
                text.measures[measure.id].title,
                sum(item.id in required for item in pack.items_of_measure(measure.id)),
                (seen.blocks[measure.id] + 5) // 10,
            )
            for measure in pack.measures
            if measure.id in seen.blocks
        ),
        lines=_lines(seen, requirements, pack, text) if step >= 3 else (),
        evidence=tuple(
            ShownEvidence(_number(pack, item), title, sha256, (files or {}).get((item, title, sha256)))
            for item, title, sha256 in seen.evidence
        ),
        further=seen.further,
    )


def _lines(seen: Shown, requirements: Requirements, pack: Pack, text: PackTexts) -> tuple[ShownLine, ...]:
    names, found, stood = state_words(), [], stood_for(requirements, seen)
    for item, letter in zip(requirements.items, seen.states, strict=True):
        given = seen.answers.get(item)
        found.append(
            ShownLine(
                item,
                _number(pack, item),
                text.items[item].title if item in pack else item,
                letter,
                _("認証などで満たしている") if item in stood else names[letter],
                said_words(given, text, requirements.best) if given else "",
                given.words if given else "",
                given.plan if given else "",
                given.plan_on if given else None,
            )
        )
    return tuple(found)


def _number(pack: Pack, item: str) -> str:
    return pack.item(item).number if item in pack else item
