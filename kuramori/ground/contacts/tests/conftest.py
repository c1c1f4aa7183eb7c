"""Files as a browser hands them in."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile


@pytest.fixture
def client_file():
    return lambda text: SimpleUploadedFile("取引先.csv", text.encode(), content_type="text/csv")
