"""The child is stopped after the tests, so that none is left behind."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kuramori.press import office


@pytest.fixture(scope="session", autouse=True)
def _send_the_child_home() -> Iterator[None]:
    yield
    office.close()
