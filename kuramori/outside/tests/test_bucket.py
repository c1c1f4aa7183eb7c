import hashlib
import os
import time
from email.utils import formatdate

import pytest

from kuramori.outside import bucket
from kuramori.outside.bucket import Bucket, StorageAway
from kuramori.outside.sealed import CHUNK_BYTES, Damaged
from kuramori.outside.store import FileStore, TooLarge
from kuramori.outside.tests.storage import ACCESS, SECRET, storage_serving

LONG = os.urandom(2 * CHUNK_BYTES + 7)


@pytest.fixture
def there():
    with storage_serving() as made:
        yield made


@pytest.fixture
def shelf(there, tmp_path):
    here = FileStore(tmp_path, lambda owner: hashlib.sha256(owner.encode()).digest())
    return Bucket(here, speaking(there))


def speaking(there, **changed):
    said = {
        "endpoint": there.endpoint,
        "bucket": "tiles",
        "access_key": ACCESS,
        "secret_key": SECRET,
        "prefix": "kura",
        "private_network": True,
    }
    return bucket.objects(**(said | changed))


@pytest.mark.parametrize("content", [b"", b"x", LONG], ids=["empty", "one", "long"])
def test_what_is_put_is_read_again_and_neither_it_nor_its_hash_lies_there(shelf, there, tmp_path, content):
    stored = shelf.put("kakuu", [content], limit=len(LONG))
    assert (stored.sha256, stored.size) == (hashlib.sha256(content).hexdigest(), len(content))
    with shelf.open("kakuu", stored.sha256) as opened:
        assert opened.read() == content
    assert shelf.check("kakuu", stored.sha256) == len(content)
    ((name, kept),) = there.objects.items()
    assert name.startswith("kura/files/kakuu/")
    assert stored.sha256 not in name
    assert len(content) < 16 or content not in kept
    assert list(tmp_path.iterdir()) == []


def test_another_owner_finds_nothing_and_what_was_altered_does_not_open(shelf, there):
    stored = shelf.put("kakuu", [LONG], limit=len(LONG))
    assert shelf.holds("kakuu", stored.sha256)
    assert not shelf.holds("mihon", stored.sha256)
    with pytest.raises(FileNotFoundError):
        shelf.open("mihon", stored.sha256)
    (name,) = there.objects
    whole = there.objects[name]
    for altered in (whole[:-1], whole + b"x", b"rubbish"):
        there.objects[name] = altered
        with pytest.raises(Damaged):
            shelf.open("kakuu", stored.sha256)
    there.objects[name] = whole[:-1] + bytes([whole[-1] ^ 1])
    with pytest.raises(Damaged):
        shelf.check("kakuu", stored.sha256)


def test_what_lay_on_the_disk_before_still_opens(shelf, there):
    stored = shelf.here.put("kakuu", [b"before"], limit=10)
    with shelf.open("kakuu", stored.sha256) as opened:
        assert opened.read() == b"before"
    assert there.asked == []


def test_too_much_is_not_sent_and_a_storage_that_is_away_is_told(shelf, there):
    with pytest.raises(TooLarge):
        shelf.put("kakuu", [LONG], limit=10)
    assert there.asked == []
    there.refuse = "AccessDenied"
    for act in (lambda: shelf.put("kakuu", [b"x"], limit=10), lambda: shelf.open("kakuu", "0" * 64)):
        with pytest.raises(StorageAway) as away:
            act()
        assert away.value.word == "key"


def test_what_lay_for_a_day_is_taken_away_and_what_came_today_stays(shelf, there):
    stored = shelf.put("kakuu", [b"x"], limit=9)
    there.modified = formatdate(time.time() - 3600, usegmt=True)
    assert not shelf.take_away("kakuu", stored.sha256)
    assert shelf.holds("kakuu", stored.sha256)
    there.modified = formatdate(time.time() - 25 * 3600, usegmt=True)
    assert shelf.take_away("kakuu", stored.sha256)
    assert not there.objects
    assert shelf.take_away("kakuu", stored.sha256)
    there.refuse = "AccessDenied"
    with pytest.raises(StorageAway):
        shelf.take_away("kakuu", stored.sha256)
