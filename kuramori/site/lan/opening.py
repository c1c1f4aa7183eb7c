"""Opens the house to the office network: certificate, names that are answered, poster; and tells how to come in."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from kuramori.site.cli import CannotRun
from kuramori.site.cli.words import say
from kuramori.site.lan.addresses import Reach, reach

POSTER = Path("lan") / "poster.pdf"


@dataclass(frozen=True, slots=True)
class Office:
    """How the office comes in. `others` are further addresses; `poster` None where it could not be printed."""

    address: str
    others: tuple[str, ...]
    fingerprint: str
    poster: Path | None


def prepare(data: Path, host: str | None, port: int) -> Office:
    """Makes or renews the certificate and the poster, and tells the children which names to answer.

    Raises `CannotRun` where this computer has no address but its own loopback, and none was named.
    """
    # Only here: the parent stays small where nobody asks for the office network.
    from kuramori.outside import clock
    from kuramori.site.lan import certificate

    found = reach()
    named = (host,) if host and host not in {"0.0.0.0", "127.0.0.1", "localhost"} else ()  # noqa: S104
    found = Reach(tuple(dict.fromkeys((*named, *found.addresses))), found.names)
    if not found.addresses:
        raise CannotRun(
            say(
                "社内のネットワークにつながっていません。つないでから、もう一度どうぞ。",
                "This computer is on no network. Connect it and try again.",
            )
        )
    certificate.ensure(data, found, clock.now())
    _tell_children(found)
    address = f"https://{found.addresses[0]}:{port}"
    others = tuple(f"https://{one}:{port}" for one in (*found.addresses[1:], *found.names[1:]))
    return Office(address, others, certificate.fingerprint(data), _poster(data, address))


def told(office: Office) -> list[str]:
    """Lines for whoever started it."""
    lines = [say(f"    ほかの開き方      {one}/", f"  or              {one}/") for one in office.others[:3]]
    lines.append(say("  証明書の照合値", "  authority (SHA-256)"))
    groups = office.fingerprint.split(" ")
    lines += [f"    {' '.join(groups[:4])}", f"    {' '.join(groups[4:])}"]
    if office.poster:
        lines.append(say(f"  貼り紙          {office.poster}", f"  poster          {office.poster}"))
    return lines


def _tell_children(found: Reach) -> None:
    hosts = [one for one in os.environ.get("KURAMORI_HOSTS", "").split(",") if one]
    os.environ["KURAMORI_HOSTS"] = ",".join(dict.fromkeys((*hosts, *found.hosts)))
    os.environ["KURAMORI_HTTPS"] = "1"
    os.environ["KURAMORI_LAN"] = "1"


def _poster(data: Path, address: str) -> Path | None:
    """Printed by a process of its own: the press costs memory that the parent would keep."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "kuramori.site.lan.poster", str(data), address],
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return data / POSTER if done.returncode == 0 else None
