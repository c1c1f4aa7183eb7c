"""Pages obey the policy that the server sends with them: nothing inline, nothing from elsewhere."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.house import tree

TEMPLATES = [
    path.relative_to(tree.ROOT)
    for path in tree.tracked()
    if "templates" in path.parts and path.suffix in {".html", ".svg"}
]
TAG = re.compile(r"{%.*?%}|{#.*?#}|{{.*?}}|{%\s*comment\b.*?{%\s*endcomment\s*%}", re.DOTALL)
DATA_ONLY = {"application/json", "application/ld+json", "importmap"}
LOADS = {"src", "href", "action", "data", "poster", "srcset", "formaction", "xlink:href"}


class Inline(HTMLParser):
    """Collects whatever `default-src 'self'` would refuse."""

    def __init__(self) -> None:
        super().__init__()
        self.refused: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "style":
            self.refused.append("<style>")
        if tag == "script" and "src" not in named and named.get("type") not in DATA_ONLY:
            self.refused.append("<script> without src")
        for name, value in attrs:
            if name == "style" or name.startswith(("on", "hx-on")):
                self.refused.append(f"<{tag} {name}=…>")
            if name in LOADS and (value or "").strip().lower().startswith("javascript:"):
                self.refused.append(f"<{tag} {name}=javascript:…>")
            if name in LOADS and tag != "a" and re.match(r"\s*(https?:)?//", value or ""):
                self.refused.append(f"<{tag} {name}={value}>")

    handle_startendtag = handle_starttag


def _refused(text: str) -> list[str]:
    parser = Inline()
    parser.feed(TAG.sub("", text))
    return parser.refused


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_a_page_has_nothing_inline_and_loads_nothing_from_elsewhere(path: Path) -> None:
    assert _refused((tree.ROOT / path).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<p style="color:red">',
        '<button onclick="go()">',
        "<style>p{}</style>",
        '<a href="javascript:go()">',
        '<img src="//elsewhere.example/a.png">',
        '<div hx-on:click="go()">',
    ],
)
def test_what_the_policy_refuses_is_noticed(text: str) -> None:
    assert _refused(text)


def test_fragments_begin_with_an_underscore_and_pages_do_not() -> None:
    halves = [
        str(path)
        for path in TEMPLATES
        if path.suffix == ".html"
        and not path.name.startswith("_")
        and re.search(r"<html\b", text := (tree.ROOT / path).read_text(encoding="utf-8")) is None
        and "{% extends" not in text
    ]
    assert halves == []


def test_every_template_lies_under_the_name_of_its_room() -> None:
    astray = []
    for path in TEMPLATES:
        parts = path.parts
        at = parts.index("templates")
        room, below = parts[at - 1], parts[at + 1]
        # `site` also holds the frames of all pages; the account pages are asked for by allauth's own names.
        is_allauths = room == "people" and (below in {"account", "mfa", "allauth"} or below == "429.html")
        if parts[0] == "kuramori" and room not in {"site", "press"} and below != room and not is_allauths:
            astray.append(str(path))
    assert astray == []
