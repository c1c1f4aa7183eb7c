"""From what one file gave to findings: which asset, which passage, why. Values in, values out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from kuramori.press.scan.plan import Reading
from kuramori.rules import marks, wording
from kuramori.work.ledger.scanning.known import Known, Word

COPY, EXCERPT, LABEL, MARK, TERM, NUMBER = "copy", "excerpt", "label", "mark", "term", "number"
KINDS = (COPY, EXCERPT, LABEL, MARK, TERM, NUMBER)
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')
OF_AN_ASSET = frozenset({COPY, EXCERPT})
"""A file of these kinds holds the asset itself, so it should carry its mark."""


@dataclass(frozen=True, slots=True)
class Found:
    """One finding. `asset` is its number in the ledger, or what a label says, "" for none; `at` its place in `Known`.

    `why` is a code of `words.WHY`; `detail` fills it. `prints` are the fingerprints an excerpt rests on, `grade` the
    code of the grade that a mark tells, "" where it tells none.
    """

    kind: str
    asset: str
    passage: str
    why: str
    detail: dict[str, object] = field(default_factory=dict)
    at: int | None = None
    is_marked: bool = True
    prints: tuple[int, ...] = ()
    grade: str = ""


def judge(path: str, reading: Reading, known: Known, *, below: str = "") -> tuple[Found, ...]:
    """All findings in one file; `below` is the folder that was named, whose own name says nothing."""
    names = tuple(_named(path, below, known))
    labels = tuple(_labels(reading))
    shown = (*_marks(reading, known), *_sensitivity(reading, known))
    is_marked = bool(names or labels or any(found.why != "mark-in-text" for found in shown))
    found = [*_copies(reading, known, is_marked)]
    copied = {one.at for one in found}
    found += [one for one in _excerpts(reading, known, is_marked) if one.at not in copied]
    found += [_told(label, known) for label in labels]
    found += _conflict(labels, shown, known)
    found += [*shown, *names, *_terms(reading, known), *_numbers(reading, known)]
    return tuple(found)


def _copies(reading: Reading, known: Known, is_marked: bool) -> Iterator[Found]:
    whole = known.copies.get(known.digest_of(reading.sha256), ())
    for at in whole:
        yield _of_asset(known, at, COPY, "", "copy", {}, is_marked)
    within = dict.fromkeys(at for one in reading.within for at in known.copies.get(known.digest_of(one), ()))
    for at in within:
        if at not in whole:
            yield _of_asset(known, at, COPY, "", "copy-within", {}, is_marked)


def _excerpts(reading: Reading, known: Known, is_marked: bool) -> Iterator[Found]:
    for hit in reading.excerpts:
        detail: dict[str, object] = {"count": hit.count}
        yield _of_asset(known, hit.asset, EXCERPT, hit.passage, "excerpt", detail, is_marked, hit.prints)


def _of_asset(
    known: Known,
    at: int,
    kind: str,
    passage: str,
    why: str,
    detail: dict[str, object],
    is_marked: bool,
    prints: tuple[int, ...] = (),
) -> Found:
    asset = known.assets[at]
    is_bare = asset.needs_mark and not is_marked
    return Found(kind, asset.number, passage, why, detail | {"bare": is_bare}, at, not is_bare, prints)


def _labels(reading: Reading) -> Iterator[marks.Token]:
    seen: set[marks.Token] = set()
    for _where, _name, value in reading.carriers:
        for token in marks.tokens_in(value):
            if token not in seen:
                seen.add(token)
                yield token


def _told(token: marks.Token, known: Known) -> Found:
    at = known.by_number.get(token.number)
    why = "label" if at is not None or not known.has_ledger else "label-unknown"
    detail: dict[str, object] = {"grade": marks.NAMES[token.grade], "number": token.number}
    return Found(LABEL, token.number, f"{marks.NAMES[token.grade]} {token.number}", why, detail, at)


def _marks(reading: Reading, known: Known) -> Iterator[Found]:
    """One finding for each mark: where it stands by itself if it does, the longer one of two that overlap."""
    best: dict[str, tuple[int, Word, str, str]] = {}
    for hit in reading.words:
        for word in known.by_text[known.texts[hit.word]]:
            if word.asset is None:
                why = "mark-in-margin" if hit.margin else "mark-alone" if hit.alone else "mark-in-text"
                rank = 2 * hit.margin + hit.alone
                if word.compared not in best or best[word.compared][0] < rank:
                    best[word.compared] = (rank, word, why, hit.passage)
    for compared, (_rank, word, why, passage) in best.items():
        if not any(compared != other and compared in other for other in best):
            yield Found(MARK, "", passage, why, {"word": word.shown}, grade=word.grade)
    for where, name, value in reading.carriers:
        if where == "custom" and (grade := marks.grade_shown(value)) and not marks.tokens_in(value):
            detail: dict[str, object] = {"word": marks.NAMES[grade], "name": name}
            yield Found(MARK, "", value, "mark-in-property", detail, grade=grade)


def _sensitivity(reading: Reading, known: Known) -> Iterator[Found]:
    """Sensitivity labels of the house's own tenant, as properties or as the newer part beside them."""
    properties = [(name, value) for where, name, value in reading.carriers if where == "custom"]
    labels = [*marks.labels_of(properties)]
    for where, _name, value in reading.carriers:
        if where == "labelinfo":
            told = {name.lower(): text for name, text in _ATTRIBUTE.findall(value)}
            if told.get("removed", "0").lower() in {"0", "false"}:
                labels.append(
                    {
                        "label": told.get("id", ""),
                        "SiteId": told.get("siteid", ""),
                        "Enabled": told.get("enabled", "1"),
                    }
                )
    grades = (marks.label_grade(label, known.site, known.labels) for label in labels)
    for grade in dict.fromkeys(filter(None, grades)):
        yield Found(MARK, "", marks.NAMES[grade], "mark-in-label", {"word": marks.NAMES[grade]}, grade=grade)


def _conflict(labels: Sequence[marks.Token], shown: Sequence[Found], known: Known) -> list[Found]:
    """Where carriers of one file tell different grades, the heaviest counts, and that is told."""
    laid = {label.grade for label in labels}
    laid |= {found.grade for found in shown if found.why in {"mark-in-property", "mark-in-label"}}
    told = laid | {found.grade for found in shown if found.grade and found.why == "mark-in-margin"}
    if not laid or len(told) < 2:
        return []  # two words in one margin, 社外秘 and CONFIDENTIAL, are how people write
    heaviest, *others = (
        marks.NAMES[code] for code in sorted(told, key=marks.LEVELS.__getitem__, reverse=True)
    )
    number = next((label.number for label in labels), "")
    detail: dict[str, object] = {"word": heaviest, "others": "・".join(others)}
    return [Found(LABEL, number, "", "label-conflict", detail, known.by_number.get(number), grade="")]


def _named(path: str, below: str, known: Known) -> Iterator[Found]:
    """A mark in the name of the file or of a folder on the way to it: a mark on the container is a mark."""
    inner = path[len(below) :] if below and path.startswith(below) else path
    words = {word.compared: word for word in known.words if word.asset is None}
    for part in PurePath(inner).parts:
        compared = wording.compared(part.replace("_", " "))
        hits = [word for text, word in words.items() if text in compared]
        if hits:
            longest = max(hits, key=lambda word: len(word.compared))
            yield Found(MARK, "", part, "mark-in-name", {"word": longest.shown}, grade=longest.grade)
            return


def _terms(reading: Reading, known: Known) -> Iterator[Found]:
    seen: set[tuple[int, str]] = set()
    for hit in reading.words:
        for word in known.by_text[known.texts[hit.word]]:
            if word.asset is not None and (word.asset, word.compared) not in seen:
                seen.add((word.asset, word.compared))
                number = known.assets[word.asset].number
                yield Found(TERM, number, hit.passage, "term", {"word": word.shown}, word.asset)


def _numbers(reading: Reading, known: Known) -> Iterator[Found]:
    for hit in reading.numbers:
        for at in known.numbers.get(hit.hash, ()):
            yield Found(NUMBER, known.assets[at].number, hit.passage, "number", {"word": hit.passage}, at)
