"""HTML from nested calls. Text is escaped always; only what `element` made counts as markup."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from kuramori.press.text import printable

_VOID = {"br", "hr", "img", "meta"}


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


Child = str | int | None | Iterable["Child"]


def element(name: str, *children: Child, **attributes: str | int | None) -> Markup:
    """`<name …>children</name>`. Attributes: a trailing `_` is dropped, other `_` become `-`, None is left out."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(printable(str(value)))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in _VOID:
        return Markup(f"<{name}{written}>")
    return Markup(f"<{name}{written}>{together(children)}</{name}>")


def together(child: Child) -> Markup:
    """Children one after another; None is nothing."""
    if child is None:
        return Markup("")
    if isinstance(child, Markup):
        return child
    if isinstance(child, str | int):
        return Markup(escape(printable(str(child))))
    return Markup("".join(together(one) for one in child))


def lines(text: str) -> Markup:
    """Text with its line ends kept as `<br>`."""
    return Markup("<br>".join(escape(line) for line in printable(text).split("\n")))
