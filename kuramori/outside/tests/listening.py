"""A listener on this computer that answers what a test tells it, byte by byte, and counts who came."""

from __future__ import annotations

import datetime
import ipaddress
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

Speak = Callable[[socket.socket, bytes], None]


class Listener:
    """`asked`: the head and what came of the body, of each connection; `connections`: how many there were."""

    def __init__(self, speak: Speak, tls: ssl.SSLContext | None) -> None:
        self.asked: list[bytes] = []
        self.connections = 0
        self._speak = speak
        self._tls = tls
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        while True:
            try:
                came, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(came,), daemon=True).start()

    def _serve(self, came: socket.socket) -> None:
        try:
            with self._tls.wrap_socket(came, server_side=True) if self._tls else came as talk:
                talk.settimeout(10)
                asked = b""
                while b"\r\n\r\n" not in asked:
                    piece = talk.recv(65536)
                    if not piece:
                        return
                    asked += piece
                head, _, body = asked.partition(b"\r\n\r\n")
                told = re.search(rb"(?i)\r\ncontent-length: ([0-9]+)", head)
                while told and len(body) < int(told[1]):
                    body += talk.recv(65536)
                asked = head + b"\r\n\r\n" + body
                self.asked.append(asked)
                self._speak(talk, asked)
        except OSError:
            pass

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


@contextmanager
def listening(speak: Speak | bytes, tls: ssl.SSLContext | None = None) -> Iterator[Listener]:
    """Listens on 127.0.0.1; `speak` is what is answered: bytes, or a function of the socket and what was asked."""

    def say(talk: socket.socket, _asked: bytes) -> None:
        assert isinstance(speak, bytes)
        talk.sendall(speak)

    found = Listener(say if isinstance(speak, bytes) else speak, tls)
    try:
        yield found
    finally:
        found.close()


def answer(body: bytes = b"ok", status: str = "200 OK", *headers: str) -> bytes:
    """A plain answer with its length."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


class Authority:
    """A certificate authority of a test's own, in a folder."""

    def __init__(self, folder: Path, name: str = "Test CA") -> None:
        self.folder = folder
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.certificate = _certificate(name, self.key, name, self.key, is_ca=True)
        self.pem = folder / f"{name}.pem"
        self.pem.write_bytes(self.certificate.public_bytes(Encoding.PEM))

    def serving(self, *names: str, expired: bool = False) -> ssl.SSLContext:
        """What a server presents that calls itself `names` (IP addresses among them)."""
        key = ec.generate_private_key(ec.SECP256R1())
        issuer = self.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value
        made = _certificate(names[0], key, str(issuer), self.key, names=names, expired=expired)
        path = self.folder / f"server-{made.serial_number}.pem"
        path.write_bytes(
            key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
            + made.public_bytes(Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: str,
    issuer_key: ec.EllipticCurvePrivateKey,
    *,
    names: tuple[str, ...] = (),
    is_ca: bool = False,
    expired: bool = False,
) -> x509.Certificate:
    now = datetime.datetime.now(datetime.UTC)
    start, end = (-20, -10) if expired else (-1, 10)
    made = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + datetime.timedelta(days=start))
        .not_valid_after(now + datetime.timedelta(days=end))
        .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
    )
    if names:
        made = made.add_extension(
            x509.SubjectAlternativeName([_alternative(one) for one in names]), critical=False
        )
    return made.sign(issuer_key, hashes.SHA256())


def _alternative(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)
