"""A floor plan as one SVG for the press: the picture inside it, the zones over it."""

from __future__ import annotations

from base64 import b64encode
from html import escape

from kuramori.ground.papers.store import shelf
from kuramori.ground.papers.whole import open_whole
from kuramori.ground.people.actor import Actor
from kuramori.press.svg import FONTS
from kuramori.press.text import printable
from kuramori.work.places.models import Drawing
from kuramori.work.places.reading.zones import DrawnZone, PlanPage

PATTERNS = {
    "dots": '<circle cx="6" cy="6" r="3.5" fill="{c}" fill-opacity=".6"/>',
    "lines": '<path d="M-6 18L18 -6M6 30L30 6" stroke="{c}" stroke-opacity=".45" stroke-width="5"/>',
    "cross": '<path d="M0 0L24 24M24 0L0 24" stroke="{c}" stroke-opacity=".4" stroke-width="4"/>',
}


def picture_of(actor: Actor, drawing: Drawing) -> bytes:
    """Our own PNG of a drawing. Raises `papers.whole.FileDamaged`."""
    with open_whole(
        actor, shelf(), drawing.picture.sha256, kind="file", thing_id=drawing.picture_id, before=lambda: None
    ) as opened:
        return opened.read()


def plan_svg(page: PlanPage, picture: bytes) -> str:
    """The plan in the picture's pixels; every name is escaped."""
    colours = {one.line.dress.pattern: one.line.dress.colour for one in page.drawn}
    patterns = "".join(
        f'<pattern id="{name}" width="24" height="24" patternUnits="userSpaceOnUse">'
        f"{PATTERNS[name].format(c=colour)}</pattern>"
        for name, colour in colours.items()
        if name in PATTERNS
    )
    zones = "".join(_zone(one, page.font) for one in page.drawn)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{page.width}" height="{page.height}" '
        f'viewBox="0 0 {page.width} {page.height}"><defs>{patterns}</defs>'
        f'<image width="{page.width}" height="{page.height}" '
        f'href="data:image/png;base64,{b64encode(picture).decode()}"/>{zones}</svg>'
    )


def _zone(one: DrawnZone, font: int) -> str:
    colour, pattern = one.line.dress.colour, one.line.dress.pattern
    name = escape(printable(one.line.name))
    filled = f'<polygon fill="url(#{pattern})" points="{one.points}"/>' if pattern in PATTERNS else ""
    text = f'x="{one.x}" y="{one.y}" font-size="{font}" font-weight="700" font-family="{FONTS}" text-anchor="middle"'
    return (
        f'<polygon fill="{colour}" fill-opacity=".14" points="{one.points}"/>{filled}'
        f'<polygon fill="none" stroke="{colour}" stroke-width="5" points="{one.points}"/>'
        f'<text {text} stroke="#ffffff" stroke-width="8" stroke-linejoin="round">{name}</text>'
        f"<text {text}>{name}</text>"
    )
