"""A passkey made of software: answers a page's question as a phone would, for the origin http://localhost."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import secrets
import struct
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256

ORIGIN = "http://localhost"
# The person was there and showed it (W3C WebAuthn, 6.1); with a new key beside it.
SHOWN, WITH_KEY = 0x05, 0x45


def asked(page: bytes) -> dict[str, Any]:
    """The question that a page puts to the browser."""
    found = re.search(r'data-options="([^"]+)"', page.decode())
    assert found
    told = json.loads(html.unescape(found[1]))
    question: dict[str, Any] = told.get("publicKey", told)
    return question


class Passkey:
    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(16)
        self.handle = ""

    def registered(self, question: dict[str, Any]) -> str:
        """The answer to `asked` of the page that adds one."""
        self.handle = question["user"]["id"]
        cose = cbor.encode(ES256.from_cryptography_key(self.key.public_key()))
        held = bytes(16) + struct.pack(">H", len(self.id)) + self.id + cose
        told = cbor.encode({"fmt": "none", "attStmt": {}, "authData": _head(question, WITH_KEY) + held})
        return self._answer(
            {"clientDataJSON": _said("webauthn.create", question), "attestationObject": _text(told)}
        )

    def signed(self, question: dict[str, Any], *, handle: str = "") -> str:
        """The answer to a page that asks who one is; `handle`: whose account it claims to be of."""
        head, said = _head(question, SHOWN), _said("webauthn.get", question)
        message = head + hashlib.sha256(_bytes(said)).digest()
        return self._answer(
            {
                "clientDataJSON": said,
                "authenticatorData": _text(head),
                "signature": _text(self.key.sign(message, ec.ECDSA(hashes.SHA256()))),
                "userHandle": handle or self.handle,
            }
        )

    def _answer(self, response: dict[str, str]) -> str:
        name = _text(self.id)
        told = {"id": name, "rawId": name, "type": "public-key", "response": response}
        return json.dumps({**told, "clientExtensionResults": {"credProps": {"rk": True}}})


def _head(question: dict[str, Any], flags: int) -> bytes:
    place = question.get("rpId") or question["rp"]["id"]
    return hashlib.sha256(place.encode()).digest() + bytes([flags]) + bytes(4)


def _said(kind: str, question: dict[str, Any]) -> str:
    said = {"type": kind, "challenge": question["challenge"], "origin": ORIGIN, "crossOrigin": False}
    return _text(json.dumps(said).encode())


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
