"""The whole log as files: whatever is changed, cut, missing or moved in any of them is found and named."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.trail import made, mutating

KEY = made.LOG.verifier.text


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return made.log_of(600).tiles()


def test_a_change_in_any_file_is_found(files: dict[str, bytes], tmp_path: Path) -> None:
    chance = random.Random(8)
    folder = made.laid(tmp_path / "log", files)
    for name, data in files.items():
        others = [other for other in files if other != name]
        for kind in ("flip", "truncate", "append", "swap", "remove"):
            changed = {
                "flip": made.flipped(data, chance),
                "truncate": data[: chance.randrange(len(data))],
                "append": data + data[-1:],
                "swap": files[chance.choice(others)],
                "remove": b"",
            }[kind]
            (folder / name).write_bytes(changed)
            if kind == "remove":
                (folder / name).unlink()
            code, reasons = made.judged(folder, keys=(KEY,))
            assert code == 1 or (name == "checkpoint" and code == 2), (name, kind)
            assert reasons, (name, kind)
            (folder / name).write_bytes(data)
    assert made.judged(folder, keys=(KEY,))[0] == 0


def test_the_place_of_the_fault_is_named(files: dict[str, bytes], tmp_path: Path) -> None:
    folder = made.laid(tmp_path / "log", files)
    (folder / "tile/0/001").write_bytes(bytes(8192))
    (_, _, report), *_ = made.verifier().verify([str(folder)], keys=(KEY,))
    assert [(found.place, found.code) for found in report.findings if found.kind == "bad"] == [
        ("tile/0/001", "tile")
    ]


def test_changed_bundles_never_pass_and_nothing_is_thrown(files: dict[str, bytes], tmp_path: Path) -> None:
    chance = random.Random(9)
    folder = made.laid(tmp_path / "log", files)
    bundles = [name for name in files if name.startswith("tile/entries/")]
    for _ in range(150):
        name = chance.choice(bundles)
        (folder / name).write_bytes(mutating.changed(files[name], files[chance.choice(bundles)], chance))
        assert made.judged(folder, keys=(KEY,))[0] == 1
        (folder / name).write_bytes(files[name])


def test_a_log_as_long_as_what_is_held_or_longer_is_asked_for(
    files: dict[str, bytes], tmp_path: Path
) -> None:
    folder, held = made.laid(tmp_path / "log", files), tmp_path / "held"
    held.write_text(made.log_of(601).checkpoint(), encoding="utf-8")
    code, reasons = made.judged(folder, keys=(KEY,), held=(str(held),))
    assert (code, reasons) == (1, {"tail_cut"})
    held.write_text("another.example/log\n3\n" + "A" * 43 + "=\n", encoding="utf-8")
    assert made.judged(folder, keys=(KEY,), held=(str(held),))[1] == {"held_other"}
    held.write_text("nonsense", encoding="utf-8")
    assert made.judged(folder, keys=(KEY,), held=(str(held),))[0] == 2
    assert made.judged(folder, keys=("nonsense+1+2",))[0] == 2
