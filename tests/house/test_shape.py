"""Sizes and names of files and functions (the bearings of the house)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import tree

# One worker reads the whole tree, once.
pytestmark = pytest.mark.xdist_group("tree")

LONGEST_FILE = 600
LONG_FUNCTION = 60
# Handed to strangers as one file that needs nothing else; its sentences in two languages are part of it.
ONE_FILE = {"kuramori/ground/trail/offline/verify.py"}
FORBIDDEN_NAMES = {
    "core",
    "common",
    "utils",
    "util",
    "helpers",
    "helper",
    "base",
    "services",
    "selectors",
    "misc",
}

# Django looks for a database backend in a module of this name.
NAMED_BY_OTHERS = {"kuramori/site/sqlite/base.py", "kuramori/site/postgres/base.py"}

# Django has to be set up before its models can be imported, and a command's parent must stay without it.
STARTS_UP = ("kuramori/site/cli/", "kuramori/site/child.py", "kuramori/site/prepare.py")


def test_no_code_file_is_longer_than_600_lines() -> None:
    long = [
        f"{path}: {lines}"
        for path, text, _ in tree.sources()
        if (lines := text.count("\n")) > LONGEST_FILE
        and str(path) not in ONE_FILE
        and "migrations" not in path.parts  # Django lays them out, a field on each line
    ]
    assert long == []


def test_functions_over_60_lines_stay_under_2_percent() -> None:
    lengths = {
        f"{path}:{node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path, _, module in tree.product()
        for node in tree.nodes(module)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    long = {name: length for name, length in lengths.items() if length > LONG_FUNCTION}
    assert len(long) < 0.02 * len(lengths), long


def test_no_module_or_folder_is_named_for_a_kind_of_code() -> None:
    named = [
        str(path)
        for path, _, _ in tree.sources()
        if FORBIDDEN_NAMES & {path.stem, *path.parent.parts} and str(path) not in NAMED_BY_OTHERS
    ]
    assert named == []


def test_lazy_imports_stay_under_1_percent() -> None:
    lazy, total = [], 0
    for path, _, module in tree.product():
        if str(path).startswith(STARTS_UP):
            continue
        inside = set(_inside_functions(module))
        for node in tree.nodes(module):
            if isinstance(node, ast.Import | ast.ImportFrom):
                total += 1
                if node in inside:
                    lazy.append(f"{path}:{node.lineno}")
    assert len(lazy) < 0.01 * total, lazy


def _inside_functions(module: ast.Module) -> Iterator[ast.AST]:
    for node in tree.nodes(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from ast.walk(node)


def test_every_python_file_of_the_product_says_what_it_is() -> None:
    silent = [
        str(path)
        for path, text, module in tree.product()
        if text.strip() and path.name not in {"apps.py", "models.py"} and not ast.get_docstring(module)
    ]
    assert silent == []


def test_every_module_that_offers_a_command_is_in_the_help_or_below_another() -> None:
    from kuramori.site.cli import COMMANDS

    offering, used = set(), set()
    for path, text, module in tree.product():
        if path.parent == Path("kuramori/site/cli"):
            if any(isinstance(node, ast.FunctionDef) and node.name == "add_parser" for node in module.body):
                offering.add(path.stem)
            used |= {name for name in re.findall(r"\b(\w+)\.add_parser\(", text) if name != path.stem}
    assert offering
    assert offering - used - set(COMMANDS) == set()


def test_the_style_sheet_of_ours_stays_within_40_kilobytes() -> None:
    sheets = {path.name: path.stat().st_size for path in (tree.PACKAGE / "site" / "static").glob("*.css")}
    sheets.pop("tokens.css")  # values only
    assert 0 < sum(sheets.values()) <= 40 * 1024, sheets
