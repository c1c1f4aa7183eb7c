"""Names on a picture: no sign of a Japanese name becomes a box."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw

from kuramori.press.paging import letters

BOX = "\U0010fffe"  # no font has it


def _drawn(words: str) -> bytes:
    picture = Image.new("L", (200, 60), 0)
    letters.write(ImageDraw.Draw(picture), (4, 4), words, 32, 255)
    return picture.tobytes()


@pytest.mark.parametrize("sign", ["吉", "𠮷", "髙", "﨑", "濵", "德", "a", "ﾊ", "㈱"])
def test_a_rare_sign_is_drawn_and_is_no_box(sign: str) -> None:
    assert _drawn(sign) not in {_drawn(BOX), _drawn("")}


def test_what_only_chooses_a_shape_leaves_nothing_behind() -> None:
    assert _drawn("葛\U000e0100城") == _drawn("葛城")
    assert _drawn("辻\ufe00") == _drawn("辻")


def test_signs_of_both_fonts_stand_in_one_line() -> None:
    alone, both = letters.extent("見 拓", 32), letters.extent("𠮷見 拓", 32)
    assert both[0] - alone[0] in range(28, 36)
    assert both[1] - alone[1] in range(12)
    assert letters.extent("", 32)[0] <= 1
