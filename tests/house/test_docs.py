"""The documents hold together: links lead somewhere, commands exist, one word has one meaning."""

from __future__ import annotations

import argparse
import importlib
import re
from collections import Counter
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest

from kuramori.site import cli
from tests.house import tree

FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
INLINE_CODE = re.compile(r"`[^`\n]*`")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)
# A command as it is printed: in code, at the start of a line or of a span, with what it is run by in front.
PROMPT = r"(?:[A-Z_]+=\S+ +)*(?:\.venv/bin/)?"
COMMAND_LINE = re.compile(rf"^ *{PROMPT}kuramori +(.+)$", re.MULTILINE)
COMMAND_SPAN = re.compile(rf"`{PROMPT}kuramori +([^`\n]+)`")
START_LINE = re.compile(r"(?:^ *(?:[A-Z_]+=\S+ +)*|`)\./(start|test)((?: +[^`\n#→]+)?)", re.MULTILINE)
PAGES = [path for path in tree.tracked() if path.suffix == ".md"]


def _name(path: Path) -> str:
    return path.relative_to(tree.ROOT).as_posix()


@cache
def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def _anchors(path: Path) -> frozenset[str]:
    """The anchors of a page's headings, as code hosts make them."""
    headings = HEADING.findall(FENCE.sub("", _text(path)))
    return frozenset(re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings)


def _broken_links(path: Path) -> list[str]:
    prose = INLINE_CODE.sub("", FENCE.sub("", _text(path)))
    broken = []
    for target in LINK.findall(prose):
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        file, _, anchor = unquote(target).partition("#")
        page = (path.parent / file).resolve() if file else path
        if not page.exists() or (anchor and page.suffix == ".md" and anchor not in _anchors(page)):
            broken.append(target)
    return broken


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_every_link_between_documents_leads_somewhere(path: Path) -> None:
    assert _broken_links(path) == []


def test_a_link_to_a_page_that_is_not_there_would_be_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# 題\n[a](none.md) [b](page.md) [c](#題) [d](#other) `[e](code.md)`\n", encoding="utf-8")
    assert _broken_links(page) == ["none.md", "#other"]


@cache
def _parsers() -> dict[str, argparse.ArgumentParser]:
    """Every command that can be run, by its words."""
    found: dict[str, argparse.ArgumentParser] = {}
    for name in cli.installed():
        parser = argparse.ArgumentParser()
        below = parser.add_subparsers()
        importlib.import_module(f"kuramori.site.cli.{name}").add_parser(below)
        _gather(found, below, ())
    return found


def _gather(found: dict[str, argparse.ArgumentParser], action: object, words: tuple[str, ...]) -> None:
    for name, child in action.choices.items():
        below = [one for one in child._actions if isinstance(one, argparse._SubParsersAction)]
        if below:
            _gather(found, below[0], (*words, name))
        else:
            found[" ".join((*words, name))] = child


def _unknown(command: str) -> list[str]:
    """What the command line after `kuramori` names that there is not: the command itself, or its options."""
    words = command.split("#")[0].replace("（", " ").replace("(", " ").split()
    plain = [word for word in words if not word.startswith("-")]
    options = [word.split("=")[0] for word in words if word.startswith("-")]
    parser = next(
        (found for n in (2, 1) if (found := _parsers().get(" ".join(plain[:n]))) is not None and plain), None
    )
    common = {"--lang", "--help", "-h", "--version"}
    if parser is None:
        # `kuramori --help`, or `kuramori check` as the name of a group.
        groups = {name.split(" ")[0] for name in _parsers()}
        known = not plain or (len(plain) == 1 and plain[0] in groups)
        return [option for option in options if option not in common] if known else [command]
    return [option for option in options if option not in common | set(parser._option_string_actions)]


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_every_command_in_the_documents_exists(path: Path) -> None:
    text = _text(path)
    written = COMMAND_SPAN.findall(text) + COMMAND_LINE.findall(text)
    assert {command: wrong for command in written if (wrong := _unknown(command))} == {}


def test_a_command_or_an_option_that_does_not_exist_would_be_found() -> None:
    assert _unknown("serve --port 8000") == []
    assert _unknown("packs list --json") == []
    assert _unknown("serve --prt 8000") == ["--prt"]
    assert _unknown("packs delete X") == ["packs delete X"]
    assert _unknown("polish") == ["polish"]


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_the_two_commands_are_shown_with_options_that_they_know(path: Path) -> None:
    scripts = {name: _text(tree.ROOT / name) for name in ("start", "test")}
    wrong = [
        f"./{name} {word}"
        for name, rest in START_LINE.findall(_text(path))
        for word in rest.split()
        if word.startswith("--") and word.split("=")[0] not in scripts[name]
    ]
    assert wrong == []


def test_every_command_is_in_the_manual() -> None:
    manual = _text(tree.ROOT / "docs" / "reference" / "commands.md")
    missing = [name for name in _parsers() if f"## kuramori {name}\n" not in manual]
    assert missing == []


def test_every_option_is_in_the_manual() -> None:
    manual = _text(tree.ROOT / "docs" / "reference" / "commands.md")
    named = {
        option
        for parser in _parsers().values()
        for option in parser._option_string_actions
        if option.startswith("--")
    }
    assert (
        sorted(option for option in named if f"`{option}" not in manual and f" {option}" not in manual) == []
    )


def _glossary() -> list[list[str]]:
    """The rows of all tables: Japanese, English, meaning, place in the code."""
    lines = _text(tree.ROOT / "docs" / "glossary.md").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return [row for row in rows if row[0] != "日本語" and not set(row[0]) <= set("- :")]


def test_each_word_of_the_glossary_has_one_meaning() -> None:
    rows = _glossary()
    assert len(rows) > 40
    assert [row for row in rows if len(row) != 4 or not all(row)] == []
    for column in (0, 1):
        counted = Counter(row[column].lower() for row in rows)
        assert [word for word, times in counted.items() if times > 1] == []


def test_the_code_that_the_glossary_names_exists() -> None:
    source = {path.as_posix(): text for path, text, _ in tree.product()}
    missing = []
    for word, _, _, place in _glossary():
        module = re.match(r"`(?:kuramori\.)?((?:rules|press|outside|ground|work|across|site)[\w.]*)`", place)
        path = f"kuramori/{module[1].replace('.', '/')}" if module else "kuramori"
        texts = [text for name, text in source.items() if name == f"{path}.py" or name.startswith(f"{path}/")]
        name = re.search(r"(?:^|\s)([A-Z]\w+)", place)
        if not texts or (name and not any(f"class {name[1]}" in text for text in texts)):
            missing.append(f"{word}: {place}")
    assert missing == []


def test_the_changelog_has_a_place_for_what_is_not_released() -> None:
    text = _text(tree.ROOT / "CHANGELOG.md")
    heading = re.search(r"^## \[?Unreleased\b.*$", text, re.MULTILINE)
    assert heading is not None
    below = text[heading.end() :].split("\n## ")[0]
    assert re.search(r"^- \S", below, re.MULTILINE), "nothing stands under Unreleased"


def test_decisions_are_numbered_without_a_gap_and_fit_on_one_page() -> None:
    pages = sorted((tree.ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        text = _text(page)
        assert text.startswith(f"# {page.name[:4]} "), page.name
        assert len(text.splitlines()) <= 40, page.name
        for part in ("(Context)", "(Decision)", "(Consequences)"):
            assert part in text, f"{page.name} lacks {part}"


def test_every_document_can_be_reached_from_the_map() -> None:
    start = tree.ROOT / "docs" / "README.md"
    seen, waiting = {start}, [start]
    while waiting:
        page = waiting.pop()
        for target in LINK.findall(_text(page)):
            found = (page.parent / unquote(target).partition("#")[0]).resolve()
            # A link to a folder leads to the pages that lie in it.
            near = found.glob("*.md") if found.is_dir() and found != tree.ROOT else [found]
            new = [one for one in near if one.suffix == ".md" and one.is_file() and one not in seen]
            seen.update(new)
            waiting.extend(new)
    lost = [_name(page) for page in PAGES if page.is_relative_to(tree.ROOT / "docs") and page not in seen]
    assert lost == []
