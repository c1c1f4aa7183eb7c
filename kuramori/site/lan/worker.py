"""gunicorn's threaded worker over TLS, which shows who knocks in plain HTTP the way to HTTPS."""

from __future__ import annotations

import os
import ssl
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gunicorn import http
from gunicorn.workers.gthread import ThreadWorker

from kuramori.outside import clock
from kuramori.site.lan.addresses import reach
from kuramori.site.lan.certificate import Place, ensure

HANDSHAKE = b"\x16"  # the first byte of TLS (RFC 8446, 5.1)
KNOCK_SECONDS = 2.0
LOOK_AGAIN_SECONDS = 3600.0
_LARGEST_HEAD = 8192
_LOOPBACK = "127.0.0.1"
_kept: list[tuple[float, ssl.SSLContext]] = []


def context(_conf: Any, _default: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:
    """One context for all connections, made anew each hour: a renewed certificate needs no restart."""
    now = time.monotonic()
    if not _kept or now - _kept[0][0] > LOOK_AGAIN_SECONDS:
        data = Path(os.environ["KURAMORI_DATA"])
        ensure(data, reach(), clock.now())
        place = Place(data)
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.minimum_version = ssl.TLSVersion.TLSv1_2
        made.load_cert_chain(place.certificate, place.key)
        _kept[:] = [(now, made)]
    return _kept[0][1]


class Worker(ThreadWorker):
    """As its parent, but a first byte that is no TLS handshake is answered instead of broken off."""

    def handle(self, conn: Any) -> Any:
        if not conn.initialized:
            if not (conn.data_ready or conn.wait_for_data(KNOCK_SECONDS)):
                return False  # Who connects and stays silent must not hold a thread that others need.
            conn.data_ready = True
            conn.sock.settimeout(KNOCK_SECONDS)
            try:
                first = conn.sock.recv(_LARGEST_HEAD, 2)  # MSG_PEEK: it is still there for who reads next
                if first[:1] != HANDSHAKE and not self._is_own_probe(conn, first):
                    conn.sock.sendall(_way_to_https(first))
                    return False
            except OSError:
                return False
            if first[:1] != HANDSHAKE:
                # This computer asks itself whether it is well; nothing secret is in that.
                conn.initialized = True
                conn.parser = http.get_parser(self.cfg, conn.sock, conn.client)
        return super().handle(conn)

    @staticmethod
    def _is_own_probe(conn: Any, head: bytes) -> bool:
        is_this_computer = conn.client[0] in {_LOOPBACK, conn.sock.getsockname()[0]}
        return is_this_computer and head.startswith(b"GET /healthz HTTP/1.")


def _way_to_https(head: bytes) -> bytes:
    """308 to the same page by HTTPS, at a host of ours only: the one asked for may be anybody's invention."""
    lines = head.decode("latin-1").split("\r\n")
    words = lines[0].split(" ")
    path = words[1] if len(words) == 3 and words[1].startswith("/") and not words[1].startswith("//") else "/"
    asked = next((line[5:].strip() for line in lines[1:] if line.lower().startswith("host:")), "")
    ours = os.environ.get("KURAMORI_ADDRESS", "").removeprefix("https://")
    known = {_LOOPBACK, "localhost", *os.environ.get("KURAMORI_HOSTS", "").split(",")}
    host = asked if asked.rpartition(":")[0] in known and asked.rpartition(":")[2].isdigit() else ours
    target = f"https://{host}{path}" if path.isascii() and path.isprintable() else f"https://{host}/"
    return (
        f"HTTP/1.1 308 Permanent Redirect\r\nLocation: {target}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    ).encode("ascii", "ignore")
