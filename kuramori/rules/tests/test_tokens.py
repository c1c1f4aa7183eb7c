"""Nothing that stands in a text may be missed, whatever is asked; what the index finds beyond is told apart again."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from kuramori.rules.tokens import LONGEST_WORD, MOST_WORDS, grams, holds, normal, wanted, words

# Few letters, so that pairs meet often; and signs, wide and half-width forms, marks that join, and rare planes.
LETTERS = "ab12-_/.・ー 　\tカガか゛ﾞｶ金型図極秘㈱①ﬁİßΣς𠮷👩‍🔧é\u0301\x00"
texts = st.one_of(st.text(LETTERS, max_size=30), st.text(max_size=30))


def oracle(text: str, question: str) -> bool:
    """A plain look for parts of the text, with nothing of ours in it. Control characters part words."""

    def told(some: str) -> str:
        spaced = "".join(
            " " if ord(one) < 32 or ord(one) == 127 or 0xD800 <= ord(one) < 0xE000 else one for one in some
        )
        return unicodedata.normalize("NFKC", spaced).lower()

    return all(word in told(text) for word in told(question).split())


def found_by_index(text: str, question: str) -> bool:
    kept, asked = grams(normal(text)), wanted(words(question))
    return kept.issuperset(asked.grams) and all(
        any(gram.startswith(begin) for gram in kept) for begin in asked.beginnings
    )


@settings(max_examples=600)
@given(texts, texts)
@example("AB1234CD", "234")
@example("Σ", "ς")
def test_whatever_a_plain_look_finds_the_index_finds(text: str, question: str) -> None:
    if oracle(text, question):
        assert found_by_index(text, question)


@settings(max_examples=600)
@given(texts, st.data())
def test_every_part_of_a_text_finds_it(text: str, data: st.DataObject) -> None:
    plain = normal(text)
    begin = data.draw(st.integers(0, len(plain)))
    part = plain[begin : data.draw(st.integers(begin, len(plain)))]
    # İ in small letters is two characters, which NFKC may put in another order: nobody types them as they are kept.
    assume(normal(part) == " ".join(part.split()))
    assert found_by_index(text, part)
    assert holds(plain, words(part))


@settings(max_examples=600)
@given(texts, texts)
def test_looking_again_agrees_with_a_plain_look_exactly(text: str, question: str) -> None:
    assert holds(normal(text), words(question)) == oracle(text, question)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("射出成形 金型図面", "金型"),
        ("AB1234CD 加工条件", "234"),
        ("図番 A-1234", "A-12"),
        ("図番 Ａ－１２３４", "a-12"),
        ("ｶﾅｶﾞﾀ の仕様", "カナガタ"),
        ("熱処理", "処"),
        ("熱処理", "理"),
        ("炉①号機", "1号"),
        ("㈱見本", "(株)"),
        ("加工 条件 秘", "秘 加工"),
    ],
)
def test_words_of_an_office_are_found(text: str, question: str) -> None:
    assert found_by_index(text, question)
    assert holds(normal(text), words(question))


def test_pairs_in_another_order_are_no_hit_once_looked_at_again() -> None:
    for text, question in (("うえあい・いう", "あいう"), ("金型・型図", "金型図")):
        assert found_by_index(text, question)
        assert not holds(normal(text), words(question))


def test_of_part_numbers_threes_are_asked_and_pairs_only_at_their_edges() -> None:
    assert wanted(words("A-12")).grams == ("a-1", "-12")
    assert set(wanted(words("型A12図")).grams) == {"型a", "a12", "2図"}
    assert wanted(words("12")).grams == ("12",)


def test_a_long_question_is_cut_and_still_finds() -> None:
    text = "長" * 200 + " " + " ".join(f"語{at}" for at in range(40))
    question = " ".join(text.split())
    assert len(words(question)) == MOST_WORDS
    assert max(map(len, words(question))) == LONGEST_WORD
    assert found_by_index(text, question)
    assert holds(normal(text), words(question))


def test_a_question_of_spaces_asks_for_nothing() -> None:
    assert words(" 　\t\n") == ()
