"""The house tries its own address: what it finds is noted with its day, and counts for that address and that long."""

from __future__ import annotations

import dataclasses
import datetime
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from kuramori.outside import clock, reach
from kuramori.outside.net import Answer, CertificateRefused, NetFault
from kuramori.outside.reach import Tried, Way, Why
from kuramori.outside.vault import Vault
from kuramori.site import examine_house
from kuramori.site.instance import Instance, Site
from kuramori.site.reach import asking, daily, trying

HOUSE = "https://kura.example"
SET = Instance(site=Site(address=f"{HOUSE}/"))
Ask = Callable[..., Answer]


def house(data: Path) -> bytes:
    """The key of a house that served once."""
    return Vault(data / "keys").key(reach.PURPOSE)


def answering(key: bytes) -> Ask:
    """Whoever holds the key answers."""

    def ask(url: str, **_limits: object) -> Answer:
        question = url.partition("?same=")[2]
        told = {"status": "ok", "same": reach.answer(key, question)}
        return Answer(200, {}, json.dumps(told).encode())

    return ask


def saying(told: Answer | NetFault) -> Ask:
    def ask(_url: str, **_limits: object) -> Answer:
        if isinstance(told, NetFault):
            raise told
        return told

    return ask


REFUSALS = [
    (saying(Answer(200, {}, b"<html>router</html>")), "蔵守の答えが返りません"),
    (saying(Answer(200, {}, b"[]")), "蔵守の答えが返りません"),
    (saying(Answer(503, {}, b'{"status": "database unreachable"}')), "503"),
    (saying(Answer(200, {}, b'{"status": "ok"}')), "この蔵守ではありません"),
    (answering(b"another house's key" * 2), "この蔵守ではありません"),
    (saying(CertificateRefused("証明書が違います。", "The certificate is another's.")), "証明書が違います"),
]


def test_doctor_reaches_this_very_house_and_notes_the_day(tmp_path: Path) -> None:
    key = house(tmp_path)
    found = examine_house.reach(SET, tmp_path, ask=answering(key))
    assert (found.state, "開いて確かめました" in found.text) == ("ok", True)
    told = reach.proof(tmp_path, HOUSE, clock.now())
    assert told.is_good
    assert told.tried is not None
    assert (told.tried.address, told.tried.way) == (HOUSE, Way.HERE)
    assert told.until == told.tried.at + datetime.timedelta(days=7)


@pytest.mark.parametrize(("ask", "word"), REFUSALS)
def test_what_is_not_this_house_proves_nothing_and_ends_an_older_proof(
    tmp_path: Path, ask: Ask, word: str
) -> None:
    examine_house.reach(SET, tmp_path, ask=answering(house(tmp_path)))
    found = examine_house.reach(SET, tmp_path, ask=ask)
    assert (found.state, word in found.text) == ("care", True)
    assert f"{HOUSE}/reached/" in found.advice
    assert reach.proof(tmp_path, HOUSE, clock.now()).why == Why.FAILED


@pytest.mark.parametrize(
    "address", ["https://192.168.1.20:8000", "https://kura.local", "https://kura", "https://[::1]"]
)
def test_a_name_of_the_office_alone_is_not_even_asked(tmp_path: Path, address: str) -> None:
    found = trying.try_address(address, house(tmp_path), ask=saying(Answer(200, {}, b"")))
    assert (found.is_reached, "社内だけ" in found.ja) == (False, True)


def test_before_it_ever_served_nothing_is_asked_and_no_key_is_made(tmp_path: Path) -> None:
    found = examine_house.reach(SET, tmp_path, ask=saying(Answer(200, {}, b"")))
    assert found.state == "care"
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    ask = answering(house(tmp_path))
    (tmp_path / f"{reach.NOTE}.{os.getpid()}.new").mkdir()
    found = examine_house.reach(SET, tmp_path, ask=ask)
    assert (found.state, "残せませんでした" in found.text) == ("care", True)


def test_a_proof_counts_for_its_address_and_its_days_only(tmp_path: Path) -> None:
    now, day = clock.now(), datetime.timedelta(days=1)
    assert reach.proof(tmp_path, HOUSE, now).why == Why.NEVER
    reach.keep(tmp_path, Tried(now, HOUSE, is_reached=True))
    cases = [
        (HOUSE, now + 7 * day, None),
        ("https://KURA.example/", now, None),
        (HOUSE, now + 7 * day + datetime.timedelta(seconds=1), Why.OLD),
        (HOUSE, now - day, Why.OLD),  # noted by a clock that ran ahead
        ("https://kura2.example", now, Why.OTHER_ADDRESS),
        ("https://kura.example:8443", now, Why.OTHER_ADDRESS),
        ("http://kura.example", now, Why.NOT_HTTPS),
        ("", now, Why.NO_ADDRESS),
        ("https://[", now, Why.NO_ADDRESS),
    ]
    assert [reach.proof(tmp_path, address, at).why for address, at, _why in cases] == [
        why for _address, _at, why in cases
    ]


@pytest.mark.parametrize(
    "spoilt", ["", "{", "[]", '{"at": "never"}', '{"at": "2026-11-22T00:00:00+00:00", "way": "moon"}']
)
def test_a_spoilt_note_is_none(tmp_path: Path, spoilt: str) -> None:
    (tmp_path / reach.NOTE).write_text(spoilt)
    assert reach.proof(tmp_path, HOUSE, clock.now()).why == Why.NEVER


@dataclasses.dataclass(slots=True)
class Worker:
    """A worker whose tries end as `reaches` says."""

    reaches: bool = True
    tried: list[str] = dataclasses.field(default_factory=list)

    def try_address(self, address: str, _key: bytes) -> Tried:
        self.tried.append(address)
        return Tried(clock.now(), address, is_reached=self.reaches)


@pytest.fixture
def worker(settings, tmp_path: Path, monkeypatch) -> Worker:
    settings.INSTANCE, settings.DATA = SET, tmp_path
    settings.VAULT = Vault(tmp_path / "keys")
    made = Worker()
    monkeypatch.setattr(daily, "_tried_here", set())
    monkeypatch.setattr(daily, "try_address", made.try_address)
    return made


def test_the_worker_tries_at_its_start_then_daily_and_soon_again_after_a_failure(worker: Worker) -> None:
    began = clock.now()

    def after(**passed: float) -> int:
        with clock.standing_at(began + datetime.timedelta(**passed)):
            daily.keep_trying()
        return len(worker.tried)

    assert [after(), after(minutes=5), after(hours=23), after(hours=25)] == [1, 1, 1, 2]
    worker.reaches = False
    assert [after(hours=30), after(hours=50), after(hours=50, minutes=5)] == [2, 3, 4]
    daily._tried_here.clear()
    worker.reaches = True
    assert [after(hours=51), after(hours=52)] == [5, 5]


def test_without_an_https_address_the_worker_asks_nobody(worker: Worker, settings) -> None:
    settings.INSTANCE = Instance(site=Site(address="http://kura.example"))
    daily.keep_trying()
    assert worker.tried == []


@pytest.fixture
def asked(settings, tmp_path: Path) -> str:
    """The path that doctor told, of a house that cannot be reached from here."""
    settings.INSTANCE, settings.DATA = SET, tmp_path
    settings.ALLOWED_HOSTS, settings.TRUSTED_PROXIES = ["kura.example", "10.0.0.5"], ()
    return asking.ask(tmp_path, SET.site.address).removeprefix(HOUSE)


def _open(path: str, method: str = "post", *, host: str = "kura.example", comes_from: str = "203.0.112.9"):
    client = Client(headers={"host": host}, REMOTE_ADDR=comes_from)
    return getattr(client, method)(path, secure=True)


@pytest.mark.django_db
def test_a_telephone_outside_proves_it_where_the_line_does_not_lead_back_in(
    asked: str, tmp_path: Path
) -> None:
    assert _open(asked, "get").status_code == 200
    assert reach.read(tmp_path) is None  # a program that fetches ahead presses no button
    assert "確かめました" in _open(asked).content.decode()
    known = reach.proof(tmp_path, HOUSE, clock.now())
    assert known.is_good
    assert known.until == known.tried.at + datetime.timedelta(days=30)
    assert _open(asked).status_code == 404
    house(tmp_path)
    found = examine_house.reach(SET, tmp_path, ask=saying(CertificateRefused("届きません。", "No.")))
    assert (found.state, "外のスマートフォン" in found.text) == ("ok", True)
    assert reach.proof(tmp_path, HOUSE, clock.now()).is_good


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("how", "status"),
    [
        ({"comes_from": "192.168.1.30"}, 403),
        ({"comes_from": "127.0.0.1"}, 403),
        ({"comes_from": "100.64.0.3"}, 403),
        ({"host": "10.0.0.5"}, 403),
    ],
)
def test_from_inside_or_by_another_name_nothing_is_proved(
    asked: str, tmp_path: Path, how: dict[str, str], status: int
) -> None:
    assert _open(asked, **how).status_code == status
    assert reach.read(tmp_path) is None


@pytest.mark.django_db
def test_a_made_up_a_late_and_an_older_page_are_not_there(asked: str, tmp_path: Path, settings) -> None:
    assert _open("/reached/made-up/").status_code == 404
    later = asking.ask(tmp_path, SET.site.address).removeprefix(HOUSE)
    assert _open(asked).status_code == 404
    with clock.standing_at(clock.now() + datetime.timedelta(minutes=31)):
        assert _open(later).status_code == 404
    settings.INSTANCE = dataclasses.replace(SET, site=Site(address="https://kura2.example"))
    assert _open(later).status_code == 404
    (tmp_path / asking.ASKED).write_text("{}")
    assert _open(later).status_code == 404


@pytest.mark.django_db
def test_only_a_whole_question_is_answered_with_who_we_are(settings, client: Client) -> None:
    plain = {"status": "ok"}
    for strange in ("", "a" * 31, "a" * 33, "A" * 32, "あ" * 32, "a" * 31 + "\n"):
        assert client.get("/healthz", {"same": strange}).json() == plain
    told = client.get("/healthz", {"same": "a" * 32}).json()
    assert told["same"] == reach.answer(settings.VAULT.key(reach.PURPOSE), "a" * 32)
