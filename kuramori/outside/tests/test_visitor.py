"""Whose address counts, with proxies before us and with headers that somebody invented."""

from __future__ import annotations

import pytest

from kuramori.outside.visitor import LOOPBACK, networks, visitor

TWO = networks("127.0.0.1, 192.0.2.0/24")


@pytest.mark.parametrize(
    ("remote", "forwarded", "trusted", "found"),
    [
        # Nobody stands before us: the header is an invention.
        ("203.0.113.9", "198.51.100.7", LOOPBACK, "203.0.113.9"),
        ("127.0.0.1", "198.51.100.7", (), "127.0.0.1"),
        # A proxy on this machine; what the visitor wrote stands left of it.
        ("127.0.0.1", "198.51.100.7", LOOPBACK, "198.51.100.7"),
        ("127.0.0.1", "10.9.9.9, 198.51.100.7", LOOPBACK, "198.51.100.7"),
        ("127.0.0.1", "127.0.0.1, 198.51.100.7", LOOPBACK, "198.51.100.7"),
        # Two in a row; and one of them reached from inside, past the other.
        ("127.0.0.1", "10.9.9.9, 198.51.100.7, 192.0.2.5", TWO, "198.51.100.7"),
        ("127.0.0.1", "10.9.9.9, 198.51.100.7", TWO, "198.51.100.7"),
        # Nothing to read, or nothing that can be read.
        ("127.0.0.1", "", LOOPBACK, "127.0.0.1"),
        ("127.0.0.1", "unknown", LOOPBACK, "127.0.0.1"),
        ("127.0.0.1", "198.51.100.7, , 192.0.2.5", TWO, "192.0.2.5"),
        ("", "198.51.100.7", LOOPBACK, ""),
        # As proxies write them.
        ("::1", "2001:db8::7", LOOPBACK, "2001:db8::7"),
        ("::ffff:127.0.0.1", "198.51.100.7:50123", LOOPBACK, "198.51.100.7"),
        ("127.0.0.1", "[2001:db8::7]:443", LOOPBACK, "2001:db8::7"),
        ("127.0.0.1", "::ffff:198.51.100.7", LOOPBACK, "198.51.100.7"),
    ],
)
def test_only_what_our_own_proxies_wrote_is_believed(remote, forwarded, trusted, found):
    assert visitor(remote, forwarded, trusted) == found


def test_a_wrong_address_is_named():
    with pytest.raises(ValueError, match="kura"):
        networks("192.0.2.1, kura")
    assert networks(" ") == ()
