"""Signatures of organisations: Ed25519 (RFC 8032) over a message that says what it is for.

What is signed is never the message alone but

    kuramori/signature/v1 LF purpose LF message

so that a signature given for one purpose (a receipt) is worth nothing for another (a hand-over), nor for a log's
checkpoint. A key is named by its JWK thumbprint (RFC 7638, RFC 8037), and read out over the telephone as forty digits.
"""

from __future__ import annotations

import base64
import hashlib
import re

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

SEED_BYTES = 32
PUBLIC_BYTES = 32
SIGNATURE_BYTES = 64
DIGITS, DIGITS_IN_A_GROUP = 40, 5  # 40 digits tell about 132 bits

_PURPOSE = re.compile(r"[a-z][a-z0-9-]{0,39}")


class PurposeUnusable(ValueError):
    """A purpose is 1–40 small letters, digits and hyphens, beginning with a letter."""


def public_of(seed: bytes) -> bytes:
    """The public key (32 bytes) of a private one (seed, 32 bytes)."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def sign(seed: bytes, purpose: str, message: bytes) -> bytes:
    """The signature, 64 bytes. Raises `PurposeUnusable`."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(_for(purpose, message))


def fits(public: bytes, purpose: str, message: bytes, signature: bytes) -> bool:
    """Whether the holder of `public` signed this message for this purpose; anything malformed does not fit."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, _for(purpose, message))
    except (InvalidSignature, ValueError):
        return False
    return True


def jwk(public: bytes) -> dict[str, str]:
    """The public key as a JSON Web Key (RFC 8037), its members in the order of the thumbprint."""
    return {"crv": "Ed25519", "kty": "OKP", "x": _base64url(public)}


def thumbprint(public: bytes) -> str:
    """The JWK thumbprint: base64url of SHA-256, 43 characters (RFC 7638)."""
    return _base64url(_thumb(public))


def digits(public: bytes) -> tuple[str, ...]:
    """The thumbprint as eight groups of five digits, to be read out and compared by people."""
    number = int.from_bytes(_thumb(public), "big") % 10**DIGITS
    text = f"{number:0{DIGITS}d}"
    return tuple(text[at : at + DIGITS_IN_A_GROUP] for at in range(0, DIGITS, DIGITS_IN_A_GROUP))


def _thumb(public: bytes) -> bytes:
    members = ",".join(f'"{name}":"{value}"' for name, value in jwk(public).items())
    return hashlib.sha256(f"{{{members}}}".encode("ascii")).digest()


def _for(purpose: str, message: bytes) -> bytes:
    if not _PURPOSE.fullmatch(purpose):
        raise PurposeUnusable(purpose)
    return b"kuramori/signature/v1\n" + purpose.encode("ascii") + b"\n" + message


def _base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")
