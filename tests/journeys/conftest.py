"""What every journey has: patience for a busy machine, and people who are signed in already."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

OpenPage = Callable[..., Page]

# A loaded machine may take its time; a page that never comes fails all the same.
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser shares two cores with the tests: one second try, counted in the closing line (decision 0018)."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture
def visit(open_page: OpenPage, live_server) -> OpenPage:
    """`open_page` with patience; `visit(client=…)` is signed in as that test client is."""

    def visit_one(*args: object, client: Client | None = None, **named: object) -> Page:
        page = open_page(*args, **named)
        page.context.set_default_timeout(PATIENCE_MS)
        if client is not None:
            session = client.cookies["kura_session"].value
            page.context.add_cookies([{"name": "kura_session", "value": session, "url": str(live_server)}])
        return page

    return visit_one
