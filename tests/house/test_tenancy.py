"""Crossing tenants is spelled `Owned.everywhere`, and only where it must be."""

from __future__ import annotations

import ast
import re

import pytest

from tests.house import tree

# One worker reads the whole tree, once.
pytestmark = pytest.mark.xdist_group("tree")

OWNED = "kuramori/ground/people/owned.py"

# Who may look past the acting organisation, and why.
MAY_CROSS = {
    "kuramori/site/alarms.py": "a fork of the log is told to the owners of every organisation",
    "kuramori/ground/people/access.py": "finds which organisation a session, token or invitation acts for",
    "kuramori/ground/people/settle.py": "founding: the organisation does not act yet",
    "kuramori/ground/people/found.py": "founding: the organisation does not act yet",
    "kuramori/ground/people/leave.py": "an account that leaves its last organisation loses its sessions",
    "kuramori/work/requests/genuine.py": "finds from whom the number of a request is, for whoever got it",
    "kuramori/ground/jobs/tasks.py": "the worker takes the next job, whoever's it is",
}


def _readers_of(name: str) -> set[str]:
    return {
        str(path)
        for path, _, module in tree.product()
        if any(isinstance(node, ast.Attribute) and node.attr == name for node in tree.nodes(module))
    }


def test_scopes_are_never_switched_off_for_all_models_at_once() -> None:
    switched = [
        str(path) for path, text, _ in tree.product() if re.search(r"(?<!with_)\bscopes_disabled\b", text)
    ]
    assert switched == []


def test_only_the_one_property_spells_out_the_way_past_the_scope() -> None:
    assert _readers_of("with_scopes_disabled") <= {OWNED}


def test_only_listed_modules_look_past_their_own_organisation() -> None:
    assert _readers_of("everywhere") <= MAY_CROSS.keys()


def test_rows_are_not_fetched_by_the_unguarded_managers() -> None:
    unguarded = _readers_of("_base_manager") | _readers_of("_default_manager")
    assert unguarded <= {OWNED}
