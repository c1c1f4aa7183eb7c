"""Under which addresses and names the office reaches this computer. Sends nothing."""

from __future__ import annotations

import fcntl
import ipaddress
import re
import socket
import struct
import sys
from dataclasses import dataclass

_SIOCGIFADDR = 0x8915  # linux/sockios.h
_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")


@dataclass(frozen=True, slots=True)
class Reach:
    """IPv4 addresses beside the loopback, the likeliest first, and host names."""

    addresses: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def hosts(self) -> tuple[str, ...]:
        return (*self.addresses, *self.names)


def reach() -> Reach:
    """What this computer has at this moment; both may be empty."""
    host = socket.gethostname().split(".")[0]
    names = (host, f"{host}.local") if _NAME.fullmatch(host) and host != "localhost" else ()
    found = _of_interfaces() if sys.platform == "linux" else _of_name(socket.gethostname())
    usable = [one for one in dict.fromkeys(found) if not (one.is_loopback or one.is_link_local)]
    # An office has private addresses; a bridge of containers (172.16/12) comes after what a router gives.
    usable.sort(key=lambda one: (not one.is_private, str(one).startswith("172.")))
    return Reach(tuple(map(str, usable)), names)


def _of_interfaces() -> list[ipaddress.IPv4Address]:
    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        for _number, name in socket.if_nameindex():
            try:
                answer = fcntl.ioctl(asking.fileno(), _SIOCGIFADDR, struct.pack("256s", name.encode()[:15]))
            except OSError:  # it has no IPv4 address
                continue
            found.append(ipaddress.IPv4Address(answer[20:24]))
    return found


def _of_name(name: str) -> list[ipaddress.IPv4Address]:
    try:
        rows = socket.getaddrinfo(name, None, family=socket.AF_INET, type=socket.SOCK_STREAM)
    except OSError:
        return []
    return [ipaddress.IPv4Address(row[4][0]) for row in rows]
