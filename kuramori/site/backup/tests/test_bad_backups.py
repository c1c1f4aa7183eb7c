"""Files that are cut, changed, foreign or made to harm: refused, and nothing is left."""

from __future__ import annotations

import hashlib
import io
import random
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pyrage import x25519

from kuramori.site.backup import faults, form, members, restore, sealing
from kuramori.site.backup.form import Label, Manifest

Refused = Callable[..., faults.Damaged]


@pytest.fixture
def refused(house: Path, tmp_path: Path) -> Refused:
    """Tries to restore these bytes, which must be refused as damaged and leave nothing."""

    def try_it(content: bytes, identity: x25519.Identity | None = None) -> faults.Damaged:
        bad = tmp_path / "bad"
        bad.write_bytes(content)
        with pytest.raises(faults.Damaged) as told:
            restore.restore(bad, tmp_path / "new", identity or sealing.own_identity(house))
        assert sorted(path.name for path in tmp_path.iterdir()) == ["bad"]
        return told.value

    return try_it


def test_a_file_cut_at_any_twentieth_is_refused(backup: Path, refused: Refused) -> None:
    whole = backup.read_bytes()
    for part in range(20):
        refused(whole[: len(whole) * part // 20])
    for missing in (1, 512, 1024, 1536):
        refused(whole[:-missing])


def test_any_changed_byte_is_found(backup: Path, refused: Refused) -> None:
    whole = backup.read_bytes()
    chance = random.Random(20261122)
    places = [*range(0, 1600, 7), *(chance.randrange(len(whole)) for _ in range(60)), len(whole) - 1]
    for at in places:
        flipped = bytearray(whole)
        flipped[at] ^= 1 << chance.randrange(8)
        refused(bytes(flipped))


def test_something_behind_the_end_is_found(backup: Path, refused: Refused) -> None:
    refused(backup.read_bytes() + b"\0")


def test_another_identity_is_told_apart_from_damage(backup: Path, refused: Refused) -> None:
    assert "この鍵では開けません" in refused(backup.read_bytes(), x25519.Identity.generate()).ja


@pytest.mark.parametrize("kind", ["empty", "text", "zip", "tar", "gzip"])
def test_other_files_are_no_backup(kind: str, refused: Refused) -> None:
    made = io.BytesIO()
    if kind == "zip":
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("../../outside", b"0" * 10_000_000)
    elif kind in {"tar", "gzip"}:
        with tarfile.open(fileobj=made, mode="w:gz" if kind == "gzip" else "w") as file:
            file.addfile(tarfile.TarInfo("../../outside"), io.BytesIO())
    elif kind == "text":
        made.write("蔵守".encode() * 1000)
    assert "蔵守の写しではありません" in refused(made.getvalue()).ja


def _crafted(identity: x25519.Identity, *blocks: bytes, records: bytes | None = None) -> bytes:
    """A backup that somebody who knows the public recipient seals: right outside, `blocks` within the records."""
    label = Label(
        form.FORMAT, "0", "2026-11-22T00:00:00+00:00", "0.1.0", "sqlite", str(identity.to_public()), "/srv"
    )
    out = io.BytesIO()
    _add(out, form.LABEL, label.as_bytes())
    for part, inside in ((form.KEYS, ()), (form.RECORDS, blocks)):
        sealed = io.BytesIO()
        plain = records if records is not None and part == form.RECORDS else _closed(label, part, inside)
        sealing.seal(iter([plain]), sealed, [identity.to_public()])
        _add(out, part, sealed.getvalue())
    return out.getvalue() + members.END


def _closed(label: Label, part: str, inside: tuple[bytes, ...]) -> bytes:
    made = io.BytesIO()
    made.write(b"".join(inside))
    sums = b""
    _add(made, form.SUMS, sums)
    of = hashlib.sha256
    manifest = Manifest(of(label.as_bytes()).hexdigest(), part, 0, 0, of(sums).hexdigest(), 0, "", ())
    _add(made, form.MANIFEST, manifest.as_bytes())
    return made.getvalue() + members.END


def _add(out: io.BytesIO, name: str, content: bytes) -> None:
    out.write(members.head(name, len(content)) + content + members.padding(len(content)))


def _odd() -> Iterator[tuple[str, bytes]]:
    """Tar members that must never be followed, each a whole number of blocks."""
    for name in ("../outside", "/etc/passwd", "files/../../outside", "files//x", "./x", "a\\b", "files/\n"):
        yield name, tarfile.TarInfo(name).tobuf(tarfile.USTAR_FORMAT)
    for kind in (
        tarfile.SYMTYPE,
        tarfile.LNKTYPE,
        tarfile.CHRTYPE,
        tarfile.BLKTYPE,
        tarfile.FIFOTYPE,
        tarfile.DIRTYPE,
    ):
        info = tarfile.TarInfo("files/x")
        info.type, info.linkname, info.mode = kind, "/etc/passwd", 0o600
        yield f"type {kind!r}", info.tobuf(tarfile.USTAR_FORMAT)
    for kind in (tarfile.GNUTYPE_SPARSE, tarfile.XHDTYPE, tarfile.GNUTYPE_LONGNAME):
        info = tarfile.TarInfo("files/x")
        info.type, info.size, info.mode = kind, 8**11 - 1, 0o600  # "8 GB follow"
        yield f"type {kind!r}", info.tobuf(tarfile.USTAR_FORMAT)
    for name in (
        "keys/root.key",
        "secret.key",
        "static/x.js",
        "prepared.json",
        "kuramori.toml",
        "kuramori.sqlite3-wal",
    ):
        yield name, members.head(name, 0)


@pytest.mark.parametrize("odd", list(_odd()), ids=lambda odd: odd[0])
def test_what_is_sealed_to_us_still_cannot_reach_beyond_its_place(
    odd: tuple[str, bytes], house: Path, refused: Refused
) -> None:
    refused(_crafted(sealing.own_identity(house), odd[1]))


def test_a_name_that_comes_twice_is_refused(house: Path, refused: Refused) -> None:
    one = members.head("files/x", 0)
    refused(_crafted(sealing.own_identity(house), one, one))


def test_a_file_in_the_place_of_a_folder_is_refused(house: Path, refused: Refused) -> None:
    refused(_crafted(sealing.own_identity(house), members.head("files", 0), members.head("files/x", 0)))


def test_a_size_that_does_not_come_is_refused(house: Path, refused: Refused) -> None:
    head = members.head("files/x", 50_000_000_000)
    refused(_crafted(sealing.own_identity(house), records=head + b"few"))


def test_sealed_nonsense_is_refused(house: Path, refused: Refused) -> None:
    identity = sealing.own_identity(house)
    refused(_crafted(identity, records=b"\xff" * 5000))
    refused(_crafted(identity, records=b""))
    refused(_crafted(identity))  # no database in it


def test_keys_of_one_backup_and_records_of_another_do_not_fit(
    house: Path,
    backup: Path,
    refused: Refused,
    kuramori: Callable[..., object],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    second = tmp_path_factory.mktemp("second") / "out"
    kuramori("backup", second, "--data", house)
    with tarfile.open(backup) as one, tarfile.open(second) as other:
        parts = [(one, form.LABEL), (other, form.KEYS), (one, form.RECORDS)]
        mixed = io.BytesIO()
        for source, name in parts:
            member = source.extractfile(name)
            assert member is not None
            _add(mixed, name, member.read())
    refused(mixed.getvalue() + members.END)
