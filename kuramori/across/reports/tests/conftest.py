"""Sheets to report on, and what stands in the documents that come out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from ruamel.yaml import YAML

from kuramori.across.reports.kinds.self_check.data import Data
from kuramori.across.reports.kinds.self_check.gather import Beside, Round, gather
from kuramori.ground.packs.shelf import CONTENT, Shelf
from kuramori.press import office
from kuramori.rules import answers
from kuramori.rules.answers import Answer
from kuramori.rules.catalogue import Pack

PACK = "jp/meti/tics"
ON = date(2026, 11, 24)
NASTY = '#import "x" *太字* </svg><script>alert(1)</script> =1+1 & <b>'


@pytest.fixture(scope="session", autouse=True)
def _send_the_child_home() -> Iterator[None]:
    yield
    office.close()


@pytest.fixture(scope="session")
def pack() -> Pack:
    found = Shelf([CONTENT]).find(PACK)
    assert found
    return found


@pytest.fixture(scope="session")
def example(pack: Pack) -> Callable[[str], dict[str, Answer]]:
    """The answers of one of the pack's own examples."""

    def read(name: str) -> dict[str, Answer]:
        path = CONTENT / PACK / "examples" / f"{name}.yaml"
        plain = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))["answers_file"]["answers"]
        found = {item: answers.answer_from(pack, item, value) for item, value in plain.items()}
        return {item: answer for item, answer in found.items() if answer is not None}

    return read


@pytest.fixture(scope="session")
def factory(pack: Pack, example: Callable[[str], dict[str, Answer]]) -> Data:
    """A whole sheet of an organisation, with names that are hard to print, and the round before."""
    return gather(
        pack,
        example("twenty-person-factory"),
        made_on=ON,
        organisation="髙橋精工㈱",
        author="総務部 𠮷田 﨑子",
        route="review",
        official_score=64,
        note=NASTY,
        beside=Beside({"q02": "令和元年から ① の棚に置く"}, {"q01": ["一覧 ㍿版", "控え Ⅳ"]}),
        previous=Round(date(2025, 11, 20), pack, example("newcomer")),
    )


@pytest.fixture(scope="session")
def guest(pack: Pack, example: Callable[[str], dict[str, Answer]]) -> Data:
    """What a visitor without an account has after some of the items."""
    return gather(pack, example("incomplete"), made_on=ON)
