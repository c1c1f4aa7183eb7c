"""Text as it is compared: NFKC, without white space and invisible characters. As `rules.winnowing.normal`."""

from __future__ import annotations

import unicodedata

_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"


def folded(text: str) -> str:
    """NFKC, white space kept; ㊙ spelt out, of which NFKC would leave a bare 秘."""
    if "㊙" in text:
        text = text.replace("㊙", "マル秘")
    return text if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text)


def packed(text: str) -> str:
    """What `folded` gave, without white space and invisible characters."""
    if not text.isascii():
        for character in _INVISIBLE:
            if character in text:
                text = text.replace(character, "")
    return "".join(text.split())


def lowered(text: str) -> str:
    """Lower case of the same length, so that places in one are places in the other."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
