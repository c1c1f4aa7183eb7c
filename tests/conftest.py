"""The browser for journeys: Debian's Chromium, driven by Playwright, watched for errors and refused scripts."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests import programs

SIZES = {"phone": (375, 812), "desktop": (1360, 900), "narrow": (320, 640)}
OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all journeys. Without one they are skipped, except in CI, where that is a failure."""
    place = programs.chromium()
    if place is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is missing; in CI the journeys may not be skipped")
        pytest.skip("Chromium is missing: apt-get install chromium, or name one by CHROMIUM")
    # Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=place, args=[*as_root, "--disable-dev-shm-usage"]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser, live_server: object) -> Iterator[OpenPage]:
    """Opens pages as a visitor with a size, a theme, a language, with or without JavaScript.

    Each call is a visitor of its own. When the test ends, any script error, refused resource (CSP) or
    server error (5xx) that a page met fails it.
    """
    met: list[str] = []
    with ExitStack() as visitors:

        def open_one(
            size: Literal["phone", "desktop", "narrow"] = "desktop",
            *,
            theme: Literal["light", "dark"] = "light",
            locale: str = "ja-JP",
            javascript: bool = True,
        ) -> Page:
            width, height = SIZES[size]
            context = browser.new_context(
                base_url=str(live_server),
                viewport={"width": width, "height": height},
                color_scheme=theme,
                locale=locale,
                timezone_id="Asia/Tokyo",
                java_script_enabled=javascript,
                has_touch=size != "desktop",
                accept_downloads=True,
            )
            visitors.callback(context.close)
            context.set_default_timeout(10_000)
            # On the visitor, not on the page: what opens beside it is watched as well.
            context.on("weberror", lambda told: met.append(f"script: {told.error}"))
            context.on(
                "console", lambda told: met.append(f"console: {told.text}") if _is_trouble(told) else None
            )
            context.on(
                "response", lambda got: met.append(f"{got.status}: {got.url}") if got.status >= 500 else None
            )
            return context.new_page()

        yield open_one
    assert not met, "\n".join(met)


def _is_trouble(told: object) -> bool:
    """Errors of the console, except the note that a page answered 4xx, which journeys provoke on purpose."""
    return getattr(told, "type", "") == "error" and "status of 4" not in getattr(told, "text", "")
