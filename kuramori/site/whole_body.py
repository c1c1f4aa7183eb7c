"""A form that was cut off on its way is refused as a whole: half an answer, or a file's title without the file, is
nothing that anybody wrote.

The server ends the body where the connection ended, and a form that lacks its end reads like a shorter one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.http.multipartparser import MultiPartParserError

Environ = dict[str, Any]
Application = Callable[[Environ, Any], Iterable[bytes]]


class WholeBody:
    """The body of one request; raises `MultiPartParserError` (answered by 400) where it ends before its length."""

    def __init__(self, stream: Any, length: int) -> None:
        self._stream, self._left = stream, length

    def read(self, size: int = -1) -> bytes:
        wanted = self._wanted(size)
        got: bytes = self._stream.read(wanted)
        self._left -= len(got)
        if len(got) < wanted:
            raise _cut_off()
        return got

    def readline(self, size: int = -1) -> bytes:
        wanted = self._wanted(size)
        line: bytes = self._stream.readline(wanted)
        self._left -= len(line)
        if len(line) < wanted and not line.endswith(b"\n"):
            raise _cut_off()
        return line

    def _wanted(self, size: int) -> int:
        return self._left if size < 0 else min(size, self._left)


def _cut_off() -> MultiPartParserError:
    return MultiPartParserError("the body ended before its length")


def whole_bodies(application: Application) -> Application:
    """The application, which never sees a body that was cut off."""

    def speak(environ: Environ, start: Any) -> Iterable[bytes]:
        length = str(environ.get("CONTENT_LENGTH") or "")
        if length.isascii() and length.isdigit() and int(length):
            environ["wsgi.input"] = WholeBody(environ["wsgi.input"], int(length))
        return application(environ, start)

    return speak
