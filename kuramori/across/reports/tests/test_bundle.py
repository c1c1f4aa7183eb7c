"""The worker is a process of its own, which loads no pages."""

from __future__ import annotations

import os
import subprocess
import sys

WORKER = """
import django
django.setup()
from kuramori.ground.jobs.kinds import work_of
print(work_of("reports:bundle").__name__)
"""


def test_a_process_that_loads_no_page_knows_how_to_make_the_bundle() -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    told = subprocess.run(
        [sys.executable, "-c", WORKER],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert told.stdout.strip() == "make_bundle", told.stderr
