"""A small file that a command was given: read to its limit, refused beyond, never guessed at."""

from __future__ import annotations

import os
from pathlib import Path

from kuramori.outside.reasons import reason
from kuramori.rules.faults import Fault, Refused, words
from kuramori.site.cli import CannotRun
from kuramori.site.cli.words import chosen, say


def content_of(path: Path, limit: int) -> bytes:
    """At most `limit` bytes; raises `Refused` where there are more, `CannotRun` where it cannot be opened."""
    try:
        with path.open("rb") as opened:
            size = os.fstat(opened.fileno()).st_size
            # One byte more than allowed is enough to refuse it; a huge file is never read whole.
            source = opened.read(limit + 1)
    except OSError as error:
        why = reason(error, chosen())
        raise CannotRun(
            say(f"「{path}」を開けません（{why}）。", f"“{path}” cannot be opened ({why}).")
        ) from None
    if len(source) > limit:
        # A pipe has no size of its own.
        rule, values = (
            ("too-large", {"size": size, "limit": limit})
            if size > limit
            else ("larger-than", {"limit": limit})
        )
        raise Refused([Fault(path.as_posix(), None, None, rule, "", words(values))])
    return source
