"""Office files through LibreOffice: no macros, no net, within a time; and said plainly where it is missing."""

from __future__ import annotations

import contextlib
import http.server
import io
import random
import threading
import zipfile
from collections.abc import Iterator

import pytest

from kuramori.press import converting, pages
from kuramori.press.faults import PressFault, PressTookTooLong
from kuramori.press.labels.tests import made as labelled

needs_office = pytest.mark.skipif(not converting.converter(), reason="LibreOffice is not installed")


def test_without_it_nothing_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(converting, "converter", lambda: "")
    with pytest.raises(converting.NoConverter):
        converting.to_pdf("docx", b"PK")


@pytest.fixture
def web() -> Iterator[tuple[str, list[str]]]:
    """An address on this machine, and what was asked for there."""
    asked: list[str] = []

    class Told(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815 - the names that http.server calls

        def log_message(self, *told: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Told)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", asked
    server.shutdown()
    server.server_close()


def _html_as_word(address: str) -> bytes:
    """A page of the web that calls itself a Word document and wants a picture from elsewhere."""
    return f'<html><body><p>text</p><img src="{address}spy.png"></body></html>'.encode()


@needs_office
def test_a_word_file_becomes_pages() -> None:
    made = converting.to_pdf("docx", labelled.word(random.Random(1)))
    assert made.startswith(b"%PDF-")
    assert len(pages.shapes("pdf", made)) >= 1


@needs_office
def test_nothing_is_fetched_from_elsewhere(web: tuple[str, list[str]]) -> None:
    address, asked = web
    with contextlib.suppress(PressFault):
        converting.to_pdf("doc", _html_as_word(address))
    assert asked == []


@needs_office
def test_what_takes_too_long_is_killed_with_all_it_started() -> None:
    with pytest.raises(PressTookTooLong):
        converting.to_pdf("docx", labelled.word(random.Random(1)), limit_seconds=0.2)


@needs_office
def test_a_broken_file_is_said_to_be_so() -> None:
    broken = io.BytesIO()
    with zipfile.ZipFile(broken, "w") as archive:
        archive.writestr("nothing", b"")
    with pytest.raises(PressFault):
        converting.to_pdf("docx", broken.getvalue(), limit_seconds=60)
