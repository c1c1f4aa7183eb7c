"""The poster for the wall beside the shop floor's tablet: a QR code and three steps. Made once for each address."""

from __future__ import annotations

import datetime
import hashlib
import os
import sys
from pathlib import Path

from kuramori.outside import clock
from kuramori.press import qr
from kuramori.press.pdf import pdf
from kuramori.site import folder
from kuramori.site.backup import whole
from kuramori.site.lan.certificate import fingerprint

TEMPLATE = Path(__file__).with_name("poster.typ")


def path_of(data: Path) -> Path:
    return data / "lan" / "poster.pdf"


def poster(address: str, authority: str, made_on: datetime.date) -> bytes:
    """`address` such as https://192.168.1.20:8000; `authority` the fingerprint in groups. Raises a `PressFault`."""
    groups = authority.split(" ")
    half = len(groups) // 2
    values = {
        "address": address,
        "qr": qr.svg(f"{address}/lan/"),
        "fingerprint": [" ".join(groups[:half]), " ".join(groups[half:])],
        "made_on": f"{made_on.year}年{made_on.month}月{made_on.day}日",
    }
    return pdf(TEMPLATE, values, made_on=made_on)


def ensure_poster(data: Path, address: str) -> Path:
    """The poster's file, made anew only where address, authority or template changed."""
    out, note = path_of(data), path_of(data).with_suffix(".for")
    authority = fingerprint(data)
    wanted = hashlib.sha256(f"{address}\n{authority}\n".encode() + TEMPLATE.read_bytes()).hexdigest()
    if not out.exists() or not note.exists() or note.read_text(encoding="ascii") != wanted:
        out.parent.mkdir(mode=0o700, exist_ok=True)
        content = poster(address, authority, clock.today())
        with whole.beside(out) as file:
            file.write(content)
        note.write_text(wanted, encoding="ascii")
    return out


if __name__ == "__main__":
    os.umask(0o077)
    ensure_poster(folder.named(sys.argv[1]), sys.argv[2])
