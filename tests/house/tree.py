"""The tree as the house tests read it: tracked files, modules, floors, rooms."""

from __future__ import annotations

import ast
import gc
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "kuramori"
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
FLOORS_NAME = "The floors: imports go down only"
BINARY = {
    ".ttf",
    ".otf",
    ".png",
    ".jpg",
    ".ico",
    ".pdf",
    ".ods",
    ".xls",
    ".xlsx",
    ".docx",
    ".zip",
    ".mo",
    ".woff2",
    ".icc",
    ".sqlite3",
}


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that is, or is about to be, in the repository: what git knows and does not ignore."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return tuple(ROOT / name for name in sorted(set(listed.split("\0"))) if name and (ROOT / name).is_file())


def texts() -> Iterator[tuple[Path, str]]:
    """Every tracked text file with its path from the root."""
    for path in tracked():
        if path.suffix not in BINARY:
            yield path.relative_to(ROOT), path.read_text(encoding="utf-8")


@cache
def sources() -> tuple[tuple[Path, str, ast.Module], ...]:
    """Every tracked Python file of ours: path from the root, text, syntax tree."""
    found = []
    gc.disable()
    for path in tracked():
        if path.suffix == ".py":
            text = path.read_text(encoding="utf-8")
            found.append((path.relative_to(ROOT), text, ast.parse(text)))
    # A million nodes that stay to the end: the collector needs to look at none of them.
    gc.freeze()
    gc.enable()
    return tuple(found)


@cache
def nodes(module: ast.Module) -> tuple[ast.AST, ...]:
    """Everything in a file's syntax tree, as `ast.walk` gives it, walked once for all who ask."""
    return tuple(ast.walk(module))


def product() -> list[tuple[Path, str, ast.Module]]:
    """The Python files that run in life: no tests, no migrations."""
    return [
        entry
        for entry in sources()
        if entry[0].parts[0] == "kuramori" and not {"tests", "migrations"} & set(entry[0].parts)
    ]


@dataclass(frozen=True, slots=True)
class Contract:
    """One `layers` contract of import-linter: the package it is for, and its layers from the top."""

    container: str
    layers: tuple[frozenset[str], ...]


@cache
def contracts() -> tuple[Contract, ...]:
    """The floors as pyproject.toml fixes them for import-linter: the one place where they are written."""
    found = []
    for contract in PYPROJECT["tool"]["importlinter"]["contracts"]:
        if contract["type"] == "layers":
            layers = tuple(
                frozenset(name.strip(" ()") for name in layer.replace(":", "|").split("|"))
                for layer in contract["layers"]
            )
            found.append(Contract(contract["containers"][0], layers))
    return tuple(found)


def lies_above(upper: str, lower: str) -> bool:
    """Whether the dotted package `upper` may refer to `lower`: same room, or a lower floor by any contract."""
    for contract in contracts():
        ours, theirs = _layer(contract, upper), _layer(contract, lower)
        if ours is not None and theirs is not None and ours[1] != theirs[1]:
            return ours[0] < theirs[0]
    return True


def _layer(contract: Contract, package: str) -> tuple[int, str] | None:
    """Position from the top and name of the layer that the package belongs to, in this contract."""
    if not package.startswith(f"{contract.container}."):
        return None
    name = package.removeprefix(f"{contract.container}.").split(".")[0]
    return next(((at, name) for at, layer in enumerate(contract.layers) if name in layer), None)


def rooms() -> list[Path]:
    """The folders of all rooms: packages on a floor, and the wings' own children."""
    found = []
    for floor in sorted(PACKAGE.iterdir()):
        if not (floor / "__init__.py").exists():
            continue
        found.append(floor)
        if floor.name in {"ground", "work", "square", "across"}:
            found += [room for room in sorted(floor.iterdir()) if room.is_dir() and room.name[0] not in "._"]
    return found
