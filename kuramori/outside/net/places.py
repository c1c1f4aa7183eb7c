"""Which IP addresses may be reached: from the IANA special-purpose registries (RFC 6890 and its updates).

Written out instead of asking `ipaddress.is_global`, whose answer changes with the version of Python.
"""

from __future__ import annotations

import ipaddress
from enum import Enum
from typing import Final

IP = ipaddress.IPv4Address | ipaddress.IPv6Address
_Net = ipaddress.IPv4Network | ipaddress.IPv6Network


class Place(Enum):
    """GLOBAL: the Internet. PRIVATE: this computer, the office, a tunnel. NEVER: nothing that is to be asked."""

    GLOBAL = "global"
    PRIVATE = "private"
    NEVER = "never"


def _nets(*texts: str) -> tuple[_Net, ...]:
    return tuple(ipaddress.ip_network(text) for text in texts)


# Addresses where clouds answer with credentials to whoever asks; they lie in ranges that offices use too.
_METADATA: Final = _nets("100.100.100.200/32", "fd00:ec2::254/128", "fd20:ce::254/128")

_PRIVATE_4: Final = _nets("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")
_NEVER_4: Final = _nets(
    "0.0.0.0/8",  # this network; Linux takes 0.0.0.0 for this computer
    "169.254.0.0/16",  # link-local, the usual metadata address among them
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.88.99.0/24",  # 6to4 relays
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
)

_PRIVATE_6: Final = _nets("::1/128", "fc00::/7")
# Only 2000::/3 is given out. Outside of it lie the mapped (::ffff:0:0/96), compatible (::/96) and NAT64 (64:ff9b::/96)
# forms, link-local and multicast.
_GIVEN_OUT_6: Final = ipaddress.ip_network("2000::/3")
_NEVER_6: Final = _nets(
    "2001::/23",  # Teredo, benchmarking, ORCHID
    "2001:db8::/32",
    "2002::/16",  # 6to4: an IPv4 address in disguise
    "3fff::/20",
)


def place_of(address: IP) -> Place:
    """Where this address lies."""
    if _within(address, _METADATA):
        return Place.NEVER
    if isinstance(address, ipaddress.IPv4Address):
        if _within(address, _NEVER_4):
            return Place.NEVER
        return Place.PRIVATE if _within(address, _PRIVATE_4) else Place.GLOBAL
    if address.scope_id is not None:
        return Place.NEVER
    if _within(address, _PRIVATE_6):
        return Place.PRIVATE
    if address not in _GIVEN_OUT_6 or _within(address, _NEVER_6):
        return Place.NEVER
    return Place.GLOBAL


def _within(address: IP, nets: tuple[_Net, ...]) -> bool:
    return any(net.version == address.version and address in net for net in nets)
