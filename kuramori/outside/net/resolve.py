"""From a name to the addresses that may be connected to: asked once, all of them judged, all or none taken."""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Final

from kuramori.outside.net.faults import AddressMalformed, PlaceRefused, TooSlow, Unreachable
from kuramori.outside.net.places import IP, Place, place_of

MOST_ADDRESSES: Final = 32


def _system(name: str) -> list[str]:
    found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return [str(entry[4][0]) for entry in found]


_source: list[Callable[[str], list[str]]] = [_system]


@contextmanager
def resolving_with(ask: Callable[[str], list[str]]) -> Iterator[None]:
    """Let another name service stand in (tests): a function from a name to addresses as text."""
    _source.append(ask)
    try:
        yield
    finally:
        _source.pop()


def addresses(host: str, *, allowed: frozenset[Place], seconds: float) -> list[IP]:
    """Where `host` (a name or an IP address) may be reached, in the order to try, each once.

    One address that must not be reached refuses the name: which of them a connection would take is chance.
    Raises `PlaceRefused`, `Unreachable`, `TooSlow`.
    """
    found = [_literal(host)] if _is_literal(host) else _ask(host, seconds)
    if not found or len(found) > MOST_ADDRESSES:
        raise Unreachable(f"{host} という名前が見つかりません。", f"The name {host} is unknown.")
    places = {place_of(address) for address in found}
    if places == {Place.GLOBAL} and not places <= allowed:
        raise PlaceRefused(
            f"{host} は社外にあるので、https:// でだけつなぎます。つなぎませんでした。",
            f"{host} lies outside and is reached by https:// only; not connected.",
        )
    if not places <= allowed:
        raise PlaceRefused(
            f"{host} は、ここからつないではいけない場所(社内や機械自身など)を指しています。つなぎませんでした。",
            f"{host} points to a place that must not be reached from here (this machine or network); not connected.",
        )
    return found


def _is_literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _literal(text: str) -> IP:
    try:
        return ipaddress.ip_address(text)
    except ValueError as error:  # a name service answered something that is no address
        raise AddressMalformed("IP アドレスではありません。", "This is no IP address.") from error


def _ask(name: str, seconds: float) -> list[IP]:
    """Asks in a thread of its own: the system's resolver knows no time limit."""
    answer: Future[list[str]] = Future()
    ask = _source[-1]

    def run() -> None:
        try:
            answer.set_result(ask(name))
        except BaseException as error:  # noqa: BLE001 - it is raised again where it is waited for
            answer.set_exception(error)

    threading.Thread(target=run, name="resolve", daemon=True).start()
    try:
        found = answer.result(timeout=max(seconds, 0.001))
    except TimeoutError as error:
        raise TooSlow(
            f"{name} の場所を調べるのに時間がかかりすぎました。", f"Looking up {name} took too long."
        ) from error
    except (OSError, UnicodeError) as error:
        raise Unreachable(f"{name} という名前が見つかりません。", f"The name {name} is unknown.") from error
    return list(dict.fromkeys(_literal(text) for text in found))
