"""Mail addresses, read strictly, and text that fits on one line of a header."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

LONGEST = 254
LONGEST_LOCAL = 64
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*\Z")
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
# The last label is no number: else the whole would be an IPv4 address.
_DOMAIN = re.compile(rf"(?:{_LABEL}\.)+(?!\d+\Z){_LABEL}\Z")


class AddressUnusable(ValueError):
    """No mail can be sent to what was written; the message says what is wrong, without repeating it."""


def checked(address: str) -> str:
    """The address as SMTP wants it: plain ASCII, an international domain as `xn--…`. Raises `AddressUnusable`."""
    local, sign, domain = unicodedata.normalize("NFC", address).strip(" ").rpartition("@")
    if not sign or not local:
        raise AddressUnusable(_("メールアドレスに @ がありません。"))
    if len(local) > LONGEST_LOCAL or not _LOCAL.match(local):
        raise AddressUnusable(_("メールアドレスの @ の前に、使えない文字があります。"))
    try:
        plain = domain.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise AddressUnusable(_("メールアドレスの @ の後ろが読めません。")) from error
    if not _DOMAIN.match(plain):
        raise AddressUnusable(_("メールアドレスの @ の後ろが読めません。"))
    if len(local) + 1 + len(plain) > LONGEST:
        raise AddressUnusable(_("メールアドレスが長すぎます。"))
    return f"{local}@{plain}"


def one_line(text: str, *, longest: int = 400) -> str:
    """The text on one line: whatever could end or turn a line (controls, separators, bidi marks) becomes a space."""
    plain = "".join(" " if unicodedata.category(sign) in _BREAKING else sign for sign in text)
    return " ".join(plain.split())[:longest]


# Controls, formats, surrogates, unassigned; line and paragraph separators.
_BREAKING = frozenset({"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"})
