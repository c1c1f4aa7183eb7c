from __future__ import annotations

from pathlib import Path

import pytest

from kuramori.site import folder, stamps
from kuramori.site.supervise import Child


def test_a_child_that_keeps_dying_is_started_ever_more_slowly() -> None:
    pauses = [Child("web", [], deaths=deaths).pause_seconds() for deaths in range(1, 10)]
    assert pauses[:4] == [0.5, 1.0, 2.0, 4.0]
    assert max(pauses) == 30.0


MOUNTS = [("/", "ext4"), ("/srv/share", "cifs"), ("/srv/share/local", "xfs"), ("/home", "nfs4")]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/data", "ext4"),
        ("/srv/share/data", "cifs"),
        ("/srv/share/local/data", "xfs"),
        ("/srv/shared", "ext4"),
    ],
)
def test_the_kind_of_disk_is_that_of_the_nearest_mount(path: str, kind: str) -> None:
    assert folder._longest(MOUNTS, Path(path)) == kind


def test_a_temporary_folder_is_not_taken_for_a_network_disk(tmp_path: Path) -> None:
    assert folder.network_kind(tmp_path) is None


def test_the_number_of_the_tables_fits_into_sqlite_and_stays_the_same() -> None:
    assert 0 < stamps.tables() < 2**31
    assert stamps.tables() == stamps.tables()


def test_a_folder_without_a_database_has_no_tables(tmp_path: Path) -> None:
    assert stamps.tables_in(tmp_path) == 0
    (tmp_path / folder.DATABASE).write_bytes(b"this is no database")
    assert stamps.tables_in(tmp_path) == 0


def test_a_note_that_cannot_be_read_means_that_nothing_was_prepared(tmp_path: Path) -> None:
    (tmp_path / folder.PREPARED).write_text("{broken")
    assert stamps.read(tmp_path) == {}
    stamps.write(tmp_path, {"static": "x"})
    assert stamps.read(tmp_path) == {"static": "x"}
