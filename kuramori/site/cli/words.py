"""The language of the command line, and argparse's own sentences in Japanese."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence

LANGUAGES = ("ja", "en")

# argparse's English, as it asks gettext for it (Python 3.11 to 3.14), and what we say.
ARGPARSE_JA = {
    "usage: ": "使い方: ",
    "positional arguments": "書くもの",
    "options": "指定",
    "show this help message and exit": "この説明を出します",
    "the following arguments are required: %s": "次のものが足りません: %s",
    "unrecognized arguments: %s": "わからない指定があります: %s",
    "expected one argument": "あとに値が1つ要ります",
    "expected at most one argument": "値は1つまでです",
    "expected at least one argument": "値が1つ以上要ります",
    "ignored explicit argument %r": "値は付けられません: %r",
    "not allowed with argument %s": "%s といっしょには使えません",
    "one of the arguments %s is required": "次のどれか1つが要ります: %s",
    "invalid %(type)s value: %(value)r": "この値は使えません: %(value)r",
    "invalid choice: %(value)r (choose from %(choices)s)": "%(value)r は選べません。選べるもの: %(choices)s",
    "unknown parser %(parser_name)r (choices: %(choices)s)": "%(parser_name)r は選べません。選べるもの: %(choices)s",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "%(prog)s: error: %(message)s\n": "%(prog)s: %(message)s\n",
}

_chosen = "ja"


def choose(arguments: Sequence[str]) -> str:
    """Takes the language from `--lang`, else from KURAMORI_LANG, else Japanese; argparse then speaks it."""
    global _chosen
    wanted = os.environ.get("KURAMORI_LANG", "ja")
    for at, word in enumerate(arguments):
        if word == "--lang" and at + 1 < len(arguments):
            wanted = arguments[at + 1]
        elif word.startswith("--lang="):
            wanted = word.removeprefix("--lang=")
    _chosen = wanted if wanted in LANGUAGES else "ja"
    # argparse asks its module's `_` for each sentence; there is no public place to give it another.
    setattr(argparse, "_", _argparse_word)  # noqa: B010
    return _chosen


def chosen() -> str:
    """`ja` or `en`."""
    return _chosen


def say(ja: str, en: str) -> str:
    """The one of the two that was asked for."""
    return en if _chosen == "en" else ja


def _argparse_word(text: str) -> str:
    return text if _chosen == "en" else ARGPARSE_JA.get(text, text)
