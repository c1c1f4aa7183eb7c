"""The one way a text from outside becomes values: size, encoding and signs first, then strict JSON or YAML."""

from __future__ import annotations

from kuramori.rules.document import FORBIDDEN, Document, Limits, Lines
from kuramori.rules.faults import Fault, Refused, words
from kuramori.rules.json_text import read_json


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


def _encoded(text: str) -> bytes:
    # A lone surrogate cannot be encoded; it is counted here and refused by name a moment later.
    return text.encode("utf-8", "surrogatepass")
