"""A body that ends before its length is refused whole, whatever kind of form it is."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http.multipartparser import MultiPartParserError

from kuramori.site.whole_body import WholeBody, whole_bodies

PART = b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\nshelf\r\n'
FILE = (
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'
    + b"p" * 500
    + b"\r\n--x--\r\n"
)
FORMS = {
    "multipart/form-data; boundary=x": PART + FILE,
    "application/x-www-form-urlencoded": b"q01=2&q01.words=" + b"w" * 90,
}


def _posted(kind: str, sent: bytes, length: int) -> Any:
    seen = []
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/",
        "CONTENT_TYPE": kind,
        "CONTENT_LENGTH": str(length),
        "wsgi.input": io.BytesIO(sent),
    }

    def page(environ: dict[str, Any], _start: Any) -> list[bytes]:
        seen.append(WSGIRequest(environ).POST)
        return []

    whole_bodies(page)(environ, None)
    return seen[0]


@pytest.mark.parametrize("kind", FORMS)
def test_what_comes_whole_is_read_and_what_is_cut_off_anywhere_is_not(kind: str) -> None:
    whole = FORMS[kind]
    assert _posted(kind, whole, len(whole))
    for cut in (1, 20, len(whole) // 2, len(whole) - 1):
        with pytest.raises(MultiPartParserError):
            _posted(kind, whole[:cut], len(whole))


def test_lines_are_whole_too_and_nothing_is_read_beyond_the_length() -> None:
    body = WholeBody(io.BytesIO(b"one\ntwo\nthe next request"), 8)
    assert (body.readline(), body.readline(2), body.read(), body.read()) == (b"one\n", b"tw", b"o\n", b"")
    with pytest.raises(MultiPartParserError):
        WholeBody(io.BytesIO(b"tw"), 8).readline()


def test_a_request_without_a_body_is_left_alone() -> None:
    assert list(
        whole_bodies(lambda environ, _start: [environ["x"]])({"x": b"y", "CONTENT_LENGTH": ""}, None)
    ) == [b"y"]
