"""The lines of a page from the operators of its content, in the order in which they were written.

ISO 32000-1, 8.4 (graphics state) and 9.4 (text). Of all that can stand there, only what moves and shows text is
followed. Where a piece of text begins tells whether it goes on with the line, stands apart in it, or begins another.
"""

from __future__ import annotations

import binascii
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from kuramori.press.scan.pdf_fonts import Font, NotPlain

GAP = 0.2
"""Of the type size: a wider one stands between two words."""
FAR = 2.0
"""A wider one begins another line: a cell of a table."""
MANY, SHORT = 150, 20
"""A content of more pieces than that, shorter in the mean (bytes as written), is sooner drawn than followed."""
_GAP_WITHIN = -1000 * GAP
_DEEPEST = 64

Matrix = tuple[float, float, float, float, float, float]
UPRIGHT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

_STRING = rb"\((?:[^()\\]++|\\.)*+\)"
for _ in range(6):  # brackets that are balanced need no backslash
    _STRING = rb"\((?:[^()\\]++|\\.|" + _STRING + rb")*+\)"
_WITHIN = rb"[-+.\d\s]++|" + _STRING + rb"|<[0-9A-Fa-f\s]*+>"
_NAME = rb"/[^\s()<>\[\]{}/%]*+"
_LIST = rb"\[(?:" + _WITHIN + rb"|" + _NAME + rb")*+\]"
_DICT = rb"<<(?:" + _WITHIN + rb"|" + _NAME + rb"|" + _LIST + rb"|[A-Za-z]++)*+>>"
_OPERANDS = rb"((?:" + _WITHIN + rb"|" + _NAME + rb"|" + _LIST + rb"|" + _DICT + rb")*+)"
# Colours, lines, curves, clips, tags, the end of a text: none of them moves or shows text.
_OTHER = (
    rb"(?:ET|[BDE]MC|BDC|[MD]P|scn?|SCN?|cs|CS|rg|RG|[gGkK]|T[rs]|[wJjMdi]|ri|[mlcvyh]|re|[SsfFn]|f\*|[BbW]\*?|sh)"
    rb"(?![A-Za-z0-9*])"
)
# The last ways take anything: a search that fails at one place begins again at the next, without end.
_OPERATION = re.compile(
    _OPERANDS + rb"(?:" + _OTHER + _OPERANDS + rb")*+([A-Za-z][A-Za-z0-9*]*+|['\"]|\Z|\(.*+|.)", re.DOTALL
)
_UNKNOWN = re.compile(rb"[^A-Za-z'\"]")
_SHOWN = re.compile(rb"(" + _STRING + rb")|<([0-9A-Fa-f\s]*+)>|([-+.\d]++)", re.DOTALL)
_SPELT = re.compile(rb"\\[^0-7nrtbf\\]|\\[4-7][0-7]{2}|\r")
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|.))|\r\n?", re.DOTALL)
_LETTERS = {
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"b": b"\b",
    b"f": b"\f",
    b"\n": b"",
    b"\r": b"",
    b"\r\n": b"",
}


Shown = tuple[Font, float, float, float, float, list[bytes | float]]
"""Font, size, what is between letters and between words, stretch, and the pieces that were shown."""


@dataclass(frozen=True, slots=True)
class _Run:
    """What was shown without moving the pen elsewhere, from the origin of `begun`; its type has `size` before that."""

    begun: Matrix
    size: float
    text: list[str] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)


@dataclass(slots=True)
class Lines:
    """What was shown up to now: whole lines, and the runs of the one that is being written."""

    done: list[str] = field(default_factory=list)
    runs: list[_Run] = field(default_factory=list)

    def end(self) -> list[str]:
        """All lines; begins anew."""
        self.feed()
        found, self.done = self.done, []
        return found

    def go(self, to: Matrix, size: float) -> _Run:
        """A run begins; on the same line if it lies on it."""
        if self.runs:
            along = _along(self.runs[0].begun, to)
            if along is None or along[0] > size * 0.5:
                self.feed()
        run = _Run(to, size)
        self.runs.append(run)
        return run

    def feed(self) -> None:
        """The line ends. Its runs were not always written from left to right."""
        if len(self.runs) == 1:
            self.done.append("".join(self.runs[0].text))
        elif self.runs:
            self.done += "".join(_from_left(self.runs)).split("\n")
        self.runs.clear()


def _from_left(runs: list[_Run]) -> Iterator[str]:
    """Their texts, with a blank or the end of a line where there is room for one."""
    first = runs[0].begun
    placed = []
    for run in runs:
        along = _along(first, run.begun)
        if along is None:
            raise NotPlain
        placed.append((along[1], run))
    placed.sort(key=lambda one: one[0])
    begun, end, before = placed[0][0], placed[0][0], ""
    for begin, run in placed:
        text = "".join(run.text)
        if text == before and begin - begun < 0.1 * run.size:
            continue  # drawn twice, for a bold or an outlined letter
        gap = (begin - end) / (run.size or 1.0)
        if gap > GAP:
            yield "\n" if gap > FAR else " "
        yield text
        scale = math.hypot(run.begun[0], run.begun[1]) / (math.hypot(first[0], first[1]) or 1.0)
        begun, end, before = begin, max(end, begin + scale * sum(map(_width, run.shown))), text


class Named(Protocol):
    """What the names in a content mean. All raise `NotPlain` for what is not followed."""

    def font(self, name: str) -> Font: ...

    def draw(self, name: str, around: Matrix) -> None:
        """Something else is put on the page here."""

    def check_settings(self, name: str) -> None: ...


def follow(
    content: bytes,
    *,
    lines: Lines,
    around: Matrix,
    named: Named,
) -> None:
    """Adds what the content shows.

    Raises `NotPlain` for what is not followed (images in the midst, replaced text, settings with a font) and for
    broken syntax; a `ValueError` or `TypeError` for operands that are none.
    """
    if b"/ActualText" in content:
        raise NotPlain
    pen = _Pen(lines, around, named)
    verbs = pen.verbs()
    operations = _OPERATION.findall(content)
    if any(map(_UNKNOWN.match, {name for _first, _last, name in operations})):
        raise NotPlain
    shown = [len(last or first) for first, last, name in operations if name in {b"Tj", b"TJ"}]
    if len(shown) > MANY and sum(shown) < SHORT * len(shown):
        raise NotPlain
    for first, last, name in operations:
        if name in verbs:
            verbs[name](last or first)


class _Pen:
    """Where and how the next text is shown. Without a run, the next text begins one at `_line`."""

    def __init__(
        self,
        lines: Lines,
        around: Matrix,
        named: Named,
    ) -> None:
        self._lines, self._around, self._named = lines, around, named
        self._font: Font | None = None
        self._size = self._letters = self._words = self._leading = 0.0
        self._stretch = 1.0
        self._kept: list[tuple[Any, ...]] = []
        self._line = UPRIGHT
        self._run: _Run | None = None

    def verbs(self) -> dict[bytes, Callable[[bytes], None]]:
        return {
            b"Tj": self._show,
            b"TJ": self._show,
            b"'": self._show_below,
            b'"': self._show_spaced,
            b"Tf": self._type,
            b"Tm": self._place,
            b"Td": self._move,
            b"TD": self._move_and_lead,
            b"T*": self._below,
            b"BT": self._begin_text,
            b"cm": self._turn,
            b"q": self._keep,
            b"Q": self._bring_back,
            b"Do": self._put,
            b"Tc": self._space_letters,
            b"Tw": self._space_words,
            b"Tz": self._widen,
            b"TL": self._lead,
            b"gs": self._dress,
            b"BI": self._give_up,
        }

    def _show(self, operands: bytes) -> None:
        font, run = self._font, self._run
        if font is None:
            raise NotPlain
        if run is None:
            run = self._run = self._lines.go(times(self._line, self._around), self._size)
        pieces: list[bytes | float] = []
        for spelt, digits, number in _SHOWN.findall(operands):
            if number:
                pieces.append(back := float(number))
                if back < _GAP_WITHIN:
                    run.text.append(" ")
            else:
                shown = _spelt(spelt[1:-1]) if spelt else _hex(digits)
                pieces.append(shown)
                run.text.append(font.text(shown))
        run.shown.append((font, self._size, self._letters, self._words, self._stretch, pieces))

    def _show_below(self, operands: bytes) -> None:
        self._below(b"")
        self._show(operands)

    def _show_spaced(self, operands: bytes) -> None:
        begin = min(at for at in (operands.find(b"("), operands.find(b"<")) if at >= 0)
        self._words, self._letters = map(float, operands[:begin].split())
        self._show_below(operands[begin:])

    def _type(self, operands: bytes) -> None:
        name, size = operands.split()
        self._font, self._size = self._named.font(name.decode("latin-1")), float(size)

    def _place(self, operands: bytes) -> None:
        a, b, c, d, e, f = map(float, operands.split())
        self._line = (a, b, c, d, e, f)
        self._run = None

    def _move(self, operands: bytes) -> None:
        x, y = map(float, operands.split())
        self._go(x, y)

    def _move_and_lead(self, operands: bytes) -> None:
        x, y = map(float, operands.split())
        self._leading = -y
        self._go(x, y)

    def _below(self, _operands: bytes) -> None:
        self._go(0.0, -self._leading)

    def _go(self, x: float, y: float) -> None:
        a, b, c, d, e, f = self._line
        self._line = (a, b, c, d, x * a + y * c + e, x * b + y * d + f)
        self._run = None

    def _begin_text(self, _operands: bytes) -> None:
        self._line = UPRIGHT
        self._run = None

    def _turn(self, operands: bytes) -> None:
        a, b, c, d, e, f = map(float, operands.split())
        self._around = times((a, b, c, d, e, f), self._around)

    def _keep(self, _operands: bytes) -> None:
        if len(self._kept) >= _DEEPEST:
            raise NotPlain
        self._kept.append(
            (
                self._around,
                self._font,
                self._size,
                self._letters,
                self._words,
                self._stretch,
                self._leading,
            )
        )

    def _bring_back(self, _operands: bytes) -> None:
        if self._kept:
            (
                self._around,
                self._font,
                self._size,
                self._letters,
                self._words,
                self._stretch,
                self._leading,
            ) = self._kept.pop()

    def _put(self, operands: bytes) -> None:
        self._named.draw(operands.strip().decode("latin-1"), self._around)

    def _space_letters(self, operands: bytes) -> None:
        self._letters = float(operands)

    def _space_words(self, operands: bytes) -> None:
        self._words = float(operands)

    def _widen(self, operands: bytes) -> None:
        self._stretch = float(operands) / 100

    def _lead(self, operands: bytes) -> None:
        self._leading = float(operands)

    def _dress(self, operands: bytes) -> None:
        self._named.check_settings(operands.strip().decode("latin-1"))

    def _give_up(self, _operands: bytes) -> None:
        raise NotPlain


def _spelt(literal: bytes) -> bytes:
    """The bytes of a string in brackets, 7.3.4.2."""
    if b"\\" not in literal and b"\r" not in literal:
        return literal
    plain = literal.replace(rb"\\", rb"\134").replace(rb"\(", rb"\050").replace(rb"\)", rb"\051")
    if not _SPELT.search(plain):  # the rest means the same in Python
        return plain.decode("unicode_escape").encode("latin-1")
    return _ESCAPE.sub(_unescaped, literal)


def _unescaped(found: re.Match[bytes]) -> bytes:
    if found[1]:
        return bytes([int(found[1], 8) & 255])
    return b"\n" if found[2] is None else _LETTERS.get(found[2], found[2])


def _hex(digits: bytes) -> bytes:
    try:
        return binascii.unhexlify(digits)
    except binascii.Error:
        pass  # white space in it, or the last figure left away
    dense = b"".join(digits.split()).decode("ascii")
    return bytes.fromhex(dense + "0" * (len(dense) % 2))


def times(m: Matrix, n: Matrix) -> Matrix:
    a, b, c, d, e, f = m
    g, h, i, j, k, l = n  # noqa: E741 - as the standard writes them
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l)


def _along(begun: Matrix, to: Matrix) -> tuple[float, float] | None:
    """How far `to` lies beside the line of `begun` and along it, in units of its text space; None if turned."""
    a, b, c, d, e, f = begun
    size = a * d - b * c
    turned = a * to[1] - b * to[0]
    if not size or abs(turned) > 1e-3 * abs(size):
        return None
    x, y = to[4] - e, to[5] - f
    return abs((a * y - b * x) / size), (d * x - c * y) / size


def _width(run: Shown) -> float:
    """How far the pen went while this was shown, in units of its text space."""
    font, size, letters, words, stretch, pieces = run
    total = 0.0
    for piece in pieces:
        if isinstance(piece, float):
            total -= piece / 1000 * size
        else:
            total += font.width(piece) / 1000 * size + font.count(piece) * letters
            total += 0.0 if font.is_wide else piece.count(b" ") * words
    return total * stretch
