"""The fixed words of a report, one JSON file per language in the kind's folder; `{ }` are filled with values.

JSON and not YAML: a YAML parser would cost every start of the pages a quarter of a second.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

LANGUAGES = ("ja", "en")


@dataclass(frozen=True, slots=True)
class Words:
    """Sentences of one kind in one language."""

    lang: str
    sentences: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The sentence `key`, its `{names}` filled with `values`. An unknown key is a KeyError."""
        sentence = self.sentences[key]
        return sentence.format(**values) if values else sentence

    def starting(self, prefix: str) -> dict[str, str]:
        """All sentences whose key starts with `prefix`, under the rest of their key."""
        return {key.removeprefix(prefix): s for key, s in self.sentences.items() if key.startswith(prefix)}


@lru_cache(maxsize=32)
def words_in(folder: Path, lang: str) -> Words:
    """The words of the kind in `folder`. `lang` is `ja` or `en`."""
    if lang not in LANGUAGES:
        raise ValueError(f"no words in {lang!r}")
    return Words(lang, json.loads((folder / "words" / f"{lang}.json").read_text("utf-8")))
