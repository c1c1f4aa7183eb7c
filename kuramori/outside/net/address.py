"""Reading an address strictly: one way to write each thing, so that no two programs can read it differently."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import Final

from kuramori.outside.net.faults import AddressMalformed

LONGEST: Final = 2000
_WHOLE: Final = re.compile(r"(https?)://([^/?#]*)(/[^?#]*)?(\?[^#]*)?\Z")
# RFC 3986 without what clients disagree about: no space, control, quote, backslash, brace, caret, bar.
_PLAIN: Final = re.compile(r"[A-Za-z0-9\-._~%!$&'()*+,;=:@/?\[\]]*\Z")
_LABEL: Final = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_NAME: Final = re.compile(rf"{_LABEL}(?:\.{_LABEL})*\Z", re.IGNORECASE)
_OCTET: Final = r"(?:0|[1-9][0-9]{0,2})"
_IPV4: Final = re.compile(rf"{_OCTET}(?:\.{_OCTET}){{3}}\Z")
# A last label of digits, or 0x…, makes other programs take the whole name for an IPv4 address (WHATWG URL, inet_aton).
_NUMBER_AT_END: Final = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)\Z", re.IGNORECASE)
_PORT: Final = re.compile(r"[1-9][0-9]{0,4}\Z")


@dataclass(frozen=True, slots=True)
class Target:
    """`host`: a lower-case name, or an IP address without brackets. `path`: with its query, at least "/"."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def named(self) -> str:
        """The value for `Host`, without the scheme's own port."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _USUAL[self.scheme] else f"{host}:{self.port}"


_USUAL: Final = {"http": 80, "https": 443}


def read_address(url: str) -> Target:
    """The parts of an http or https address; raises `AddressMalformed`."""
    if len(url) > LONGEST or not url.isascii() or not _PLAIN.match(url):
        raise _malformed(
            "使えない文字があるか、長すぎます", "it has characters that are not taken, or is too long"
        )
    whole = _WHOLE.match(url)
    if whole is None:
        raise _malformed("https:// で始まる形ではありません", "it does not begin with https://")
    scheme, place, path, query = whole.groups(default="")
    if "@" in place:
        raise _malformed("名前やパスワードは書けません", "it may not hold a user or password")
    if "[" in path + query or "]" in path + query:
        raise _malformed("使えない文字があります", "it has characters that are not taken")
    host, port = _host_and_port(place)
    return Target(scheme, read_host(host), _port(port, scheme), (path or "/") + query)


def read_host(host: str) -> str:
    """A name, an IPv4 address or `[IPv6]`, as it is used from here on; raises `AddressMalformed`."""
    if host.startswith("["):
        return _ipv6(host)
    if _IPV4.match(host):
        try:
            return str(ipaddress.IPv4Address(host))
        except ValueError as error:
            raise _malformed("IP アドレスではありません", "the IP address is wrong") from error
    if len(host) > 253 or not _NAME.match(host) or _NUMBER_AT_END.match(host):
        raise _malformed("機械の名前として読めません", "the name of the machine cannot be read")
    return host.lower()


def _host_and_port(place: str) -> tuple[str, str | None]:
    host, colon, port = place.rpartition(":")
    if not colon or place.endswith("]"):
        return place, None
    return host, port


def _ipv6(text: str) -> str:
    if not text.endswith("]") or "%" in text:
        raise _malformed("IPv6 アドレスとして読めません", "the IPv6 address cannot be read")
    try:
        return str(ipaddress.IPv6Address(text[1:-1]))
    except ValueError as error:
        raise _malformed("IPv6 アドレスとして読めません", "the IPv6 address cannot be read") from error


def _port(text: str | None, scheme: str) -> int:
    if text is None:
        return _USUAL[scheme]
    if not _PORT.match(text) or int(text) > 65535:
        raise _malformed("番号(ポート)が正しくありません", "the port is wrong")
    return int(text)


def _malformed(ja: str, en: str) -> AddressMalformed:
    return AddressMalformed(f"アドレスの書き方が正しくありません: {ja}。", f"The address is not taken: {en}.")
