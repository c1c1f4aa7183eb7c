"""The shipped policy of the layered decision, read once from the content. No Django here."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from kuramori.ground.packs.shelf import CONTENT
from kuramori.rules.sharing.policy import Policy
from kuramori.rules.sharing.policy_file import read_policy

SHIPPED: Final = CONTENT / "jp" / "kuramori" / "sharing" / "policy.yaml"


@cache
def shipped_policy() -> Policy:
    """The default; an organisation's own policy has the same form."""
    return policy_at(SHIPPED)


def policy_at(path: Path) -> Policy:
    """The policy in a file. Raises `rules.faults.Refused` naming every fault, and OSError."""
    return read_policy(path.read_bytes(), path.name)
