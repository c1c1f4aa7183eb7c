"""The authority of a house, its certificate, and the poster."""

from __future__ import annotations

import datetime
import ipaddress
import stat
from pathlib import Path

import pypdfium2
import pytest
from cryptography import x509

from kuramori.press import qr
from kuramori.site.lan import addresses
from kuramori.site.lan.addresses import Reach
from kuramori.site.lan.certificate import DAYS, Place, ensure, fingerprint
from kuramori.site.lan.poster import ensure_poster

NOW = datetime.datetime(2026, 11, 22, 9, 0, tzinfo=datetime.UTC)
OFFICE = Reach(("192.168.1.20",), ("kura", "kura.local"))


def _certificate(data: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(Place(data).certificate.read_bytes())


def _hosts(data: Path) -> set[str]:
    names = _certificate(data).extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return {str(one.value) for one in names}


def test_it_names_every_address_and_the_keys_are_ours_alone(tmp_path: Path) -> None:
    assert ensure(tmp_path, OFFICE, NOW)
    assert _hosts(tmp_path) == {"127.0.0.1", "192.168.1.20", "localhost", "kura", "kura.local"}
    place = Place(tmp_path)
    assert {stat.S_IMODE(path.stat().st_mode) for path in (place.key, place.authority_key)} == {0o600}
    assert _certificate(tmp_path).not_valid_after_utc - NOW <= datetime.timedelta(days=DAYS)


def test_a_second_start_makes_nothing_anew(tmp_path: Path) -> None:
    ensure(tmp_path, OFFICE, NOW)
    before = _certificate(tmp_path).serial_number
    assert not ensure(tmp_path, OFFICE, NOW + datetime.timedelta(days=300))
    assert _certificate(tmp_path).serial_number == before


def test_it_is_renewed_before_it_ends_and_the_authority_stays(tmp_path: Path) -> None:
    ensure(tmp_path, OFFICE, NOW)
    trusted = fingerprint(tmp_path)
    later = NOW + datetime.timedelta(days=DAYS - 20)
    assert ensure(tmp_path, OFFICE, later)
    assert fingerprint(tmp_path) == trusted
    assert _certificate(tmp_path).not_valid_after_utc > later + datetime.timedelta(days=300)


def test_a_new_address_gets_a_new_certificate_from_the_same_authority(tmp_path: Path) -> None:
    ensure(tmp_path, OFFICE, NOW)
    trusted = fingerprint(tmp_path)
    assert ensure(tmp_path, Reach(("10.3.3.3",), OFFICE.names), NOW)
    assert "10.3.3.3" in _hosts(tmp_path)
    assert fingerprint(tmp_path) == trusted


def test_the_authority_may_not_vouch_for_the_rest_of_the_world(tmp_path: Path) -> None:
    ensure(tmp_path, OFFICE, NOW)
    authority = x509.load_pem_x509_certificate(Place(tmp_path).authority.read_bytes())
    found = authority.extensions.get_extension_for_class(x509.NameConstraints)
    assert found.critical
    permitted = found.value.permitted_subtrees or []
    networks = [one.value for one in permitted if isinstance(one, x509.IPAddress)]
    assert all(network.is_private or network.num_addresses == 1 for network in networks)
    assert not any(ipaddress.ip_address("203.0.113.9") in network for network in networks)
    names = {one.value for one in permitted if isinstance(one, x509.DNSName)}
    assert names == {"localhost", "local", "kura", "kura.local"}
    # An address that came later and is nobody's private one is left out instead of served unverifiable.
    ensure(tmp_path, Reach(("203.0.113.9", "192.168.1.21"), OFFICE.names), NOW)
    assert "203.0.113.9" not in _hosts(tmp_path)


def test_a_spoilt_file_is_made_anew(tmp_path: Path) -> None:
    ensure(tmp_path, OFFICE, NOW)
    Place(tmp_path).certificate.write_text("spoilt")
    assert ensure(tmp_path, OFFICE, NOW)
    assert "192.168.1.20" in _hosts(tmp_path)


def test_an_address_of_this_computer_is_no_loopback() -> None:
    found = addresses.reach()
    assert not any(one.startswith("127.") for one in found.addresses)


def test_the_poster_names_address_and_fingerprint_and_is_made_once(tmp_path: Path) -> None:
    ensure(tmp_path, OFFICE, NOW)
    out = ensure_poster(tmp_path, "https://192.168.1.20:8000")
    with pypdfium2.PdfDocument(out) as document:
        assert len(document) == 1
        text = "".join(document[0].get_textpage().get_text_range().split())
    assert "https://192.168.1.20:8000/lan/" in text
    assert fingerprint(tmp_path).replace(" ", "") in text
    made = out.stat().st_mtime_ns
    assert ensure_poster(tmp_path, "https://192.168.1.20:8000").stat().st_mtime_ns == made
    assert ensure_poster(tmp_path, "https://192.168.1.99:8000").stat().st_mtime_ns > made


@pytest.mark.parametrize("text", ["https://192.168.1.20:8000/lan/", "AGE-SECRET-KEY-1" + "Q" * 58])
def test_a_code_is_square_and_quiet_around(text: str) -> None:
    svg = qr.svg(text)
    side = int(svg.split('viewBox="0 0 ')[1].split(" ")[0])
    starts = [part.split("h")[0].split(" ") for part in svg.split('fill="#000000" d="M')[1].split("M")]
    assert min(int(x) for x, _y in starts) == qr.QUIET
    assert max(int(y) for _x, y in starts) == side - qr.QUIET - 1
