"""Gather every Japanese sentence of templates and code into the English catalogue, and compile it.

`python -m tests.house.messages` brings kuramori/site/locale/en/LC_MESSAGES/django.po up to date (new sentences come
with an empty translation, unused ones go) and writes django.mo beside it. No system gettext is needed: Django turns a
template into something that Babel can read, and Babel does the rest.
"""

from __future__ import annotations

import io
import re
import sys
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
PO = ROOT / "kuramori/site/locale/en/LC_MESSAGES/django.po"
# What Django's own forms say, in office Japanese: written by hand, only compiled here.
OFFICE_PO = ROOT / "kuramori/site/locale/ja/LC_MESSAGES/django.po"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uff00-\uffef]")
# What may be Japanese in a template: notes to its reader, what is said through the catalogue, and what calls itself
# Japanese (the language button, the page of last resort).
SAID = re.compile(
    r"\{#.*?#\}"
    r"|\{% *comment\b.*?\{% *endcomment *%\}"
    r"|\{% *blocktranslate\b.*?\{% *endblocktranslate *%\}"
    r"|\{% *translate\b.*?%\}"
    r"|<(\w+)\b[^>]*\slang=\"ja\"[^>]*>.*?</\1>",
    re.DOTALL,
)

Key = tuple[str | None, str | tuple[str, str]]


@cache
def sentences() -> dict[Key, list[tuple[str, int]]]:
    """Every message id of ours (with its context), and where it stands."""
    from django.template import Engine  # noqa: F401  templatize needs Django to be importable
    from django.utils.translation.template import templatize

    found: dict[Key, list[tuple[str, int]]] = {}
    for path in sorted((ROOT / "kuramori").rglob("*")):
        if path.suffix not in {".py", ".html"} or "tests" in path.parts or "migrations" in path.parts:
            continue
        text = path.read_text("utf-8")
        source = text
        if path.suffix == ".html":
            # What is no sentence comes out as X's with the template's own indentation, which Python would refuse.
            readable = templatize(text, origin=str(path.relative_to(ROOT)))
            source = "\n".join(line.strip() for line in readable.splitlines())
        for line, function, words, _comments in extract_python(io.BytesIO(source.encode()), KEYWORDS, [], {}):
            key = _key(function, words)
            if key is not None:
                found.setdefault(key, []).append((str(path.relative_to(ROOT)), line))
    return found


def _key(function: object, words: object) -> Key | None:
    given = words if isinstance(words, tuple | list) else (words,)
    parts = [word for word in given if isinstance(word, str)]
    if not parts or not isinstance(function, str):
        return None
    context = parts.pop(0) if function.startswith(("pgettext", "npgettext")) else None
    plural = "ngettext" in function or function.startswith("npgettext")
    return (context, (parts[0], parts[1])) if plural and len(parts) > 1 else (context, parts[0])


def _empty() -> Catalog:
    # One day for all time: the file changes only when a sentence does.
    day = datetime(2026, 1, 1, tzinfo=UTC)
    return Catalog(
        locale="en",
        header_comment="# English sentences of Kuramori. Made by: python -m tests.house.messages",
        project="Kuramori",
        version="1",
        msgid_bugs_address="none",
        last_translator="none",
        language_team="en",
        creation_date=day,
        revision_date=day,
        fuzzy=False,
    )


def catalogue() -> Catalog:
    """The English catalogue as it is committed."""
    if not PO.exists():
        return _empty()
    with PO.open("rb") as file:
        return read_po(file, locale="en")


def missing() -> list[str]:
    """Sentences without an English one, each with where it stands."""
    english = catalogue()
    return [
        f"{places[0][0]}:{places[0][1]}  {_first(message)}"
        for (context, message), places in sentences().items()
        if not _is_translated(english.get(message, context))
    ]


def unused() -> list[str]:
    """Translations of sentences that no page says any more."""
    said = {(context, _first(message)) for context, message in sentences()}
    return [
        _first(message.id)
        for message in catalogue()
        if message.id and (message.context, _first(message.id)) not in said
    ]


def unsaid() -> list[str]:
    """Japanese in templates that no tag translates, each with where it stands."""
    found = []
    for path in sorted((ROOT / "kuramori").glob("**/templates/**/*.*")):
        bare = SAID.sub(lambda match: "\n" * match.group().count("\n"), path.read_text("utf-8"))
        for number, line in enumerate(bare.splitlines(), 1):
            if JAPANESE.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}  {line.strip()[:80]}")
    return found


def compiled() -> bytes:
    """What django.mo must hold."""
    return _compiled(catalogue())


def office_words() -> Catalog:
    """Django's own sentences as an office worker says them."""
    with OFFICE_PO.open("rb") as file:
        return read_po(file, locale="ja")


def office_words_compiled() -> bytes:
    """What the Japanese django.mo must hold."""
    return _compiled(office_words())


def _compiled(told: Catalog) -> bytes:
    out = io.BytesIO()
    write_mo(out, told)
    return out.getvalue()


def update() -> tuple[int, int]:
    """Write django.po and django.mo anew; returns (sentences, untranslated ones)."""
    old, new = catalogue(), _empty()
    for (context, message), places in sorted(
        sentences().items(), key=lambda entry: (entry[1][0], str(entry[0]))
    ):
        before = old.get(message, context)
        # A sentence that gained or lost its plural starts anew: its old translation has another shape.
        fits = before is not None and isinstance(before.string, tuple) is isinstance(message, tuple)
        said = before.string if before is not None and fits else None
        new.add(message, said, locations=[(places[0][0], 0)], context=context)
    PO.parent.mkdir(parents=True, exist_ok=True)
    # Written as a whole or not at all: half a catalogue would lose what was translated.
    written = io.BytesIO()
    write_po(written, new, width=0, omit_header=False, include_lineno=False)
    PO.write_bytes(written.getvalue())
    PO.with_suffix(".mo").write_bytes(compiled())
    OFFICE_PO.with_suffix(".mo").write_bytes(office_words_compiled())
    return len(new), len([message for message in new if message.id and not _is_translated(message)])


def _is_translated(message: Message | None) -> bool:
    if message is None:
        return False
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(strings)


def _first(message: str | tuple[str, ...] | list[str]) -> str:
    return message if isinstance(message, str) else message[0]


if __name__ == "__main__":
    from django.conf import settings

    settings.configure(USE_I18N=True)
    known, open_ones = update()
    sys.stdout.write(f"{known} sentences, {open_ones} without English\n")
