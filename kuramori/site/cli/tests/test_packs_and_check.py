"""`packs list`, `packs check` and `check score` as another person's script meets them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from kuramori.ground.packs.shelf import CONTENT
from kuramori.rules.pack_shape import schema
from kuramori.site.cli import CannotRun, main
from kuramori.site.cli.before_serving import make_folder

FULL = {"pack": "jp/meti/tics", "answers": {f"q{n:02}": 2 for n in range(1, 20)}}
FIELDS = ["rules", "practice", "people", "facilities", "cyber", "prevent", "limit", "partners"]


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One data folder for all commands here: the shipped pack is parsed once and then kept."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands run in a folder of their own whose ./data is the one above."""
    (tmp_path / "data").symlink_to(data)
    monkeypatch.chdir(tmp_path)


def answers(tmp_path: Path, text: str | bytes, name: str = "a.yaml") -> str:
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return str(path)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(list(arguments))
    out, err = capsys.readouterr()
    return code, out, err


def run_json(capsys: pytest.CaptureFixture[str], form: str, *arguments: str) -> tuple[int, dict[str, Any]]:
    """Stdout is one object that fits its published schema."""
    code, out, _ = run(capsys, *arguments, "--json")
    value: dict[str, Any] = json.loads(out)
    assert [error.message for error in Draft202012Validator(schema(form)).iter_errors(value)] == []
    return code, value


def test_a_score_has_the_promised_form(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, value = run_json(capsys, "check-score", "check", "score", answers(tmp_path, json.dumps(FULL)))
    assert code == 0
    assert list(value) == [
        *("pack", "version", "digest", "profile", "answered", "applicable", "total", "provisional"),
        *("measures", "steps", "fields"),
    ]
    assert (value["answered"], value["applicable"]) == (19, 19)
    assert value["total"] == {"points": 38, "max": 57, "score": 67}
    assert value["provisional"] is None
    assert [measure["id"] for measure in value["measures"]] == [f"m{n}" for n in range(1, 10)]
    assert [field["id"] for field in value["fields"]] == FIELDS
    assert value["steps"][0] == {
        "id": "first",
        "title": "ファーストステップ",
        "points": 20,
        "max": 30,
        "share": pytest.approx(2 / 3),
    }


def test_an_unfinished_list_has_a_provisional_score_and_exits_0(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = answers(tmp_path, "pack: jp/meti/tics\nanswers: {q01: 3, q04: {na: 預かっていない}}\n")
    code, value = run_json(capsys, "check-score", "check", "score", file)
    assert code == 0
    assert (value["answered"], value["applicable"]) == (2, 18)
    assert value["total"] == {"points": 3, "max": 54, "score": None}
    assert value["provisional"] == {"points": 3, "max": 3, "score": 100}


def test_titles_follow_the_language(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    _, value = run_json(
        capsys, "check-score", "check", "score", answers(tmp_path, json.dumps(FULL)), "--lang", "en"
    )
    assert value["measures"][0]["title"].isascii()


def test_people_get_a_calm_summary(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, _ = run(
        capsys, "check", "score", answers(tmp_path, json.dumps({**FULL, "official_score": 61}))
    )
    assert code == 0
    assert "総合点 67点（38 / 57）" in out
    assert "① 守る情報の決定: 67%（2 / 3）" in out
    assert "公式Excelで出た点: 61" in out
    assert "認証の取得を示すものではありません" in out


WRONG = [
    ("q01: 4", "answers.q01", "level-out-of-range"),
    ("q01: true", "answers.q01", "level-not-whole"),
    ("q99: 1", "answers.q99", "unknown-answer"),
    ("q04: {na: '　'}", "answers.q04.na", "na-without-reason"),
    ("q01: {na: ない}", "answers.q01", "na-not-allowed"),
    ("q01: 1\n  q01: 2", "answers.q01", "duplicate-key"),
    ("q01: &a 1\n  q02: *a", "answers.q01", "alias"),
    ("q01: !!python/object:os.system x", "answers.q01", "tag"),
]


@pytest.mark.parametrize(("line", "place", "rule"), WRONG)
def test_wrong_content_exits_1_and_names_file_place_and_reason(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, line: str, place: str, rule: str
) -> None:
    file = answers(tmp_path, f"pack: jp/meti/tics\nanswers:\n  {line}\n")
    code, value = run_json(capsys, "check-score", "check", "score", file)
    assert code == 1
    assert [(fault["path"], fault["place"], fault["rule"]) for fault in value["faults"]] == [
        (file, place, rule)
    ]
    code, out, err = run(capsys, "check", "score", file)
    assert (code, out) == (1, "")
    assert f"{file} {value['faults'][0]['line']}行目 {place}: " in err
    _, _, err = run(capsys, "check", "score", file, "--lang", "en")
    assert f"{file}, line {value['faults'][0]['line']}, {place}: " in err


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"x" * 2_000_000, "too-large"),
        ("pack: 設問".encode("shift_jis"), "not-utf8"),
        ('{"pack": "jp/meti/tics", "answers": {}}'.encode("utf-16"), "not-utf8"),
        (b"pack: jp/meti/tics\nanswers: {}\x00", "control-character"),
        (b"", "empty-file"),
        (b"pack: jp/meti/other\nanswers: {}", "unknown-pack"),
        (b"pack: jp/meti/tics\nversion: 0.1\nanswers: {}", "other-version"),
        (b"- " * 1_000, "too-deep"),
        (b"!" * 900_000, "line-too-long"),
    ],
)
def test_a_broken_or_strange_file_exits_1(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes, rule: str
) -> None:
    code, value = run_json(capsys, "check-score", "check", "score", answers(tmp_path, content))
    assert (code, value["faults"][0]["rule"]) == (1, rule)


def test_the_real_size_of_a_file_that_is_too_large_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = answers(tmp_path, b"x" * 2_345_678)
    assert "2345678バイト" in run(capsys, "check", "score", file)[2]


def test_answers_of_null_are_no_answers_yet(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = answers(tmp_path, b"pack: jp/meti/tics\nanswers:\n")
    code, value = run_json(capsys, "check-score", "check", "score", file)
    assert (code, value["answered"]) == (0, 0)


def test_values_are_repeated_as_the_file_has_them(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = answers(tmp_path, b"pack: [jp/meti/tics]\nofficial_score: false\nanswers: {}\n")
    told = run(capsys, "check", "score", file)[2]
    assert "「false」" in told
    assert "[…]" in told
    assert "発行元のExcelの点" in told


def test_a_file_that_cannot_be_opened_exits_2(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for name in ("nowhere.yaml", "."):
        code, out, err = run(capsys, "check", "score", str(tmp_path / name), "--json")
        assert (code, out) == (2, "")
        assert "開けません" in err
        assert not re.search("[A-Z][a-z]+ [a-z]+", err)


def test_packs_may_be_looked_for_elsewhere(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = answers(tmp_path, json.dumps(FULL))
    root = tmp_path / "root" / "jp" / "meti" / "tics"
    shutil.copytree(CONTENT / "jp" / "meti" / "tics", root)
    for place in (tmp_path / "root", root):
        code, _ = run_json(capsys, "check-score", "check", "score", file, "--pack-root", str(place))
        assert code == 0
    (tmp_path / "empty").mkdir()
    code, value = run_json(
        capsys, "check-score", "check", "score", file, "--pack-root", str(tmp_path / "empty")
    )
    assert (code, value["faults"][0]["rule"]) == (1, "unknown-pack")
    assert run(capsys, "check", "score", file, "--pack-root", str(tmp_path / "none"))[0] == 2


def test_packs_list_tells_the_usable_and_the_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    data = tmp_path / "other"
    bad = data / "packs" / "jp" / "x" / "bad"
    bad.mkdir(parents=True)
    (bad / "pack.yaml").write_text("id: jp/x/bad\n")
    code, value = run_json(capsys, "packs-list", "packs", "list", "--data", str(data))
    assert code == 0
    tics = next(pack for pack in value["packs"] if pack["id"] == "jp/meti/tics")
    assert (tics["items"], tics["languages"], tics["public_check"]) == (19, ["ja", "en"], True)
    assert [entry["folder"] for entry in value["refused"]] == [bad.as_posix()]
    _, out, err = run(capsys, "packs", "list", "--data", str(data))
    assert "jp/meti/tics" in out
    assert "使っていません" in err


def test_packs_list_of_a_folder_that_is_not_there_exits_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "packs", "list", "--data", "nowhere")[0] == 2


def test_packs_check_is_content_with_the_shipped_packs(capsys: pytest.CaptureFixture[str]) -> None:
    code, value = run_json(capsys, "packs-check", "packs", "check", str(CONTENT))
    assert (code, value["faults"]) == (0, 0)
    assert "問題ありません" in run(capsys, "packs", "check", str(CONTENT))[1]


def test_packs_check_names_file_line_and_rule(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(CONTENT / "jp" / "meti" / "tics", copy)
    path = copy / "pack.yaml"
    path.write_text(path.read_text("utf-8").replace("ready: 2", "ready: two"), encoding="utf-8")
    line = next(n for n, text in enumerate(path.read_text("utf-8").splitlines(), 1) if "ready: two" in text)
    code, value = run_json(capsys, "packs-check", "packs", "check", str(copy))
    assert (code, value["faults"]) == (1, 1)
    fault = value["packs"][0]["faults"][0]
    assert (fault["path"], fault["line"], fault["place"]) == (path.as_posix(), line, "profile.ready")
    code, out, _ = run(capsys, "packs", "check", str(copy))
    assert code == 1
    assert f"{path.as_posix()} {line}行目 profile.ready: " in out
    assert "[wants-whole-number]" in out


def test_a_pack_without_its_head_is_wrong_not_absent(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(CONTENT / "jp" / "meti" / "tics", copy)
    (copy / "pack.yaml").unlink()
    code, out, _ = run(capsys, "packs", "check", str(copy))
    assert code == 1
    assert f"{(copy / 'pack.yaml').as_posix()}: 「pack.yaml」がありません。" in out


def test_packs_check_without_a_path_looks_at_the_installed_packs(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    installed = tmp_path / "other" / "packs" / "jp" / "meti" / "tics"
    shutil.copytree(CONTENT / "jp" / "meti" / "tics", installed)
    code, value = run_json(capsys, "packs-check", "packs", "check", "--data", str(tmp_path / "other"))
    assert (code, [pack["id"] for pack in value["packs"]]) == (0, ["jp/meti/tics"])
    code, out, err = run(capsys, "packs", "check", "--data", str(tmp_path / "nowhere"))
    assert (code, out) == (2, "")
    assert "nowhere" in err


@pytest.mark.parametrize(
    "command",
    [
        ["--lang", "en", "packs", "list", "--data", "DATA", "--json"],
        ["--lang=en", "--data=DATA", "packs", "list", "--json"],
        ["packs", "--data", "DATA", "--lang", "en", "list", "--json"],
        ["packs", "list", "--json", "--lang", "en", "--data", "DATA"],
    ],
)
def test_language_and_folder_mean_the_same_before_and_behind_the_command(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, command: list[str]
) -> None:
    folder = tmp_path / "other"
    (folder / "packs" / "broken").mkdir(parents=True)
    (folder / "packs" / "broken" / "pack.yaml").write_text("id: x\n")
    code, out, _ = run(capsys, *(word.replace("DATA", str(folder)) for word in command))
    value = json.loads(out)
    assert code == 0
    assert value["packs"][0]["title"] == "Technology information management self-check"
    assert [Path(entry["folder"]).name for entry in value["refused"]] == ["broken"]


@pytest.mark.parametrize("command", [["--lang"], ["--data"], ["--lang", "xx", "packs", "list"]])
def test_an_option_without_a_value_that_fits_exits_2(
    capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(command)
    assert ended.value.code == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("place", ["nowhere", "empty", "file"])
def test_packs_check_of_nothing_exits_2(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, place: str
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("x")
    code, out, err = run(capsys, "packs", "check", str(tmp_path / place), "--json")
    assert (code, out) == (2, "")
    assert place in err


@pytest.mark.parametrize("command", [["packs", "list", "--json"], ["check", "score", "a.json", "--json"]])
def test_these_commands_never_load_django(tmp_path: Path, command: list[str]) -> None:
    answers(tmp_path, json.dumps(FULL), "a.json")
    program = (
        "import sys; from kuramori.site.cli import main; code = main(sys.argv[1:]); "
        "print('django' in sys.modules, file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *command], capture_output=True, text=True, cwd=tmp_path, check=True
    )
    assert done.stderr.strip() == "False"
    assert json.loads(done.stdout)


def test_a_data_folder_that_cannot_be_made_is_told_in_the_readers_language(tmp_path: Path) -> None:
    (tmp_path / "taken").write_bytes(b"")
    with pytest.raises(CannotRun, match="途中にフォルダーでないものがあります"):
        make_folder(tmp_path / "taken" / "data")


def test_a_worked_example_of_a_pack_is_read_and_said_to_be_one(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    example = CONTENT / "jp/meti/tics/examples/newcomer.yaml"
    code, out, err = run(capsys, "check", "score", str(example), "--json")
    assert code == 0
    assert json.loads(out)["answered"] == 19
    assert "例です" in err
    text = example.read_text("utf-8")
    line = next(n for n, one in enumerate(text.splitlines(), 1) if re.match(r"\s+q01: ", one))
    broken = answers(tmp_path, re.sub(r"(\s)q01: \d", r"\1q01: 9", text, count=1))
    code, _, err = run(capsys, "check", "score", broken)
    assert code == 1
    assert f"{line}行目 answers.q01: 「9」" in err
