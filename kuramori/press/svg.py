"""The radar figure as SVG text, drawn from numbers that `rules.figures` worked out.

Two dresses: for our pages (classes, coloured by the style sheet, so it follows the theme) and for taking out
(colours written in, white ground, and the lines that must go with it). Every text is escaped.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Protocol

from kuramori.press.text import printable

Point = tuple[float, float]

MEDIA_TYPE = "image/svg+xml"
FONTS = "BIZ UDPGothic, Hiragino Sans, Yu Gothic UI, Noto Sans JP, Noto Sans CJK JP, sans-serif"


class Spot(Protocol):
    """Where the first line of a label stands (its baseline), and to which side it runs (SVG's text-anchor)."""

    @property
    def x(self) -> float: ...

    @property
    def y(self) -> float: ...

    @property
    def anchor(self) -> str: ...


class Shape(Protocol):
    """Where the lines run, in units of the view box; y grows downwards, the first spoke points up."""

    @property
    def width(self) -> float: ...

    @property
    def height(self) -> float: ...

    @property
    def centre(self) -> Point: ...

    @property
    def rings(self) -> Sequence[Sequence[Point]]:
        """From the inside out; the last is 100 %, its corners the ends of the spokes."""

    @property
    def now(self) -> Sequence[Point]: ...

    @property
    def then(self) -> Sequence[Point] | None:
        """What would follow, or what was; None when there is nothing to compare with."""

    @property
    def labels(self) -> Sequence[Spot]: ...

    @property
    def gaps(self) -> Sequence[int]:
        """Spokes (from 0) on which nothing applies: they have no value, their corner lies at the centre."""

    @property
    def gap_marks(self) -> Sequence[Point]:
        """A spot for a sign on each of those."""

    @property
    def changed(self) -> Sequence[int]:
        """Spokes on which `now` and `then` differ."""


@dataclass(frozen=True, slots=True)
class Label:
    """What stands at the end of a spoke: ① alone on a phone, with title and a quiet second line elsewhere."""

    mark: str
    title: str
    note: str


@dataclass(frozen=True, slots=True)
class Caption:
    """What a reader who cannot see the figure is told. `key` makes the ids of this figure unique on its page."""

    key: str
    title: str
    desc: str


@dataclass(frozen=True, slots=True)
class Dress:
    """Type sizes in units of the view box, and whether colours are written in or left to the style sheet.

    `room` is added left and right of the shape for labels in larger type; `trim` is taken off above.
    """

    title_size: float
    note_size: float
    dot: float
    written_in: bool
    marks_only: bool = False
    room: float = 0
    trim: float = 0


WIDE = Dress(title_size=17, note_size=15, dot=5.5, written_in=False)
NARROW = Dress(title_size=20, note_size=0, dot=5.5, written_in=False, marks_only=True)
# 8 pt and more where the figure is 121 mm (PRINT) or 62 mm (PRINT_MARKS) wide.
PRINT = Dress(title_size=20.4, note_size=20, dot=6, written_in=True, room=50, trim=6)
PRINT_MARKS = Dress(title_size=20, note_size=0, dot=5, written_in=True, marks_only=True)

_INK, _INK_2, _INDIGO, _KAKI = "#1a1a1a", "#4d4d4d", "#00428c", "#ac3e00"
_WRITTEN_IN = {
    "g": 'fill="none" stroke="#c4c4c4" stroke-width="1"',
    "g3": 'fill="none" stroke="#767676" stroke-width="1.4"',
    "ax": 'stroke="#d0d0d0" stroke-width="1"',
    "now": f'fill="{_INDIGO}" fill-opacity="0.18" stroke="{_INDIGO}" stroke-width="3" stroke-linejoin="round"',
    "then": f'fill="none" stroke="{_KAKI}" stroke-width="2.6" stroke-dasharray="8 6" stroke-linejoin="round"',
    "pt": f'fill="{_INDIGO}"',
    "pt2": f'fill="#ffffff" stroke="{_KAKI}" stroke-width="2.4"',
    "n": f'fill="{_INK_2}"',
}


def radar(
    shape: Shape, labels: Sequence[Label], caption: Caption, dress: Dress, css_class: str = "radar"
) -> str:
    """One `<svg>` for a page of ours, or to be placed in a document. One label per spoke."""
    _check(shape, labels)
    box = (-dress.room, dress.trim, shape.width + 2 * dress.room, shape.height - dress.trim)
    return _svg(box, caption, dress, _figure(shape, labels, dress), css_class)


def radar_alone(shape: Shape, labels: Sequence[Label], caption: Caption, lines: Sequence[str]) -> str:
    """An SVG file that stands by itself: `lines` (points, whose, no certification …) are written below it.

    The first line is set bold. Lines too long for the figure are broken, which tears sentences apart for whoever
    searches the file or has it read aloud: the description has them whole.
    """
    _check(shape, labels)
    size, step = PRINT.note_size, PRINT.note_size * 1.5
    broken = [
        (part, at == 0)
        for at, line in enumerate(lines)
        for part in _broken(line, shape.width + 2 * PRINT.room - 60, size, most=_MOST_LINES)
    ]
    top = shape.height + step * 0.6
    written = "".join(
        f'<text x="{_n(shape.centre[0])}" y="{_n(top + at * step)}" font-size="{_n(size)}"'
        f' text-anchor="middle" font-weight="{700 if bold else 400}" fill="{_INK}">{_text(part)}</text>'
        for at, (part, bold) in enumerate(broken)
    )
    left, width, height = -PRINT.room, shape.width + 2 * PRINT.room, top + len(broken) * step
    ground = f'<rect x="{_n(left)}" width="{_n(width)}" height="{_n(height)}" fill="#ffffff"/>'
    whole = Caption(caption.key, caption.title, "\n".join([caption.desc, *lines]))
    svg = _svg((left, 0, width, height), whole, PRINT, ground + _figure(shape, labels, PRINT) + written, None)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{svg}\n'


def _check(shape: Shape, labels: Sequence[Label]) -> None:
    if len(labels) != len(shape.now):
        raise ValueError(f"{len(labels)} labels for {len(shape.now)} spokes")


def _svg(
    box: tuple[float, float, float, float], caption: Caption, dress: Dress, body: str, css_class: str | None
) -> str:
    key = escape(caption.key)
    dressed = f' class="{escape(css_class)}"' if css_class and not dress.written_in else ""
    family = f' font-family="{FONTS}"' if dress.written_in else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg"{dressed} viewBox="{" ".join(map(_n, box))}" role="img"'
        f' aria-labelledby="{key}-t {key}-d"{family}>'
        f'<title id="{key}-t">{_text(caption.title)}</title><desc id="{key}-d">{_text(caption.desc)}</desc>'
        f"{body}</svg>"
    )


def _figure(shape: Shape, labels: Sequence[Label], dress: Dress) -> str:
    drawn = [
        f"<polygon {_look('g3' if number == len(shape.rings) else f'g g{number}', dress)}"
        f' points="{_points(ring)}"/>'
        for number, ring in enumerate(shape.rings, start=1)
    ]
    cx, cy = map(_n, shape.centre)
    drawn += [
        f'<line {_look("ax", dress)} x1="{cx}" y1="{cy}" x2="{_n(x)}" y2="{_n(y)}"/>'
        for x, y in shape.rings[-1]
    ]
    dot = _n(dress.dot)
    if shape.then is not None:
        drawn.append(f'<polygon {_look("then", dress)} points="{_points(shape.then)}"/>')
        # A hollow ring only where something changes: elsewhere it would hide the diamond.
        drawn += [
            f'<circle {_look("pt2", dress)} cx="{_n(x)}" cy="{_n(y)}" r="{dot}"/>'
            for x, y in (shape.then[spoke] for spoke in shape.changed)
        ]
    drawn.append(f'<polygon {_look("now", dress)} points="{_points(shape.now)}"/>')
    drawn += [
        f'<path {_look("pt", dress)} d="M{_n(x)} {_n(y - dress.dot)}l{dot} {dot} -{dot} {dot} -{dot} -{dot}z"/>'
        for spoke, (x, y) in enumerate(shape.now)
        if spoke not in shape.gaps
    ]
    drawn += [_gap(spot, dress) for spot in shape.gap_marks]
    drawn += [_label(shape, spot, label, dress) for spot, label in zip(shape.labels, labels, strict=True)]
    return "".join(drawn)


def _gap(spot: Point, dress: Dress) -> str:
    # A dash, as a table has it where there is no figure.
    size = dress.title_size
    return (
        f'<text {_look("n", dress)} x="{_n(spot[0])}" y="{_n(spot[1] + size * 0.36)}" font-size="{_n(size)}"'
        f' text-anchor="middle">—</text>'
    )


def _look(css: str, dress: Dress) -> str:
    if not dress.written_in:
        return f'class="{"g " + css if css == "g3" else css}"'
    return _WRITTEN_IN["g" if css.startswith("g ") else css]


def _label(shape: Shape, spot: Spot, label: Label, dress: Dress) -> str:
    ink = f' fill="{_INK}"' if dress.written_in else ""
    if dress.marks_only:
        return (
            f'<text x="{_n(spot.x)}" y="{_n(spot.y)}" font-size="{_n(dress.title_size)}"'
            f' text-anchor="middle"{ink}>{_text(label.mark)}</text>'
        )
    beside = {"start": shape.width - spot.x, "end": spot.x, "middle": shape.width}
    titles = _broken(
        f"{label.mark}\u00a0{label.title}", beside[spot.anchor] + dress.room - 4, dress.title_size, most=2
    )
    step = dress.title_size * 1.18
    # A second line pushes the first one up: outwards above the centre, half of it beside.
    above = (len(titles) - 1) * step
    top = spot.y - (above if spot.y < shape.rings[-1][0][1] else above / 2)
    x = _n(spot.x)
    lines = [
        f'<tspan x="{x}" y="{_n(top + at * step)}">{_text(title)}</tspan>' for at, title in enumerate(titles)
    ]
    quiet = f" {_WRITTEN_IN['n']}" if dress.written_in else ""
    lines.append(
        f'<tspan class="n" x="{x}" y="{_n(top + len(titles) * step)}" font-size="{_n(dress.note_size)}"{quiet}>'
        f"{_text(label.note)}</tspan>"
    )
    return (
        f'<text font-size="{_n(dress.title_size)}" text-anchor="{spot.anchor}"{ink}>{"".join(lines)}</text>'
    )


def _broken(text: str, room: float, size: float, most: int) -> list[str]:
    """`text` in at most `most` lines of about equal length that fit in `room` where possible."""
    text = printable(text).replace("\n", " ")
    for count in range(1, most + 1):
        lines = _split(text, count)
        if all(_ems(line) * size <= room for line in lines):
            return lines
    return lines


def _split(text: str, count: int) -> list[str]:
    lines = []
    while count > 1:
        goal = _ems(text) / count
        places = [at for at in range(1, len(text)) if _may_break(text, at)]
        if not places:
            break
        at = min(places, key=lambda place: abs(_ems(text[:place]) - goal) - _liking(text, place))
        lines.append(text[:at].rstrip())
        text, count = text[at:].lstrip(), count - 1
    return [*lines, text]


def _may_break(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if (
        after in "、。・，．）」』】〉》ーぁぃぅぇぉっゃゅょァィゥェォッャュョ,.)!?！？%％点問)"
        or before in "（「『【〈《("
    ):
        return False
    return before == " " or (_wide(before) and _wide(after))


def _liking(text: str, at: int) -> float:
    """How glad a reader is of a line that ends here, in letters out of balance that it is worth."""
    before, after = (_script(text[place]) for place in (at - 1, at))
    if text[at - 1] in "のやとを・、。 ":
        return 4.0
    if before == after:
        # Inside a loanword never; inside a kanji compound rather not.
        return {"katakana": -8.0, "kanji": -1.5}.get(before, -1.0)
    return 1.0 if before == "hiragana" else 0.0


def _script(character: str) -> str:
    return next((name for name, low, high in _SCRIPTS if low <= character <= high), "other")


# A reason of 500 letters takes 13 lines below the figure; a word that cannot be broken, one that is too long.
_MOST_LINES = 40
_SCRIPTS = (("hiragana", "\u3041", "\u309f"), ("katakana", "\u30a0", "\u30ff"), ("kanji", "\u3400", "\u9fff"))


def _ems(text: str) -> float:
    return sum(1.0 if _wide(character) else 0.56 for character in text)


def _wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WFA"


def _points(points: Sequence[Point]) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in points)


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))


def _text(text: str) -> str:
    return escape(printable(text))
