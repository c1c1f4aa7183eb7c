"""`kuramori serve --lan` as a tablet meets it: real TLS, verified with the house's own authority."""

from __future__ import annotations

import http.client
import os
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kuramori.site.lan.addresses import reach
from tests import tables

ROOT = Path(__file__).resolve().parents[4]
pytestmark = [
    pytest.mark.xdist_group("serve"),
    pytest.mark.skipif(not reach().addresses, reason="this computer is on no network"),
]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, int, str]]:
    """The data folder, the port and what was printed."""
    data = tmp_path_factory.mktemp("office") / "data"
    tables.seed(data)
    ours = ("KURAMORI_", "DATABASE_", "DJANGO_")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    process = subprocess.Popen(
        [
            sys.executable,
            "-P",
            "-m",
            "kuramori",
            "serve",
            "--lan",
            "--web-only",
            "--port",
            "0",
            "--data",
            str(data),
        ],
        env={**kept, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    told = ""
    assert process.stdout is not None
    for line in process.stdout:
        told += line
        if "Ctrl-C" in line:
            break
    try:
        port = int(told.split("https://")[1].split("/")[0].rpartition(":")[2])
        yield data, port, told
    finally:
        process.terminate()
        process.wait(timeout=20)
        process.stdout.close()


def _get(data: Path, port: int, path: str) -> http.client.HTTPResponse:
    trusting = ssl.create_default_context(cafile=data / "keys" / "lan-ca.pem")
    asking = http.client.HTTPSConnection("127.0.0.1", port, context=trusting, timeout=90)
    asking.request("GET", path, headers={"Connection": "close"})
    return asking.getresponse()


def test_the_certificate_verifies_and_pages_and_cookies_are_for_https_only(
    served: tuple[Path, int, str],
) -> None:
    data, port, _told = served
    assert _get(data, port, "/healthz").status == 200
    answer = _get(data, port, "/account/login/")
    assert answer.status == 200
    cookies = answer.headers.get_all("Set-Cookie") or []
    assert cookies
    assert all("Secure" in cookie for cookie in cookies)


def test_the_certificate_and_the_way_to_trust_it_are_handed_out(served: tuple[Path, int, str]) -> None:
    data, port, told = served
    answer = _get(data, port, "/lan/certificate/")
    assert answer.headers["Content-Type"] == "application/x-x509-ca-cert"
    text = _get(data, port, "/lan/").read().decode()
    groups = told.split("照合値\n")[1].split("\n")[0].split()
    assert all(group in text for group in groups)
    assert (data / "lan" / "poster.pdf").read_bytes().startswith(b"%PDF")


def test_plain_http_is_shown_the_way_and_only_to_hosts_of_ours(served: tuple[Path, int, str]) -> None:
    _data, port, _told = served

    def knock(head: str) -> str:
        with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
            line.sendall(head.encode())
            return line.recv(4096).decode()

    told = knock(f"GET /check/?a=1 HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n")
    assert told.startswith("HTTP/1.1 308")
    assert f"Location: https://localhost:{port}/check/?a=1\r\n" in told
    for strange in ("evil.example:443", "evil.example", "localhost:80x"):
        told = knock(f"GET //evil.example/ HTTP/1.1\r\nHost: {strange}\r\n\r\n")
        assert "evil" not in told
        assert f"Location: https://{reach().addresses[0]}:{port}/\r\n" in told
    told = knock("GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")  # this computer asks itself
    assert told.startswith("HTTP/1.0 200")


def test_silent_callers_do_not_keep_others_out(served: tuple[Path, int, str]) -> None:
    data, port, _told = served
    silent = [socket.create_connection(("127.0.0.1", port)) for _ in range(30)]
    try:
        assert _get(data, port, "/healthz").status == 200
    finally:
        for line in silent:
            line.close()


@pytest.mark.django_db
def test_without_lan_it_says_how_to_open_and_hands_out_no_certificate(client) -> None:
    for address in ("/lan/", "/lan/certificate/"):
        answer = client.get(address)
        assert "./start --lan" in answer.content.decode()
        assert answer["Content-Type"].startswith("text/html")
