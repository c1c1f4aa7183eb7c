"""One HTTP request, one whole answer of bounded size within a bounded time."""

from __future__ import annotations

import http.client
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from kuramori.outside.net.address import Target, read_address
from kuramori.outside.net.connect import INSIDE, INTERNET, AllowanceUsedUp, connect, slow, tls_context
from kuramori.outside.net.faults import (
    AddressMalformed,
    AnswerBroken,
    AnswerTooLarge,
    Unreachable,
)
from kuramori.outside.net.places import Place

HEADERS_BYTES: Final = 32 * 1024
MOST_HEADERS: Final = 100
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE"})
_TOKEN: Final = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+\Z")
_VALUE: Final = re.compile(r"[\x20-\x7e]*\Z")
# Ours to say: who asks must not be able to contradict the connection.
_OURS: Final = frozenset(
    {"host", "connection", "content-length", "transfer-encoding", "accept-encoding", "expect"}
)


@dataclass(frozen=True, slots=True)
class Answer:
    """`headers`: lower-case names; what came more than once is joined with ", ". `body`: whole, as it came."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def kind(self) -> str:
        """The media type without its parameters, in lower case; "" when none was named."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


def fetch(
    url: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
    limit_bytes: int = 1024 * 1024,
    timeout_seconds: float = 20,
    allow_private: bool = False,
    plain_http: bool = False,
    authorities: Path | None = None,
) -> Answer:
    """Asks `url` once and gives back whatever status it answers; a redirect is answered too, never followed.

    `limit_bytes`: of the answer's body. `timeout_seconds`: from the look-up of the name to the last byte.
    `allow_private`: this computer and private networks may be reached as well, there also by http.
    `plain_http`: http also over the Internet, for answers that carry their own signature and requests without a secret.
    `authorities`: a PEM file of certificate authorities instead of the system's. Raises `NetFault` (faults.py).
    """
    target = read_address(url)
    if method not in _METHODS:
        raise AddressMalformed("使えない命令です。", "This method is not used.")
    sending = {**_checked(headers or {}), **_said_by_us(target, method, body)}
    allowed = _allowed(target, allow_private=allow_private, plain_http=plain_http)
    connection = _Connection(target, allowed, time.monotonic() + timeout_seconds, authorities)
    try:
        connection.open(limit_bytes)
        connection.request(method, target.path, body or None, sending)
        return _answer(connection.getresponse(), method, limit_bytes, target)
    except AllowanceUsedUp as error:
        raise _too_large(target) from error
    except TimeoutError as error:
        raise slow(target.host) from error
    except (http.client.HTTPException, ValueError) as error:
        raise _broken(target) from error
    except OSError as error:
        raise Unreachable(
            f"{target.host} との通信が途中で切れました。", f"The connection to {target.host} broke."
        ) from error
    finally:
        connection.close()


def _allowed(target: Target, *, allow_private: bool, plain_http: bool) -> frozenset[Place]:
    """Which places this request may reach; plain http goes outside only where the asker says so."""
    if target.scheme == "https" or plain_http:
        return INTERNET | INSIDE if allow_private else INTERNET
    if allow_private:
        return INSIDE
    raise AddressMalformed("アドレスは https:// で始めてください。", "The address must begin with https://.")


class _Connection(http.client.HTTPConnection):
    """Opened by `connect`, never by itself; knows no proxies."""

    def __init__(self, target: Target, allowed: frozenset[Place], ends_at: float, ca: Path | None) -> None:
        super().__init__(target.host, target.port)
        self._target = target
        self._allowed = allowed
        self._ends_at = ends_at
        self._authorities = ca
        self.auto_open = 0

    def open(self, limit_bytes: int) -> None:
        """Connects; from then on no more than the body's limit, headers and some packing may come."""
        secure = self._target.scheme == "https"
        self.sock = connect(
            self._target.host,
            self._target.port,
            allowed=self._allowed,
            ends_at=self._ends_at,
            tls=tls_context(self._authorities) if secure else None,
        )
        self.sock.allowance = limit_bytes + limit_bytes // 8 + 2 * HEADERS_BYTES


def _checked(headers: Mapping[str, str]) -> dict[str, str]:
    """`http.client` lets folded lines pass and encodes as Latin-1; here a header is one line of ASCII."""
    for name, value in headers.items():
        if not _TOKEN.match(name) or not _VALUE.match(value) or name.lower() in _OURS:
            raise AddressMalformed("送れない見出し(ヘッダー)です。", "This header is not sent.")
    return dict(headers)


def _said_by_us(target: Target, method: str, body: bytes) -> dict[str, str]:
    said = {
        "Host": target.named,
        "Connection": "close",
        "Accept-Encoding": "identity",
        "User-Agent": "kuramori",
    }
    if body or method in {"POST", "PUT"}:
        said["Content-Length"] = str(len(body))
    return said


def _answer(got: http.client.HTTPResponse, method: str, limit_bytes: int, target: Target) -> Answer:
    pairs = got.getheaders()
    if len(pairs) > MOST_HEADERS or sum(len(name) + len(value) for name, value in pairs) > HEADERS_BYTES:
        raise _broken(target)
    headers: dict[str, str] = {}
    for name, value in pairs:
        known = headers.get(name.lower())
        headers[name.lower()] = value if known is None else f"{known}, {value}"
    if headers.get("content-encoding", "identity").strip().lower() not in {"identity", ""}:
        raise _broken(target)
    told = _told_length(headers, target)
    has_body = method != "HEAD" and got.status not in {204, 304}
    if has_body and told is not None and told > limit_bytes:
        raise _too_large(target)
    body = got.read(limit_bytes + 1) if has_body else b""
    if len(body) > limit_bytes:
        raise _too_large(target)
    if has_body and told is not None and len(body) != told:
        raise _broken(target)
    return Answer(got.status, MappingProxyType(headers), body)


def _told_length(headers: Mapping[str, str], target: Target) -> int | None:
    """What `Content-Length` says; refused where two readers could see two ends of the answer."""
    told, packing = headers.get("content-length"), headers.get("transfer-encoding")
    if packing is not None and (told is not None or packing.strip().lower() != "chunked"):
        raise _broken(target)
    if told is None:
        return None
    if not told.isascii() or not told.isdigit() or len(told) > 15:
        raise _broken(target)
    return int(told)


def _broken(target: Target) -> AnswerBroken:
    return AnswerBroken(
        f"{target.host} の返事が途中で切れているか、形が正しくありません。使いませんでした。",
        f"The answer of {target.host} is cut short or malformed; it was not used.",
    )


def _too_large(target: Target) -> AnswerTooLarge:
    return AnswerTooLarge(
        f"{target.host} の返事が大きすぎるので、やめました。",
        f"The answer of {target.host} is too large; given up.",
    )
