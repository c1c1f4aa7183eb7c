"""A NUL that gets past every form is told as what cannot be read; no other fault is hidden by that."""

import pytest
from django.db import DataError
from django.http import HttpResponse
from django.test import RequestFactory

from kuramori.site.unwritable import UnwritableSign

REFUSED = "PostgreSQL text fields cannot contain NUL (0x00) bytes"


@pytest.mark.parametrize(
    ("path", "error", "status"),
    [
        ("/o/kakuu/requests/", DataError(REFUSED), 400),
        ("/o/kakuu/requests/", ValueError("A string literal cannot contain NUL (0x00) characters."), 400),
        ("/o/kakuu/requests/", DataError("value too long"), None),
        ("/o/kakuu/requests/", RuntimeError("NUL"), None),
        ("/api/v1/requests", DataError(REFUSED), None),
    ],
)
def test_only_what_the_database_refused_for_a_nul_is_told_so(path, error, status):
    answer = UnwritableSign(lambda _: HttpResponse()).process_exception(RequestFactory().get(path), error)
    assert (answer.status_code if answer else None) == status
