"""The one way a text from outside becomes values: size, encoding and signs first, then strict JSON or YAML."""

from __future__ import annotations

from typing import Final

from kuramori.rules.document import FORBIDDEN, Document, Limits, Lines
from kuramori.rules.faults import Fault, Refused, words
from kuramori.rules.json_text import read_json

LONGEST_LINE: Final = 10_000  # characters of a line of YAML; JSON may stand on one line
MOST_WORDS: Final = 200_000


def read(source: bytes | str, path: str = "", limits: Limits | None = None) -> Document:
    """Read YAML or JSON; raises ``Refused`` naming line and rule.

    A text that begins with ``{`` or ``[`` is read as JSON; where that fails only in its form it is read as YAML,
    whose braces look the same. A name ending in ``.json`` is JSON and nothing else.
    """
    limits = limits or Limits()
    text = decode(source, path, limits)
    if path.endswith(".json"):
        return read_json(text, path, limits)
    if text.lstrip()[:1] in ("{", "["):
        try:
            return read_json(text, path, limits)
        except Refused as refused:
            if any(fault.rule != "not-readable" for fault in refused.faults):
                raise
    _refuse_slow(text, path)
    # The YAML parser takes 0.16 s to import; a JSON file and a pack that is kept parsed never need it.
    from kuramori.rules.yaml_text import read_yaml

    return read_yaml(text, path, limits)


def decode(source: bytes | str, path: str, limits: Limits) -> str:
    """The text with ``\\n`` line ends and without a leading byte-order mark (Windows editors write one)."""
    size = len(source) if isinstance(source, bytes) or len(source) > limits.size else len(_encoded(source))
    if size > limits.size:
        raise Refused([Fault(path, None, None, "too-large", "", words({"size": size, "limit": limits.size}))])
    if isinstance(source, bytes):
        try:
            text = source.decode("utf-8")
        except UnicodeDecodeError as error:
            line = source[: error.start].count(b"\n") + 1
            raise Refused([Fault(path, line, None, "not-utf8")]) from None
    else:
        text = source
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.count("\n") + 1
    if lines > limits.lines:
        raise Refused(
            [Fault(path, None, None, "too-many-lines", "", words({"lines": lines, "limit": limits.lines}))]
        )
    found = FORBIDDEN.search(text)
    if found:
        line, column = Lines(text).at(found.start())
        sign = words({"character": f"U+{ord(found[0]):04X}"})
        raise Refused([Fault(path, line, column, "control-character", "", sign)])
    if not text.strip():
        raise Refused([Fault(path, None, None, "empty-file")])
    return text


def _refuse_slow(text: str, path: str) -> None:
    """Refuse what the YAML scanner would take many seconds for, and what nobody writes by hand."""
    # Some signs cost it the square of the line's length (a megabyte of "!" took 13 s), and each word of a long text
    # costs about 4 µs. A megabyte of English prose has about 170,000 words.
    longest = max(map(len, text.split("\n")))
    if longest > LONGEST_LINE:
        line = next(n for n, one in enumerate(text.split("\n"), 1) if len(one) == longest)
        said = words({"length": longest, "limit": LONGEST_LINE})
        raise Refused([Fault(path, line, None, "line-too-long", "", said)])
    if text.count(" ") + text.count("\t") - 8 * text.count("        ") > MOST_WORDS:
        raise Refused([Fault(path, None, None, "too-many-words", "", words({"limit": MOST_WORDS}))])


def _encoded(text: str) -> bytes:
    # A lone surrogate cannot be encoded; it is counted here and refused by name a moment later.
    return text.encode("utf-8", "surrogatepass")
