from __future__ import annotations

import dataclasses
import datetime

import pytest

from kuramori.outside.object_store import ObjectStore, StoreFault
from kuramori.outside.tests.listening import Authority, answer, listening
from kuramori.outside.tests.storage import ACCESS, SECRET, storage_serving

UNTIL = datetime.datetime(2036, 11, 20, 1, 2, 3, tzinfo=datetime.UTC)


@pytest.fixture
def there():
    with storage_serving() as made:
        yield made


def store(there, **changed):
    made = ObjectStore(
        endpoint=there.endpoint, bucket="tiles", access_key=ACCESS, secret_key=SECRET, private_network=True
    )
    return dataclasses.replace(made, **changed)


def test_what_is_put_can_be_read_and_is_locked(there):
    store(there, prefix="/kura/").put("tile/0/000", b"x" * 8192, locked_until=UNTIL)
    assert there.objects == {"kura/tile/0/000": b"x" * 8192}
    assert there.locks == {"kura/tile/0/000": "2036-11-20T01:02:03.000Z"}
    assert store(there, prefix="kura").get("tile/0/000", limit_bytes=10_000) == b"x" * 8192
    assert store(there).get("nothing", limit_bytes=10) is None


def test_over_tls_with_an_authority_of_ones_own(tmp_path):
    authority = Authority(tmp_path)
    with storage_serving(authority.serving("127.0.0.1")) as there:
        place = store(there, authorities=authority.pem)
        place.put("a", b"x" * 100, locked_until=UNTIL)
        assert place.get("a", limit_bytes=1000) == b"x" * 100
        with pytest.raises(StoreFault) as fault:
            store(there).get("a", limit_bytes=1000)
    assert fault.value.word == "certificate"
    assert there.asked == ["PUT /tiles/a", "GET /tiles/a"]


def test_what_is_locked_cannot_be_put_again_and_the_rest_can(there):
    for content in (b"1", b"2"):
        store(there).put("checkpoint", content, locked_until=None)
    assert there.objects["checkpoint"] == b"2"
    store(there).put("a", b"1", locked_until=UNTIL)
    with pytest.raises(StoreFault) as fault:
        store(there).put("a", b"2", locked_until=UNTIL)
    assert fault.value.word == "key"
    assert there.objects["a"] == b"1"


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("AccessDenied", "key"),
        ("InvalidAccessKeyId", "key"),
        ("NoSuchBucket", "bucket"),
        ("InvalidRequest", "lock"),
        ("RequestTimeTooSkewed", "clock"),
        ("InternalError", "answer"),
    ],
)
def test_what_the_storage_says_is_told_by_a_word(there, code, word):
    there.refuse = code
    for act in (
        lambda: store(there).get("a", limit_bytes=10),
        lambda: store(there).put("a", b"x", locked_until=UNTIL),
    ):
        with pytest.raises(StoreFault) as fault:
            act()
        assert fault.value.word == word


def test_an_object_larger_than_expected_is_not_read(there):
    store(there).put("a", b"x" * 70_000, locked_until=None)
    with pytest.raises(StoreFault) as fault:
        store(there).get("a", limit_bytes=1000)
    assert fault.value.word == "answer"


def test_an_inner_address_needs_the_settings_word(there):
    with pytest.raises(StoreFault) as fault:
        store(there, private_network=False).get("a", limit_bytes=10)
    assert fault.value.word == "setting"
    assert there.asked == []


@pytest.mark.parametrize("endpoint", ["", "s3.example", "https://user:x@s3.example", "ftp://s3.example"])
def test_an_endpoint_that_is_no_address_is_a_fault_of_the_settings(there, endpoint):
    with pytest.raises(StoreFault) as fault:
        store(there, endpoint=endpoint).get("a", limit_bytes=10)
    assert fault.value.word == "setting"


def test_a_web_page_in_place_of_storage_is_told_as_such():
    with listening(answer(b"<html>", "502 Bad", "Content-Type: text/html")) as listener:
        place = ObjectStore(
            endpoint=f"http://127.0.0.1:{listener.port}",
            bucket="tiles",
            access_key=ACCESS,
            secret_key=SECRET,
            private_network=True,
        )
        with pytest.raises(StoreFault) as fault:
            place.get("a", limit_bytes=1000)
    assert fault.value.word == "answer"


def test_the_name_of_a_store_and_its_repr_hold_no_key(there):
    made = store(there, prefix="kura/")
    assert made.name == f"{there.endpoint}/tiles/kura"
    assert SECRET not in repr(made)
