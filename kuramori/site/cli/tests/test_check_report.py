"""`kuramori check report FILE -o OUT`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kuramori.press import office
from kuramori.site.cli import main

ANSWERS = """\
pack: jp/meti/tics
official_score: 64
note: 𠮷田のメモ
answers: {q01: 2, q02: 1, q16: {na: 外に預けた物がない}}
"""
BEGINNINGS = {"pdf": b"%PDF", "xlsx": b"PK", "svg": b"<?xml", "png": b"\x89PNG", "html": b"<!doctype html>"}


@pytest.fixture(scope="module", autouse=True)
def _send_the_child_home() -> Iterator[None]:
    yield
    office.close()


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    path = tmp_path / "answers.yaml"
    path.write_text(ANSWERS, "utf-8")
    return path


@pytest.mark.parametrize("form", sorted(BEGINNINGS))
def test_the_ending_decides_the_form(answers: Path, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = answers.with_name(f"report.{form}")
    assert main(["check", "report", str(answers), "-o", str(out)]) == 0
    assert out.read_bytes().startswith(BEGINNINGS[form])
    assert str(out) in capsys.readouterr().out


def test_json_is_what_check_score_prints(answers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = answers.with_name("report.json")
    assert main(["check", "report", str(answers), "-o", str(out)]) == 0
    capsys.readouterr()
    assert main(["check", "score", str(answers), "--json"]) == 0
    assert json.loads(out.read_text("utf-8")) == json.loads(capsys.readouterr().out)


def test_company_and_day_are_named_as_told(answers: Path) -> None:
    out = answers.with_name("report.html")
    told = ["--organisation-name", "髙橋精工㈱", "--on", "2019-05-01"]
    assert main(["check", "report", str(answers), "-o", str(out), *told]) == 0
    page = out.read_text("utf-8")
    for says in (
        "髙橋精工㈱",
        "令和元年5月1日（2019年）",
        "外に預けた物がない",
        "これは認証ではありません。",
        "𠮷田のメモ",
    ):
        assert says in page


def test_it_speaks_english(answers: Path) -> None:
    out = answers.with_name("report.html")
    assert main(["check", "report", str(answers), "-o", str(out), "--lang", "en"]) == 0
    assert "This is not a certification." in out.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["-o", "report.doc"], ".pdf, .xlsx, .svg, .png, .html, .json"),
        (["-o", "report"], ".pdf"),
        (["-o", "no/such/folder/report.svg"], "書けません"),
        (["-o", "report.svg", "--on", "令和8年"], "--on"),
        (["-o", "report.svg", "--on", "2026-1-1"], "--on"),
        (["-o", "report.svg", "--on", "20260101"], "--on"),
        (["-o", "report.svg", "--on", "2026-02-30"], "--on"),
        (["-o", "report.svg", "--organisation-name", "長" * 201], "200文字"),
    ],
)
def test_what_cannot_run_says_why_and_ends_with_2(
    answers: Path,
    arguments: list[str],
    says: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(answers.parent)
    assert main(["check", "report", str(answers), *arguments]) == 2
    assert says in capsys.readouterr().err
    assert [path.name for path in answers.parent.iterdir()] == [answers.name]


def test_wrong_answers_end_with_1_and_leave_an_older_report_alone(
    answers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers.write_text(ANSWERS.replace("q01: 2", "q01: 7"), "utf-8")
    out = answers.with_name("report.svg")
    out.write_text("older", "utf-8")
    assert main(["check", "report", str(answers), "-o", str(out)]) == 1
    assert "q01" in capsys.readouterr().err
    assert out.read_text("utf-8") == "older"


def test_a_character_that_cannot_be_printed_ends_with_1_and_is_named(
    answers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers.write_text(ANSWERS.replace("𠮷田のメモ", "😀"), "utf-8")
    assert main(["check", "report", str(answers), "-o", str(answers.with_name("report.pdf"))]) == 1
    assert "「😀」" in capsys.readouterr().err


def test_no_django_is_loaded_and_nothing_stays_behind(answers: Path) -> None:
    program = (
        "import sys; from kuramori.site.cli import main; "
        f"code = main(['check', 'report', {str(answers)!r}, '-o', {str(answers.with_name('r.pdf'))!r}]); "
        "heavy = {'django', 'typst', 'openpyxl'} & set(sys.modules); sys.exit(code or len(heavy))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert sorted(path.name for path in answers.parent.iterdir()) == ["answers.yaml", "r.pdf"]
