"""Plain text in the encodings that lie about in Japanese offices."""

from __future__ import annotations

import codecs
import re

from kuramori.press.scan.document import Document
from kuramori.press.scan.trouble import BROKEN, Unreadable

SUFFIXES = frozenset(
    f".{suffix}"
    for suffix in (
        *("txt", "csv", "tsv", "md", "log", "xml", "json", "yaml", "yml", "html", "htm", "eml", "ini"),
        *("nc", "ncd", "dxf", "step", "stp", "igs", "iges", "gcode"),
    )
)  # fmt: skip

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HALF_KANA = re.compile("[\uff61-\uff9f]")
_SHIFTS = (b"\x1b$B", b"\x1b$@", b"\x1b(J")


def read_text(content: bytes) -> Document:
    """The lines of a text; raises `Unreadable` where the bytes are no text in any encoding that we know."""
    text = decoded(content)
    if text.count("\0") * 20 > len(text):
        raise Unreadable(BROKEN)
    return Document(body=[text])


def decoded(content: bytes) -> str:
    """The text, by its mark at the beginning, else by what the bytes can be: UTF-8, UTF-16, JIS, CP932 or EUC-JP."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    if content.isascii() and b"\0" not in content:
        return (
            content.decode("iso2022_jp", "replace")
            if any(s in content for s in _SHIFTS)
            else content.decode()
        )
    wide = _utf16(content[:4096])
    if wide:
        return content.decode(wide, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as fault:
        if fault.start >= len(content) - 3:  # cut off in the middle of the last character
            return content.decode("utf-8", "replace")
    return _legacy(content)


def _utf16(head: bytes) -> str:
    """UTF-16 without its mark: line feeds, blanks and figures leave a NUL on one side only."""
    left, right = head[0::2].count(0), head[1::2].count(0)
    if left + right == 0 or len(head) < 4:
        return ""
    if right > 4 * left:
        return "utf-16-le"
    return "utf-16-be" if left > 4 * right else ""


def _legacy(content: bytes) -> str:
    candidates = [text for name in ("cp932", "euc_jp") if (text := _strictly(content, name)) is not None]
    if not candidates:
        text = content.decode("cp932", "replace")
        if text.count("\ufffd") * 20 > len(text) or "\0" in text:
            raise Unreadable(BROKEN)
        return text
    # EUC-JP read as CP932 is a row of half-width katakana; nobody writes whole texts in those.
    return min(candidates, key=lambda text: len(_HALF_KANA.findall(text[:20_000])))


def _strictly(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None
