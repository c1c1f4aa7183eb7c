"""Which letters the codes of a PDF's font stand for, and how far each moves the pen.

ISO 32000-1: 9.6 (simple fonts), 9.7 (composite fonts), 9.10 (from codes to Unicode). A font whose letters are not told
in one of the plain ways raises `NotPlain`; whoever draws glyphs may know more about it.
"""

from __future__ import annotations

import binascii
import re
import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

LARGEST_STREAM = 8 * 1024 * 1024
_MOST_CODES = 65_536
_STANDARD = re.compile(r"/(?:Helvetica|Times|Courier|Arial)[A-Za-z,-]*\Z")

_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>")
_RANGE = re.compile(
    rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>|\[((?:\s*+<[0-9A-Fa-f]*+>)*+)\s*\])"
)
_CID_WIDTHS = re.compile(rb"(?<![\d.])(\d{1,6})\s+(?:\[([^\[\]]*)\]|(\d{1,6})\s+([-+.\d]{1,20}))")
_HEX = re.compile(rb"<([0-9A-Fa-f]+)>")

_LATIN = {code: bytes([code]).decode("cp1252", "ignore") for code in range(32, 256)}
_WINDOWS = {code: letter for code, letter in _LATIN.items() if letter}
# StandardEncoding has curly quotes at ' and `, and nothing we know above ~.
_PLAIN = {code: letter for code, letter in _WINDOWS.items() if code < 127 and code not in (39, 96)}


class NotPlain(Exception):
    """This file says something that only drawing it can tell."""


@dataclass
class Font:
    """`is_wide`: codes have two bytes. Widths are thousandths of the type size."""

    described: Any
    is_wide: bool
    letters: dict[int, str]

    def text(self, shown: bytes) -> str:
        """Raises `NotPlain` for a code without a letter."""
        try:
            return "".join(map(self.letters.__getitem__, self._codes(shown)))
        except KeyError:
            raise NotPlain from None

    def width(self, shown: bytes) -> float:
        widths, usual = self._widths
        return sum([widths.get(code, usual) for code in self._codes(shown)])

    def count(self, shown: bytes) -> int:
        return len(shown) // 2 if self.is_wide else len(shown)

    def _codes(self, shown: bytes) -> Iterable[int]:
        if not self.is_wide:
            return shown
        if len(shown) % 2:
            raise NotPlain
        return struct.unpack(f">{len(shown) // 2}H", shown)

    @cached_property
    def _widths(self) -> tuple[dict[int, float], float]:
        if self.is_wide:
            within = self.described["/DescendantFonts"][0]
            told = within.get("/W")
            # As text: asking qpdf for one width after the other takes ten times as long.
            widths = _of_cids(told.unparse(resolved=True)) if told is not None else {}
            return widths, float(within.get("/DW", 1000))
        first = int(self.described.get("/FirstChar", 0))
        return dict(enumerate(map(float, self.described.get("/Widths", ())), first)), 500.0


def font(described: Any) -> Font:
    """A font of `pikepdf`; raises `NotPlain`."""
    kind, encoding = described.get("/Subtype"), described.get("/Encoding")
    unicode = described.get("/ToUnicode")
    if kind == "/Type0":
        if encoding != "/Identity-H" or unicode is None:
            raise NotPlain
        return Font(described, True, _letters(unfolded(unicode)))
    if kind not in ("/TrueType", "/Type1"):
        raise NotPlain
    letters = dict(_simple(described, encoding))
    if unicode is not None:
        letters |= _letters(unfolded(unicode))
    return Font(described, False, letters)


def unfolded(stream: Any, most: int = LARGEST_STREAM) -> bytes:
    """What a stream holds, up to a limit; raises `NotPlain` beyond it and for all but the usual way of packing."""
    packing = stream.get("/Filter")
    if stream.get("/DecodeParms") is not None:
        raise NotPlain
    raw: bytes = stream.read_raw_bytes()
    if packing is None:
        return raw
    if packing not in ("/FlateDecode", ["/FlateDecode"]):
        raise NotPlain
    inflate = zlib.decompressobj()
    try:
        content = inflate.decompress(raw, most)
    except zlib.error:
        raise NotPlain from None
    if not inflate.eof:
        raise NotPlain
    return content


def _simple(described: Any, encoding: Any) -> dict[int, str]:
    if encoding == "/WinAnsiEncoding":
        return _WINDOWS
    is_standard = encoding is None and _STANDARD.match(str(described.get("/BaseFont", "")))
    return _PLAIN if is_standard and "/FontDescriptor" not in described else {}


def _letters(cmap: bytes) -> dict[int, str]:
    if b"usecmap" in cmap:
        raise NotPlain
    found: dict[int, str] = {}
    for block in _between(cmap, b"beginbfchar", b"endbfchar"):
        if pairs := _PAIR.findall(block):
            codes, told = zip(*pairs, strict=True)
            found |= zip(_codes(codes), _each(told), strict=True)
    for block in _between(cmap, b"beginbfrange", b"endbfrange"):
        for low, high, begin, each in _RANGE.findall(block):
            run = range(int(low, 16), int(high, 16) + 1)
            if len(run) + len(found) > 2 * _MOST_CODES:
                raise NotPlain
            found |= zip(run, _each(_HEX.findall(each)) if each else _onward(begin, len(run)), strict=False)
    if not {"", "\0", "\ufffd"}.isdisjoint(found.values()):
        return {code: letter for code, letter in found.items() if letter not in {"", "\0", "\ufffd"}}
    return found


def _between(cmap: bytes, begin: bytes, end: bytes) -> Iterator[bytes]:
    for piece in cmap.split(begin)[1:]:
        yield piece.partition(end)[0]


def _codes(told: Sequence[bytes]) -> Iterable[int]:
    if set(map(len, told)) == {4}:
        return struct.unpack(f">{len(told)}H", binascii.unhexlify(b"".join(told)))
    return [int(one, 16) for one in told]


def _each(told: Sequence[bytes]) -> list[str]:
    """Decoded one by one, or at once where each is one character of two bytes."""
    if set(map(len, told)) == {4} and len(text := _utf16(b"".join(told))) == len(told):
        return list(text)
    return [_utf16(one) for one in told]


def _onward(begin: bytes, count: int) -> list[str]:
    text = _utf16(begin)
    if not text or ord(text[-1]) + count > 0x110000:
        raise NotPlain
    head, last = text[:-1], ord(text[-1])
    return [head + chr(last + at) for at in range(count)]


def _utf16(digits: bytes) -> str:
    try:
        return bytes.fromhex(digits.decode("ascii")).decode("utf-16-be")
    except ValueError:
        raise NotPlain from None


def _of_cids(array: bytes) -> dict[int, float]:
    """`[c [w …] first last w …]`, 9.7.4.3."""
    found: dict[int, float] = {}
    for first, each, last, width in _CID_WIDTHS.findall(array):
        if last:
            if int(last) - int(first) > _MOST_CODES:
                raise NotPlain
            found |= dict.fromkeys(range(int(first), int(last) + 1), float(width))
        else:
            found |= enumerate(map(float, each.split()), int(first))
    return found
