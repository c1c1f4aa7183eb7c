"""Time-stamps of an authority (RFC 3161): that these bytes existed at that moment, signed by somebody else.

The request is written here, because the library's own cannot ask for a policy; the answer is read and its chain of
certificates verified by `rfc3161-client`. What is kept is the whole answer (`.tsr`), as `openssl ts -verify` takes it.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from cryptography import x509
from rfc3161_client import PKIStatus, VerificationError, VerifierBuilder, decode_timestamp_response

from kuramori.outside.net import NetFault, fetch

LARGEST_ANSWER: Final = 256 * 1024
SHA256: Final = "2.16.840.1.101.3.4.2.1"
_OID: Final = re.compile(r"[0-2](?:\.(?:0|[1-9][0-9]{0,18})){1,30}\Z")


class TimestampFault(NetFault):
    """No time-stamp that can be relied on."""


class RootsUnreadable(TimestampFault):
    """The file of root certificates is missing, empty or no PEM."""


class PolicyMalformed(TimestampFault):
    """The policy is not written as numbers and dots."""


class StampRefused(TimestampFault):
    """The authority answered, and gave none: wrong credentials, a policy it does not know, an error of its own."""


class StampWrong(TimestampFault):
    """What came is not a time-stamp of these bytes for this question, or nobody we trust signed it."""


@dataclass(frozen=True, slots=True)
class Authority:
    """Where to ask. `policy`: an OID, "" for the authority's own; `roots`: PEM file of the certificates we trust."""

    url: str
    roots: Path
    policy: str = ""
    user: str = ""
    password: str = field(default="", repr=False)
    private_network: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """`der`: the whole answer. `at`: aware, UTC. `signer`: the certificate's name, valid until `signer_until`."""

    der: bytes
    at: datetime.datetime
    serial: int
    policy: str
    signer: str
    signer_until: datetime.datetime


def stamp(content: bytes, authority: Authority, *, timeout_seconds: float = 30) -> Token:
    """Ask for a time-stamp of the SHA-256 of `content` and verify it.

    Raises `TimestampFault`, or another `NetFault` where nothing came. Without credentials plain http is taken: the
    answer is signed and bound to our question, and most authorities offer nothing else.
    """
    roots = _roots(authority.roots)
    nonce = secrets.randbits(63) | 1 << 62
    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    if authority.user or authority.password:
        pair = f"{authority.user}:{authority.password}".encode()
        headers["Authorization"] = f"Basic {base64.b64encode(pair).decode('ascii')}"
    got = fetch(
        authority.url,
        method="POST",
        headers=headers,
        body=request(content, nonce, authority.policy),
        limit_bytes=LARGEST_ANSWER,
        timeout_seconds=timeout_seconds,
        allow_private=authority.private_network,
        plain_http="Authorization" not in headers,
    )
    if got.status != 200:
        raise StampRefused(
            f"タイムスタンプ局が断りました(HTTP {got.status})。利用者名・パスワード・アドレスを確かめてください。",
            f"The time-stamping authority refused (HTTP {got.status}); check user, password and address.",
        )
    if got.kind != "application/timestamp-reply":
        raise _wrong("返事の種類", "the kind of the answer")
    return _verified(got.body, content, roots, nonce=nonce, policy=authority.policy)


def verified(der: bytes, content: bytes, roots: Path, *, policy: str = "") -> Token:
    """A kept answer read again: raises `StampWrong` unless it stamps `content` under the roots."""
    return _verified(der, content, _roots(roots), nonce=None, policy=policy)


def request(content: bytes, nonce: int, policy: str = "") -> bytes:
    """The question in DER (RFC 3161, 2.4.1): SHA-256, policy where one is named, nonce, and the certificate wanted."""
    algorithm = _tlv(0x30, _oid(SHA256) + b"\x05\x00")
    imprint = _tlv(0x30, algorithm + _tlv(0x04, hashlib.sha256(content).digest()))
    wanted = _oid(policy) if policy else b""
    return _tlv(0x30, _integer(1) + imprint + wanted + _integer(nonce) + b"\x01\x01\xff")


def _verified(
    der: bytes, content: bytes, roots: list[x509.Certificate], *, nonce: int | None, policy: str
) -> Token:
    try:
        answer = decode_timestamp_response(der)
        status = PKIStatus(answer.status)
    except ValueError as error:
        raise _wrong("形式", "the form") from error
    if status != PKIStatus.GRANTED:
        raise StampRefused(
            f"タイムスタンプ局が発行しませんでした({status.name})。方針(OID)を確かめてください。",
            f"The time-stamping authority gave no time-stamp ({status.name}); check the policy.",
        )
    try:
        info = answer.tst_info
        if info.message_imprint.hash_algorithm.dotted_string != SHA256:
            raise _wrong("ハッシュの種類", "the hash algorithm")
        if info.message_imprint.message != hashlib.sha256(content).digest():
            raise _wrong("対象", "what it stamps")
        if nonce is not None and info.nonce != nonce:
            raise _wrong("問い合わせの番号", "the nonce")
        if policy and info.policy.dotted_string != policy:
            raise _wrong("方針", "the policy")
        VerifierBuilder(roots=roots, nonce=nonce).build().verify_message(answer, content)
        signer = _signer(answer)
        return Token(
            der=der,
            at=info.gen_time.astimezone(datetime.UTC),
            serial=info.serial_number,
            policy=info.policy.dotted_string,
            signer=signer.subject.rfc4514_string(),
            signer_until=signer.not_valid_after_utc,
        )
    except (VerificationError, ValueError, x509.ExtensionNotFound) as error:
        raise _wrong("署名か証明書", "the signature or its certificates") from error


def _signer(answer: Any) -> x509.Certificate:
    """The certificate that the signature names."""
    (info,) = answer.signed_data.signer_infos
    for der in answer.signed_data.certificates:
        found = x509.load_der_x509_certificate(der)
        if (found.issuer, found.serial_number) == (info.issuer, info.serial_number):
            return found
    raise ValueError("no certificate")


def _roots(path: Path) -> list[x509.Certificate]:
    try:
        found = x509.load_pem_x509_certificates(path.read_bytes())
    except (OSError, ValueError) as error:
        raise RootsUnreadable(
            f"タイムスタンプ局のルート証明書が読めません: {path.name}",
            f"The authority's root certificates cannot be read: {path.name}",
        ) from error
    return list(dict.fromkeys(found))


def _wrong(ja: str, en: str) -> StampWrong:
    return StampWrong(
        f"タイムスタンプが正しくありません({ja})。使いませんでした。",
        f"The time-stamp is wrong ({en}); it was not used.",
    )


def _oid(dotted: str) -> bytes:
    if not _OID.match(dotted):
        raise PolicyMalformed("方針(OID)は 1.2.3 のように書いてください。", "Write the policy as 1.2.3.")
    first, second, *rest = (int(part) for part in dotted.split("."))
    if first < 2 and second > 39:
        raise PolicyMalformed("方針(OID)の数が正しくありません。", "The policy has a wrong number.")
    return _tlv(0x06, b"".join(_base128(number) for number in (first * 40 + second, *rest)))


def _base128(number: int) -> bytes:
    parts = [number & 0x7F]
    while number := number >> 7:
        parts.append(number & 0x7F | 0x80)
    return bytes(reversed(parts))


def _integer(number: int) -> bytes:
    return _tlv(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def _tlv(tag: int, content: bytes) -> bytes:
    """Tag, length and content; nothing here is longer than 65,535 bytes."""
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    length = size.to_bytes(1 if size < 0x100 else 2, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content
