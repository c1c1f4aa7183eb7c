"""One try at our own address, as a partner's browser would come. No Django."""

from __future__ import annotations

import hmac
import ipaddress
import json
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kuramori.outside import clock, reach
from kuramori.outside.keys import KeyUnreadable
from kuramori.outside.net import Answer, NetFault, fetch
from kuramori.outside.reach import Tried
from kuramori.outside.vault import Vault

LIMIT_BYTES, PATIENCE_SECONDS = 4096, 8
_INSIDE = (".local", ".localhost", ".internal", ".lan", ".home.arpa", ".intranet")


def key_of(data: Path) -> bytes | None:
    """The key by which the house tells itself from others; None where it never served. Makes none."""
    if not (data / "keys" / "root.key").exists():
        return None
    try:
        return Vault(data / "keys").key(reach.PURPOSE)
    except (KeyUnreadable, OSError):
        return None


def try_address(address: str, key: bytes, *, ask: Callable[..., Answer] = fetch) -> Tried:
    """Name, certificate, and that this very house answers."""
    plain, question = reach.plain(address), secrets.token_hex(16)
    if is_inside_name(urlsplit(plain).hostname or ""):
        return _not_reached(
            plain,
            f"{plain} は社内だけで通じる名前です。",
            f"{plain} is a name that means something inside the office only.",
        )
    try:
        told = ask(
            f"{plain}/healthz?same={question}",
            limit_bytes=LIMIT_BYTES,
            timeout_seconds=PATIENCE_SECONDS,
            allow_private=True,
        )
    except NetFault as fault:
        return _not_reached(plain, fault.told("ja"), fault.told("en"))
    said = _said(told)
    if said.get("status") != "ok":
        return _not_reached(
            plain,
            f"蔵守の答えが返りません（{told.status}）。",
            f"It does not answer as a Kuramori ({told.status}).",
        )
    if not hmac.compare_digest(str(said.get("same", "")).encode(), reach.answer(key, question).encode()):
        return _not_reached(
            plain,
            "答えたのは、この蔵守ではありません（移す前の機械か、動いている版が古いかもしれません）。",
            "Another Kuramori answers there, or an older version is still serving.",
        )
    return Tried(clock.now(), plain, is_reached=True)


def is_inside_name(host: str) -> bool:
    """Whether nobody outside could mean this house by that name."""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith(_INSIDE)


def _said(told: Answer) -> dict[str, Any]:
    try:
        found = json.loads(told.body) if told.status == 200 else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _not_reached(address: str, ja: str, en: str) -> Tried:
    return Tried(clock.now(), address, is_reached=False, ja=ja, en=en)
