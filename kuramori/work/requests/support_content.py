"""What help there is for closing a gap, how a thing is kept safe until then, and how long talks are kept: data."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import get_language

from kuramori.ground.packs.shelf import CONTENT
from kuramori.outside.late import late
from kuramori.work.requests.models import Request

# A fifth of a second, which whoever starts the house should not wait for.
yaml = late("ruamel.yaml")
FILE = CONTENT / "jp" / "kuramori" / "requests" / "support.yaml"


@dataclass(frozen=True, slots=True)
class Help:
    """One kind of help: what it is and who gives it."""

    id: str
    words: str
    about: str
    who: str


@dataclass(frozen=True, slots=True)
class Support:
    """`keep_years`: how long talks are kept, by `keep_source`. `answer_days`: so long may one wait for our answer."""

    helps: tuple[Help, ...]
    interim: tuple[str, ...]
    keep_years: int
    keep_source: str
    answer_days: int
    source: str
    confirmed_on: datetime.date

    def help(self, help_id: str) -> Help | None:
        return next((one for one in self.helps if one.id == help_id), None)


def helps_of(request: Request) -> tuple[str, ...]:
    """The kinds of help that a request offers, in the order of the catalogue."""
    chosen = set(request.draft.get("helps", ()))
    return tuple(one.id for one in support().helps if one.id in chosen)


def offered_helps(request: Request) -> list[str]:
    """The same in words, for the letter and for the page that shows what it says."""
    return [one.words for one in support().helps if one.id in helps_of(request)]


def support() -> Support:
    """In the reader's language."""
    return _support("en" if (get_language() or "ja").startswith("en") else "ja")


@cache
def _support(lang: str) -> Support:
    said: dict[str, Any] = yaml.YAML(typ="safe").load(FILE.read_text("utf-8"))
    return Support(
        helps=tuple(
            Help(one["id"], one[lang], one[f"about_{lang}"], one[f"who_{lang}"]) for one in said["support"]
        ),
        interim=tuple(one[lang] for one in said["interim"]),
        keep_years=said["keep_years"],
        keep_source=said["keep_source"],
        answer_days=said["answer_days"],
        source=said["source"],
        confirmed_on=said["confirmed_on"],
    )
