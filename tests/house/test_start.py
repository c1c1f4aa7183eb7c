"""`./start` on machines that lack something. Nothing is downloaded here: `./test` itself begins with a real install."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.house import tree

TOOLS = ["cat", "date", "dirname", "id", "mkdir", "mv", "chmod", "readlink", "rm", "sh", "touch", "uname"]


@dataclass(frozen=True, slots=True)
class Machine:
    """A folder with a fresh copy of the scripts, and a PATH that holds only what the test puts there."""

    folder: Path
    programs: Path

    def has(self, name: str, script: str) -> None:
        program = self.programs / name
        # What stands there may be a link to the real program, which must not be written through.
        program.unlink(missing_ok=True)
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(0o755)

    def start(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["/bin/sh", str(self.folder / "start"), *arguments],
            env={"PATH": str(self.programs), "HOME": str(self.folder), "LC_ALL": "C"},
            cwd=self.folder.parent,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    folder, programs = tmp_path / "a folder", tmp_path / "bin"
    folder.mkdir()
    programs.mkdir()
    for name in ["start", *(path.name for path in tree.ROOT.glob("requirements*.lock"))]:
        shutil.copy(tree.ROOT / name, folder / name)
    for tool in TOOLS:
        place = shutil.which(tool)
        assert place is not None, tool
        (programs / tool).symlink_to(place)
    return Machine(folder, programs)


def _python(machine: Machine, name: str = "python3", *, lacks: str = "") -> None:
    """A real Python under that name; with `lacks` the module is missing until the file of that name exists."""
    refuse = f'case "$*" in *"import {lacks}"*) [ -e "$HOME/{lacks}" ] || exit 1 ;; esac' if lacks else ""
    machine.has(name, f'{refuse}\nexec "{sys.executable}" "$@"')


def test_the_explanation_is_in_both_languages(machine: Machine) -> None:
    told = machine.start("--help")
    assert told.returncode == 0
    assert "使い方" in told.stdout
    assert "Installs" in told.stdout


@pytest.mark.parametrize("arguments", [["--nix"], ["--port"], ["--data"], ["--data="], ["demo"]])
def test_a_wrong_option_is_refused_before_anything_is_made(machine: Machine, arguments: list[str]) -> None:
    told = machine.start(*arguments)
    assert told.returncode == 2
    assert told.stderr
    assert not (machine.folder / ".venv").exists()


def test_without_python_it_says_exactly_what_to_install(machine: Machine) -> None:
    machine.has("apt-get", "exit 99")
    told = machine.start("--install")
    assert told.returncode == 2
    assert "Python 3.11" in told.stderr
    if sys.platform == "linux":
        assert "apt-get install python3 python3-venv" in told.stderr


def test_a_python_that_is_too_old_is_passed_over(machine: Machine) -> None:
    machine.has("python3", "exit 1")
    _python(machine, "python3.11", lacks="ensurepip")
    told = machine.start("--install")
    assert told.returncode == 2
    assert (
        "venv" in told.stderr
    )  # it went on with the other one, which has no ensurepip, and there is no apt here


def test_a_missing_ensurepip_is_announced_and_installed_by_apt(machine: Machine) -> None:
    _python(machine, lacks="ensurepip")
    machine.has("id", "echo 0")
    machine.has("apt-get", 'echo "$*" >>"$HOME/asked"; touch "$HOME/ensurepip"; exit 1')
    told = machine.start("--install")
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    assert package in told.stdout
    assert f"install -y -q {package}" in (machine.folder / "asked").read_text()
    assert told.returncode == 2  # this apt fails on purpose, and it says what to try
    assert package in told.stderr


def test_what_needs_an_administrator_is_said_where_there_is_no_sudo(machine: Machine) -> None:
    _python(machine, lacks="ensurepip")
    machine.has("id", "echo 1000")
    machine.has("apt-get", "exit 1")
    told = machine.start("--install")
    assert told.returncode == 2
    assert "管理者" in told.stderr


def _fake_uv(machine: Machine) -> None:
    """Makes a venv without pip and notes what it was asked to install."""
    _python(machine)
    machine.has(
        "uv",
        'echo "$*" >>"$HOME/asked"\n'
        f'if [ "$1" = venv ]; then exec "{sys.executable}" -m venv --without-pip .venv; fi\n'
        '[ ! -e "$HOME/breaks" ]',
    )


def test_an_install_leaves_a_command_and_the_next_one_finds_nothing_to_do(machine: Machine) -> None:
    _fake_uv(machine)
    assert machine.start("--install").returncode == 0
    assert os.access(machine.folder / ".venv/bin/kuramori", os.X_OK)
    (machine.folder / "asked").unlink()
    again = machine.start("--install")
    assert again.returncode == 0
    assert not (machine.folder / "asked").exists()


def test_a_changed_lock_is_installed_again(machine: Machine) -> None:
    _fake_uv(machine)
    machine.start("--install")
    (machine.folder / "asked").unlink()
    with (machine.folder / "requirements.lock").open("a") as lock:
        lock.write("\n")
    assert machine.start("--install").returncode == 0
    asked = (machine.folder / "asked").read_text()
    assert "--require-hashes --only-binary :all: -r requirements.lock" in asked
    assert "venv " not in asked  # the environment itself was whole


def test_an_install_that_was_cut_short_is_made_anew(machine: Machine) -> None:
    _fake_uv(machine)
    (machine.folder / "breaks").touch()
    assert machine.start("--install").returncode == 2
    (machine.folder / "breaks").unlink()
    (machine.folder / ".venv" / "half-written").touch()
    assert machine.start("--install").returncode == 0
    assert not (machine.folder / ".venv" / "half-written").exists()
    assert not (machine.folder / ".venv" / "installing").exists()


def test_a_folder_that_was_moved_goes_on_working(machine: Machine) -> None:
    _fake_uv(machine)
    machine.start("--install")
    moved = Machine(machine.folder.rename(machine.folder.with_name("elsewhere")), machine.programs)
    shutil.copytree(tree.PACKAGE / "site" / "cli", moved.folder / "kuramori/site/cli")
    for name in ("__init__.py", "__main__.py", "site/__init__.py"):
        shutil.copy(tree.PACKAGE / name, moved.folder / "kuramori" / name)
    told = subprocess.run(
        [moved.folder / ".venv/bin/kuramori", "--version"],
        env={"PATH": str(machine.programs)},
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.stdout.startswith("kuramori "), told.stderr
