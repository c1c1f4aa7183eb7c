"""Connections to the very address that was judged, each with one end of time for everything that happens on it."""

from __future__ import annotations

import socket
import ssl
import time
from pathlib import Path
from typing import Any, Final

from kuramori.outside.net.address import read_host
from kuramori.outside.net.faults import AddressMalformed, CertificateRefused, NetFault, TooSlow, Unreachable
from kuramori.outside.net.places import IP, Place
from kuramori.outside.net.resolve import addresses

SHORTEST: Final = 0.001
INTERNET: Final = frozenset({Place.GLOBAL})
INSIDE: Final = frozenset({Place.PRIVATE})


class _Timed:
    """What both kinds of socket add: `ends_at` (monotonic seconds) for the whole, `allowance` of bytes still taken.

    The time limit that Python's sockets know is for one read; an answer of one byte a minute never meets it.
    """

    ends_at: float = float("inf")
    allowance: float = float("inf")

    def _before(self) -> None:
        left = self.ends_at - time.monotonic()
        if left <= 0:
            raise TimeoutError
        if left != float("inf"):
            self.settimeout(max(left, SHORTEST))  # type: ignore[attr-defined]

    def _after(self, count: int) -> int:
        self.allowance -= count
        if self.allowance < 0:
            raise AllowanceUsedUp
        return count


class AllowanceUsedUp(OSError):
    """More bytes came than were to be taken."""


class TimedSocket(_Timed, socket.socket):
    """A plain TCP socket."""

    def recv_into(self, *given: Any, **named: Any) -> int:
        self._before()
        return self._after(super().recv_into(*given, **named))

    def recv(self, *given: Any, **named: Any) -> bytes:
        self._before()
        found = super().recv(*given, **named)
        self._after(len(found))
        return found

    def send(self, *given: Any, **named: Any) -> int:
        self._before()
        return super().send(*given, **named)

    def sendall(self, *given: Any, **named: Any) -> None:
        self._before()
        super().sendall(*given, **named)  # the time limit is for all of it


class TimedTLSSocket(_Timed, ssl.SSLSocket):
    """The same over TLS."""

    def recv_into(self, *given: Any, **named: Any) -> int:
        self._before()
        return self._after(super().recv_into(*given, **named) or 0)

    def recv(self, *given: Any, **named: Any) -> bytes:
        self._before()
        found = super().recv(*given, **named)
        self._after(len(found))
        return found

    def send(self, *given: Any, **named: Any) -> int:
        self._before()
        return super().send(*given, **named)


def tls_context(authorities: Path | None = None) -> ssl.SSLContext:
    """Full checking of name and certificate, TLS 1.2 or newer; `authorities`: a PEM file instead of the system's."""
    context = ssl.create_default_context(cafile=str(authorities) if authorities else None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.sslsocket_class = TimedTLSSocket
    return context


def pinned_socket(
    host: str,
    port: int,
    *,
    allow_private: bool = False,
    timeout_seconds: float = 30,
    tls: ssl.SSLContext | None = None,
) -> TimedSocket | TimedTLSSocket:
    """A connected socket, for clients that speak something else than HTTP (SMTP); with `tls`, after the handshake.

    `host`: a name, an IPv4 address or `[IPv6]`. `timeout_seconds` is for everything until the socket is closed; give
    it more by setting `ends_at` (`time.monotonic()` + seconds) on it. Raises `NetFault` (see faults.py).
    """
    if not 0 < port <= 65535:
        raise AddressMalformed("番号(ポート)が正しくありません。", "The port is wrong.")
    return connect(
        read_host(f"[{host}]" if ":" in host and not host.startswith("[") else host),
        port,
        allowed=INTERNET | INSIDE if allow_private else INTERNET,
        ends_at=time.monotonic() + timeout_seconds,
        tls=tls,
    )


def connect(
    host: str, port: int, *, allowed: frozenset[Place], ends_at: float, tls: ssl.SSLContext | None
) -> TimedSocket | TimedTLSSocket:
    """As `pinned_socket`, for a host that was read already."""
    found = addresses(host, allowed=allowed, seconds=ends_at - time.monotonic())
    plain = _first_that_answers(found, host, port, ends_at)
    if tls is None:
        return plain
    try:
        return _secured(plain, host, tls, ends_at)
    except BaseException:
        plain.close()
        raise


def _first_that_answers(found: list[IP], host: str, port: int, ends_at: float) -> TimedSocket:
    why: NetFault = Unreachable(f"{host} につながりません。", f"Cannot connect to {host}.")
    for number, address in enumerate(found):
        left = ends_at - time.monotonic()
        if left <= 0:
            raise slow(host)
        plain = TimedSocket(socket.AF_INET if address.version == 4 else socket.AF_INET6, socket.SOCK_STREAM)
        plain.settimeout(max(left / (len(found) - number), SHORTEST))
        try:
            plain.connect((str(address), port))
        except TimeoutError:
            plain.close()
            why = slow(host)
        except OSError:
            plain.close()
        else:
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            plain.ends_at = ends_at
            return plain
    raise why


def _secured(plain: TimedSocket, host: str, tls: ssl.SSLContext, ends_at: float) -> TimedTLSSocket:
    plain.settimeout(max(ends_at - time.monotonic(), SHORTEST))
    try:
        secured = tls.wrap_socket(plain, server_hostname=host)
    except ssl.SSLCertVerificationError as error:
        raise CertificateRefused(
            f"{host} の証明書を確かめられません(名前が違う、期限切れ、信頼できない発行元など)。何も送っていません。",
            f"The certificate of {host} is not accepted ({error.verify_message}); nothing was sent.",
        ) from error
    except TimeoutError as error:
        raise slow(host) from error
    except OSError as error:  # ssl.SSLError is one
        raise CertificateRefused(
            f"{host} と TLS でつながりません。何も送っていません。", f"No TLS with {host}; nothing was sent."
        ) from error
    if not isinstance(secured, TimedTLSSocket):
        raise TypeError("use tls_context()")
    secured.ends_at = ends_at
    return secured


def slow(host: str) -> TooSlow:
    return TooSlow(f"{host} の返事に時間がかかりすぎたので、やめました。", f"{host} took too long; given up.")
