"""`kuramori scan`: the outer form that scripts rely on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bench import corpus, malformed
from kuramori.press.scan import trouble
from kuramori.press.tests.test_scan_pdf import carrying
from kuramori.rules import marks
from kuramori.site.cli import main
from kuramori.work.ledger.scanning import words
from tests.house import tree

SCHEMA = tree.ROOT / "docs/reference/schemas/scan.schema.json"


def scanned(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict[str, Any]:
    assert main(["scan", *map(str, arguments), "--json"]) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    jsonschema.validate(told, json.loads(SCHEMA.read_text(encoding="utf-8")))
    return told


@pytest.mark.parametrize("word", ["社外秘", "極秘", "CONFIDENTIAL"])
def test_built_in_terms_are_found_in_every_kind_of_file(
    word: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.docx").write_bytes(corpus.docx(["本文"], header=word))
    (tmp_path / "b.xlsx").write_bytes(corpus.xlsx(["一", word], rows=3))
    (tmp_path / "c.pptx").write_bytes(corpus.pptx([["題"], [word]]))
    (tmp_path / "d.pdf").write_bytes(corpus.pdf([word, "本文です。"]))
    (tmp_path / "e.csv").write_bytes(f"項目,{word}\r\n".encode("cp932"))
    (tmp_path / "clean.txt").write_text("何もない", encoding="utf-8")
    told = scanned(capsys, tmp_path)
    assert told["files"] == 6
    assert [Path(one["path"]).name for one in told["findings"]] == [
        "a.docx",
        "b.xlsx",
        "c.pptx",
        "d.pdf",
        "e.csv",
    ]
    assert {one["kind"] for one in told["findings"]} == {"mark"}
    assert all(word in one["why"] for one in told["findings"])


def test_harmful_files_links_and_pipes_are_reported_and_the_run_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("encrypted.xlsx", "xxe.docx", "macro.docm", "members.xlsx", "lying.docx"):
        (tmp_path / name).write_bytes(malformed.bombs()[name])
    (tmp_path / "loop").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\x8e\xd0.txt")).write_bytes("社外秘".encode("cp932"))
    told = scanned(capsys, tmp_path, "--workers", 2)
    assert len(told["faults"]) == 8
    assert len(told["findings"]) == 1
    assert told["files"] == 6


def test_an_unreadable_folder_is_reported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "shut").mkdir()
    (tmp_path / "open.txt").write_text("極秘", encoding="utf-8")
    listed = os.scandir

    def scandir(path: str) -> Any:
        if path.endswith("shut"):
            raise PermissionError(path)
        return listed(path)

    monkeypatch.setattr("kuramori.outside.walking.os.scandir", scandir)
    told = scanned(capsys, tmp_path)
    assert [Path(one["path"]).name for one in told["faults"]] == ["shut"]
    assert len(told["findings"]) == 1


def test_with_a_state_only_what_changed_is_read_and_findings_are_told_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, state = tmp_path / "share", tmp_path / "state.db"
    folder.mkdir()
    for at in range(30):
        (folder / f"{at}.txt").write_text("何もない", encoding="utf-8")
    (folder / "marked.txt").write_text("社外秘", encoding="utf-8")
    assert len(scanned(capsys, folder, "--state", state)["findings"]) == 1
    assert "秘" not in state.read_bytes().decode("utf-8", "replace")
    assert state.stat().st_mode & 0o077 == 0
    assert len(scanned(capsys, folder, "--state", state)["findings"]) == 1
    assert main(["scan", str(folder), "--state", str(state)]) == 0
    assert "変わっていない30件は飛ばしました" in capsys.readouterr().out
    (folder / "3.txt").write_text("極秘になった", encoding="utf-8")
    assert len(scanned(capsys, folder, "--state", state)["findings"]) == 2


def test_a_token_written_by_us_is_told_with_its_number(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:

    parts = {"word/document.xml": "<w:p><w:t>本文</w:t></w:p>"}
    parts["docProps/custom.xml"] = (
        f'<Properties><property name="x"><vt:lpwstr>{marks.token("top", "K-007")}</vt:lpwstr></property></Properties>'
    )
    (tmp_path / "a.docx").write_bytes(corpus.package(parts))
    (found,) = scanned(capsys, tmp_path)["findings"]
    assert (found["kind"], found["asset"]) == ("label", "K-007")


def test_english_reasons_come_with_the_language(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("社外秘", encoding="utf-8")
    assert scanned(capsys, tmp_path, "--lang", "en")["findings"][0]["why"].startswith("Is marked")


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("ja", "中に入っている「図面.zip」は、圧縮ファイルなので、その中は見ていません。ほかは読みました。"),
        ("en", "The file “図面.zip” within it is a packed file and was not looked into. The rest was read."),
    ],
)
def test_what_lies_within_and_was_not_read_is_told_by_its_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str, told: str
) -> None:
    content = carrying(("図面.zip", b"PK\x03\x04" + bytes(40)), ("b.txt", b"readable"))
    (tmp_path / "a.pdf").write_bytes(content)
    assert [one["reason"] for one in scanned(capsys, tmp_path, "--lang", language)["faults"]] == [told]


def test_every_reason_has_its_words_in_both_languages() -> None:
    codes = {value for name, value in vars(trouble).items() if name.isupper() and isinstance(value, str)}
    only_within = {trouble.DEEP, trouble.OUT_OF_REACH}
    for code in [*(codes - only_within), *(trouble.within("a.bin", code) for code in codes)]:
        ja, en = words.fault(code, "ja"), words.fault(code, "en")
        assert ja.endswith("。")
        assert en.endswith(".")
        assert ("a.bin" in ja) == ("a.bin" in en) == bool(trouble.named(code))


@pytest.mark.parametrize(
    "arguments",
    [
        ["no-such-folder"],
        [".", "--data", "x"],
        [".", "--organisation", "x"],
        [".", "--data", "none", "--organisation", "x"],
    ],
)
def test_what_cannot_run_ends_with_two(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["scan", *arguments]) == 2


def test_each_wrong_folder_is_refused_by_what_is_wrong_with_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("社外秘", encoding="utf-8")
    shut = tmp_path / "shut"
    shut.mkdir()
    # Whoever runs this as root may open everything.
    monkeypatch.setattr(os, "access", lambda path, _mode: Path(path) != shut)
    for name, said in (("none", "ありません"), ("a.txt", "フォルダーではありません"), ("shut", "開く許しが")):
        assert main(["scan", str(tmp_path / name)]) == 2
        assert said in capsys.readouterr().err


def test_an_empty_folder_is_said_to_be_empty(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scan", str(tmp_path)]) == 0
    assert "ファイルが1つもありません" in capsys.readouterr().out


def test_a_folder_that_leads_back_to_itself_ends(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "again").symlink_to(tmp_path)
    (tmp_path / "a.txt").write_text("社外秘", encoding="utf-8")
    told = scanned(capsys, tmp_path)
    assert (told["files"], len(told["findings"]), len(told["faults"])) == (1, 1, 1)


def test_labels_that_disagree_are_told_with_the_heaviest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told_by = {"Label": marks.token("internal", "K-1"), "Grade": "極秘"}
    own = "".join(
        f'<property name="{name}"><vt:lpwstr>{value}</vt:lpwstr></property>'
        for name, value in told_by.items()
    )
    parts = {"docProps/custom.xml": f"<Properties>{own}</Properties>", "word/document.xml": "<w:p/>"}
    (tmp_path / "a.docx").write_bytes(corpus.package(parts))
    told = scanned(capsys, tmp_path)
    assert [one["why"] for one in told["findings"] if "食い違って" in one["why"]] == [
        "目印どうしが食い違っています（「極秘」と「社外秘」）。いちばん重い「極秘」として扱ってください。"
    ]


def test_without_records_no_django_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("社外秘", encoding="utf-8")
    program = (
        "import sys; from kuramori.site.cli import main; main(['scan', sys.argv[1]]); "
        "sys.exit(bool({'django', 'numpy', 'pypdfium2'} & set(sys.modules)))"
    )
    subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], check=True, cwd=tree.ROOT, capture_output=True
    )
