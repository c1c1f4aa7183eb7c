"""Looks at a page for barriers: axe in both themes, and whether anything runs off the side."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
AXE = Axe().axe_script
DESKTOP, PHONE = (1360, 900), (375, 812)
# The smallest width that WCAG 2.2 asks for (1.4.10), and what is left of a desktop at 200 % (1.4.4).
NARROW = (320, 680)


@dataclass(slots=True)
class Watch:
    """What was found, page by page; `seen` are the names of the addresses that were looked at."""

    found: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def look(self, page: Page, name: str = "") -> None:
        """The page as it stands, with everything that folds unfolded: light on a desktop, dark on a phone."""
        place = self._note(page)
        where = name or place
        if page.evaluate("self.origin") == "null":
            # A report is shown in a sandbox, where axe could never end: the same page, laid out without one.
            content = page.content()
            page.goto("about:blank")
            page.set_content(content)
        page.evaluate("for (const one of document.querySelectorAll('details:not(.menu)')) one.open = true")
        for theme, (width, height) in (("light", DESKTOP), ("dark", PHONE)):
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            page.set_viewport_size({"width": width, "height": height})
            for fault in _violations(page):
                targets = [node["target"] for node in fault["nodes"]][:3]
                self.found.append(f"{where} ({theme}, {width} px): {fault['id']}: {targets}")
        self.measure(page, where)
        page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
        page.emulate_media(color_scheme="light")

    def measure(self, page: Page, where: str = "") -> None:
        """No sideways scroll on a narrow screen nor at 200 %."""
        for width in NARROW:
            page.set_viewport_size({"width": width, "height": 640})
            wide, room = page.evaluate(
                "[document.scrollingElement.scrollWidth, document.scrollingElement.clientWidth]"
            )
            if wide > room:
                self.found.append(f"{where or self._note(page)} ({width} px): {wide} px wide: {_wide(page)}")

    def _note(self, page: Page) -> str:
        path = urlsplit(page.url).path
        try:
            self.seen.add(resolve(path).view_name)
        except Resolver404:
            return path
        return path

    def ends_well(self) -> None:
        assert not self.found, "\n".join(self.found)


def _violations(page: Page) -> list[dict[str, Any]]:
    """What axe finds. Its half a megabyte is carried into a page once, and nothing that passed is carried out."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE)
    return page.evaluate("rules => axe.run(document, rules).then((found) => found.violations)", RULES)


def _wide(page: Page) -> list[str]:
    """The innermost elements that stick out."""
    return page.evaluate(
        """() => [...document.body.querySelectorAll('*')]
            .filter((one) => one.getBoundingClientRect().right > document.scrollingElement.clientWidth + 1)
            .filter((one, _, all) => !all.some((other) => other !== one && one.contains(other)))
            .slice(0, 4).map((one) => one.outerHTML.slice(0, 120))"""
    )
