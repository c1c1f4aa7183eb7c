"""Storage that speaks as much S3 as we use, on this computer: signed requests, object lock, nothing overwritten."""

from __future__ import annotations

import base64
import hashlib
import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import unquote

from kuramori.outside.tests.listening import answer, listening

ACCESS, SECRET = "kura-access", "kura-secret"


@dataclass
class Storage:
    """`objects`: key → bytes; `locks`: key → until when. `refuse` answers every request with this error code."""

    bucket: str = "tiles"
    objects: dict[str, bytes] = field(default_factory=dict)
    locks: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    refuse: str = ""
    endpoint: str = ""
    modified: str = "Sun, 22 Nov 2026 00:00:00 GMT"
    secure: bool = False

    def reply(self, head: str, body: bytes) -> bytes:
        first, *lines = head.split("\r\n")
        method, path, _ = first.split(" ")
        said = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        self.asked.append(f"{method} {path}")
        bucket, _, key = unquote(path).lstrip("/").partition("/")
        problem = self.refuse or self._problem(said, body, bucket)
        if problem:
            return error(403, problem)
        if method == "GET":
            found = self.objects.get(key)
            return error(404, "NoSuchKey") if found is None else answer(found, "200 OK", *STAMPS)
        if method == "HEAD":
            if key not in self.objects:
                return answer(b"", "404 No")
            return answer(b"", "200 OK", 'ETag: "x"', f"Last-Modified: {self.modified}")
        if method == "PUT":
            return self._put(key, said, body)
        if method == "DELETE":
            self.objects.pop(key, None)
            return answer(b"", "204 No Content")
        return error(405, "MethodNotAllowed")

    def _problem(self, said: dict[str, str], body: bytes, bucket: str) -> str:
        signed = rf"AWS4-HMAC-SHA256 Credential={ACCESS}/\d{{8}}/us-east-1/s3/aws4_request, SignedHeaders=\S*host\S*, "
        if not re.fullmatch(signed + r"Signature=[0-9a-f]{64}", said.get("authorization", "")):
            return "SignatureDoesNotMatch"
        if bucket != self.bucket:
            return "NoSuchBucket"
        # Over TLS the body may go unsigned, but not unsummed: what is locked must be what was sent.
        if said.get("x-amz-content-sha256") == "UNSIGNED-PAYLOAD" and self.secure:
            md5 = base64.b64encode(hashlib.md5(body).digest()).decode()  # noqa: S324
            return "" if not body or said.get("content-md5") == md5 else "BadDigest"
        is_same = said.get("x-amz-content-sha256") == hashlib.sha256(body).hexdigest()
        return "" if is_same else "XAmzContentSHA256Mismatch"

    def _put(self, key: str, said: dict[str, str], body: bytes) -> bytes:
        if key in self.locks:
            return error(403, "AccessDenied")
        mode, until = said.get("x-amz-object-lock-mode"), said.get("x-amz-object-lock-retain-until-date")
        if mode or until:
            if mode != "COMPLIANCE" or not until:
                return error(400, "InvalidRequest")
            self.locks[key] = until
        self.objects[key] = body
        return answer(b"", "200 OK", 'ETag: "x"')


STAMPS = (
    'ETag: "x"',
    "Last-Modified: Sun, 22 Nov 2026 00:00:00 GMT",
    "Content-Type: application/octet-stream",
)


def error(status: int, code: str) -> bytes:
    text = f"<Error><Code>{code}</Code><Message>no</Message><Resource>/</Resource></Error>"
    return answer(text.encode(), f"{status} No", "Content-Type: application/xml")


@contextmanager
def storage_serving(tls: ssl.SSLContext | None = None) -> Iterator[Storage]:
    made = Storage(secure=tls is not None)

    def speak(talk: socket.socket, asked: bytes) -> None:
        head, _, body = asked.partition(b"\r\n\r\n")
        talk.sendall(made.reply(head.decode(), body))

    with listening(speak, tls) as listener:
        made.endpoint = f"http{'s' if tls else ''}://127.0.0.1:{listener.port}"
        yield made
