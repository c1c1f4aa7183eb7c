"""The container file copies what is there, what the program needs, and nothing that must stay outside."""

from __future__ import annotations

import re

from tests.house import tree

TEXT = (tree.ROOT / "Containerfile").read_text(encoding="utf-8")
IGNORED = (tree.ROOT / ".containerignore").read_text(encoding="utf-8").split()


def _copied() -> list[str]:
    lines = re.findall(r"^COPY (.+)$", TEXT, re.MULTILINE)
    return [source for line in lines for source in line.split()[:-1]]


def test_whatever_is_copied_is_there() -> None:
    assert _copied() == [source for source in _copied() if (tree.ROOT / source).exists()]
    assert {"kuramori", "content", "requirements.lock", "requirements-postgres.lock"} <= set(_copied())


def test_whatever_is_installed_is_pinned_by_its_hash_and_never_built() -> None:
    assert "--require-hashes" in TEXT
    assert "--only-binary :all:" in TEXT
    for name in re.findall(r"-r (\S+)", TEXT):
        assert name in _copied()
        lock = (tree.ROOT / name).read_text(encoding="utf-8")
        pinned = re.findall(r"^[A-Za-z0-9_.\-\[\],]+==", lock, re.MULTILINE)
        assert pinned
        assert lock.count("--hash=sha256:") >= len(pinned)


def test_the_two_locks_agree() -> None:
    pins: dict[str, set[tuple[str, ...]]] = {}
    for name in ("requirements.lock", "requirements-postgres.lock"):
        found: dict[str, list[str]] = {}
        lock = (tree.ROOT / name).read_text(encoding="utf-8")
        for package, version in re.findall(
            r"^([A-Za-z0-9_.\-]+)(?:\[[^]]*])?==([^\s;\\]+)", lock, re.MULTILINE
        ):
            found.setdefault(package.lower(), []).append(version)
        for package, versions in found.items():
            pins.setdefault(package, set()).add(tuple(versions))
    assert {package for package, versions in pins.items() if len(versions) > 1} == set()


def test_it_runs_as_an_ordinary_user_over_one_volume() -> None:
    assert TEXT.index("USER kuramori") < TEXT.index("ENTRYPOINT")
    assert re.findall(r"^VOLUME (.+)$", TEXT, re.MULTILINE) == ["/data"]
    assert '"-m", "kuramori"' in TEXT
    assert (tree.ROOT / "kuramori" / "__main__.py").exists()


def test_only_what_is_copied_is_handed_to_the_builder() -> None:
    assert IGNORED[0] == "*"
    assert sorted(one.removeprefix("!") for one in IGNORED if one.startswith("!")) == sorted(_copied())


def test_nothing_that_runs_needs_what_is_left_out() -> None:
    """Tests stay outside the container, so no part of the program may load one."""
    needing = [
        str(path)
        for path, text, _module in tree.product()
        if "tests" not in path.parts and re.search(r"^\s*(from|import) \S*\btests\b", text, re.MULTILINE)
    ]
    assert needing == []
