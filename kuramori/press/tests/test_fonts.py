"""The fonts that travel with us."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

import pytest

FONTS = Path(__file__).resolve().parents[1] / "fonts"
LISTED = tomllib.loads((FONTS / "MANIFEST.toml").read_text("utf-8"))["font"]


@pytest.mark.parametrize("font", LISTED, ids=lambda font: font["file"])
def test_a_font_is_the_one_in_the_list(font: dict[str, str]) -> None:
    assert hashlib.sha256((FONTS / font["file"]).read_bytes()).hexdigest() == font["sha256"]


@pytest.mark.parametrize("font", LISTED, ids=lambda font: font["file"])
def test_the_licence_text_lies_beside_the_font(font: dict[str, str]) -> None:
    text = (FONTS / font["licence_text"]).read_text("utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in text
    assert text.startswith(("Copyright", "©"))


def test_no_font_lies_here_that_is_not_listed() -> None:
    assert {path.name for path in FONTS.glob("*.?tf")} == {font["file"] for font in LISTED}
