"""What `kuramori restore` says beyond that it is done."""

from __future__ import annotations

from pathlib import Path

import pytest

from kuramori.site.cli import restore

WITNESS = '[[witness]]\nname = "仮想重機"\nurl = "https://w.example.jp/"\nkey = "w+00000000+AA=="\n'


def test_a_house_with_witnesses_is_told_how_to_state_that_it_went_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "kuramori.toml").write_text(WITNESS, encoding="utf-8")
    restore._tell_of_witnesses(tmp_path)
    said = capsys.readouterr().out
    assert "立会人（仮想重機）" in said
    assert f"--state-rollback --why 理由 --data {tmp_path} > rollback.txt" in said


def test_a_house_without_them_is_told_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    restore._tell_of_witnesses(tmp_path)
    assert capsys.readouterr().out == ""
