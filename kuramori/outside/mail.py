"""Handing mail to one SMTP server: one connection for a batch, one answer for each recipient.

The only doubt that mail knows is told as such: when the connection breaks after the text was given over and before the
server answered, nobody can say whether it took the mail (`UNKNOWN`). Everything else is certain.

The socket comes from `outside.net`: private addresses are refused unless allowed, the certificate is always checked.
"""

from __future__ import annotations

import contextlib
import re
import smtplib
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

from kuramori.outside.net import CertificateRefused, NetFault, PlaceRefused, pinned_socket, tls_context
from kuramori.outside.net.connect import TimedSocket, TimedTLSSocket

CONNECT_SECONDS: Final = 30
COMMAND_SECONDS: Final = 60
# RFC 5321 4.5.3.2.6 allows ten minutes for the last answer; a server that needs more than two is in trouble.
ANSWER_SECONDS: Final = 120
GOOD_BYE_SECONDS: Final = 5
_ENHANCED: Final = re.compile(rb"([245]\.\d{1,3}\.\d{1,3})(?:\s|\Z)")


class Fate(StrEnum):
    """What became of one mail."""

    SENT = "sent"
    LATER = "later"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class Stage(StrEnum):
    """Where it was decided."""

    CONNECT = "connect"
    PRIVATE = "private"
    TLS = "tls"
    LOGIN = "login"
    SENDER = "sender"
    RECIPIENT = "recipient"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Server:
    """`security`: tls, starttls or none. `authorities`: a PEM file instead of the system's. `hello`: our own name."""

    host: str
    port: int = 587
    security: str = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    private_network: bool = False
    authorities: str = ""
    hello: str = "localhost"


@dataclass(frozen=True, slots=True)
class Answer:
    """`code` is the SMTP answer (0: none came), `enhanced` its RFC 3463 status ("" where there was none).

    The server's own words are not kept: they repeat addresses. `is_over`: this connection cannot be used any more.
    """

    fate: Fate
    stage: Stage
    code: int = 0
    enhanced: str = ""
    is_over: bool = False


class NoConnection(Exception):
    """No mail was handed over at all; `answer` tells why, and that it may be tried later."""

    def __init__(self, stage: Stage, code: int = 0, enhanced: str = "") -> None:
        super().__init__(stage.value)
        self.answer = Answer(Fate.LATER, stage, code, enhanced, is_over=True)


class Connection:
    """An open and greeted connection, over which one mail after the other is handed."""

    def __init__(self, smtp: smtplib.SMTP) -> None:
        self._smtp = smtp

    def hand_over(self, sender: str, recipient: str, content: bytes) -> Answer:
        """Hand one mail to one recipient. `content`: the whole message, CRLF line ends, 7-bit."""
        stage = Stage.SENDER
        try:
            for stage, command in (
                (Stage.SENDER, f"FROM:<{sender}>"),
                (Stage.RECIPIENT, f"TO:<{recipient}>"),
            ):
                self._wait(COMMAND_SECONDS)
                verb = "MAIL" if stage is Stage.SENDER else "RCPT"
                code, words = self._smtp.docmd(verb, command)
                if code not in {250, 251}:
                    return self._declined(stage, code, words)
            self._wait(COMMAND_SECONDS)
            stage = Stage.TEXT
            code, words = self._smtp.docmd("DATA")
            if code != 354:
                return self._declined(stage, code, words)
        except (OSError, smtplib.SMTPException):
            # Not one byte of the text has left: trying again cannot make it two mails.
            return self._broken(Fate.LATER, stage)
        return self._text(content)

    def _text(self, content: bytes) -> Answer:
        try:
            self._wait(ANSWER_SECONDS)
            self._smtp.send(_dotted(content))
            code, words = self._smtp.getreply()
        except (OSError, smtplib.SMTPException):
            return self._broken(Fate.UNKNOWN, Stage.TEXT)
        if 200 <= code <= 299:
            return Answer(Fate.SENT, Stage.TEXT, code, _enhanced(words))
        return self._declined(Stage.TEXT, code, words)

    def _declined(self, stage: Stage, code: int, words: bytes) -> Answer:
        """The server said no: for now (4xx) or for good (5xx). What is neither is no SMTP; then nothing was taken."""
        fate = Fate.REFUSED if 500 <= code <= 599 else Fate.LATER
        is_over = code in {221, 421} or not 400 <= code <= 599 or not self._reset()
        return Answer(fate, stage, code if 200 <= code <= 599 else 0, _enhanced(words), is_over=is_over)

    def _reset(self) -> bool:
        try:
            self._wait(COMMAND_SECONDS)
            return self._smtp.rset()[0] == 250
        except (OSError, smtplib.SMTPException):
            return False

    def _broken(self, fate: Fate, stage: Stage) -> Answer:
        self._smtp.close()
        return Answer(fate, stage, is_over=True)

    def _wait(self, seconds: float) -> None:
        _allow(self._smtp, seconds)


@contextmanager
def connection(server: Server) -> Iterator[Connection]:
    """Connect, secure and sign in; raises `NoConnection`. At the end says good-bye."""
    smtp = _Pinned(server)
    try:
        _open(smtp, server)
        yield Connection(smtp)
        with contextlib.suppress(OSError, smtplib.SMTPException):
            _allow(smtp, GOOD_BYE_SECONDS)
            smtp.quit()
    finally:
        smtp.close()


class _Pinned(smtplib.SMTP):
    """Python's SMTP client over a socket that `outside.net` opened, to the address that it judged."""

    def __init__(self, server: Server) -> None:
        super().__init__(local_hostname=server.hello)
        self._server = server
        self._host = server.host  # the name that STARTTLS checks the certificate against

    def _get_socket(self, host, port, timeout):  # type: ignore[no-untyped-def]
        return pinned_socket(
            host,
            port,
            allow_private=self._server.private_network,
            timeout_seconds=CONNECT_SECONDS,
            tls=_context(self._server) if self._server.security == "tls" else None,
        )


def _allow(smtp: smtplib.SMTP, seconds: float) -> None:
    """So long for what comes next, however slowly the bytes come."""
    if isinstance(smtp.sock, TimedSocket | TimedTLSSocket):
        smtp.sock.ends_at = time.monotonic() + seconds


def _open(smtp: smtplib.SMTP, server: Server) -> None:
    stage = Stage.CONNECT
    try:
        code, words = smtp.connect(server.host, server.port)
        if code != 220:
            raise NoConnection(stage, code, _enhanced(words))
        if server.security == "starttls":
            stage = Stage.TLS
            smtp.starttls(context=_context(server))
            _allow(smtp, CONNECT_SECONDS)
        stage = Stage.LOGIN if server.user else Stage.CONNECT
        smtp.ehlo_or_helo_if_needed()
        if server.user:
            _log_in(smtp, server)
    except PlaceRefused as error:
        raise NoConnection(Stage.PRIVATE) from error
    except (CertificateRefused, ssl.SSLError, smtplib.SMTPNotSupportedError) as error:
        raise NoConnection(Stage.LOGIN if stage is Stage.LOGIN else Stage.TLS) from error
    except smtplib.SMTPResponseException as error:
        raise NoConnection(stage, error.smtp_code, _enhanced(error.smtp_error)) from error
    except (NetFault, OSError, smtplib.SMTPException, ValueError) as error:
        raise NoConnection(stage) from error


def _log_in(smtp: smtplib.SMTP, server: Server) -> None:
    if server.security == "none" and not server.private_network:
        # A password is never sent in clear over the Internet.
        raise NoConnection(Stage.TLS)
    smtp.login(server.user, server.password)


def _context(server: Server) -> ssl.SSLContext:
    return tls_context(Path(server.authorities) if server.authorities else None)


def _dotted(content: bytes) -> bytes:
    """The text as DATA wants it (RFC 5321 4.5.2): a dot before each line that begins with one, a dot to end it."""
    # Every line ends in CRLF: servers disagree about a lone LF, and could be led to see a second mail.
    lines = re.split(rb"\r\n|\n|\r", content)
    if lines[-1] == b"":
        lines.pop()
    return b"".join((b"." if line.startswith(b".") else b"") + line + b"\r\n" for line in lines) + b".\r\n"


def _enhanced(words: bytes | str) -> str:
    raw = words.encode("latin-1", "replace") if isinstance(words, str) else words
    found = _ENHANCED.match(raw)
    return found[1].decode("ascii") if found else ""
