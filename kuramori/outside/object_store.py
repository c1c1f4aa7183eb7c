"""Storage that speaks S3 and can lock what it holds against everybody, its owner's keys included.

The `minio` library signs requests and reads the answers; the network is reached by our own door alone.
"""

from __future__ import annotations

import datetime
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import urllib3
from minio import Minio
from minio.commonconfig import COMPLIANCE
from minio.error import InvalidResponseError, MinioException, S3Error, ServerError
from minio.retention import Retention

from kuramori.outside.net import AddressMalformed, NetFault, read_address, short_word
from kuramori.outside.net.adapters import PinnedPool, Rules

LEAST_LIMIT: Final = 64 * 1024  # refusals come as XML
_ABSENT: Final = frozenset({"NoSuchKey", "NoSuchObject"})
_WORDS: Final = {
    "AccessDenied": "key",
    "InvalidAccessKeyId": "key",
    "SignatureDoesNotMatch": "key",
    "NoSuchBucket": "bucket",
    "InvalidRequest": "lock",  # the bucket was made without object lock
    "ObjectLockConfigurationNotFoundError": "lock",
    "RequestTimeTooSkewed": "clock",
}


class StoreFault(Exception):
    """It was not put, or could not be read; `word` says why in short."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


@dataclass(frozen=True, slots=True)
class ObjectStore:
    """One bucket, below `prefix`. `endpoint`: https://…, or http:// in a private network."""

    endpoint: str
    bucket: str
    access_key: str
    secret_key: str = field(repr=False)
    prefix: str = ""
    region: str = "us-east-1"
    private_network: bool = False
    authorities: Path | None = None

    @property
    def name(self) -> str:
        """Endpoint, bucket and prefix, without keys."""
        return f"{self.endpoint.rstrip('/')}/{self.bucket}/{self.prefix.strip('/')}".rstrip("/")

    def get(self, path: str, *, limit_bytes: int) -> bytes | None:
        """The object's bytes, None where there is none; raises `StoreFault`."""
        try:
            with self._client(limit_bytes).get_object(self.bucket, self._key(path)) as answer:
                return bytes(answer.read())
        except S3Error as error:
            if error.code in _ABSENT:
                return None
            raise StoreFault(_WORDS.get(str(error.code), "answer")) from error
        except (MinioException, urllib3.exceptions.HTTPError, ValueError) as error:
            raise _fault(error) from error

    def put(self, path: str, content: bytes, *, locked_until: datetime.datetime | None) -> None:
        """Put an object; `locked_until` (aware) keeps everybody from changing or deleting it. Raises `StoreFault`."""
        retention = Retention(COMPLIANCE, locked_until) if locked_until else None
        try:
            self._client(1024 * 1024).put_object(
                self.bucket,
                self._key(path),
                io.BytesIO(content),
                len(content),
                content_type="application/octet-stream",
                retention=retention,
            )
        except S3Error as error:
            raise StoreFault(_WORDS.get(str(error.code), "answer")) from error
        except (MinioException, urllib3.exceptions.HTTPError, ValueError) as error:
            raise _fault(error) from error

    def take_away(self, path: str, *, older_than: datetime.timedelta) -> bool:
        """Remove an object that was put before so long; whether it is gone. Raises `StoreFault`."""
        client = self._client(LEAST_LIMIT)
        try:
            put_at = client.stat_object(self.bucket, self._key(path)).last_modified
            if put_at is None or put_at > datetime.datetime.now(datetime.UTC) - older_than:
                return False
            client.remove_object(self.bucket, self._key(path))
        except S3Error as error:
            if error.code in _ABSENT:
                return True
            raise StoreFault(_WORDS.get(str(error.code), "answer")) from error
        except (MinioException, urllib3.exceptions.HTTPError, ValueError) as error:
            raise _fault(error) from error
        return True

    def _key(self, path: str) -> str:
        prefix = self.prefix.strip("/")
        return f"{prefix}/{path}" if prefix else path

    def _client(self, limit_bytes: int) -> Minio:
        try:
            target = read_address(self.endpoint)
        except AddressMalformed as error:
            raise StoreFault("setting") from error
        rules = Rules(
            allow_private=self.private_network,
            limit_bytes=max(limit_bytes, LEAST_LIMIT),
            timeout_seconds=60,
            authorities=self.authorities,
        )
        return Minio(
            target.named,
            access_key=self.access_key,
            secret_key=self.secret_key,
            region=self.region,
            secure=target.scheme == "https",
            http_client=PinnedPool(rules),
        )


def _fault(error: Exception) -> StoreFault:
    if isinstance(error.__cause__, NetFault):
        return StoreFault(short_word(error.__cause__))
    if isinstance(error, ServerError | InvalidResponseError):
        return StoreFault("answer")
    return StoreFault("setting" if isinstance(error, ValueError) else "unreachable")
