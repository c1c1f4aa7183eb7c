"""A page that somebody opens on a telephone outside the office, where the line does not lead back in. No Django."""

from __future__ import annotations

import datetime
import hashlib
import hmac
import ipaddress
import json
import secrets
from pathlib import Path

from kuramori.outside import clock, reach
from kuramori.outside.reach import Tried, Way

ASKED = "reach-asked.json"
OPEN_FOR = datetime.timedelta(minutes=30)


def ask(data: Path, address: str) -> str:
    """The address to open outside within `OPEN_FOR`; an older one ends. Raises `OSError`."""
    secret, plain = secrets.token_urlsafe(24), reach.plain(address)
    told = {"digest": _digest(secret), "address": plain, "until": (clock.now() + OPEN_FOR).isoformat()}
    new = data / f"{ASKED}.new"
    new.write_text(json.dumps(told) + "\n", encoding="utf-8")
    new.replace(data / ASKED)
    return f"{plain}/reached/{secret}/"


def is_asked(data: Path, secret: str, address: str) -> bool:
    """Whether this secret was told for the address of now, and its time has not run out."""
    try:
        found = json.loads((data / ASKED).read_text(encoding="utf-8"))
        until = datetime.datetime.fromisoformat(found["until"])
        is_same = hmac.compare_digest(str(found["digest"]), _digest(secret))
        return is_same and found["address"] == reach.plain(address) and clock.now() <= until
    except (OSError, ValueError, KeyError, TypeError):
        return False


def opened_outside(data: Path, address: str) -> None:
    """Somebody outside opened it: noted, and the page is used up. Raises `OSError`."""
    reach.keep(data, Tried(clock.now(), reach.plain(address), is_reached=True, way=Way.OUTSIDE))
    (data / ASKED).unlink(missing_ok=True)


def is_outside(visitor: str) -> bool:
    """Whether an address of a visitor lies in the Internet, not in the office or on this machine."""
    try:
        return ipaddress.ip_address(visitor).is_global
    except ValueError:
        return False


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
