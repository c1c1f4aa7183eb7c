"""A time-stamping authority of a test's own: OpenSSL's `ts` behind a listener on this computer."""

from __future__ import annotations

import datetime
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from kuramori.outside.tests.listening import Listener, answer, listening

POLICY = "1.3.6.1.4.1.99999.1"
OTHER_POLICY = "1.3.6.1.4.1.99999.2"
Change = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Stamper:
    """`roots`: the PEM file that trusts it."""

    folder: Path
    roots: Path

    def reply(self, query: bytes) -> bytes:
        (self.folder / "q.tsq").write_bytes(query)
        made = subprocess.run(
            ["openssl", "ts", "-reply", "-config", "ts.cnf", "-queryfile", "q.tsq", "-out", "r.tsr"],
            cwd=self.folder,
            capture_output=True,
            check=False,
        )
        assert (self.folder / "r.tsr").exists(), made.stderr
        return (self.folder / "r.tsr").read_bytes()


def stamper(folder: Path, *, days: tuple[int, int] = (-1, 400)) -> Stamper:
    """Makes a root, a signer for time-stamping (`days`: from when until when it is valid), and OpenSSL's settings."""
    folder.mkdir(exist_ok=True)
    root_key, key = (rsa.generate_private_key(65537, 2048) for _ in range(2))
    root = _certificate("Stamp Root", root_key, "Stamp Root", root_key, (-30, 4000), is_ca=True)
    signer = _certificate("Stamp Signer", key, "Stamp Root", root_key, days, usage=True)
    (folder / "roots.pem").write_bytes(root.public_bytes(Encoding.PEM))
    (folder / "signer.pem").write_bytes(signer.public_bytes(Encoding.PEM))
    (folder / "signer.key").write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    )
    (folder / "serial").write_text("01\n")
    (folder / "ts.cnf").write_text(
        "[tsa]\ndefault_tsa=one\n[one]\nserial=serial\nsigner_cert=signer.pem\nsigner_key=signer.key\n"
        f"signer_digest=sha256\ndefault_policy={POLICY}\nother_policies={OTHER_POLICY}\ndigests=sha256\n"
        "accuracy=secs:1\nordering=no\ntsa_name=no\ness_cert_id_chain=no\ness_cert_id_alg=sha256\n"
    )
    return Stamper(folder, folder / "roots.pem")


@contextmanager
def serving(made: Stamper, change: Change = lambda der: der) -> Iterator[Listener]:
    """The authority on 127.0.0.1; `change` may spoil what it answers."""

    def speak(talk: socket.socket, asked: bytes) -> None:
        der = change(made.reply(asked.partition(b"\r\n\r\n")[2]))
        talk.sendall(answer(der, "200 OK", "Content-Type: application/timestamp-reply"))

    with listening(speak) as listener:
        yield listener


def _certificate(
    name: str,
    key: rsa.RSAPrivateKey,
    issuer: str,
    issuer_key: rsa.RSAPrivateKey,
    days: tuple[int, int],
    *,
    is_ca: bool = False,
    usage: bool = False,
) -> x509.Certificate:
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + datetime.timedelta(days=days[0]))
        .not_valid_after(now + datetime.timedelta(days=days[1]))
        .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False
        )
        .add_extension(_key_usage(is_ca=is_ca), critical=True)
    )
    if usage:
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return made.sign(issuer_key, hashes.SHA256())


def _key_usage(*, is_ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_ca,
        content_commitment=not is_ca,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_ca,
        crl_sign=is_ca,
        encipher_only=False,
        decipher_only=False,
    )
