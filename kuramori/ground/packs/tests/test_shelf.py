"""The shelf: what is on it, how it is found, and that one bad pack harms no other."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kuramori.ground.packs.kept import kept_pack
from kuramori.ground.packs.shelf import CONTENT, Shelf, open_shelf
from kuramori.rules.tests.small import Documents, as_files, documents


def lay(root: Path, pack_id: str, made: Documents | None = None) -> Path:
    """Put a small pack with this id where it belongs below ``root``."""
    made = made or documents()
    made["pack.yaml"]["id"] = pack_id
    for name, text in as_files(made).items():
        path = root / pack_id / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(str(text), encoding="utf-8")
    return root / pack_id


def ids(one: Shelf) -> list[str]:
    return [pack.id for pack in one.packs()]


def test_the_shipped_self_check_stands_on_the_shelf() -> None:
    shipped = Shelf([CONTENT])
    assert "jp/meti/tics" in ids(shipped)
    assert shipped.refused() == ()


def test_a_pack_that_breaks_a_rule_stays_off_and_the_others_stand(tmp_path: Path) -> None:
    lay(tmp_path, "jp/a/good")
    bad = documents()
    bad["items.yaml"]["items"][0]["weight"] = -1
    folder = lay(tmp_path, "jp/a/bad", bad)
    one = Shelf([tmp_path])
    assert ids(one) == ["jp/a/good"]
    refused = one.refused()
    assert [(entry.folder, entry.pack) for entry in refused] == [(folder, None)]
    assert [(f.path, f.place, f.rule) for f in refused[0].faults] == [
        ("items.yaml", "items.i1.weight", "out-of-range")
    ]
    assert one.find("jp/a/bad") is None


def test_a_bomb_in_one_pack_does_not_reach_another(tmp_path: Path) -> None:
    lay(tmp_path, "jp/a/good")
    folder = lay(tmp_path, "jp/a/bomb")
    bomb = "\n".join(f"k{n}: &k{n} [{', '.join([f'*k{n - 1}'] * 9)}]" for n in range(1, 10))
    (folder / "texts" / "ja.yaml").write_text(bomb)
    assert ids(Shelf([tmp_path])) == ["jp/a/good"]


@pytest.mark.parametrize("name", ["jp/meti/tics", "jp.meti.tics", "jp-meti-tics", "tics"])
def test_a_pack_is_found_by_its_id_in_any_spelling_or_by_its_last_part(tmp_path: Path, name: str) -> None:
    lay(tmp_path, "jp/meti/tics")
    lay(tmp_path, "jp/meti/other")
    found = Shelf([tmp_path]).find(name)
    assert found is not None
    assert found.id == "jp/meti/tics"


@pytest.mark.parametrize("name", ["", "meti", "jp/meti", "tic", "jp/meti/tics/", "../jp/meti/tics"])
def test_what_is_no_name_finds_nothing(tmp_path: Path, name: str) -> None:
    lay(tmp_path, "jp/meti/tics")
    assert Shelf([tmp_path]).find(name) is None


def test_a_last_part_of_two_packs_finds_neither(tmp_path: Path) -> None:
    lay(tmp_path, "jp/a/tics")
    lay(tmp_path, "jp/b/tics")
    assert Shelf([tmp_path]).find("tics") is None


def test_an_id_must_be_its_place(tmp_path: Path) -> None:
    (lay(tmp_path, "jp/a/one")).rename(tmp_path / "jp" / "a" / "two")
    one = Shelf([tmp_path])
    assert one.packs() == ()
    assert one.refused()[0].faults[0].rule == "id-and-folder-differ"


def test_of_two_packs_with_one_id_the_first_root_stands(tmp_path: Path) -> None:
    lay(tmp_path / "first", "jp/a/one")
    second = documents()
    second["pack.yaml"]["version"] = "2.0.0"
    lay(tmp_path / "second", "jp/a/one", second)
    one = Shelf([tmp_path / "first", tmp_path / "second"])
    assert [pack.version for pack in one.packs()] == ["1.0.0"]
    assert one.refused()[0].faults[0].rule == "same-pack-twice"


def test_a_root_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert Shelf([tmp_path / "nowhere"]).entries() == ()


def test_a_root_may_be_one_pack_folder(tmp_path: Path) -> None:
    folder = lay(tmp_path, "jp/a/one").rename(tmp_path / "copy")
    assert ids(Shelf([folder])) == ["jp/a/one"]


def test_a_link_out_of_the_shelf_is_not_followed(tmp_path: Path) -> None:
    lay(tmp_path / "elsewhere", "jp/a/one")
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / "jp").symlink_to(tmp_path / "elsewhere" / "jp", target_is_directory=True)
    assert Shelf([tmp_path / "root"]).entries() == ()


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    folder = lay(tmp_path, "jp/a/one")
    (folder / "items.yaml").write_bytes(b"#" * 1_000_001)
    assert [fault.rule for fault in Shelf([tmp_path]).refused()[0].faults] == ["too-large"]


def test_a_readme_beside_the_pack_is_left_alone_and_not_counted(tmp_path: Path) -> None:
    folder = lay(tmp_path, "jp/a/one")
    before = Shelf([tmp_path]).packs()[0].digest
    (folder / "README.md").write_text("# read me")
    assert Shelf([tmp_path]).packs()[0].digest == before


def test_the_shelf_looks_again_when_asked(tmp_path: Path) -> None:
    one = Shelf([tmp_path])
    assert ids(one) == []
    lay(tmp_path, "jp/a/one")
    assert ids(one) == []
    one.refresh()
    assert ids(one) == ["jp/a/one"]


def test_an_older_edition_is_found_by_its_digest_after_the_shelf_moved_on(tmp_path: Path) -> None:
    root, keep = tmp_path / "root", tmp_path / "keep"
    lay(root, "jp/a/one")
    old = Shelf([root], keep).packs()[0]
    newer = documents()
    newer["pack.yaml"]["version"] = "2.0.0"
    lay(root, "jp/a/one", newer)
    one = Shelf([root], keep)
    assert [pack.version for pack in one.packs()] == ["2.0.0"]
    found = one.by_digest(old.digest)
    assert found is not None
    assert (found.version, found.items, found.texts) == ("1.0.0", old.items, old.texts)
    assert one.by_digest("0" * 64) is None
    assert one.by_digest("../../etc/passwd") is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[: len(text) // 2],
        lambda text: "",
        lambda text: "[]",
        lambda text: '{"form": 1}',
        lambda text: text.replace('"form": 1', '"form": 0'),
        lambda text: text.replace("小さな一覧", "別の一覧", 1),
    ],
)
def test_a_kept_pack_that_was_damaged_is_not_used(tmp_path: Path, damage: object) -> None:
    root, keep = tmp_path / "root", tmp_path / "keep"
    lay(root, "jp/a/one")
    pack = Shelf([root], keep).packs()[0]
    path = keep / f"{pack.digest}.json"
    path.write_text(damage(path.read_text("utf-8")), encoding="utf-8")
    assert kept_pack(keep, pack.digest) is None
    # The folder is still there, so the shelf reads it again and mends what was kept.
    assert Shelf([root], keep).packs() == (pack,)
    assert kept_pack(keep, pack.digest) == pack


def test_a_folder_that_cannot_be_written_only_costs_time(tmp_path: Path) -> None:
    root = tmp_path / "root"
    lay(root, "jp/a/one")
    (tmp_path / "keep").write_text("a file, not a folder")
    assert ids(Shelf([root], tmp_path / "keep")) == ["jp/a/one"]


def test_a_kept_pack_that_moved_is_checked_again(tmp_path: Path) -> None:
    root, keep = tmp_path / "root", tmp_path / "keep"
    folder = lay(root, "jp/a/one")
    assert ids(Shelf([root], keep)) == ["jp/a/one"]
    shutil.move(folder, root / "jp" / "a" / "two")
    assert Shelf([root], keep).refused()[0].faults[0].rule == "id-and-folder-differ"


def test_installed_packs_stand_beside_the_shipped_ones(tmp_path: Path) -> None:
    lay(tmp_path / "packs", "jp/a/one")
    assert {"jp/meti/tics", "jp/a/one"} <= set(ids(open_shelf(tmp_path)))


def test_a_second_start_needs_neither_the_parser_nor_the_schema(tmp_path: Path) -> None:
    ids(open_shelf(tmp_path))
    program = (
        "import sys; from pathlib import Path; from kuramori.ground.packs.shelf import open_shelf; "
        "print(open_shelf(Path(sys.argv[1])).find('tics').id, "
        "sorted({'django', 'ruamel', 'jsonschema'} & {name.split('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=CONTENT.parent,
    )
    assert done.stdout.split("\n")[0] == "jp/meti/tics []"
