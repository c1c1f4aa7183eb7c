"""The trail as a file: CSV for people, JSON lines for checking by machine."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from django.utils.translation import get_language, gettext_noop, override
from django.utils.translation import gettext as _
from django_scopes import scope

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.calls import spoken
from kuramori.ground.trail import prove, read
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock
from kuramori.press import commas
from kuramori.rules.leaves import canonical
from kuramori.site.trail.reading import Changed, called, changed, names_in, thing

HEAD = (
    gettext_noop("番号"),
    gettext_noop("日時"),
    gettext_noop("人"),
    gettext_noop("どこから"),
    gettext_noop("したこと"),
    gettext_noop("出来事"),
    gettext_noop("何について"),
    gettext_noop("種類"),
    gettext_noop("物の番号"),
    gettext_noop("変更"),
)


def as_csv(actor: Actor, entries: Iterable[Entry], closed: Collection[int]) -> Iterator[bytes]:
    """One line an entry, with a mark that tells Excel the file is UTF-8; of the `closed` ones no change is told.

    In the language of whoever asks: it is remembered here, because a file leaves after its view has answered.
    """
    return _csv(actor, entries, closed, get_language() or "ja")


def _csv(actor: Actor, entries: Iterable[Entry], closed: Collection[int], language: str) -> Iterator[bytes]:
    yield commas.MARK
    with override(language):
        head = commas.line([_(one) for one in HEAD])
    yield head
    waiting = iter(entries)
    while portion := list(itertools.islice(waiting, read.PORTION)):
        # The page's own scope and language are closed by now.
        with scope(organisation=actor.organisation), override(language):
            rows = _rows(actor, portion, closed)
        yield from rows


def _rows(actor: Actor, entries: Sequence[Entry], closed: Collection[int]) -> list[bytes]:
    """The lines of some entries; what they point to is looked up for all of them at once."""
    told = [() if entry.index in closed else tuple(changed(entry)) for entry in entries]
    known = names_in(actor, zip(entries, told, strict=True))
    return [
        _line(entry, changes, known.for_entry(entry), is_closed=entry.index in closed)
        for entry, changes in zip(entries, told, strict=True)
    ]


def _line(entry: Entry, changes: Iterable[Changed], known: Mapping[str, str], *, is_closed: bool) -> bytes:
    line = read.line_of(entry, spoken())
    at = line.at.astimezone(clock.TOKYO).strftime("%Y-%m-%d %H:%M:%S")
    hidden = _("極秘のため伏せています")
    turns = hidden if is_closed else "; ".join(_told(called(one, known)) for one in changes)
    return commas.line(
        [
            str(line.index),
            at,
            line.who,
            line.via,
            line.sentence,
            line.event,
            thing(line, known),
            line.kind,
            line.thing_id,
            turns,
        ]
    )


def _told(one: Changed) -> str:
    return f"{one.label}: {one.before} → {one.after}"


def as_json_lines(actor: Actor, entries: Iterable[Entry], closed: Collection[int]) -> Iterator[bytes]:
    """One disclosed entry a line (docs/reference/trail.md); of the `closed` ones only the leaf.

    For checking by machine, so with the ids that were committed to and no names: `actor` is not asked.
    """
    for entry in entries:
        yield (canonical(prove.disclosed(entry, contents=entry.index not in closed)) + "\n").encode()
