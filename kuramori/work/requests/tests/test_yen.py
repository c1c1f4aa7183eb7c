"""An amount is read as people write it, and what is no amount is told so."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from kuramori.work.requests.yen import YenField


@pytest.mark.parametrize(
    ("written", "yen"),
    [
        ("120000", 120_000),
        ("120,000", 120_000),
        ("１２０，０００円", 120_000),
        ("¥1,200,000", 1_200_000),
        (" 0 ", 0),
        ("", None),
        (None, None),
    ],
)
def test_an_amount_as_people_write_it(written, yen):
    assert YenField("額").clean(written) == yen


@pytest.mark.parametrize("written", ["十二万円", "12万円", "1,2", "12.5", "-1", "120,00", "9" * 30])
def test_what_is_no_amount_is_told_so(written):
    with pytest.raises(ValidationError):
        YenField("額").clean(written)
