import hashlib
import stat

import pytest

from kuramori.outside.store import FileStore, TooLarge


@pytest.fixture
def store(tmp_path):
    return FileStore(tmp_path)


def test_what_was_put_comes_out_again(store):
    stored = store.put("kakuu", [b"abc", b"def"], limit=10)
    assert stored.sha256 == hashlib.sha256(b"abcdef").hexdigest()
    assert stored.size == 6
    with store.open("kakuu", stored.sha256) as content:
        assert content.read() == b"abcdef"


def test_one_owner_never_reaches_anothers_file(store):
    stored = store.put("kakuu", [b"secret"], limit=10)
    assert not store.holds("mihon", stored.sha256)
    with pytest.raises(FileNotFoundError):
        store.open("mihon", stored.sha256)


def test_too_many_bytes_leave_nothing_behind(store, tmp_path):
    with pytest.raises(TooLarge):
        store.put("kakuu", [b"x" * 8, b"x" * 8], limit=10)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_source_that_breaks_off_leaves_nothing_behind(store, tmp_path):
    def breaking():
        yield b"half"
        raise ConnectionError

    with pytest.raises(ConnectionError):
        store.put("kakuu", breaking(), limit=10)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_files_are_for_our_user_only(store, tmp_path):
    stored = store.put("kakuu", [b"x"], limit=10)
    path = tmp_path / "kakuu" / stored.sha256[:2] / stored.sha256
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
