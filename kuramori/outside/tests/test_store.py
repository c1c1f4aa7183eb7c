import hashlib
import io
import os
import stat
import tempfile
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kuramori.outside import sealed
from kuramori.outside.sealed import CHUNK_BYTES, HEAD_BYTES, TAG_BYTES, Damaged
from kuramori.outside.store import FileStore, TooLarge

LONG = os.urandom(3 * CHUNK_BYTES + 100)
SEALED_CHUNK = CHUNK_BYTES + TAG_BYTES


def _key_of(owner):
    return hashlib.sha256(owner.encode()).digest()


@pytest.fixture
def store(tmp_path):
    return FileStore(tmp_path, _key_of)


def _only_file(folder):
    (path,) = [path for path in folder.rglob("*") if path.is_file()]
    return path


def _put_in_clear(folder, owner, content):
    sha256 = hashlib.sha256(content).hexdigest()
    place = folder / owner / sha256[:2]
    place.mkdir(parents=True, exist_ok=True)
    (place / sha256).write_bytes(content)
    return sha256


def test_what_was_put_comes_out_again(store):
    stored = store.put("kakuu", [b"abc", b"def"], limit=10)
    assert stored.sha256 == hashlib.sha256(b"abcdef").hexdigest()
    assert stored.size == 6
    with store.open("kakuu", stored.sha256) as content:
        assert content.read() == b"abcdef"


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES])
def test_every_length_round_a_chunk_comes_out_again(store, tmp_path, size):
    content = os.urandom(size)
    stored = store.put("kakuu", [content], limit=size)
    assert _only_file(tmp_path).stat().st_size == sealed.sealed_bytes(size)
    with store.open("kakuu", stored.sha256) as opened:
        assert opened.read() == content
    assert store.check("kakuu", stored.sha256) == size


@settings(deadline=None)
@given(st.lists(st.integers(0, 3 * CHUNK_BYTES // 2), max_size=4), st.integers(1, 2 * CHUNK_BYTES))
def test_however_it_comes_and_is_read_the_bytes_are_the_same(sizes, portion):
    content = os.urandom(sum(sizes))
    source = io.BytesIO(content)
    with tempfile.TemporaryFile() as file:
        sha256, size = sealed.write(file, b"k" * 32, (source.read(size) for size in sizes))
        assert (sha256, size) == (hashlib.sha256(content).hexdigest(), len(content))
        file.seek(0)
        reader = sealed.Reader(file, b"k" * 32, sha256)
        assert b"".join(iter(lambda: reader.read(portion), b"")) == content


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
    store.put("kakuu", [b"x"], limit=10)
    assert stat.S_IMODE(_only_file(tmp_path).stat().st_mode) == 0o600


def test_the_disk_shows_neither_the_content_nor_its_hash(store, tmp_path):
    content = "極秘の配合: 銅 3.1".encode() * 50
    stored = store.put("kakuu", [content], limit=10_000)
    path = _only_file(tmp_path)
    raw = path.read_bytes()
    assert content[:20] not in raw
    assert stored.sha256 not in str(path)
    assert bytes.fromhex(stored.sha256) not in raw


def test_two_owners_of_the_same_file_have_nothing_in_common_on_the_disk(store, tmp_path):
    for owner in ("kakuu", "mihon"):
        store.put(owner, [LONG], limit=len(LONG))
    one, other = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert one.name != other.name
    assert one.read_bytes()[HEAD_BYTES:] != other.read_bytes()[HEAD_BYTES:]


def _cut_at_a_chunk(raw):
    return raw[: HEAD_BYTES + 2 * SEALED_CHUNK]


def _cut_anywhere(raw):
    return raw[:-7]


def _without_the_head(raw):
    return raw[:40]


def _grown(raw):
    return raw + raw[-116:]


def _swapped(raw):
    head, first, second, rest = (
        raw[:HEAD_BYTES],
        raw[HEAD_BYTES : HEAD_BYTES + SEALED_CHUNK],
        raw[HEAD_BYTES + SEALED_CHUNK : HEAD_BYTES + 2 * SEALED_CHUNK],
        raw[HEAD_BYTES + 2 * SEALED_CHUNK :],
    )
    return head + second + first + rest


def _repeated(raw):
    first = raw[HEAD_BYTES : HEAD_BYTES + SEALED_CHUNK]
    return raw[:HEAD_BYTES] + first + first + raw[HEAD_BYTES + 2 * SEALED_CHUNK :]


def _said_to_be_shorter(raw):
    size = 2 * CHUNK_BYTES
    return raw[:48] + size.to_bytes(8, "big") + raw[56 : HEAD_BYTES + 2 * SEALED_CHUNK]


def _emptied(raw):
    return b""


@pytest.mark.parametrize(
    "change",
    [
        _cut_at_a_chunk,
        _cut_anywhere,
        _without_the_head,
        _grown,
        _swapped,
        _repeated,
        _said_to_be_shorter,
        _emptied,
    ],
)
def test_a_file_cut_grown_or_reordered_is_found(store, tmp_path, change):
    stored = store.put("kakuu", [LONG], limit=len(LONG))
    path = _only_file(tmp_path)
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(Damaged):
        store.check("kakuu", stored.sha256)


def _read_into(out, store, sha256):
    with store.open("kakuu", sha256) as content:
        while piece := content.read(CHUNK_BYTES):
            out += piece


def test_any_altered_byte_is_found_and_nothing_of_its_chunk_is_handed_out(store, tmp_path):
    stored = store.put("kakuu", [LONG], limit=len(LONG))
    path = _only_file(tmp_path)
    raw = path.read_bytes()
    places = [*range(HEAD_BYTES), *range(HEAD_BYTES, len(raw), 4999), len(raw) - 1]
    for place in places:
        path.write_bytes(raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :])
        out = bytearray()
        with pytest.raises(Damaged):
            _read_into(out, store, stored.sha256)
        assert LONG.startswith(out)
        assert len(out) <= max(0, (place - HEAD_BYTES) // SEALED_CHUNK * CHUNK_BYTES)


def test_a_whole_other_file_in_its_place_is_found_before_a_byte_leaves(store, tmp_path):
    first = store.put("kakuu", [b"first"], limit=10)
    path = _only_file(tmp_path)
    store.put("kakuu", [b"other"], limit=10)
    (other,) = [each for each in tmp_path.rglob("*") if each.is_file() and each != path]
    path.write_bytes(other.read_bytes())
    with pytest.raises(Damaged):
        store.open("kakuu", first.sha256)


def test_putting_a_damaged_file_again_mends_it(store, tmp_path):
    stored = store.put("kakuu", [b"abc"], limit=10)
    _only_file(tmp_path).write_bytes(b"")
    store.put("kakuu", [b"abc"], limit=10)
    assert store.check("kakuu", stored.sha256) == 3


def test_a_large_file_is_written_and_read_in_little_memory(store):
    piece, count = os.urandom(1024 * 1024), 48
    tracemalloc.start()
    stored = store.put("kakuu", (piece for _ in range(count)), limit=count * len(piece))
    assert store.check("kakuu", stored.sha256) == count * len(piece)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2 * 1024 * 1024


def test_an_older_file_in_clear_still_opens_and_an_altered_one_does_not(store, tmp_path):
    sha256 = _put_in_clear(tmp_path, "kakuu", b"from before")
    assert store.holds("kakuu", sha256)
    with store.open("kakuu", sha256) as content:
        assert content.read() == b"from before"
    _only_file(tmp_path).write_bytes(b"from behind")
    with pytest.raises(Damaged):
        store.open("kakuu", sha256)


def test_older_files_are_sealed_one_by_one_and_only_once(store, tmp_path):
    hashes = [_put_in_clear(tmp_path, "kakuu", content) for content in (b"one", b"two", LONG)]
    assert sorted(store.older()) == sorted(("kakuu", sha256) for sha256 in hashes)
    for owner, sha256 in list(store.older()):
        store.seal_older(owner, sha256)
    assert list(store.older()) == []
    assert [store.check("kakuu", sha256) for sha256 in hashes] == [3, 3, len(LONG)]
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and path.read_bytes() == LONG]


def test_sealing_cut_off_before_the_clear_file_went_can_be_done_again(store, tmp_path):
    sha256 = _put_in_clear(tmp_path, "kakuu", b"from before")
    store.put("kakuu", [b"from before"], limit=20)
    assert list(store.older()) == [("kakuu", sha256)]
    store.seal_older("kakuu", sha256)
    assert list(store.older()) == []
    assert store.check("kakuu", sha256) == 11


def test_an_older_file_that_is_not_what_its_name_says_stays_as_it_lies(store, tmp_path):
    sha256 = _put_in_clear(tmp_path, "kakuu", b"from before")
    _only_file(tmp_path).write_bytes(b"something else")
    with pytest.raises(Damaged):
        store.seal_older("kakuu", sha256)
    assert _only_file(tmp_path).read_bytes() == b"something else"


def test_only_old_drafts_are_cleared(store, tmp_path):
    store.put("kakuu", [b"x"], limit=10)
    fresh, old = tmp_path / "kakuu" / ".fresh", tmp_path / "kakuu" / ".old"
    fresh.write_bytes(b"1")
    old.write_bytes(b"2")
    os.utime(old, (0, 0))
    store.clear_drafts()
    assert fresh.exists()
    assert not old.exists()


def test_a_file_that_nothing_names_is_taken_away_unless_it_was_stored_just_now(store):
    kept = store.put("here", [b"abc"], limit=10)
    assert store.take_away("here", kept.sha256) is False
    assert store.holds("here", kept.sha256)
    for file in store.root.rglob("*"):
        os.utime(file, (0, 0))
    assert store.take_away("there", kept.sha256) is True
    assert store.holds("here", kept.sha256)
    assert store.take_away("here", kept.sha256) is True
    assert not store.holds("here", kept.sha256)
