"""One file from its bytes to a document: which of the readers it needs is told by the bytes, not by its name."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable
from pathlib import PurePath

from kuramori.press.scan import attached, carriers
from kuramori.press.scan.document import Document
from kuramori.press.scan.office_text import read_office
from kuramori.press.scan.pdf_text import read_pdf
from kuramori.press.scan.plain_text import SUFFIXES, read_text
from kuramori.press.scan.trouble import (
    ARCHIVE,
    BROKEN,
    DEEP,
    ENCRYPTED,
    MOST_NAMED,
    NOT_A_FILE,
    OLD,
    OUT_OF_REACH,
    PARTLY,
    TOO_LARGE,
    UNREADABLE,
    WITHIN,
    Unreadable,
    named,
    within,
)
from kuramori.press.scan.zips import Zip

LARGEST_WHOLE = 128 * 1024 * 1024
"""Bytes of a PDF or a text that are taken into memory; a larger package is read in pieces."""
_PIECE = 4 * 1024 * 1024

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PACKED = (b"PK", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"\x1f\x8b")
_MACRO_OR_NOT = ("doc", "dot", "xls", "xlt", "ppt", "pot", "pps")
OFFICE = frozenset(f".{kind}{ending}" for kind in _MACRO_OR_NOT for ending in "xm")
_OLE_WITHIN = ".bin"
"""As Office calls what an older program laid into a file."""
_OLD_OFFICE = frozenset(f".{kind}" for kind in _MACRO_OR_NOT)


def digest_and_document(path: bytes) -> tuple[str, int, Document | None, str]:
    """SHA-256 in hex, size in bytes, the document (None where it holds no text that we read), and a code or "".

    Raises `Unreadable` where even the bytes cannot be had.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        raise Unreadable(UNREADABLE) from None
    try:
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):
            raise Unreadable(NOT_A_FILE)
        name = PurePath(os.fsdecode(path))
        is_lock = name.name.startswith("~$")  # who has the file open in Office
        try:
            return _of_descriptor(descriptor, about.st_size, "" if is_lock else name.suffix.lower())
        except OSError:
            raise Unreadable(UNREADABLE) from None
    finally:
        os.close(descriptor)


def of_bytes(content: bytes, name: str) -> tuple[str, int, Document | None, str]:
    """The same for a file that was handed over."""
    suffix = PurePath(name).suffix.lower()

    def read_at(offset: int, size: int) -> bytes:
        return content[offset : offset + size]

    digest = hashlib.sha256(content).hexdigest()
    document, trouble = _read(content, read_at, len(content), suffix)
    return digest, len(content), document, trouble


def _of_descriptor(descriptor: int, size: int, suffix: str) -> tuple[str, int, Document | None, str]:
    if size <= _PIECE:
        content = _whole(descriptor, _PIECE + 1)

        def read_at(offset: int, length: int) -> bytes:
            return content[offset : offset + length]

        size, digest = len(content), hashlib.sha256(content).hexdigest()
    else:

        def read_at(offset: int, length: int) -> bytes:
            return _exactly(descriptor, offset, length)

        digest = _digest(descriptor)
        content = b""
    document, trouble = _read(content, read_at, size, suffix)
    return digest, size, document, trouble


def _read(
    content: bytes, read_at: Callable[[int, int], bytes], size: int, suffix: str
) -> tuple[Document | None, str]:
    try:
        document = _document(content, read_at, size, suffix)
        if document is not None and document.within:
            _look_within(document, 1)
            _name_some(document)
        return document, ""
    except Unreadable as unreadable:
        return None, unreadable.code


def _document(
    content: bytes, read_at: Callable[[int, int], bytes], size: int, suffix: str
) -> Document | None:
    if size == 0 or not suffix:
        return None
    head = read_at(0, 1024)
    if suffix in OFFICE:
        if head.startswith(_OLE):
            raise Unreadable(ENCRYPTED if _holds(read_at, size, _ENCRYPTED) else OLD)
        packed = Zip(read_at, size)
        document = read_office(packed)
        try:
            carriers.of_office(packed, document)
        except Unreadable:
            document.notes.add(PARTLY)
        return document
    if b"%PDF-" in head:
        return read_pdf(_in_memory(content, read_at, size))
    if suffix == ".pdf":
        raise Unreadable(BROKEN)
    if suffix in SUFFIXES:
        return read_text(_in_memory(content, read_at, size))
    if suffix in _OLD_OFFICE and head.startswith(_OLE):
        raise Unreadable(OLD)
    if suffix in {".zip", ".7z", ".rar", ".gz", ".lzh"} and head.startswith(_PACKED):
        raise Unreadable(ARCHIVE)
    return None  # CAD, pictures and the rest: compared as a whole


def _look_within(document: Document, depth: int) -> None:
    """Reads the files that a file carries; one that cannot be read is a note, the file itself was read."""
    carried, document.within = document.within, []
    for name, content in carried:
        if content is None or depth > attached.DEEPEST:
            document.notes.add(within(name, OUT_OF_REACH if content is None else DEEP))
        else:
            document.take_in(_inner(content, name, depth))


def _name_some(document: Document) -> None:
    """A file may carry very many that cannot be read: the first are named, and that there are others is told."""
    unread = sorted(code for code in document.notes if named(code))
    if len(unread) > MOST_NAMED:
        document.notes -= set(unread[MOST_NAMED:])
        document.notes.add(WITHIN)


def _inner(content: bytes, name: str, depth: int) -> Document:
    """What an attached file says, with its digest; where it cannot be read, a note on it."""

    def read_at(offset: int, size: int) -> bytes:
        return content[offset : offset + size]

    suffix = PurePath(name).suffix.lower()
    try:
        if suffix == _OLE_WITHIN and content.startswith(_OLE):
            raise Unreadable(OLD)
        inner = _document(content, read_at, len(content), suffix) or Document()
    except Unreadable as unreadable:
        inner = Document(notes={within(name, unreadable.code)})
    inner.digests.append(hashlib.sha256(content).hexdigest())
    if inner.within:
        _look_within(inner, depth + 1)
    return inner


def _in_memory(content: bytes, read_at: Callable[[int, int], bytes], size: int) -> bytes:
    if size > LARGEST_WHOLE:
        raise Unreadable(TOO_LARGE)
    return content or read_at(0, size)


def _holds(read_at: Callable[[int, int], bytes], size: int, needle: bytes) -> bool:
    """Whether the directory of an OLE file, which lies at its beginning or its end, names an encrypted package."""
    return needle in read_at(0, 64 * 1024) or needle in read_at(max(0, size - 64 * 1024), 64 * 1024)


def _whole(descriptor: int, most: int) -> bytes:
    content = os.read(descriptor, most)
    if len(content) in {0, most}:
        return content
    pieces = [content]
    while piece := os.read(descriptor, most):
        pieces.append(piece)
    return b"".join(pieces)


def _exactly(descriptor: int, offset: int, length: int) -> bytes:
    pieces = []
    while length > 0 and (piece := os.pread(descriptor, min(length, _PIECE), offset)):
        pieces.append(piece)
        offset += len(piece)
        length -= len(piece)
    return b"".join(pieces)


def _digest(descriptor: int) -> str:
    summed = hashlib.sha256()
    offset = 0
    while piece := os.pread(descriptor, _PIECE, offset):
        summed.update(piece)
        offset += len(piece)
    return summed.hexdigest()
