"""Refusals of the machine, in words."""

from __future__ import annotations

import errno
import re
from pathlib import Path

import pytest

from kuramori.outside.reasons import reason

COMMON = ("ENOENT", "EACCES", "EISDIR", "ENOTDIR", "ENOSPC", "EROFS")


@pytest.mark.parametrize("name", COMMON)
def test_a_common_refusal_is_said_in_the_readers_language(name: str) -> None:
    error = OSError(getattr(errno, name), "in English")
    assert re.search("[ぁ-んァ-ン一-龥]", reason(error, "ja"))
    assert not re.search("[A-Za-z]", reason(error, "ja"))
    assert re.fullmatch("[a-z ,-]+", reason(error, "en"))


def test_a_rare_refusal_keeps_its_short_name() -> None:
    assert reason(OSError(errno.EIO, "Input/output error"), "ja") == "EIO"
    assert reason(OSError(errno.EIO, "x"), "en").startswith("EIO: ")
    assert reason(OSError("told nothing"), "ja") == "OSError"


def test_what_the_system_raises_is_understood(tmp_path: Path) -> None:
    with pytest.raises(OSError) as caught:
        (tmp_path / "nowhere").read_bytes()
    assert reason(caught.value, "ja") == "ありません"
