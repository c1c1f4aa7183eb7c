"""What every journey has: patience for a busy machine, and people who are signed in already."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

OpenPage = Callable[..., Page]

# A loaded machine may take its time; a page that never comes fails all the same.
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)


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
