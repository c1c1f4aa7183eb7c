"""Ways to change genuine material: by chance, and as somebody would who knows the formats."""

from __future__ import annotations

import base64
import random
import re
from collections.abc import Callable

ORDER = 2**252 + 27742317777372353535851937790883648493
Change = Callable[[bytes, bytes, random.Random], bytes]
TEXT = b'0123456789abcdefABCDEF+/=\n \t\r-{}[]":,\xe2\x80\x94\x00\xff'


def _place(data: bytes, chance: random.Random) -> int:
    return chance.randrange(len(data) + 1)


def flip(data: bytes, other: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


def overwrite(data: bytes, other: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + bytes([chance.choice(TEXT)]) + data[at + 1 :]


def truncate(data: bytes, other: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def cut(data: bytes, other: bytes, chance: random.Random) -> bytes:
    at, length = _place(data, chance), chance.choice([1, 2, 4, 32, 44, 100])
    return data[:at] + data[at + length :]


def insert(data: bytes, other: bytes, chance: random.Random) -> bytes:
    at, length = _place(data, chance), chance.choice([1, 1, 2, 8, 40])
    return data[:at] + bytes(chance.choice(TEXT) for _ in range(length)) + data[at:]


def append(data: bytes, other: bytes, chance: random.Random) -> bytes:
    return data + chance.choice([b"\n", b" ", b"\0", b"\n\n", b"x", data[-20:], other[-90:]])


def repeat_line(data: bytes, other: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    at = chance.randrange(len(lines))
    lines.insert(chance.randrange(len(lines)), lines[at])
    return b"\n".join(lines)


def drop_line(data: bytes, other: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    del lines[chance.randrange(len(lines))]
    return b"\n".join(lines)


def swap_lines(data: bytes, other: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    a, b = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[a], lines[b] = lines[b], lines[a]
    return b"\n".join(lines)


def splice(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """The beginning of one genuine thing and the end of another."""
    a = data.split(b"\n")
    b = other.split(b"\n")
    at = chance.randrange(min(len(a), len(b)))
    return (
        b"\n".join([*a[:at], *b[at:]])
        if chance.random() < 0.5
        else b"\n".join([*a[:at], b[at], *a[at + 1 :]])
    )


def renumber(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """One number a little larger, smaller, negative, or written otherwise."""
    found = [*re.finditer(rb"(?<![0-9A-Za-z+/])[0-9]{1,18}(?![0-9A-Za-z+/])", data)]
    if not found:
        return flip(data, other, chance)
    hit = chance.choice(found)
    value = int(hit[0])
    new = chance.choice(
        [
            value + 1,
            value - 1,
            value * 2,
            -value,
            0,
            2**53,
            2**63,
            2**64,
            f"0{value}",
            f"+{value}",
            f"{value}.0",
            f"{value}e0",
        ]
    )
    return data[: hit.start()] + str(new).encode() + data[hit.end() :]


BASE64 = re.compile(rb"[A-Za-z0-9+/]{43,}={0,2}")


def respell_base64(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """The same or nearly the same bytes in another spelling."""
    found = [*BASE64.finditer(data)]
    if not found:
        return overwrite(data, other, chance)
    hit = chance.choice(found)
    text = hit[0]
    bare = text.rstrip(b"=")
    letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    spare = bare[:-1] + bytes([letters[(letters.index(bare[-1:]) + 1) % 64]]) + text[len(bare) :]
    new = chance.choice(
        [bare, text + b"=", text + b"==", spare, text.replace(b"+", b"-").replace(b"/", b"_"),
         text[:20] + b"\n" + text[20:], text[:20] + b" " + text[20:], text + b"AAAA", b" " + text]
    )  # fmt: skip
    return data[: hit.start()] + new + data[hit.end() :]


def change_signature(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """S + L, another key id, a wrong kind, halves of zeros, points of small order."""
    found = [*re.finditer(rb"(?m)^(\xe2\x80\x94 \S+ )(\S+)$", data)]
    if not found:
        return flip(data, other, chance)
    hit = chance.choice(found)
    try:
        blob = base64.b64decode(hit[2], validate=True)
    except ValueError:
        return flip(data, other, chance)
    head, r, s = blob[:-64], blob[-64:-32], blob[-32:]
    doubled = (int.from_bytes(s, "little") + ORDER) % 2**256
    new = chance.choice(
        [
            head + r + doubled.to_bytes(32, "little"),
            head + r + (ORDER - 1).to_bytes(32, "little"),
            head + b"\1" + bytes(31) + bytes(32),
            head + bytes(64),
            head + r + bytes(32),
            head[:4] + chance.randbytes(8) + r + s,
            head[:4] + r + s,
            chance.randbytes(4) + blob[4:],
            blob + b"\0",
            blob[:-1],
        ]
    )
    return data[: hit.start(2)] + base64.b64encode(new) + data[hit.end(2) :]


def swap_signatures(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """One signer's blob under another signer's name."""
    found = [*re.finditer(rb"(?m)^(\xe2\x80\x94 \S+) (\S+)$", data)]
    if len(found) < 2:
        return flip(data, other, chance)
    a, b = sorted(chance.sample(found, 2), key=lambda hit: hit.start())
    return data[: a.start(2)] + b[2] + data[a.end(2) : b.start(2)] + a[2] + data[b.end(2) :]


def newlines(data: bytes, other: bytes, chance: random.Random) -> bytes:
    return chance.choice(
        [data.replace(b"\n", b"\r\n"), data.rstrip(b"\n"), b"\n" + data, b"\xef\xbb\xbf" + data]
    )


def respell_json(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """A second key, a space, an escape: another text of nearly the same value."""
    found = [*re.finditer(rb'"[a-z]+":', data)]
    if not found:
        return insert(data, other, chance)
    hit = chance.choice(found)
    new = chance.choice(
        [hit[0] + b" ", hit[0][:-1] + b" :", hit[0] + b"null,", hit[0] + b"0," + hit[0],
         hit[0].replace(hit[0][1:2], b"\\u%04x" % hit[0][1], 1), b'"x":1,' + hit[0]]
    )  # fmt: skip
    return data[: hit.start()] + new + data[hit.end() :]


CHANGES: tuple[Change, ...] = (
    flip, flip, overwrite, truncate, cut, insert, append, repeat_line, drop_line, swap_lines, splice, renumber,
    respell_base64, change_signature, swap_signatures, newlines, respell_json,
)  # fmt: skip


def changed(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """Between one and three changes; what comes out differs from what went in."""
    while True:
        new = data
        for _ in range(chance.choice([1, 1, 1, 2, 3])):
            new = chance.choice(CHANGES)(new or data, other, chance)
        if new != data:
            return new
