"""`python -m tests.api` prints the operations into docs/reference/api.md."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from tests.api.reference import PAGE, page  # noqa: E402

PAGE.write_text(page(), encoding="utf-8")
