"""What must never be written into the repository, and what must be in it."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from pathlib import Path

import pytest

from tests.house import tree

# Spelled in pieces, so that this file does not find itself.
REGISTRIES = re.compile(
    "|".join(["py" + r"pi\.org", "python" + r"hosted\.org", "npm" + r"js\.(org|com)", "yarn" + r"pkg\.com"])
    + "|"
    + "|".join(["deb" + r"ian\.org/debian", "crates" + r"\.io", "ana" + r"conda\.org", "jsde" + r"livr\.net"])
)
MACHINE = re.compile(
    r"(?<![\w.$}/-])/(?:" + "wo" + r"rk/|ro" + r"ot/|t" + r"mp/|home/\w|Us" + r"ers/\w|workspace/)"
)
MARKS = re.compile(r"\b(?:TO" + "DO|FIX" + "ME|X" + r"XX)\b|Not" + "Implemented" + "Error")
FORBIDDEN_FILES = {
    "uv.lock",
    "pylock.toml",
    "poetry.lock",
    "Pipfile.lock",
    "yarn.lock",
    "pnpm-lock.yaml",
    ".env",
}

OFFICIAL = "公" + "式"
# Always another's: METI's own workbook and its figure, or that ours is none.
OFFICIAL_PHRASES = re.compile(
    OFFICIAL + "(?:Excel|の点|採点ではありません|のものではありません|ではありません)"
)


def _found(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path}:{text.count(chr(10), 0, hit.start()) + 1}: {hit.group()}"
        for path, text in tree.texts()
        for hit in pattern.finditer(text)
    ]


def test_no_file_names_a_package_registry() -> None:
    assert _found(REGISTRIES) == []


def test_no_file_names_a_path_of_a_machine() -> None:
    assert _found(MACHINE) == []


def test_nothing_is_left_marked_as_still_to_be_done() -> None:
    assert _found(MARKS) == []


def test_no_lock_file_that_writes_registries_into_the_repository() -> None:
    names = [str(path.relative_to(tree.ROOT)) for path in tree.tracked() if path.name in FORBIDDEN_FILES]
    assert names == []
    assert not any('"resolved"' in text for path, text in tree.texts() if path.name == "package-lock.json")


def test_no_key_and_no_record_is_tracked() -> None:
    kept = {".key", ".sqlite3", ".pem", ".p12", ".age"}
    assert [path.name for path in tree.tracked() if path.suffix in kept] == []


def test_nothing_of_ours_is_called_official() -> None:
    claims = [
        f"{path}: …{text[max(0, hit.start() - 15) : hit.end() + 15]}…"
        for path, text in tree.texts()
        for hit in re.finditer(OFFICIAL, text)
        if not OFFICIAL_PHRASES.match(text, hit.start())
    ]
    assert claims == []


PIN = re.compile(r"^([a-z0-9-]+)==(\S+)", re.MULTILINE)


def _pins(name: str) -> dict[str, str]:
    return dict(PIN.findall((tree.ROOT / name).read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-postgres.lock", "requirements-dev.lock"])
def test_every_pin_of_a_lock_has_its_hashes_and_no_address(name: str) -> None:
    text = (tree.ROOT / name).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())
    assert all(PIN.match(entry) and "--hash=sha256:" in entry for entry in entries)
    assert "://" not in text


def test_the_tests_run_with_the_very_versions_that_are_shipped() -> None:
    dev, postgres = _pins("requirements-dev.lock"), _pins("requirements-postgres.lock")
    assert postgres.items() <= dev.items()
    assert _pins("requirements.lock").items() <= postgres.items()


def test_the_locks_hold_every_dependency_that_is_declared() -> None:
    project = tree.PYPROJECT["project"]
    optional = project["optional-dependencies"]

    def names(wanted: list[str]) -> set[str]:
        return {re.split(r"[\[<>=~! ;]", entry, maxsplit=1)[0].lower().replace(".", "-") for entry in wanted}

    assert names(project["dependencies"]) <= _pins("requirements.lock").keys()
    assert names(optional["postgres"]) <= _pins("requirements-postgres.lock").keys()
    assert names(optional["dev"]) <= _pins("requirements-dev.lock").keys()


def test_the_version_is_the_same_everywhere_it_is_written() -> None:
    from kuramori import __version__

    assert tree.PYPROJECT["project"]["version"] == __version__


def test_every_vendored_file_is_the_one_in_its_manifest() -> None:
    folder = tree.PACKAGE / "site" / "static" / "vendor"
    manifest = {entry["file"]: entry for entry in json.loads((folder / "MANIFEST.json").read_text("utf-8"))}
    lying = {
        path.relative_to(folder).as_posix()
        for path in tree.tracked()
        if path.is_relative_to(folder) and path.name != "MANIFEST.json" and "licences" not in path.parts
    }
    assert lying == set(manifest)
    for name, entry in manifest.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == entry["sha256"], name
        assert entry["version"], name
        assert entry["licence"], name
        assert (folder / entry["licence_text"]).stat().st_size > 200, name


def test_every_font_is_the_one_in_its_manifest_and_brings_its_licence() -> None:
    folder = tree.PACKAGE / "press" / "fonts"
    fonts = tomllib.loads((folder / "MANIFEST.toml").read_text(encoding="utf-8"))["font"]
    assert {font["file"] for font in fonts} == {path.name for path in folder.glob("*.[to]tf")}
    for font in fonts:
        assert hashlib.sha256((folder / font["file"]).read_bytes()).hexdigest() == font["sha256"], font[
            "file"
        ]
        assert "SIL OPEN FONT LICENSE" in (folder / font["licence_text"]).read_text(encoding="utf-8").upper()


@pytest.mark.parametrize(
    ("name", "must_hold"),
    [
        ("LICENSE", ["Apache License", "Version 2.0"]),
        ("README.md", ["蔵守", "./start", "English"]),
        ("CHANGELOG.md", ["0.1.0"]),
        ("CONTRIBUTING.md", ["./test"]),
        ("SECURITY.md", []),
    ],
)
def test_what_a_newcomer_looks_for_is_there(name: str, must_hold: list[str]) -> None:
    text = (tree.ROOT / name).read_text(encoding="utf-8")
    assert len(text) > 200
    assert [part for part in must_hold if part not in text] == []


def test_the_programs_of_the_repository_can_be_run() -> None:
    for name in ("start", "test", ".ci/run"):
        path: Path = tree.ROOT / name
        assert path.stat().st_mode & 0o111, name
        assert path.read_text(encoding="utf-8").startswith("#!/bin/sh\n"), name
