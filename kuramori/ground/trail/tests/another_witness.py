"""A witness somewhere else, behind a listener on this computer; it may be told to misbehave."""

from __future__ import annotations

import dataclasses
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace

from kuramori.outside import clock
from kuramori.outside.tests.listening import answer, listening
from kuramori.rules import merkle, notes
from kuramori.rules.notes import Signer
from kuramori.rules.witnessing import Submission, submission_from

Reply = tuple[str, str, str]


@dataclasses.dataclass
class AnotherWitness:
    """Follows the standard for one log. `instead` answers in its place; `seen` is what was asked."""

    signer: Signer = dataclasses.field(
        default_factory=lambda: Signer("other/witness", notes.COSIGNATURE, os.urandom(32))
    )
    size: int = 0
    root: bytes = merkle.EMPTY_ROOT
    seen: list[Submission] = dataclasses.field(default_factory=list)
    instead: Callable[[Submission], Reply] | None = None
    url: str = ""

    def reply(self, text: str) -> Reply:
        asked = submission_from(text)
        self.seen.append(asked)
        if self.instead is not None:
            return self.instead(asked)
        body = notes.note_from(asked.note).text
        said = notes.checkpoint_from(body)
        if asked.old != self.size:
            return "409 Conflict", "text/x.tlog.size", f"{self.size}\n"
        try:
            merkle.check_consistency(self.size, said.size, self.root, said.root, asked.path)
        except merkle.ProofWrong:
            return "422 Unprocessable", "text/plain", "no\n"
        self.size, self.root = said.size, said.root
        return self.line(asked)

    def line(self, asked: Submission, at: int | None = None) -> Reply:
        at = int(clock.now().timestamp()) if at is None else at
        return (
            "200 OK",
            "text/plain",
            notes.cosigned(notes.note_from(asked.note).text, self.signer, at=at).line,
        )

    @property
    def setting(self) -> SimpleNamespace:
        """As it would stand in kuramori.toml."""
        return SimpleNamespace(
            name="取引先", url=self.url, key=self.signer.verifier.text, private_network=True, authorities=""
        )


@contextmanager
def witness_serving() -> Iterator[AnotherWitness]:
    made = AnotherWitness()

    def speak(talk: socket.socket, asked: bytes) -> None:
        head, _, body = asked.partition(b"\r\n\r\n")
        assert head.startswith(b"POST /witness/add-checkpoint HTTP/1.1\r\n")
        status, kind, text = made.reply(body.decode())
        talk.sendall(answer(text.encode(), status, f"Content-Type: {kind}"))

    with listening(speak) as listener:
        made.url = f"http://127.0.0.1:{listener.port}/witness"
        yield made
