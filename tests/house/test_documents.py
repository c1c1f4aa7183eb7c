"""What the documents promise is what the programs do: settings, commands, schemas."""

from __future__ import annotations

import argparse
import importlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest

from kuramori.site.cli import installed, main
from tests.house import tree

REFERENCE = tree.ROOT / "docs" / "reference"
SCHEMAS = REFERENCE / "schemas"
VARIABLE = re.compile(r"""environ(?:\.get\(|\.setdefault\(|\[)\s*["']((?:KURAMORI_|DATABASE_)\w+)["']""")


def _leaves(
    parser: argparse.ArgumentParser, words: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """Every command that can be run, with its options."""
    below = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not below:
        yield words, [option for action in parser._actions for option in action.option_strings]
    for action in below:
        for name, child in action.choices.items():
            yield from _leaves(child, (*words, name))


def _commands() -> dict[str, list[str]]:
    found = {}
    for name in installed():
        parser = argparse.ArgumentParser()
        importlib.import_module(f"kuramori.site.cli.{name}").add_parser(parser.add_subparsers())
        found.update({" ".join(words): options for words, options in _leaves(parser)})
    return found


def test_every_json_output_has_its_schema() -> None:
    with_json = [words for words, options in _commands().items() if "--json" in options]
    missing = [
        words for words in with_json if not (SCHEMAS / f"{words.replace(' ', '-')}.schema.json").exists()
    ]
    assert missing == []


@pytest.mark.parametrize("path", sorted(SCHEMAS.glob("*.json")), ids=lambda path: path.name)
def test_every_schema_is_sound_and_says_what_it_is_for(path: Path) -> None:
    schema = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"].endswith("2020-12/schema")
    assert schema["title"]
    assert schema["$id"].startswith("urn:kuramori:schema:")


def test_every_variable_that_is_read_is_in_the_manual() -> None:
    read = {name for _, text, _ in tree.product() for name in VARIABLE.findall(text)}
    manual = (REFERENCE / "settings.md").read_text(encoding="utf-8")
    assert read
    assert sorted(name for name in read if f"`{name}`" not in manual) == []


def test_the_manual_names_no_variable_that_nobody_reads() -> None:
    manual = set(re.findall(r"`((?:KURAMORI|DATABASE)_\w+)`", (REFERENCE / "settings.md").read_text("utf-8")))
    everything = "\n".join(text for path, text in tree.texts() if path.suffix != ".md")
    assert sorted(name for name in manual if name not in everything) == []


PACKS = sorted(path.parent for path in (tree.ROOT / "content").glob("**/pack.yaml"))


@pytest.mark.parametrize("pack", PACKS, ids=lambda path: path.relative_to(tree.ROOT / "content").as_posix())
def test_every_pack_that_is_shipped_passes_the_check_that_others_get(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["packs", "check", str(pack)])
    told = capsys.readouterr()
    assert code == 0, told.out + told.err
