"""From the schedule's own time-stamp to the pack, and to whoever checks it without us."""

from __future__ import annotations

import re
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

from kuramori.outside.tests.stamping import Stamper, stamper
from tests.trail import made
from tests.trail.stamping_house import Sato, checked_by_hand, lend, packed, stamped_pack, stamping

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Stamper:
    return stamper(tmp_path_factory.mktemp("tsa"))


@pytest.fixture
def sato() -> Sato:
    return Sato(uuid.uuid4())


@pytest.fixture
def members(settings, authority: Stamper, sato: Sato) -> dict[str, bytes]:
    with stamping(settings, authority):
        return stamped_pack(sato, [3, 41, 65])


def _by_script(folder: Path, members: dict[str, bytes], *words: str) -> tuple[int, str]:
    """Exit code and words of the verify.py out of the pack, as a receiver runs it."""
    path = folder / "pack.zip"
    path.write_bytes(made.zipped(members))
    (folder / "verify.py").write_bytes(members["verify.py"])
    done = subprocess.run(
        [sys.executable, *checked_by_hand(path, *words)], capture_output=True, timeout=60, check=False
    )
    assert done.stderr == b""
    return done.returncode, done.stdout.decode()


def test_the_token_of_the_daily_stamp_is_in_the_pack_and_holds(members, authority: Stamper, tmp_path: Path):
    code, said = _by_script(tmp_path, members, "--tsa-roots", str(authority.roots))
    assert code == 0
    assert "タイムスタンプが合いました" in said
    # Of the two tokens the newer one, which reaches further; the last ten entries are younger than it.
    assert re.search(r"番号 60 より前", said)


def test_without_the_authoritys_roots_the_rest_is_good_and_this_is_left_open(members, tmp_path: Path):
    code, said = _by_script(tmp_path, members)
    assert code == 0
    assert "確かめていません" in said
    assert "タイムスタンプが合いました" not in said


def test_a_stranger_among_the_authorities_is_not_believed(members, tmp_path: Path):
    other = stamper(tmp_path / "other")
    code, said = _by_script(tmp_path, members, "--tsa-roots", str(other.roots))
    assert code == 1
    assert "タイムスタンプの署名が合いません" in said


@pytest.mark.parametrize("part", ["checkpoint.tsr", "stamped"])
def test_a_part_of_the_stamp_that_was_changed_is_found(members, authority: Stamper, tmp_path: Path, part):
    data = members[part]
    changed = data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 1]) + data[len(data) // 2 + 1 :]
    code, _said = _by_script(tmp_path, {**members, part: changed}, "--tsa-roots", str(authority.roots))
    assert code == 1


def test_the_stamp_of_another_log_is_refused(members, authority: Stamper, tmp_path: Path):
    strange = made.log_of(60)
    stamped = strange.pack([3])["checkpoint"].partition(b"\n\n")[0] + b"\n\n"
    code, _said = _by_script(tmp_path, {**members, "stamped": stamped}, "--tsa-roots", str(authority.roots))
    assert code == 1


def test_a_house_that_has_never_been_stamped_packs_without(sato: Sato):
    lend(sato, 5)
    assert not {"stamped", "checkpoint.tsr"} & packed(sato, [3]).keys()
