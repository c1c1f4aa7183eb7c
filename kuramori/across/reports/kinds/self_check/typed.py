"""What people typed into the material of this report, and what its place is called."""

from __future__ import annotations

from collections.abc import Iterator

from kuramori.across.reports.kinds.self_check.data import Data
from kuramori.across.reports.words import Words


def typed(data: Data, words: Words) -> Iterator[tuple[str, str]]:
    """(place, text): 「問4の当てはまらない理由」 and the reason itself."""
    for field, text in (
        ("typed.organisation", data.organisation),
        ("typed.author", data.author),
        ("note", data.note),
    ):
        if text:
            yield words(field), text
    for item in data.items:
        number = words("item_number", number=item.number)
        for field, texts in (
            ("reason", [item.reason]),
            ("comment", [item.comment]),
            ("evidence", item.evidence),
        ):
            told = "".join(filter(None, texts))
            if told:
                yield words("typed.of_item", item=number, field=words(field)), told
