"""The house's own certificate authority and the certificate that it serves with; both in the folder of keys."""

from __future__ import annotations

import datetime
import ipaddress
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from kuramori.site.lan.addresses import Reach

CA_DAYS = 3650
DAYS = 397  # browsers refuse longer ones
RENEW_DAYS = 30
_PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8")
_LOCAL_NAMES = ("localhost", "local")

Key = ec.EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True)
class Place:
    """The files of a data folder; keys with mode 0600."""

    data: Path

    @property
    def authority(self) -> Path:
        return self.data / "keys" / "lan-ca.pem"

    @property
    def authority_key(self) -> Path:
        return self.data / "keys" / "lan-ca.key"

    @property
    def certificate(self) -> Path:
        return self.data / "keys" / "lan.pem"

    @property
    def key(self) -> Path:
        return self.data / "keys" / "lan.key"


def ensure(data: Path, reach: Reach, now: datetime.datetime) -> bool:
    """Makes authority and certificate where they lack, end soon or do not name an address; True where one was made.

    `now` is an aware moment. The authority stays as long as it is good, so that tablets need not trust a new one.
    """
    place = Place(data)
    place.authority.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    authority = _read(place.authority)
    has_new = authority is None or _ends_soon(authority, now) or not place.authority_key.exists()
    if has_new:
        _make_authority(place, reach, now)
        authority = x509.load_pem_x509_certificate(place.authority.read_bytes())
    assert authority is not None  # noqa: S101  just read or just made
    wanted = _names(reach, authority)
    standing = _read(place.certificate)
    if (
        has_new
        or standing is None
        or not place.key.exists()
        or _ends_soon(standing, now)
        or standing.issuer != authority.subject
        or not set(wanted) <= set(_named(standing))
    ):
        _make_certificate(place, wanted, now)
        return True
    return False


def fingerprint(data: Path) -> str:
    """The authority's SHA-256, as a person compares it: eight groups of eight hex digits."""
    certificate = x509.load_pem_x509_certificate(Place(data).authority.read_bytes())
    text = certificate.fingerprint(hashes.SHA256()).hex().upper()
    return " ".join(text[at : at + 8] for at in range(0, len(text), 8))


def _read(path: Path) -> x509.Certificate | None:
    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except (OSError, ValueError):
        return None


def _ends_soon(certificate: x509.Certificate, now: datetime.datetime) -> bool:
    begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    return ends - now < datetime.timedelta(days=RENEW_DAYS) or begins > now


def _names(reach: Reach, authority: x509.Certificate) -> list[x509.GeneralName]:
    """What the certificate names: loopback, and every address and name that the authority may vouch for."""
    permitted = (
        authority.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []
    )
    values = [one.value for one in permitted if isinstance(one, x509.IPAddress)]
    networks = [one for one in values if isinstance(one, ipaddress.IPv4Network)]
    suffixes = [one.value for one in permitted if isinstance(one, x509.DNSName)]
    addresses = [ipaddress.IPv4Address(one) for one in ("127.0.0.1", *reach.addresses)]
    names = [
        one for one in ("localhost", *reach.names) if any(one == s or one.endswith(f".{s}") for s in suffixes)
    ]
    good = [one for one in addresses if any(one in network for network in networks)]
    return [*map(x509.IPAddress, good), *map(x509.DNSName, names)]


def _named(certificate: x509.Certificate) -> list[x509.GeneralName]:
    return list(certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value)


def _make_authority(place: Place, reach: Reach, now: datetime.datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    # The name differs each time: two authorities of one name confuse browsers.
    title = f"Kuramori {reach.names[0] if reach.names else ''} {secrets.token_hex(3)}"
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, title)])
    own = [f"{one}/32" for one in reach.addresses]
    allowed: list[x509.GeneralName] = [
        x509.IPAddress(ipaddress.IPv4Network(one)) for one in (*_PRIVATE, *own)
    ]
    allowed += [x509.DNSName(one) for one in (*_LOCAL_NAMES, *reach.names)]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=CA_DAYS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(
            x509.NameConstraints(permitted_subtrees=allowed, excluded_subtrees=None), critical=True
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    _write_key(place.authority_key, key)
    _write(place.authority, made.public_bytes(serialization.Encoding.PEM))


def _make_certificate(place: Place, names: list[x509.GeneralName], now: datetime.datetime) -> None:
    authority = x509.load_pem_x509_certificate(place.authority.read_bytes())
    signer = serialization.load_pem_private_key(place.authority_key.read_bytes(), password=None)
    assert isinstance(signer, Key)  # noqa: S101  we wrote it
    key = ec.generate_private_key(ec.SECP256R1())
    made = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Kuramori")]))
        .issuer_name(authority.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(min(now + datetime.timedelta(days=DAYS - 1), authority.not_valid_after_utc))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
        )
        .sign(signer, hashes.SHA256())
    )
    _write_key(place.key, key)
    _write(place.certificate, made.public_bytes(serialization.Encoding.PEM))


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs,
        key_cert_sign=signs,
        crl_sign=signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _write_key(path: Path, key: Key) -> None:
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    _write(path, key.private_bytes(*form))


def _write(path: Path, content: bytes) -> None:
    """Mode 0600, in one step, so that a cut leaves the older one."""
    new = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
