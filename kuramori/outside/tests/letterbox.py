"""A mail server on this computer (aiosmtpd) that keeps what it is given and misbehaves as a test tells it."""

from __future__ import annotations

import asyncio
import email
import email.policy
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

# What a handler may give back instead of an answer: the connection is cut there and then.
CUT = "CUT"
Deciding = Callable[[str], str | None]


@dataclass(slots=True)
class Letterbox:
    """`mails`: recipient and raw content of all that were taken. `on_rcpt`/`on_data` answer for an address, or None."""

    mails: list[tuple[str, bytes]] = field(default_factory=list)
    connections: int = 0
    tries: int = 0
    logins: list[tuple[str, str]] = field(default_factory=list)
    host: str = "127.0.0.1"
    port: int = 0
    on_mail: Deciding = lambda _address: None
    on_rcpt: Deciding = lambda _address: None
    on_data: Deciding = lambda _address: None
    # After the mail was taken, the answer waits so long (seconds).
    slow_answer: float = 0

    def read(self, number: int = -1) -> EmailMessage:
        """A mail as a mail program reads it."""
        message = email.message_from_bytes(self.mails[number][1], policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        return message

    def text_to(self, address: str) -> str:
        """The text of the newest mail to this address."""
        number = max(at for at, (to, _content) in enumerate(self.mails) if to == address)
        return str(self.read(number).get_content())

    def wait_for(self, count: int, *, seconds: float = 20) -> None:
        """Until so many mails came; fails after `seconds`."""
        ends_at = time.monotonic() + seconds
        while len(self.mails) < count:
            assert time.monotonic() < ends_at, f"{len(self.mails)} of {count} mails came"
            time.sleep(0.02)


class _Handler:
    def __init__(self, box: Letterbox) -> None:
        self.box = box

    async def handle_MAIL(  # noqa: N802  aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        decided = self.box.on_mail(address)
        if decided == CUT:
            return _cut(server)
        if decided is None:
            envelope.mail_from = address
        return decided or "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        decided = self.box.on_rcpt(address)
        if decided == CUT:
            return _cut(server)
        if decided is None:
            envelope.rcpt_tos.append(address)
        return decided or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        address = envelope.rcpt_tos[0]
        self.box.tries += 1
        decided = self.box.on_data(address)
        if decided and decided != CUT:
            return decided
        assert isinstance(envelope.content, bytes)
        self.box.mails.append((address, envelope.content))
        if decided == CUT:
            # It took the mail, and nobody hears of it.
            return _cut(server)
        await asyncio.sleep(self.box.slow_answer)
        return "250 2.0.0 taken"


def _cut(server: SMTP) -> str:
    transport: Any = server.transport
    transport.abort()
    return "250 never heard"


@contextmanager
def letterbox(
    *, starttls: ssl.SSLContext | None = None, tls: ssl.SSLContext | None = None, password: str = ""
) -> Iterator[Letterbox]:
    """A server on 127.0.0.1: plain, with STARTTLS, or TLS from the first byte; with `password` it wants a login."""
    box = Letterbox()

    def log_in(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
        if not isinstance(given, LoginPassword):
            return AuthResult(success=False, handled=False)
        box.logins.append((given.login.decode(), given.password.decode()))
        return AuthResult(success=given.password.decode() == password, handled=False)

    options: dict[str, Any] = {"tls_context": starttls} if starttls else {}
    if password:
        options |= {
            "authenticator": log_in,
            "auth_required": True,
            "auth_require_tls": bool(starttls),
        }
    handler, loop = _Handler(box), asyncio.new_event_loop()

    def one_more() -> SMTP:
        box.connections += 1
        return SMTP(handler, hostname="mail.example", loop=loop, **options)

    started = threading.Event()

    def run() -> None:
        asyncio.set_event_loop(loop)
        server = loop.run_until_complete(loop.create_server(one_more, "127.0.0.1", 0, ssl=tls))
        box.port = server.sockets[0].getsockname()[1]
        started.set()
        loop.run_forever()
        server.close()
        loop.run_until_complete(_wind_up(server))
        loop.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert started.wait(10)
    try:
        yield box
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)


async def _wind_up(server: asyncio.Server) -> None:
    await server.wait_closed()
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
