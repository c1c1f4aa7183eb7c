"""Fingerprints: what is pasted is known again, and nothing can be read from what is kept."""

from __future__ import annotations

import random
import unicodedata

import pytest

from kuramori.rules.winnowing import GRAM, WINDOW, background, fingerprints, normal, shared

KEY, OTHER = bytes(range(32)), bytes(32)
SIGNS = "焼入温度材料硬さ条件は型番の冷却時間を分で管理するため工程表に従うこと電流電圧0123456789"


def prose(seed: int, length: int) -> str:
    chosen = random.Random(seed)
    return "".join(chosen.choice(SIGNS) for _ in range(length))


def test_spacing_width_and_invisible_characters_make_no_difference() -> None:
    assert normal("社 外\u200b秘　ＨＤＲ\n ｶﾞﾗｽ") == "社外秘HDRガラス"


@pytest.mark.parametrize("seed", range(40))
def test_every_pasted_run_of_75_characters_is_known_again(seed: int) -> None:
    secret = prose(seed, 400)
    begin = random.Random(seed).randrange(0, 400 - 75)
    pasted = prose(1000 + seed, 130) + secret[begin : begin + 75] + prose(2000 + seed, 90)
    assert shared(fingerprints(pasted, KEY), set(fingerprints(secret, KEY).values()))


@pytest.mark.parametrize("seed", range(40))
def test_every_pasted_run_of_35_characters_shares_a_fingerprint(seed: int) -> None:
    secret = prose(seed, 300)
    pasted = prose(1000 + seed, 70) + secret[100 : 100 + GRAM + WINDOW - 1] + prose(2000 + seed, 70)
    assert set(fingerprints(pasted, KEY).values()) & set(fingerprints(secret, KEY).values())


def test_another_key_shares_nothing() -> None:
    text = prose(1, 500)
    assert not set(fingerprints(text, KEY).values()) & set(fingerprints(text, OTHER).values())


def test_unrelated_texts_share_nothing() -> None:
    known = set(fingerprints(prose(1, 3000), KEY).values())
    assert not any(known & set(fingerprints(prose(seed, 3000), KEY).values()) for seed in range(2, 30))


def test_short_texts_have_one_fingerprint_or_none() -> None:
    assert fingerprints("あ" * (GRAM - 1), KEY) == {}
    assert len(fingerprints(prose(3, GRAM), KEY)) == 1


def test_a_row_of_one_character_gives_one_value() -> None:
    assert len(set(fingerprints("ー" * 500, KEY).values())) == 1


def test_about_one_place_in_eight_is_kept() -> None:
    kept = len(fingerprints(prose(5, 20_000), KEY))
    assert 2 / (WINDOW + 1) * 0.9 < kept / 20_000 < 2 / (WINDOW + 1) * 1.1


def test_the_same_text_in_another_form_of_unicode_gives_the_same() -> None:
    text = "ガラス繊維の焼成温度は、バインダーの配合により決める。" * 3
    assert fingerprints(unicodedata.normalize("NFD", text), KEY) == fingerprints(text, KEY)


def test_one_common_fingerprint_is_not_enough() -> None:
    found = {0: 1, 10: 2, 40: 3}
    assert shared(found, {3, 4}) == frozenset()
    assert shared(found, {2, 3, 4}) == {2, 3}
    assert shared(found, {2, 3, 4}, without={3}) == frozenset()


def test_two_common_fingerprints_far_apart_are_chance() -> None:
    assert shared({0: 1, 64: 2}, {1, 2}) == {1, 2}
    assert shared({0: 1, 65: 2}, {1, 2}) == frozenset()
    assert shared({0: 1, 50: 1}, {1}) == frozenset()
    assert shared({0: 1, 23: 2}, {1, 2}) == frozenset()


def test_what_lies_in_three_assets_is_background() -> None:
    assert background({"a": [1, 2], "b": [1, 2, 2], "c": [1, 3]}) == {1}


def test_a_key_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        fingerprints("text", b"short")
