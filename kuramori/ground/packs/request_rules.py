"""The shipped rules of the request linter, read once from the content. No Django here."""

from __future__ import annotations

from functools import cache
from typing import Final

from kuramori.ground.packs.shelf import CONTENT
from kuramori.rules.requests.rulebook import Rulebook, read_rulebook

SHIPPED: Final = CONTENT / "jp" / "kuramori" / "requests" / "lint.yaml"


@cache
def shipped_rules() -> Rulebook:
    """All rules with their limits and sources."""
    return read_rulebook(SHIPPED.read_bytes(), SHIPPED.name)
