from __future__ import annotations

import pytest
import requests
import urllib3

from kuramori.outside.net import PlaceRefused, resolving_with
from kuramori.outside.net.adapters import PinnedPool, Refused, Rules, session
from kuramori.outside.tests.listening import answer, listening

OPEN = Rules(allow_private=True, limit_bytes=1000, timeout_seconds=2)


def test_requests_gets_its_answer_through_the_same_door():
    with listening(answer(b'{"a": 1}', "200 OK", "Content-Type: application/json")) as listener:
        got = session(OPEN).post(f"http://127.0.0.1:{listener.port}/token", data={"code": "x y"}, timeout=1)
    assert got.json() == {"a": 1}
    assert got.status_code == 200
    assert b"code=x+y" in listener.asked[0]
    assert b"Accept-Encoding: identity" in listener.asked[0]


def test_requests_reaches_no_inner_place_whatever_options_it_is_given(monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    with listening(answer()) as listener, resolving_with(lambda name: ["127.0.0.1"]):
        for url in (f"https://127.0.0.1:{listener.port}/", f"https://name.example:{listener.port}/"):
            with pytest.raises(Refused) as refused:
                session(Rules()).get(
                    url, verify=False, timeout=1, proxies={"https": f"http://127.0.0.1:{listener.port}"}
                )
            assert isinstance(refused.value.__cause__, PlaceRefused)
    assert listener.connections == 0


def test_requests_follows_no_redirect():
    with (
        listening(answer()) as inner,
        listening(answer(b"", "302 Found", f"Location: http://127.0.0.1:{inner.port}/")) as listener,
        pytest.raises(Refused),
    ):
        session(OPEN).get(f"http://127.0.0.1:{listener.port}/", timeout=1)
    assert inner.connections == 0


def test_requests_gets_no_more_than_the_limit():
    with listening(answer(b"x" * 1001)) as listener, pytest.raises(Refused):
        session(OPEN).get(f"http://127.0.0.1:{listener.port}/", timeout=1)


def test_requests_knows_no_other_schemes():
    with pytest.raises(requests.exceptions.InvalidSchema):
        session(OPEN).get("ftp://127.0.0.1/", timeout=1)


def test_urllib3_gets_its_answer_through_the_same_door():
    with listening(answer(b"kept", "404 Not Found", "ETag: x")) as listener:
        got = PinnedPool(OPEN).urlopen("PUT", f"http://127.0.0.1:{listener.port}/b/k", body=b"abc")
    assert (got.status, got.data, got.headers["etag"]) == (404, b"kept", "x")
    with listening(answer()) as listener, pytest.raises(urllib3.exceptions.HTTPError):
        PinnedPool(Rules()).urlopen("GET", f"https://127.0.0.1:{listener.port}/")
    assert listener.connections == 0


def test_a_body_that_is_read_while_it_is_sent_is_not_taken():
    with pytest.raises(TypeError):
        PinnedPool(OPEN).urlopen("PUT", "http://127.0.0.1:1/", body=iter([b"x"]))
