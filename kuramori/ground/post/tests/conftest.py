"""A mail server of the test's own, and the instance's settings that name it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest

from kuramori.outside.tests.letterbox import Letterbox, letterbox
from kuramori.site.instance import Mail


@pytest.fixture
def box(settings) -> Iterator[Letterbox]:
    """Mail is on, and goes to this letterbox."""
    with letterbox() as found:
        mail = Mail(
            host=found.host,
            port=found.port,
            security="none",
            sender="架空精工の蔵守 <kura@kakuu-seiko.example>",
            private_network=True,
        )
        settings.INSTANCE = dataclasses.replace(settings.INSTANCE, mail=mail)
        yield found
