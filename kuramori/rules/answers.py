"""The answer file: what a check list was answered with, as it travels (``*.kuramori.json``) or is typed by hand."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from kuramori.rules.catalogue import Pack
from kuramori.rules.document import FORBIDDEN, Document, Limits, Path
from kuramori.rules.faults import Fault, Refused, shown, words
from kuramori.rules.reading import read as read_text

# The longest list has 1,000 items, each with a mapping for N/A at most.
LIMITS: Final = Limits(size=1_000_000, lines=10_000, values=5_000, depth=20)
REASON_LENGTH: Final = 500
NOTE_LENGTH: Final = 2000
KEYS: Final = ("pack", "version", "answers", "official_score", "note")


# Two decimals at most, as the score is kept; no sign, no exponent, no underscore.
_TYPED_SCORE: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,2})?")


@dataclass(frozen=True, slots=True)
class Answered:
    """A level, 0 to the pack's best."""

    level: int


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """The item does not apply; ``reason`` says why and is never blank."""

    reason: str


Answer = Answered | NotApplicable


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """``pack`` is the pack's own id; ``version`` None means the current one; ``answers`` holds answered items only.

    ``official_score`` is what the publisher's own sheet gave, 0 to 100 with two decimals at most; None: not told.
    """

    pack: str
    version: str | None
    answers: Mapping[str, Answer]
    official_score: int | float | None = None
    note: str | None = None


def read(
    source: bytes | str,
    find_pack: Callable[[str], Pack | None],
    *,
    path: str = "",
    only: str | None = None,
) -> AnswerFile:
    """Read an answer file, YAML or JSON. ``find_pack`` gives the pack for a name or None.

    With ``only`` (a pack id) answers to another pack are refused. Raises ``Refused`` with every fault found,
    in the order of the text.
    """
    return from_document(read_text(source, path, LIMITS), find_pack, only=only)


def from_document(
    document: Document, find_pack: Callable[[str], Pack | None], *, only: str | None = None
) -> AnswerFile:
    """The answer file in a document that was read strictly; raises ``Refused``."""
    value = document.value
    if not isinstance(value, dict):
        raise Refused([document.fault((), "not-a-mapping")])
    faults = [document.fault((key,), "unknown-key", key=key) for key in value if key not in KEYS]
    faults += [
        document.fault((key,), "missing-key", key=key) for key in ("pack", "answers") if key not in value
    ]
    pack = _pack(document, find_pack, only, faults)
    version = _version(document, pack, faults)
    answers = _answers(document, pack, faults)
    official_score = _official_score(document, faults)
    note = _note(document, faults)
    if faults or pack is None:
        raise Refused(sorted(faults, key=lambda fault: (fault.line or 0, fault.column or 0)))
    return AnswerFile(pack.id, version, answers, official_score, note)


def answer_from(pack: Pack, item_id: str, value: Any) -> Answer | None:
    """One answer from a plain value (a level, ``{"na": reason}`` or None), by the rules of the file.

    None means not answered. Raises ``Refused``; used where answers come from a form or an API one at a time.
    """
    document = Document("", {"answers": {item_id: value}}, {}, {})
    faults: list[Fault] = []
    answers = _answers(document, pack, faults)
    if faults:
        raise Refused(faults)
    return answers.get(item_id)


def read_score(typed: str) -> int | float | None:
    """The publisher's score as people type it: ``64.5``, ``６４．５点``; None where nothing is typed.

    0 to 100 with two decimals at most; raises ``Refused``.
    """
    written = unicodedata.normalize("NFKC", typed).strip().removesuffix("点").rstrip()
    if not written:
        return None
    if not _TYPED_SCORE.fullmatch(written) or Decimal(written) > 100:
        raise Refused([Fault("", None, None, "score-typed", "official_score", words({"value": typed}))])
    return _told(Decimal(written))


def write(file: AnswerFile) -> str:
    """The travel file: readable JSON that ``read`` turns into the same value again."""
    plain = {
        "pack": file.pack,
        "version": file.version,
        "answers": plain_answers(file.answers),
        "official_score": file.official_score,
        "note": file.note,
    }
    return json.dumps(plain, ensure_ascii=False, indent=2) + "\n"


def plain_answers(answers: Mapping[str, Answer]) -> dict[str, Any]:
    """``{"q01": 2, "q04": {"na": "…"}}``"""
    return {
        item: answer.level if isinstance(answer, Answered) else {"na": answer.reason}
        for item, answer in answers.items()
    }


def _pack(
    document: Document, find_pack: Callable[[str], Pack | None], only: str | None, faults: list[Fault]
) -> Pack | None:
    name = document.value.get("pack")
    if "pack" not in document.value:
        return None
    pack = find_pack(name) if isinstance(name, str) and len(name) <= 120 else None
    if pack is None:
        # A file for another list that is not on this shelf is still "another list" to the person who loads it.
        if only and isinstance(name, str) and name:
            faults.append(document.fault(("pack",), "other-pack", pack=name, wanted=only))
        elif name is None or name == "":
            faults.append(document.fault(("pack",), "no-pack"))
        else:
            faults.append(document.fault(("pack",), "unknown-pack", pack=name))
    elif only and pack.id != only:
        faults.append(document.fault(("pack",), "other-pack", pack=pack.id, wanted=only))
        return None
    return pack


def _version(document: Document, pack: Pack | None, faults: list[Fault]) -> str | None:
    version = document.value.get("version")
    # An unquoted 1.0 in YAML is a number; its characters are the version.
    version = document.written.get(("version",), version)
    if version is None or pack is None:
        return None
    if version == "":
        faults.append(document.fault(("version",), "no-version", current=pack.version))
        return None
    if version != pack.version:
        faults.append(document.fault(("version",), "other-version", version=version, current=pack.version))
        return None
    return pack.version


def _answers(document: Document, pack: Pack | None, faults: list[Fault]) -> dict[str, Answer]:
    given = document.value.get("answers")
    answers: dict[str, Answer] = {}
    if given is None:  # not there, or null: nothing is answered yet
        return answers
    if not isinstance(given, dict):
        faults.append(document.fault(("answers",), "not-a-mapping"))
        return answers
    if pack is None:
        return answers
    for item_id, value in given.items():
        if item_id not in pack:
            faults.append(document.fault(("answers", item_id), "unknown-answer", id=item_id))
        elif value is not None:
            answer = _answer(document, pack, item_id, value, faults)
            if answer is not None:
                answers[item_id] = answer
    return answers


def _answer(document: Document, pack: Pack, item_id: str, value: Any, faults: list[Fault]) -> Answer | None:
    at: Path = ("answers", item_id)
    best = pack.profile.best
    if isinstance(value, dict):
        return _not_applicable(document, pack, item_id, value, faults)
    if isinstance(value, bool | float | str):
        written = document.written.get(at, str(value).lower() if isinstance(value, bool) else value)
        faults.append(document.fault(at, "level-not-whole", value=shown(written, 30), best=best))
    elif not isinstance(value, int):
        faults.append(document.fault(at, "answer-form", best=best))
    elif not 0 <= value <= best:
        faults.append(document.fault(at, "level-out-of-range", value=value, best=best))
    else:
        return Answered(value)
    return None


def _not_applicable(
    document: Document, pack: Pack, item_id: str, value: dict[str, Any], faults: list[Fault]
) -> NotApplicable | None:
    at: Path = ("answers", item_id)
    strange = [key for key in value if key != "na"]
    if strange:
        faults.extend(document.fault((*at, key), "unknown-key", key=key) for key in strange)
        return None
    if not pack.item(item_id).na_allowed:
        faults.append(document.fault(at, "na-not-allowed", id=item_id))
        return None
    reason = _text(document, (*at, "na"), value.get("na"), REASON_LENGTH, faults)
    if reason is None:
        return None
    if not any(_has_ink(sign) for sign in reason):
        faults.append(document.fault((*at, "na"), "na-without-reason"))
        return None
    return NotApplicable(reason)


def _has_ink(sign: str) -> bool:
    # Spaces of every width, joiners and invisible marks are no reason.
    return unicodedata.category(sign)[0] not in "ZC"


def _official_score(document: Document, faults: list[Fault]) -> int | float | None:
    score = document.value.get("official_score")
    if score is None:
        return None
    if isinstance(score, bool) or not isinstance(score, int | float) or not 0 <= score <= 100:
        faults.append(document.fault(("official_score",), "official-score", value=score))
        return None
    return _told(Decimal(str(score)))


def _told(score: Decimal) -> int | float:
    # A number copied out of a workbook may have fifteen decimals; two are kept, wherever it came from.
    kept = score.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return int(kept) if kept == int(kept) else float(kept)


def _note(document: Document, faults: list[Fault]) -> str | None:
    note = document.value.get("note")
    return None if note is None else _text(document, ("note",), note, NOTE_LENGTH, faults)


def _text(document: Document, at: Path, value: Any, limit: int, faults: list[Fault]) -> str | None:
    # Forms and APIs hand values over without the strict reader, so signs and line ends are looked at here too.
    text = "" if value is None else value
    if not isinstance(text, str):
        faults.append(document.fault(at, "wants-text", value=text))
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    found = FORBIDDEN.search(text)
    if found:
        faults.append(document.fault(at, "control-character", character=f"U+{ord(found[0]):04X}"))
    elif len(text) > limit:
        faults.append(document.fault(at, "too-long", limit=limit))
    else:
        return text
    return None
