"""Who is asking: the address of a visitor, also where a proxy stands before us.

`X-Forwarded-For` is whatever the visitor and each proxy wrote, the nearest proxy last. So it is read from its end, and
only as far as proxies that are ours wrote it: what stands further left anybody may have invented.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

LOOPBACK: tuple[Network, ...] = (ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1"))


def networks(text: str) -> tuple[Network, ...]:
    """`text`: addresses or networks (`192.0.2.0/24`), separated by commas. Raises `ValueError` naming a wrong one."""
    return tuple(ipaddress.ip_network(part.strip()) for part in text.split(",") if part.strip())


def visitor(remote: str, forwarded: str, trusted: Sequence[Network]) -> str:
    """The address that asks. `remote`: who is connected to us; `forwarded`: the header, "" without one.

    `remote` itself, unless a trusted proxy is connected; then the last address in the header that no trusted proxy
    has. Where the header breaks off or cannot be read, the nearest proxy that is known: many share its limit then.
    """
    found = _address(remote)
    if found is None:
        return remote
    for part in reversed(forwarded.split(",")):
        if not _is_among(found, trusted):
            break
        before = _address(part)
        if before is None:
            break
        found = before
    return str(found)


def _address(text: str) -> Address | None:
    """Also as some proxies write it: `192.0.2.1:5123`, `[2001:db8::1]:443`, `::ffff:192.0.2.1`."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def _is_among(address: Address, trusted: Sequence[Network]) -> bool:
    return any(address in network for network in trusted)
