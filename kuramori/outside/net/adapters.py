"""The same door for libraries that bring an HTTP client along: `requests` (sign-on) and urllib3 (S3 storage).

They hand over a request, `fetch` does it by its own rules, they get the answer in the form they know. Kept apart
because these libraries take time and memory that most processes of ours never need.
"""

from __future__ import annotations

import http.client
import io
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

import requests
import urllib3
from requests.adapters import BaseAdapter

from kuramori.outside.net.address import read_address
from kuramori.outside.net.faults import NetFault, TooSlow
from kuramori.outside.net.fetching import Answer, fetch

# What `fetch` says itself.
_NOT_PASSED_ON: Final = frozenset({"host", "connection", "content-length", "accept-encoding", "user-agent"})


class Refused(requests.exceptions.ConnectionError):
    """What `fetch` refused, as an error that users of `requests` expect; `__cause__` is the `NetFault`."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What one use of the network may do; see `fetch`."""

    allow_private: bool = False
    limit_bytes: int = 1024 * 1024
    timeout_seconds: float = 20
    authorities: Path | None = None

    def ask(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        return fetch(
            url,
            method=method,
            headers={name: value for name, value in headers.items() if name.lower() not in _NOT_PASSED_ON},
            body=body,
            limit_bytes=self.limit_bytes,
            timeout_seconds=self.timeout_seconds,
            allow_private=self.allow_private,
            authorities=self.authorities,
        )


class PinnedAdapter(BaseAdapter):
    """For `requests.Session.mount`. Options of a request (`verify`, `timeout`, `proxies`) cannot loosen the rules."""

    def __init__(self, rules: Rules) -> None:
        super().__init__()
        self.rules = rules

    def send(self, request: requests.PreparedRequest, *_given: Any, **_named: Any) -> requests.Response:
        headers = {str(name): _text(value) for name, value in request.headers.items()}
        try:
            answer = self.rules.ask(str(request.method), str(request.url), headers, _body(request.body))
            if HTTPStatus.MULTIPLE_CHOICES <= answer.status < HTTPStatus.BAD_REQUEST:
                host = read_address(str(request.url)).host
                raise NetFault(
                    f"{host} がほかの場所を見るように答えました。従いません。",
                    f"{host} answered with a redirect, which is not followed.",
                )
        except TooSlow as error:
            raise requests.exceptions.Timeout(str(error), request=request) from error
        except NetFault as error:
            raise Refused(str(error), request=request) from error
        return _as_requests(answer, request)

    def close(self) -> None:
        """Nothing is kept open."""


def session(rules: Rules) -> requests.Session:
    """A session that does nothing but what the rules allow; it reads no proxies or `.netrc` from the environment."""
    made = requests.Session()
    made.trust_env = False
    made.max_redirects = 0
    made.mount("https://", PinnedAdapter(rules))
    made.mount("http://", PinnedAdapter(rules))
    return made


class PinnedPool(urllib3.PoolManager):
    """For a library that takes a urllib3 pool: every request goes through `fetch`."""

    def __init__(self, rules: Rules) -> None:
        super().__init__(num_pools=1)
        self.rules = rules

    def urlopen(  # type: ignore[override]
        self, method: str, url: str, redirect: bool = True, **named: Any
    ) -> urllib3.HTTPResponse:
        try:
            answer = self.rules.ask(method, url, dict(named.get("headers") or {}), _body(named.get("body")))
        except TooSlow as error:
            raise urllib3.exceptions.TimeoutError(str(error)) from error
        except NetFault as error:
            raise urllib3.exceptions.HTTPError(str(error)) from error
        return urllib3.HTTPResponse(
            body=io.BytesIO(answer.body),
            headers=dict(answer.headers),
            status=answer.status,
            preload_content=bool(named.get("preload_content", True)),
            request_method=method,
            request_url=url,
        )


def _as_requests(answer: Answer, request: requests.PreparedRequest) -> requests.Response:
    made = requests.Response()
    made.status_code = answer.status
    made.headers.update(answer.headers)
    made.encoding = requests.utils.get_encoding_from_headers(made.headers)
    made.raw = io.BytesIO(answer.body)
    made.url = str(request.url)
    made.request = request
    made.reason = http.client.responses.get(answer.status, "")
    return made


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value


def _body(given: object) -> bytes:
    """Whole bodies only: what is read while it is sent cannot be held to a time."""
    if given is None:
        return b""
    if isinstance(given, str):
        return given.encode()
    if isinstance(given, bytes | bytearray | memoryview):
        return bytes(given)
    raise TypeError("the body must be bytes")
