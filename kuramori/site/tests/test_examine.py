"""What `doctor` finds, each by the state of a folder."""

from __future__ import annotations

import datetime
import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from django.db import connection

from kuramori.ground.packs.shelf import CONTENT
from kuramori.outside import clock
from kuramori.outside.mail import Fate, Stage
from kuramori.site import examine_content, examine_house, examine_records, trial_mail
from kuramori.site.backup import last
from kuramori.site.instance import Backup, Instance, Mail, Site
from kuramori.work.requests import recounting
from kuramori.work.requests.models import ReplyWay, Tally
from kuramori.work.requests.taking_in import take_in
from kuramori.work.requests.tests import asked_world


def test_a_misspelt_setting_is_named_and_stops(tmp_path: Path) -> None:
    (tmp_path / "kuramori.toml").write_text('[mail]\nhsot = "x"\n')
    found, settings = examine_house.settings_file(tmp_path)
    assert found.state == "stop"
    assert "mail.hsot" in found.text
    assert settings == Instance()


@pytest.mark.parametrize(("mode", "state"), [(0o600, "ok"), (0o640, "care"), (0o604, "care")])
def test_a_key_that_others_can_read_is_named_with_the_way_to_shut_it(
    tmp_path: Path, mode: int, state: str
) -> None:
    folder = tmp_path / "keys"
    folder.mkdir(mode=0o700)
    (folder / "root.key").write_text("k" * 64)
    (folder / "root.key").chmod(mode)
    (found,) = examine_house.keys(tmp_path)
    assert found.state == state
    assert ("chmod 600" in found.advice) == (state == "care")
    assert "kkkk" not in found.text + found.advice


def test_a_root_key_that_was_cut_short_stops(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir(mode=0o700)
    (tmp_path / "keys" / "root.key").touch(mode=0o600)
    (found,) = examine_house.keys(tmp_path)
    assert found.state == "stop"


@pytest.mark.parametrize(
    ("address", "state", "word"),
    [("http://kuramori.example", "care", "HTTPS ではありません"), ("", "ok", "外からは開けません")],
)
def test_it_says_what_is_hidden_from_people_outside(
    tmp_path: Path, address: str, state: str, word: str
) -> None:
    found = examine_house.reach(Instance(site=Site(address=address)), tmp_path)
    assert (found.state, word in found.text) == (state, True)
    assert "立会い" in found.advice
    assert not list(tmp_path.iterdir())


def test_an_unencrypted_way_to_the_mail_server_is_told() -> None:
    chosen = Mail(host="mail.example", sender="a@b.example", security="none")
    assert examine_house.mail(Instance(mail=chosen)).state == "care"
    assert examine_house.mail(Instance(mail=Mail(host="mail.example"))).state == "care"
    assert examine_house.mail(Instance()).state == "ok"


@pytest.mark.parametrize(("days", "state"), [(0, "ok"), (6, "ok"), (8, "care")])
def test_a_backup_older_than_a_week_is_told(tmp_path: Path, days: int, state: str) -> None:
    made_at = clock.now() - datetime.timedelta(days=days)
    last.note(tmp_path, Path("/media/usb/x"), made_at.isoformat(), 5)
    assert examine_house.backup(tmp_path, Instance()).state == state


def test_no_backup_at_all_is_told_and_a_spoilt_note_is_none(tmp_path: Path) -> None:
    assert examine_house.backup(tmp_path, Instance()).state == "care"
    (tmp_path / last.NOTE).write_text('{"at": "never"}')
    assert examine_house.backup(tmp_path, Instance()).state == "care"


def test_backups_on_the_disk_of_the_records_are_told(tmp_path: Path) -> None:
    (tmp_path / "copies").mkdir()
    last.note(tmp_path, tmp_path / "copies" / "x", clock.now().isoformat(), 5)
    found = examine_house.backup(tmp_path, Instance(backup=Backup(folder="copies")))
    assert found.state == "care"
    assert "同じディスク" in found.advice


def test_a_clock_that_went_back_is_told(tmp_path: Path) -> None:
    record = tmp_path / "kuramori.sqlite3"
    record.touch()
    assert examine_house.clock_kept(tmp_path).state in {"ok", "care"}
    for seconds, state in ((3600, "care"), (2 * 24 * 3600, "stop")):
        later = clock.now().timestamp() + seconds
        os.utime(record, (later, later))
        found = examine_house.clock_kept(tmp_path)
        assert (found.state, "最後の記録" in found.text) == (state, True)


@pytest.mark.django_db(transaction=True)
def test_a_database_that_forgets_at_a_power_cut_stops() -> None:
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF" if is_sqlite else "SET synchronous_commit = off")
        found = examine_records.durability()
        assert found.state == "stop"
        assert "停電" in found.text
        if is_sqlite:
            cursor.execute("PRAGMA synchronous=FULL")
            assert examine_records.durability().state == "ok"
    connection.close()  # the next one has the settings of the suite again


@pytest.mark.django_db
def test_a_fresh_database_has_no_job_and_no_anchor_and_that_stops_nothing() -> None:
    found = {one.id: one for one in examine_records.database()}
    assert {found[id].state for id in ("database", "job", "anchor")} == {"ok"}
    assert "外部に固定していません" in found["anchor"].text


class _Box:
    """Takes mail, or refuses every recipient."""

    def __init__(self) -> None:
        self.took: list[bytes] = []
        self.answer = "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.took.append(envelope.content)
        return "250 OK"


@pytest.fixture
def box() -> Iterator[tuple[_Box, Mail]]:
    box = _Box()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield (
        box,
        Mail(host="127.0.0.1", port=port, security="none", sender="蔵守 <a@b.example>", private_network=True),
    )
    controller.stop()


def test_a_trial_mail_is_handed_over_and_a_refusal_is_told(box: tuple[_Box, Mail]) -> None:
    server, chosen = box
    assert trial_mail.send(chosen, "x@y.example").fate is Fate.SENT
    assert b"To: x@y.example" in server.took[0]
    server.answer = "550 no such user"
    answer = trial_mail.send(chosen, "x@y.example")
    assert (answer.fate, answer.stage, answer.code) == (Fate.REFUSED, Stage.RECIPIENT, 550)


def test_a_server_that_is_not_there_is_told() -> None:
    chosen = Mail(host="127.0.0.1", port=1, security="none", sender="a@b.example", private_network=True)
    assert trial_mail.send(chosen, "x@y.example").stage is Stage.CONNECT


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """Our own content, to be changed."""
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


def test_our_own_content_is_in_order_and_fresh_on_the_day_it_was_confirmed(tmp_path: Path) -> None:
    with clock.standing_at(datetime.datetime(2026, 12, 1, tzinfo=clock.TOKYO)):
        assert [one.state for one in examine_content.content(tmp_path)] == ["ok", "ok"]


def test_a_wrong_number_in_a_table_stops_and_is_named_with_its_line(tmp_path: Path, tables: Path) -> None:
    path = tables / "jp/kuramori/ledger/lifecycle.yaml"
    path.write_text(path.read_text("utf-8").replace("soon_days: 30", "soon_days: 0"), "utf-8")
    numbers, _days = examine_content.content(tmp_path, tables)
    assert numbers.state == "stop"
    assert "jp/kuramori/ledger/lifecycle.yaml 6行目 soon_days" in numbers.text


def test_a_year_after_its_day_of_confirmation_a_table_is_named(tmp_path: Path, tables: Path) -> None:
    with clock.standing_at(datetime.datetime(2027, 11, 25, tzinfo=clock.TOKYO)):
        _numbers, days = examine_content.content(tmp_path, tables)
    assert days.state == "care"
    assert "jp/meti/tics (2026-11-21)" in days.text
    assert "ほか" in days.text


@pytest.mark.django_db
def test_counts_that_do_not_add_up_are_told_with_the_way_to_mend_them(acting) -> None:
    owner = acting.actor("owner")
    world = asked_world.sent(owner, ("見本金型", "例示表面処理"))
    given = asked_world.answers(world.requirements, 1)
    take_in(owner, world.asked[0], asked_world.seen(world.requirements, given), way=ReplyWay.LINK)
    assert examine_records.counts().state == "ok"

    tally = Tally.objects.get()
    tally.counts["q01"], tally.partners = {"m": 7}, 9
    tally.save()
    found = examine_records.counts()
    assert (found.state, "1件" in found.text, "recount" in found.advice) == ("care", True, True)

    recounting.count_anew(owner)
    assert examine_records.counts().state == "ok"
