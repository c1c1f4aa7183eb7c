"""What the one who runs an instance may set: `kuramori.toml` in the data folder. Without the file everything is off.

Read once at start, strictly: an unknown key or a wrong type stops the start and is named, because a misspelt setting
that is silently ignored (a witness, a time-stamp, the mail server) would leave people trusting what is not there.
"""

from __future__ import annotations

import dataclasses
import tomllib
import types
import typing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kuramori.outside.visitor import networks

FILE = "kuramori.toml"
LARGEST_BYTES = 64 * 1024


class InstanceFault(ValueError):
    """The file is wrong; the message names the place and what is expected there."""


@dataclass(frozen=True, slots=True)
class Site:
    """`address` as others reach this instance, such as `https://kuramori.example.co.jp`; "" when only from inside.

    `trusted_proxies`: whose word on who asks (`X-Forwarded-For`) is believed; addresses or networks, by commas. "" for
    a proxy on this machine.
    """

    address: str = ""
    name: str = ""
    trusted_proxies: str = ""

    def __post_init__(self) -> None:
        try:
            networks(self.trusted_proxies)
        except ValueError as error:
            wanted = "アドレスか範囲をコンマで並べてください(例 192.0.2.10, 192.0.2.0/24)。"
            raise InstanceFault(f"{FILE}: site.trusted_proxies は、{wanted}") from error


@dataclass(frozen=True, slots=True)
class Mail:
    """The SMTP server through which mail leaves; no `host`: no mail is sent. `security`: tls, starttls or none.

    `authorities`: a PEM file with the certificate authorities of a server of one's own.
    """

    host: str = ""
    port: int = 587
    security: str = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    sender: str = ""
    private_network: bool = False
    authorities: str = ""


@dataclass(frozen=True, slots=True)
class Timestamp:
    """The time-stamping authority (RFC 3161) for the daily checkpoint. `policy` is an OID; `roots` a PEM file."""

    url: str = ""
    user: str = ""
    password: str = field(default="", repr=False)
    policy: str = ""
    roots: str = ""
    private_network: bool = False


@dataclass(frozen=True, slots=True)
class Witness:
    """Another instance that cosigns our checkpoints. `key` is its verifier key, `name+hash+base64` (C2SP).

    `authorities`: a PEM file with the certificate authorities of a server of one's own.
    """

    name: str
    url: str
    key: str
    private_network: bool = False
    authorities: str = ""


@dataclass(frozen=True, slots=True)
class WitnessedLog:
    """Another instance's log that we cosign. `key` is the log's verifier key (C2SP signed-note)."""

    name: str
    key: str


@dataclass(frozen=True, slots=True)
class Mirror:
    """Where copies of the tiles go: a `folder`, and/or S3-compatible storage with object lock for `lock_days`."""

    folder: str = ""
    s3_endpoint: str = ""
    s3_bucket: str = ""
    s3_prefix: str = ""
    s3_region: str = ""
    s3_access_key: str = ""
    s3_secret_key: str = field(default="", repr=False)
    lock_days: int = 3650
    private_network: bool = False
    authorities: str = ""


@dataclass(frozen=True, slots=True)
class Files:
    """S3-compatible storage for what people hand in, sealed before it leaves; no `s3_endpoint`: the data folder.

    `authorities`: a PEM file with the certificate authorities of a server of one's own.
    """

    s3_endpoint: str = ""
    s3_bucket: str = ""
    s3_prefix: str = ""
    s3_region: str = ""
    s3_access_key: str = ""
    s3_secret_key: str = field(default="", repr=False)
    private_network: bool = False
    authorities: str = ""


@dataclass(frozen=True, slots=True)
class SignOn:
    """An OpenID Connect provider (single sign-on). `server` is its issuer address.

    `mail_domain`: only addresses under it find an account by themselves; "" for any that the provider vouches for.
    `authorities`: a PEM file with the certificate authorities of a server of one's own.
    """

    id: str
    name: str
    server: str
    client_id: str
    client_secret: str = field(default="", repr=False)
    mail_domain: str = ""
    authorities: str = ""
    private_network: bool = False


@dataclass(frozen=True, slots=True)
class Backup:
    """Where the worker lays a backup each day (`folder`; "" for none), and how many of them stay (`keep`)."""

    folder: str = ""
    keep: int = 14


@dataclass(frozen=True, slots=True)
class ScanFolder:
    """A folder of this machine, mounted shares included, in which an organisation (short name) may look for secrets."""

    organisation: str
    folder: str


@dataclass(frozen=True, slots=True)
class Instance:
    """The whole file. TOML tables have these names; lists are `[[witness]]`, `[[witnessed_log]]`, `[[sign_on]]`,
    `[[scan_folder]]`."""

    site: Site = Site()
    mail: Mail = Mail()
    timestamp: Timestamp = Timestamp()
    mirror: Mirror = Mirror()
    files: Files = Files()
    backup: Backup = Backup()
    witness: tuple[Witness, ...] = ()
    witnessed_log: tuple[WitnessedLog, ...] = ()
    sign_on: tuple[SignOn, ...] = ()
    scan_folder: tuple[ScanFolder, ...] = ()


def read(data: Path) -> Instance:
    """The settings of a data folder; raises `InstanceFault`."""
    path = data / FILE
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST_BYTES + 1)
    except FileNotFoundError:
        return Instance()
    if len(raw) > LARGEST_BYTES:
        raise InstanceFault(f"{FILE}: 大きすぎます(64 KB まで)。")
    try:
        return _table(Instance, tomllib.loads(raw.decode("utf-8")), "")
    except UnicodeDecodeError as error:
        raise InstanceFault(f"{FILE}: 文字が UTF-8 ではありません。") from error
    except tomllib.TOMLDecodeError as error:
        # The parser's message names line and column; the values (passwords among them) are not in it.
        raise InstanceFault(f"{FILE}: TOML として読めません。{error}") from error


def _table(kind: Any, found: Any, place: str) -> Any:
    if not isinstance(found, dict):
        raise InstanceFault(f"{FILE}: {place} は表([{place}])で書いてください。")
    hints = typing.get_type_hints(kind)
    if unknown := sorted(found.keys() - hints.keys()):
        raise InstanceFault(f"{FILE}: {_under(place, unknown[0])} という項目はありません。")
    values = {name: _value(hints[name], found[name], _under(place, name)) for name in found}
    for wanted in dataclasses.fields(kind):
        required = wanted.default is dataclasses.MISSING
        if required and wanted.name not in values:
            raise InstanceFault(f"{FILE}: {_under(place, wanted.name)} がありません。")
    return kind(**values)


def _value(hint: Any, found: Any, place: str) -> Any:
    if typing.get_origin(hint) is tuple:
        kind = typing.get_args(hint)[0]
        if not isinstance(found, list):
            raise InstanceFault(f"{FILE}: {place} は [[{place}]] と書いてください。")
        return tuple(_table(kind, one, f"{place}[{number}]") for number, one in enumerate(found, 1))
    if dataclasses.is_dataclass(hint):
        return _table(hint, found, place)
    if type(found) is not hint:  # True is an int to isinstance
        raise InstanceFault(f"{FILE}: {place} は{_WORDS[hint]}で書いてください。")
    return found


def _under(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


_WORDS: types.MappingProxyType[type, str] = types.MappingProxyType(
    {str: '文字("…")', int: "整数", bool: "true か false"}
)
