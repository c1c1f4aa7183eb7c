"""`kuramori label`: marks go in, come back out, and what cannot be marked is named; with and without records."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from kuramori.press import office
from kuramori.press.labels.tests import made
from kuramori.site.cli import main
from tests.house import tree

SCHEMAS = tree.ROOT / "docs/reference/schemas"


@pytest.fixture(scope="module", autouse=True)
def _child_goes_home() -> Iterator[None]:
    yield
    office.close()


@pytest.fixture
def word(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "条件表.docx"
    path.parent.mkdir()
    path.write_bytes(made.word(random.Random("cli")))
    return path


def _told(capsys: pytest.CaptureFixture[str], schema: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    jsonschema.validate(told, json.loads((SCHEMAS / f"{schema}.schema.json").read_text(encoding="utf-8")))
    return told


def _label(*more: object, grade: str = "秘") -> int:
    return main(["label", *(str(one) for one in more), "--grade", grade, "--asset", "K-001"])


def test_a_file_gets_its_mark_under_its_own_name_and_the_original_stays(
    word: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = word.read_bytes()
    out = tmp_path / "out"
    assert _label(word, "--out", out, "--company", "架空精工", "--json") == 0
    (row,) = _told(capsys, "label")["files"]
    assert word.read_bytes() == before
    parts = made.parts((out / word.name).read_bytes())
    assert ">秘<" in parts["docProps/custom.xml"].decode()
    assert row["token"] in parts["docProps/core.xml"].decode()
    assert row["line"] == "【秘】架空精工 K-001"


def test_a_second_marking_changes_nothing_and_a_new_grade_takes_the_copys_place(
    word: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, again = tmp_path / "out", tmp_path / "again"
    assert _label(word, "--out", out) == 0
    first = (out / word.name).read_bytes()
    assert _label(out / word.name, "--out", again) == 0
    assert (again / word.name).read_bytes() == first
    assert _label(word, "--out", out, grade="極秘") == 0
    capsys.readouterr()
    assert main(["label", str(out / word.name), "--read", "--json"]) == 0
    (row,) = _told(capsys, "label-read")["files"]
    assert (row["grade"], row["assets"], row["conflicts"]) == ("極秘", ["K-001"], [])
    assert {one["carrier"] for one in row["readings"]} == {"visible", "property", "keyword"}


def test_public_takes_the_mark_out_again(word: Path, tmp_path: Path) -> None:
    out, bare = tmp_path / "out", tmp_path / "bare"
    _label(word, "--out", out)
    assert _label(out / word.name, "--out", bare, grade="公開") == 0
    old, new = made.parts(word.read_bytes()), made.parts((bare / word.name).read_bytes())
    assert {name for name in old if old[name] != new.get(name)} <= {"docProps/core.xml"}


def test_a_drawing_keeps_its_name_and_bytes_and_gets_a_side_car(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drawing = tmp_path / "型.dxf"
    drawing.write_bytes(b"0\r\nSECTION\r\n")
    out = tmp_path / "out"
    assert _label(drawing, "--out", out, "--json") == 0
    told = _told(capsys, "label")
    assert (out / "型.dxf").read_bytes() == drawing.read_bytes()
    assert "無断複製" in told["files"][0]["title_block"]
    assert json.loads((out / "型.dxf.kuramori-label.json").read_text(encoding="utf-8"))["asset"] == "K-001"
    assert "型.dxf" in (out / "kuramori-label.txt").read_text(encoding="utf-8-sig")
    assert main(["label", str(out / "型.dxf"), "--read", "--json"]) == 0
    (row,) = _told(capsys, "label-read")["files"]
    assert row["grade"] == "秘"


def test_bad_files_are_named_and_the_run_goes_on(
    word: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    signed, torn = tmp_path / "signed.docx", tmp_path / "torn.docx"
    signed.write_bytes(made.rezipped(word.read_bytes(), {"_xmlsignatures/sig1.xml": b"<Signature/>"}))
    torn.write_bytes(word.read_bytes()[:500])
    out = tmp_path / "out"
    assert _label(signed, torn, tmp_path, tmp_path / "none.docx", word, "--out", out, "--json") == 1
    told = _told(capsys, "label")
    assert [fault["code"] for fault in told["faults"]] == ["signed", "broken", "folder", "unreadable"]
    assert [path.name for path in out.iterdir()] == [word.name]


def test_what_lies_in_the_way_is_left_as_it_is(
    word: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / word.name).write_bytes(b"somebody's own")
    assert _label(word, "--out", out) == 1
    assert (out / word.name).read_bytes() == b"somebody's own"
    assert _label(word, "--out", word.parent) == 1  # never over the original
    assert "同じ名前" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["--grade", "超秘", "--asset", "K-1", "--out", "o"],
        ["--grade", "秘", "--out", "o"],
        ["--asset", "K-1", "--out", "o"],
        ["--grade", "秘", "--asset", "", "--out", "o"],
        ["--grade", "秘", "--asset", "x" * 31, "--out", "o"],
        ["--grade", "秘", "--asset", "K-1", "--out", "o", "--data", "nowhere"],
    ],
)
def test_a_wrong_way_of_asking_ends_with_2(
    word: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["label", str(word), *arguments]) == 2
    assert not (tmp_path / "o").exists()


def test_without_records_no_django_is_loaded() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import sys, kuramori.site.cli.label; print('django' in sys.modules)"],
        cwd=tree.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.stdout.strip() == "False", told.stderr


def test_with_records_the_ledgers_grade_and_company_are_written_and_an_unknown_number_is_refused(
    word: Path, tmp_path: Path, demo_data: Path
) -> None:
    data = shutil.copytree(demo_data, tmp_path / "data")
    known = ["--data", data, "--organisation", "kakuu-seiko", "--json"]
    none = _run("label", word, "--asset", "NO-SUCH", "--grade", "秘", "--out", tmp_path / "o", *known)
    assert none.returncode == 1
    assert json.loads(none.stdout)["faults"][0]["code"] == "unknown-asset"
    assert not (tmp_path / "o").exists()
    told = _run("label", word, "--asset", "K-001", "--out", tmp_path / "o", *known)
    assert told.returncode == 0, told.stderr
    assert "架空精工株式会社 K-001" in json.loads(told.stdout)["files"][0]["line"]


def _run(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kuramori", *(str(one) for one in arguments)],
        cwd=tree.ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=180,
        check=False,
    )
