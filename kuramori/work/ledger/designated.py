"""相手の付けた区分: a partner's own words for grades, what each means here, and what a received item is offered."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kuramori.ground.contacts.models import Partner
from kuramori.work.ledger import grades
from kuramori.work.ledger.consent import weight
from kuramori.work.ledger.entry import Ref, Value
from kuramori.work.ledger.laying import EntryRefused
from kuramori.work.ledger.models import Grade, Origin


class LighterThanDesignated(EntryRefused):
    """What its owner calls heavy was to be entered more lightly. `meant` is our grade for the owner's word."""

    name = "grade"

    def __init__(self, word: str, meant: Grade) -> None:
        super().__init__(word)
        self.word, self.meant = word, meant

    @property
    def sentence(self) -> str:
        return _(
            "預け主の「%(word)s」は、こちらの「%(grade)s」に当たります。同じか、より重い区分を選んでください。"
        ) % {"word": self.word, "grade": grades.names()[self.meant.value]}


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a partner, and our grade for it: its code and what the house calls it."""

    word: str
    grade: str
    grade_name: str


def words_of(scheme: Mapping[str, str] | None, names: Mapping[str, str]) -> tuple[Word, ...]:
    """A partner's words, heaviest first."""
    known = [(word, code) for word, code in (scheme or {}).items() if code in Grade.values]
    return tuple(
        Word(word, code, names[code]) for word, code in sorted(known, key=lambda one: weight(Grade(one[1])))
    )


def words_by_partner() -> dict[str, list[tuple[str, str]]]:
    """For a page that offers them as soon as the partner is chosen: by the partner's id, word and code; one query."""
    rows = Partner.objects.filter(retired_on__isnull=True).exclude(scheme={}).values_list("pk", "scheme")
    return {str(pk): [(word, code) for word, code in scheme.items()] for pk, scheme in rows}


def words_for(values: Mapping[str, Value]) -> tuple[Word, ...]:
    """The words to choose from for this entry: of a received one whose partner has some, while it says none."""
    partner = _partner(values)
    if partner is None or values.get("designated_grade"):
        return ()
    return words_of(partner.scheme, grades.names())


def require_heavy_enough(values: Mapping[str, Value]) -> None:
    """Raise `LighterThanDesignated` where a received item would be entered more lightly than its owner's word says."""
    word, partner = str(values.get("designated_grade") or ""), _partner(values)
    meant = grades.ours(partner, word) if word else None
    if meant is not None and weight(Grade(str(values["grade"]))) > weight(meant):
        raise LighterThanDesignated(word, meant)


def _partner(values: Mapping[str, Value]) -> Partner | None:
    named = values.get("partner")
    if values.get("origin") != Origin.RECEIVED or not isinstance(named, Ref):
        return None
    return Partner.objects.filter(pk=uuid.UUID(str(named.id))).first()
