"""Signed notes, checkpoints, cosignatures and proofs, as text (C2SP signed-note, tlog-checkpoint, tlog-cosignature,
tlog-proof). Signing and verifying are Ed25519 (RFC 8032).

A note is a text ending in a newline, an empty line, and signature lines `— name base64(key id ‖ signature)`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kuramori.rules.merkle import HASH_BYTES

LOG = 0x01  # a plain Ed25519 signature of the note's text
COSIGNATURE = 0x04  # a witness's signature with the time at which it saw the checkpoint
LARGEST_NOTE = 64 * 1024
MOST_SIGNATURES = 64
PROOF_FIRST_LINE = "c2sp.org/tlog-proof@v1"

_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)
_NAME = re.compile(r"[^\s+]{1,200}")


class NoteUnreadable(ValueError):
    """The text is no note, checkpoint, key or proof of the published form; the message names the part."""


class SignatureWrong(ValueError):
    """A signature by a known key does not fit the text, or none by that key is there."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key and whose it is. `kind` is `LOG` or `COSIGNATURE`; `public` is 32 bytes."""

    name: str
    kind: int
    public: bytes

    @property
    def id(self) -> bytes:
        """Four bytes that tell which key signed: `SHA-256(name ‖ LF ‖ kind ‖ public)[:4]`."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    @property
    def text(self) -> str:
        """The verifier key as people hand it over: `name+id+base64(kind ‖ public)`."""
        return f"{self.name}+{self.id.hex()}+{_base64(bytes([self.kind]) + self.public)}"

    @property
    def fingerprint(self) -> str:
        """What people read out to one another: SHA-256 of the public key, 16 groups of four hex digits."""
        digits = hashlib.sha256(self.public).hexdigest()
        return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))

    def fits(self, signature: bytes, message: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key (`seed`, 32 bytes) with its name and kind."""

    name: str
    kind: int
    seed: bytes = field(repr=False)

    @property
    def verifier(self) -> Verifier:
        public = Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()
        return Verifier(self.name, self.kind, public)

    @property
    def text(self) -> str:
        """As it lies in its file: `PRIVATE+KEY+name+id+base64(kind ‖ seed)`."""
        verifier = self.verifier
        return f"PRIVATE+KEY+{self.name}+{verifier.id.hex()}+{_base64(bytes([self.kind]) + self.seed)}"

    def sign(self, message: bytes) -> bytes:
        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(message)


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: `key_id` 4 bytes, `content` what follows."""

    name: str
    key_id: bytes
    content: bytes

    @property
    def line(self) -> str:
        return f"— {self.name} {_base64(self.key_id + self.content)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """`text` with its last newline, and the signatures below it."""

    text: str
    signatures: tuple[Signature, ...]

    @property
    def whole(self) -> str:
        return f"{self.text}\n{''.join(signature.line for signature in self.signatures)}"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What the log says of itself: `origin`, `size` in leaves, `root` 32 bytes; `extensions` are further lines."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        lines = [self.origin, str(self.size), _base64(self.root), *self.extensions]
        return "".join(f"{line}\n" for line in lines)


@dataclass(frozen=True, slots=True)
class Proof:
    """That the leaf `index` is in the tree of the checkpoint in `note`; `path` from the leaf's sibling upwards."""

    index: int
    path: tuple[bytes, ...]
    note: str
    extra: bytes | None = None

    @property
    def text(self) -> str:
        lines = [PROOF_FIRST_LINE]
        if self.extra is not None:
            lines.append(f"extra {_base64(self.extra)}")
        lines += [f"index {self.index}", *map(_base64, self.path), "", self.note]
        return "\n".join(lines)


def verifier_from(text: str) -> Verifier:
    """Read `name+id+base64`; raises `NoteUnreadable`."""
    name, key_id, rest = _key_parts(text.strip())
    verifier = Verifier(name, rest[0], rest[1:])
    if verifier.id.hex() != key_id:
        raise NoteUnreadable("key id")
    return verifier


def signer_from(text: str) -> Signer:
    """Read `PRIVATE+KEY+name+id+base64`; raises `NoteUnreadable`."""
    prefix, _, rest_of_text = text.strip().partition("PRIVATE+KEY+")
    if prefix or not rest_of_text:
        raise NoteUnreadable("private key")
    name, key_id, rest = _key_parts(rest_of_text)
    signer = Signer(name, rest[0], rest[1:])
    if signer.verifier.id.hex() != key_id:
        raise NoteUnreadable("key id")
    return signer


def _key_parts(text: str) -> tuple[str, str, bytes]:
    name, _, rest = text.partition("+")
    key_id, _, encoded = rest.partition("+")
    content = _decoded(encoded, "key")
    if not _NAME.fullmatch(name) or len(content) != 33 or content[0] not in {LOG, COSIGNATURE}:
        raise NoteUnreadable("key")
    return name, key_id, content


def note_from(text: str) -> Note:
    """Read a signed note; raises `NoteUnreadable`. No signature is checked here."""
    if len(text) > LARGEST_NOTE or any(ord(letter) < 0x20 and letter != "\n" for letter in text):
        raise NoteUnreadable("note")
    body, found, below = text.rpartition("\n\n")
    lines = below.split("\n")
    if not found or not body or lines.pop() != "" or not 1 <= len(lines) <= MOST_SIGNATURES:
        raise NoteUnreadable("signatures")
    return Note(body + "\n", tuple(signature_from(line) for line in lines))


def signature_from(line: str) -> Signature:
    """Read one signature line without its newline; raises `NoteUnreadable`."""
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    if dash != "—" or not _NAME.fullmatch(name):
        raise NoteUnreadable("signature line")
    content = _decoded(encoded, "signature line")
    if len(content) < 5:
        raise NoteUnreadable("signature line")
    return Signature(name, content[:4], content[4:])


def checkpoint_from(text: str) -> Checkpoint:
    """Read the *text* of a note as a checkpoint; raises `NoteUnreadable`."""
    lines = text.split("\n")
    if len(lines) < 4 or lines.pop() != "" or not lines[0] or "" in lines[3:]:
        raise NoteUnreadable("checkpoint")
    if not _DECIMAL.fullmatch(lines[1]):
        raise NoteUnreadable("size")
    root = _decoded(lines[2], "root")
    if len(root) != HASH_BYTES:
        raise NoteUnreadable("root")
    return Checkpoint(lines[0], int(lines[1]), root, tuple(lines[3:]))


def proof_from(text: str) -> Proof:
    """Read a `.tlog-proof`; raises `NoteUnreadable`."""
    head, found, note = text.partition("\n\n")
    lines = head.split("\n")
    if not found or lines.pop(0) != PROOF_FIRST_LINE or not lines:
        raise NoteUnreadable("proof")
    extra = None
    if lines[0].startswith("extra "):
        extra = _decoded(lines.pop(0).removeprefix("extra "), "extra")
    word, _, number = lines.pop(0).partition(" ") if lines else ("", "", "")
    if word != "index" or not _DECIMAL.fullmatch(number) or len(lines) > 63:
        raise NoteUnreadable("index")
    path = tuple(_decoded(line, "path") for line in lines)
    if any(len(step) != HASH_BYTES for step in path):
        raise NoteUnreadable("path")
    note_from(note)
    return Proof(int(number), path, note, extra)


def signed(text: str, signer: Signer) -> Note:
    """The text signed by a log's key."""
    signature = Signature(signer.name, signer.verifier.id, signer.sign(text.encode()))
    return Note(text, (signature,))


def cosigned(text: str, signer: Signer, *, at: int) -> Signature:
    """A witness's signature line over a checkpoint's text; `at` in whole seconds since 1970 (POSIX)."""
    content = at.to_bytes(8, "big") + signer.sign(_cosigned_message(text, at))
    return Signature(signer.name, signer.verifier.id, content)


def check_signed(note: Note, verifier: Verifier) -> None:
    """Raise `SignatureWrong` unless the log's key signed the note's text."""
    lines = signatures_by(note.signatures, verifier)
    if not lines or not all(verifier.fits(line.content, note.text.encode()) for line in lines):
        raise SignatureWrong(verifier.name)


def check_cosigned(text: str, signatures: Iterable[Signature], verifier: Verifier) -> int:
    """The time (POSIX seconds) at which the witness cosigned the checkpoint's text; raises `SignatureWrong`."""
    times = []
    for line in signatures_by(signatures, verifier):
        at = int.from_bytes(line.content[:8], "big")
        is_whole = len(line.content) == 72 and at < 1 << 63
        if not is_whole or not verifier.fits(line.content[8:], _cosigned_message(text, at)):
            raise SignatureWrong(verifier.name)
        times.append(at)
    if not times:
        raise SignatureWrong(verifier.name)
    return max(times)


def signatures_by(signatures: Iterable[Signature], verifier: Verifier) -> Sequence[Signature]:
    """Those lines that name this key; all others are to be ignored (C2SP signed-note)."""
    return [line for line in signatures if (line.name, line.key_id) == (verifier.name, verifier.id)]


def _cosigned_message(text: str, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def _decoded(text: str, part: str) -> bytes:
    try:
        content = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise NoteUnreadable(part) from error
    if _base64(content) != text:  # spare bits that are not zero: two texts for one value
        raise NoteUnreadable(part)
    return content
