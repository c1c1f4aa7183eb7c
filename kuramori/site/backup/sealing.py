"""age: to whom a backup is sealed, and with which identity it opens. Streams, so that memory stays bounded."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

import pyrage
from pyrage import x25519

from kuramori.outside.reasons import reason
from kuramori.site.backup import faults

IDENTITY = Path("keys") / "backup.identity"


class Takes(Protocol):
    def write(self, data: bytes, /) -> object: ...
    def flush(self) -> object: ...


def own_identity(data: Path) -> x25519.Identity:
    """The recovery identity of this house, made (mode 0600) the first time it is asked for."""
    path = data / IDENTITY
    if not path.exists():
        with contextlib.suppress(FileExistsError):  # another process was quicker
            write(x25519.Identity.generate(), path)
    return identity_in(path)


def write(identity: x25519.Identity, path: Path) -> None:
    """A file (mode 0600) as `age-keygen` writes it; raises `FileExistsError`."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"# public key: {identity.to_public()}\n{identity}\n")
        file.flush()
        os.fsync(file.fileno())


def identity_in(path: Path) -> x25519.Identity:
    """The identity in a file as `age-keygen` writes it, or as typed from the envelope; raises `CannotBackUp`."""
    try:
        text = path.read_bytes()[:4096].decode("ascii", "replace")
    except OSError as error:
        raise faults.CannotBackUp(
            f"鍵のファイル {path} を読めません: {reason(error)}",
            f"cannot read the identity file {path}: {reason(error, 'en')}",
        ) from error
    for line in text.upper().splitlines():
        # Typed from paper it may hold spaces, and small letters.
        found = "".join(line.split())
        if found.startswith("AGE-SECRET-KEY-1"):
            try:
                return x25519.Identity.from_str(found)
            except pyrage.IdentityError:
                break
    raise faults.CannotBackUp(
        f"{path} に、写しを開く鍵（AGE-SECRET-KEY-1 で始まる1行）がありません。打ちまちがいがないか見てください。",
        f"{path} holds no identity (a line beginning with AGE-SECRET-KEY-1). Look for a slip of typing.",
    )


def recipient(text: str) -> x25519.Recipient:
    """`age1…`; raises `CannotBackUp`."""
    try:
        return x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError as error:
        raise faults.CannotBackUp(
            "--recipient には age1 で始まる公開鍵を書いてください。",
            "--recipient takes a public key that begins with age1.",
        ) from error


def seal(chunks: Iterator[bytes], out: Takes, recipients: Iterable[x25519.Recipient]) -> None:
    """Writes `chunks` to `out` as one age file; raises whatever either of them raises."""
    ends = _Ends(chunks, out)
    try:
        pyrage.encrypt_io(ends, ends, list(recipients))
    except pyrage.EncryptError:
        # The library wraps what went wrong at either end, a full disk and Ctrl-C included.
        if ends.wrong is None:
            raise
        raise ends.wrong from None


def unseal(sealed: BinaryIO, into: Takes, identity: x25519.Identity) -> None:
    """Writes what is in an age file to `into`; raises `faults.Damaged`, and whatever `into` raises."""
    try:
        pyrage.decrypt_io(sealed, into, [identity])
    except pyrage.DecryptError as error:
        if "matching" in str(error):
            raise faults.Damaged(
                "この鍵では開けません。別の蔵守の写しか、別の鍵です。何も変えていません。",
                "This identity does not open the backup: another house's, or another key. Nothing was changed.",
            ) from error
        raise faults.altered("封") from error
    except OSError as error:
        # The library tells of a broken seal as of a file that cannot be read; a real one has a number.
        if error.errno is not None:
            raise
        raise faults.altered("封") from error


class _Ends:
    """An iterator of bytes to read from and a file to write to, and what went wrong there first."""

    def __init__(self, chunks: Iterator[bytes], out: Takes) -> None:
        self._chunks = chunks
        self._out = out
        self._rest = memoryview(b"")
        self.wrong: BaseException | None = None

    def read(self, most: int = -1) -> bytes:
        try:
            while not self._rest:
                chunk = next(self._chunks, None)
                if chunk is None:
                    return b""
                self._rest = memoryview(chunk)
        except BaseException as error:
            self.wrong = self.wrong or error
            raise
        cut = len(self._rest) if most < 0 else most
        taken, self._rest = bytes(self._rest[:cut]), self._rest[cut:]
        return taken

    def write(self, data: bytes) -> int:
        try:
            self._out.write(data)
        except BaseException as error:
            self.wrong = self.wrong or error
            raise
        return len(data)

    def flush(self) -> None:
        self._out.flush()
