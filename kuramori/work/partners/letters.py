"""Letters about a demand: the words of the content with what was recorded, as text to copy and as PDF."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from kuramori.ground.people.models import Organisation
from kuramori.outside import clock
from kuramori.press.pdf import pdf
from kuramori.press.word import Block, Kind, Paper, docx
from kuramori.work.partners.demand_content import Letter
from kuramori.work.partners.models import Demand
from kuramori.work.partners.reading.deciding import language

TEMPLATE = Path(__file__).resolve().parent / "letter.typ"
# The letters say 様 themselves.
_HONORIFIC = re.compile(r"[\s　]*(様|さま|さん|殿)\s*$")
_PLACE = re.compile(r"\{(asked_on|who|what|purpose|necessity|price)\}")


@dataclass(frozen=True, slots=True)
class Written:
    """A letter as it would go: to whom, from whom, and its lines."""

    day: str
    to: str
    by: str
    title: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """To copy into a mail or a document."""
        body = "\n\n".join(self.lines)
        return f"{self.day}\n\n{self.to}\n\n{self.by}\n\n{self.title}\n\n{body}\n"


def written(organisation: Organisation, demand: Demand, letter: Letter) -> Written:
    """What was recorded fills the places; where nothing is known, a blank to fill in by hand."""
    blank = _("（　　　　）")
    places = {
        "asked_on": _day(demand.asked_on),
        "who": _HONORIFIC.sub("", demand.who) or blank,
        "what": demand.what or blank,
        "purpose": demand.purpose or blank,
        "necessity": demand.necessity or blank,
        "price": demand.price or blank,
    }
    # Only the known places, and none within what somebody wrote.
    lines = tuple(_PLACE.sub(lambda match: places[match[1]], line) for line in letter.lines)
    to = _("%(partner)s 御中") % {"partner": demand.partner.name}
    return Written(_day(clock.today()), to, organisation.name, letter.title, lines)


def letter_paper(organisation: Organisation, letter: Written, number: str) -> bytes:
    """A4, with an empty 押印欄; raises a `PressFault`."""
    today = clock.today()
    values = {
        "lang": language(),
        "title": letter.title,
        "author": organisation.name,
        "made_on": [today.year, today.month, today.day],
        "day": letter.day,
        "to": letter.to,
        "by": letter.by,
        "lines": list(letter.lines),
        "stamp": _("印"),
        "foot": {"pack": organisation.name, "number": number, "disclaimer": ""},
    }
    return pdf(TEMPLATE, values, made_on=today)


def letter_word(organisation: Organisation, letter: Written, number: str) -> bytes:
    """The same for Word, to go on writing; raises a `PressFault`."""
    blocks = (
        Block(Kind.RIGHT, (f"{number}　{letter.day}",)),
        Block(Kind.LEFT, (letter.to,)),
        Block(Kind.RIGHT, (f"{letter.by}　　　{_('印')}",)),
        Block(Kind.TEXT, letter.lines),
    )
    return docx(Paper(letter.title, organisation.name, blocks), made_on=clock.today())


def _day(on: datetime.date) -> str:
    if language() == "ja":
        return f"{on.year}年{on.month}月{on.day}日"
    return on.isoformat()
