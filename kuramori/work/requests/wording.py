"""What a text asks for between the lines: evidence that is secret itself, a product by its name. The words are data.

Only a first look, so that nobody has to own up unasked; the linter and the guest's page ask, and a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from kuramori.work.requests.asking_content import wording

_SENTENCE: Final = re.compile(r"[。、，,・;；\n]|(?:と|や)(?=[\u4e00-\u9fff\u30a0-\u30ff])")
_STOP: Final = re.compile(r"[。\n]")
_QUOTED: Final = r"[「『\"“](?P<quoted>[^」』\"”]{2,40})[」』\"”](?:の?(?:製品|サービス|ソフト))?"
_LATIN: Final = r"(?P<latin>[A-Z][A-Za-z0-9.+-]*(?: [A-Z0-9][A-Za-z0-9.+-]*)*)"
_KANA: Final = r"(?P<kana>[ァ-ヴー・]{5,})"
_MADE_BY: Final = re.compile(r"(?P<made>[^\s、。「」]{2,20}社製(?:の)?[^\s、。「」をでがはにへ]{0,20})")


def secret_in(texts: Iterable[str]) -> str:
    """The first word for a thing that is secret itself, unless its phrase asks for less than the thing; "" for none."""
    words = wording()
    for phrase in _phrases(texts, _SENTENCE):
        found = next((word for word in words.secret if word in phrase), "")
        if found and not any(word in phrase for word in words.plain):
            return found
    return ""


def product_in(texts: Iterable[str]) -> str:
    """The first product that a sentence wants bought by its name, with no word of an equivalent; "" for none."""
    words = wording()
    verbs = "|".join(map(re.escape, words.product_verbs))
    asked = re.compile(rf"(?:{_QUOTED}|{_LATIN}|{_KANA})\s?を(?:ご)?(?:{verbs})")
    for sentence in _phrases(texts, _STOP, fold=False):
        if any(word in sentence for word in words.equal):
            continue
        for found in (*asked.finditer(sentence), *_MADE_BY.finditer(sentence)):
            name: str = next(one for one in found.groups() if one)
            if name not in words.generic:
                return name
    return ""


def _phrases(texts: Iterable[str], ends: re.Pattern[str], *, fold: bool = True) -> Iterator[str]:
    return (phrase for text in texts for phrase in ends.split(text.casefold() if fold else text))
