"""Where a mark lies on a page: at the top right as one sees it, whatever way the page is turned or cut."""

from __future__ import annotations

from pikepdf import Page

_MARGIN = 8.0
_WIDEST = 0.7
"""Share of the page's width; a longer line is drawn smaller."""


def placed(page: Page, width: float, height: float) -> tuple[float, float, float, float, float, float]:
    """The matrix (a b c d e f) that lays a form of `width` × `height` points over the page."""
    left, bottom, right, top = (float(edge) for edge in page.cropbox)
    left, right = min(left, right), max(left, right)
    bottom, top = min(bottom, top), max(bottom, top)
    turned = int(page.obj.get("/Rotate", _inherited_turn(page))) % 360
    across = right - left if turned in (0, 180) else top - bottom
    scale = min(1.0, _WIDEST * across / width) if width else 1.0
    w, h = width * scale, height * scale
    if turned == 90:
        return 0.0, scale, -scale, 0.0, left + _MARGIN + h, top - _MARGIN - w
    if turned == 180:
        return -scale, 0.0, 0.0, -scale, left + _MARGIN + w, bottom + _MARGIN + h
    if turned == 270:
        return 0.0, -scale, scale, 0.0, right - _MARGIN - h, bottom + _MARGIN + w
    return scale, 0.0, 0.0, scale, right - _MARGIN - w, top - _MARGIN - h


def _inherited_turn(page: Page) -> int:
    node = page.obj.get("/Parent")
    for _ in range(64):  # a ring of parents must not hold us
        if node is None:
            return 0
        if "/Rotate" in node:
            return int(node.Rotate)
        node = node.get("/Parent")
    return 0
