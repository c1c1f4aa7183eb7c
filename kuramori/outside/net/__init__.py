"""The only way from this house into a network: every connection that Kuramori opens is opened here.

Who sets an address (a witness, a time-stamping authority, a mail server) could make us ask the machine beside us, or
the cloud's own metadata address, and read the answer. So a name is resolved once, *every* address it has is judged,
and the connection goes to the very address that was judged, with the name kept for TLS (SNI, certificate) and `Host`:
a name server that answers differently the second time is never asked a second time. Redirects are answers, not orders.

Built on `http.client` and `ssl` of the standard library: the larger clients resolve names themselves, follow redirects,
read proxies from the environment and unpack answers, and each of these would have to be found and switched off, in
every later version too. `kuramori.outside.net.adapters` lends this door to libraries that bring a client along.
"""

from __future__ import annotations

from kuramori.outside.net.address import Target, read_address
from kuramori.outside.net.connect import pinned_socket, tls_context
from kuramori.outside.net.faults import (
    AddressMalformed,
    AnswerBroken,
    AnswerTooLarge,
    CertificateRefused,
    NetFault,
    PlaceRefused,
    TooSlow,
    Unreachable,
    short_word,
)
from kuramori.outside.net.fetching import Answer, fetch
from kuramori.outside.net.resolve import resolving_with

__all__ = [
    "AddressMalformed",
    "Answer",
    "AnswerBroken",
    "AnswerTooLarge",
    "CertificateRefused",
    "NetFault",
    "PlaceRefused",
    "Target",
    "TooSlow",
    "Unreachable",
    "fetch",
    "pinned_socket",
    "read_address",
    "resolving_with",
    "short_word",
    "tls_context",
]
