"""Strict YAML 1.2 from parser events: nothing is ever expanded, so a bomb is refused at its first anchor.

Only what a person writes by hand is read: mappings with plain keys, lists and scalars of the core schema
(``no`` and ``on`` stay text). Anchors, aliases, tags, merge keys and a second document are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from kuramori.rules.document import Document, Gathering, Limits, Path

_NULL: Final = frozenset({"", "~", "null", "Null", "NULL"})
_BOOL: Final = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NUMBER: Final = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_NOT_NUMBER: Final = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")


def read_yaml(text: str, path: str = "", limits: Limits | None = None) -> Document:
    """The one document in ``text``; raises ``Refused``. Encoding and size are the caller's to check (``reading``)."""
    gathering = Gathering(path, limits or Limits())
    builder = _Builder(gathering)
    try:
        for event in _events(text):
            builder.take(event)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        detail = error.problem or error.context or "broken"
        # "found character '\t' that cannot start any token" is what everybody who presses Tab meets.
        rule = "tab-indent" if "'\\t'" in detail else "not-readable"
        raise gathering.stop(line, column, rule, detail=detail) from None
    except (
        YAMLError,
        ValueError,
        IndexError,
        TypeError,
        AttributeError,
        OverflowError,
        AssertionError,
    ) as error:
        # The pure-Python scanner answers some broken escapes and directives with such errors instead of its own.
        raise gathering.stop(1, 1, "not-readable", detail=type(error).__name__) from None
    if builder.documents == 0:
        raise gathering.stop(1, 1, "empty-file")
    return gathering.document(builder.result)


def _events(text: str) -> Iterator[Any]:
    parser = YAML(typ="safe", pure=True)
    yield from parser.parse(text)


@dataclass(slots=True)
class _Frame:
    at: Path
    value: dict[str, Any] | list[Any]
    key: str | None = None
    seen: set[str] = field(default_factory=set)


class _Builder:
    """Builds plain values from events with its own stack, so that depth never becomes recursion."""

    def __init__(self, gathering: Gathering) -> None:
        self.gathering = gathering
        self.stack: list[_Frame] = []
        self.documents = 0
        self.result: Any = None

    def take(self, event: Any) -> None:
        if isinstance(event, ScalarEvent):
            self.scalar(event)
        elif isinstance(event, MappingStartEvent | SequenceStartEvent):
            self.open(event)
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            self.stack.pop()
        elif isinstance(event, AliasEvent):
            raise self.gathering.stop(*_spot(event), "alias", self.place())
        elif isinstance(event, DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise self.gathering.stop(*_spot(event), "several-documents")

    def place(self) -> str:
        if not self.stack:
            return ""
        frame = self.stack[-1]
        at = frame.at if frame.key is None else (*frame.at, frame.key)
        return Document("", None, {}, {}).place(at)

    def refuse_extras(self, event: Any) -> None:
        if event.anchor is not None:
            raise self.gathering.stop(*_spot(event), "alias", self.place())
        if event.tag is not None:
            raise self.gathering.stop(*_spot(event), "tag", self.place(), tag=event.tag)

    def expects_key(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1].value, dict) and self.stack[-1].key is None

    def open(self, event: Any) -> None:
        self.refuse_extras(event)
        if self.expects_key():
            raise self.gathering.stop(*_spot(event), "key-not-text", self.place())
        at = self.next_path()
        self.gathering.note(at, *_spot(event))
        value: dict[str, Any] | list[Any] = {} if isinstance(event, MappingStartEvent) else []
        self.put(value)
        self.stack.append(_Frame(at, value))

    def scalar(self, event: Any) -> None:
        self.refuse_extras(event)
        line, column = _spot(event)
        text = self.gathering.text(event.value, line, column)
        if self.expects_key():
            frame = self.stack[-1]
            if text == "<<" and not event.style:
                raise self.gathering.stop(line, column, "merge-key", self.place())
            if text in frame.seen:
                self.gathering.twice(frame.at, text, line, column)
            frame.seen.add(text)
            frame.key = text
            return
        at = self.next_path()
        self.gathering.note(at, line, column)
        self.put(text if event.style else self.plain(at, text, line, column))

    def plain(self, at: Path, text: str, line: int, column: int) -> Any:
        if text in _NULL:
            return None
        if text in _BOOL:
            return _BOOL[text]
        if _NUMBER.fullmatch(text):
            return self.gathering.number(at, text, line, column)
        if _NOT_NUMBER.fullmatch(text):
            raise self.gathering.stop(line, column, "not-a-number", self.place(), value=text)
        return text

    def next_path(self) -> Path:
        if not self.stack:
            return ()
        frame = self.stack[-1]
        return (*frame.at, len(frame.value) if isinstance(frame.value, list) else frame.key or "")

    def put(self, value: Any) -> None:
        if not self.stack:
            self.result = value
            return
        frame = self.stack[-1]
        if isinstance(frame.value, list):
            frame.value.append(value)
        elif frame.key is not None:
            frame.value[frame.key] = value
            frame.key = None


def _spot(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1
