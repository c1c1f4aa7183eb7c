"""Checking a folder or a tree: every fault with its file, line and rule."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

from kuramori.ground.packs.checking import check
from kuramori.ground.packs.shelf import CONTENT
from kuramori.ground.packs.tests.test_shelf import lay
from kuramori.rules.tests.small import documents

EXPECTED = {"answered": 1, "applicable": 3, "total": {"points": 0, "max": 9, "score": None}}
TICS = CONTENT / "jp" / "meti" / "tics"


def test_the_shipped_packs_have_no_fault() -> None:
    checked = check(CONTENT)
    assert "jp/meti/tics" in [entry.pack.id for entry in checked if entry.pack]
    assert [fault.full_line() for entry in checked for fault in entry.faults] == []


def test_a_fault_is_named_with_the_file_as_it_lies(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(TICS, copy)
    path = copy / "items.yaml"
    lines = path.read_text("utf-8").splitlines()
    at = next(n for n, line in enumerate(lines) if "weight: 1" in line)
    lines[at] = lines[at].replace("weight: 1", "weight: 0")
    path.write_text("\n".join(lines), encoding="utf-8")
    (entry,) = check(copy)
    assert entry.pack is None
    assert [(f.path, f.line, f.place, f.rule) for f in entry.faults] == [
        (path.as_posix(), at + 1, "items.q01.weight", "out-of-range")
    ]


def test_a_copy_of_a_pack_under_another_name_is_fine(tmp_path: Path) -> None:
    lay(tmp_path, "jp/a/one").rename(tmp_path / "copy")
    assert [entry.faults for entry in check(tmp_path / "copy")] == [()]
    assert [entry.faults for entry in check(tmp_path)] == [()]


def test_in_a_tree_like_the_shelf_the_id_must_be_the_place(tmp_path: Path) -> None:
    lay(tmp_path, "jp/a/one").rename(tmp_path / "jp" / "a" / "two")
    (entry,) = check(tmp_path)
    assert [fault.rule for fault in entry.faults] == ["id-and-folder-differ"]


def test_every_pack_of_a_tree_is_looked_at(tmp_path: Path) -> None:
    bad = documents()
    del bad["pack.yaml"]["minutes"]
    lay(tmp_path, "jp/a/bad", bad)
    lay(tmp_path, "jp/a/good")
    assert [(entry.folder.name, entry.pack is None) for entry in check(tmp_path)] == [
        ("bad", True),
        ("good", False),
    ]


def test_an_id_that_stands_twice_in_a_tree_is_named(tmp_path: Path) -> None:
    shutil.copytree(lay(tmp_path, "jp/a/one"), tmp_path / "copy")
    rules = [[fault.rule for fault in entry.faults] for entry in check(tmp_path)]
    assert rules == [[], ["same-pack-twice"]]


def test_a_day_in_the_future_is_found(tmp_path: Path) -> None:
    folder = lay(tmp_path, "jp/a/one")
    assert check(folder, today=date(2026, 11, 1))[0].pack
    assert {fault.rule for fault in check(folder, today=date(2026, 10, 1))[0].faults} == {"not-yet"}


def test_misspelt_and_unreadable_files_are_named(tmp_path: Path) -> None:
    folder = lay(tmp_path, "jp/a/one")
    (folder / "texts" / "en.yml").write_text("a: 1")
    (folder / "pack.yaml").write_bytes("title: 設問".encode("shift_jis"))
    (entry,) = check(folder)
    assert [(Path(fault.path).name, fault.rule) for fault in entry.faults] == [
        ("pack.yaml", "not-utf8"),
        ("en.yml", "unknown-file"),
    ]


def test_a_file_that_is_too_large_is_not_called_missing(tmp_path: Path) -> None:
    folder = lay(tmp_path, "jp/a/one")
    (folder / "items.yaml").write_bytes(b"#" * 1_000_001)
    assert [fault.rule for fault in check(folder)[0].faults] == ["too-large"]


def test_a_link_is_not_followed_and_nothing_of_its_target_is_told(tmp_path: Path) -> None:
    folder = lay(tmp_path, "jp/a/one")
    (tmp_path / "secret.yaml").write_text("id: 秘密の名前\n", encoding="utf-8")
    for name in ("pack.yaml", "texts/ja.yaml"):
        (folder / name).unlink()
        (folder / name).symlink_to(tmp_path / "secret.yaml")
    (entry,) = check(folder)
    named = {(Path(fault.path).name, fault.rule) for fault in entry.faults}
    assert {("pack.yaml", "link-not-followed"), ("ja.yaml", "link-not-followed")} == named
    assert "秘密" not in "".join(fault.full_line(lang) for fault in entry.faults for lang in ("ja", "en"))


def test_a_wrong_example_is_told_in_one_language_a_line(tmp_path: Path) -> None:
    made = documents()
    wrong = {"pack": made["pack.yaml"]["id"], "answers": {"i1": 9}}
    made["examples/wrong.yaml"] = {"title": "誤り", "answers_file": wrong, "expect": EXPECTED}
    folder = lay(tmp_path, "jp/test/small", made)
    (fault,) = check(folder)[0].faults
    assert (fault.place, fault.rule) == ("answers_file.answers.i1", "level-out-of-range")
    assert fault.sentence("ja") == "「9」は段階の範囲の外です。0から3までの整数を書いてください。"
    assert not re.search("[ぁ-んァ-ン一-龥]", fault.sentence("en"))


def test_a_folder_without_a_pack_holds_nothing_to_check(tmp_path: Path) -> None:
    assert check(tmp_path) == ()
