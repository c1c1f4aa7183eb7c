"""Time-stamps, copies elsewhere, and how far the log is fixed outside."""

from __future__ import annotations

import dataclasses
import datetime
from types import SimpleNamespace

import pytest
from django.db import connection, transaction

from kuramori.ground.trail import fork, keys
from kuramori.ground.trail.anchors import errands, mirror, stamping
from kuramori.ground.trail.anchors.places import Folder
from kuramori.ground.trail.anchors.until import anchored_until, fixed_until
from kuramori.ground.trail.checkpoint import checkpoint
from kuramori.ground.trail.events import Event
from kuramori.ground.trail.models import Anchor, Checkpoint, Entry, Fork, Head, StoredTile
from kuramori.ground.trail.record import Instance, record
from kuramori.outside import clock
from kuramori.outside.tests.stamping import serving, stamper
from kuramori.outside.tests.storage import ACCESS, SECRET, storage_serving
from kuramori.rules import merkle, notes, tiles

GREW = Event("trail:test:grew", "記録 {number}", "entry {number}")
DAY = datetime.timedelta(days=1)

pytestmark = pytest.mark.django_db


def grow(count=1):
    with transaction.atomic():
        for number in range(count):
            record(Instance(), GREW, number=number)


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return stamper(tmp_path_factory.mktemp("tsa"))


@pytest.fixture
def stamped(settings, authority):
    with serving(authority) as listener:
        said = SimpleNamespace(
            url=f"http://127.0.0.1:{listener.port}/tsa",
            user="",
            password="",
            policy="",
            roots=str(authority.roots),
            private_network=True,
        )
        settings.INSTANCE = dataclasses.replace(settings.INSTANCE, timestamp=said)
        yield listener


def test_without_settings_nobody_is_asked_for_anything():
    grow(1)
    assert (stamping.stamp_today(), mirror.copy_all(), stamping.newest()) == (False, 0, None)
    assert not Anchor.objects.exists()


def test_the_checkpoint_is_stamped_once_a_day(stamped):
    grow(3)
    assert stamping.stamp_today()
    grow(1)
    assert not stamping.stamp_today()
    (anchor,) = Anchor.objects.all()
    assert (anchor.kind, anchor.name, anchor.size) == ("timestamp", "127.0.0.1", 3)
    found = stamping.newest()
    assert (found.holds, found.size, found.signer, found.ends_soon) == (True, 3, "CN=Stamp Signer", False)
    with clock.standing_at(clock.now() + DAY):
        assert stamping.stamp_today()
    assert Anchor.objects.count() == 2


def test_a_day_without_entries_needs_no_token(stamped):
    grow(3)
    stamping.stamp_today()
    with clock.standing_at(clock.now() + DAY):
        assert not stamping.stamp_today()
    assert stamped.connections == 1


def test_a_token_of_another_checkpoint_is_not_taken_for_this_one(stamped):
    grow(3)
    stamping.stamp_today()
    other = notes.signed(
        notes.Checkpoint(keys.log_verifier().name, 3, bytes(32)).text, keys.log_signer()
    ).whole
    Checkpoint.objects.filter(size=3).update(note=other)
    assert not stamping.newest().holds


def test_an_authority_that_ends_soon_is_warned_of(stamped):
    grow(1)
    stamping.stamp_today()
    with clock.standing_at(clock.now() + 320 * DAY):
        assert stamping.newest().ends_soon


def test_what_keeps_a_token_from_coming_is_remembered_and_tried_again_later(settings, stamped):
    grow(1)
    good = settings.INSTANCE.timestamp
    for change, word in (
        ({"roots": "/nowhere.pem"}, "setting"),
        ({"policy": "1.2.3.4.5"}, "refused"),
        ({"url": "http://127.0.0.1:1/"}, "unreachable"),
    ):
        changed = SimpleNamespace(**{**vars(good), **change})
        settings.INSTANCE = dataclasses.replace(settings.INSTANCE, timestamp=changed)
        assert not stamping.stamp_today(at_once=True)
        assert errands.state("timestamp").trouble == word
    settings.INSTANCE = dataclasses.replace(settings.INSTANCE, timestamp=good)
    assert not stamping.stamp_today()
    with clock.standing_at(clock.now() + datetime.timedelta(minutes=31)):
        assert stamping.stamp_today()
    assert errands.state("timestamp").trouble == ""


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "nas"
    root.mkdir()
    return Folder(root)


def held(root):
    """Rebuilds the tree from nothing but the files, as a stranger would: root hash and size of its checkpoint."""
    note = notes.note_from((root / "checkpoint").read_text(encoding="utf-8"))
    notes.check_signed(note, keys.log_verifier())
    said = notes.checkpoint_from(note.text)
    found = tiles.node_from(lambda tile: (root / tile.path).read_bytes(), said.size)
    assert merkle.root(said.size, found) == said.root
    leaves = []
    for tile in tiles.tiles_of(said.size):
        if tile.level == 0:
            bundle = (root / tiles.entries_path(tile.number, tile.width)).read_bytes()
            while bundle:
                length = int.from_bytes(bundle[:2], "big")
                leaves.append(bundle[2 : 2 + length])
                bundle = bundle[2 + length :]
    frontier = merkle.Frontier()
    for leaf in leaves:
        frontier.append(merkle.leaf_hash(leaf))
    assert (frontier.size, frontier.root()) == (said.size, said.root)
    return said


@pytest.mark.parametrize("steps", [(1,), (255, 1), (256, 256), (3, 300, 1, 500), (700, 1, 1)])
def test_a_stranger_rebuilds_the_whole_log_from_the_folder_alone(folder, steps):
    total = 0
    for step in steps:
        grow(step)
        total += step
        assert mirror.copy_to(folder, at_once=True)
        assert held(folder.root).size == total
        assert (folder.root / f"checkpoints/{total:012}").exists()
    partial = [path for path in folder.root.rglob("*") if path.is_file() and ".p/" in str(path)]
    assert len(partial) <= 4  # outgrown ones are gone
    assert not list(folder.root.rglob(".*.*"))


def test_a_folder_is_copied_to_once_a_minute_and_only_what_is_new(folder):
    grow(300)
    assert mirror.copy_to(folder)
    full = folder.root / "tile/0/000"
    before = full.stat().st_mtime_ns
    grow(1)
    assert not mirror.copy_to(folder)
    with clock.standing_at(clock.now() + datetime.timedelta(minutes=1)):
        assert mirror.copy_to(folder)
        assert full.stat().st_mtime_ns == before
        assert not mirror.copy_to(folder, at_once=False)
    assert Anchor.objects.get().size == 301


def test_a_folder_that_is_not_there_is_not_made(tmp_path):
    grow(1)
    place = Folder(tmp_path / "not-mounted")
    assert not mirror.copy_to(place)
    assert errands.state(f"mirror:{place.name}").trouble == "folder"
    assert not (tmp_path / "not-mounted").exists()
    assert fork.alarms() == ()


def rebuild_with_another_entry():
    with connection.cursor() as cursor:
        cursor.execute('UPDATE trail_entry SET leaf = %s WHERE "index" = 0', ['{"v":1}'])
    for table in (StoredTile, Checkpoint, Anchor):
        table.objects.all().delete()


def test_a_history_rewritten_behind_the_copies_is_an_alarm_and_nothing_is_overwritten(folder):
    grow(300)
    mirror.copy_to(folder)
    before = {path: path.read_bytes() for path in folder.root.rglob("*") if path.is_file()}
    rebuild_with_another_entry()
    grow(300)
    assert not mirror.copy_to(folder, at_once=True)
    assert {path: path.read_bytes() for path in folder.root.rglob("*") if path.is_file()} == before
    (alarm,) = fork.alarms()
    assert (alarm.how, alarm.is_ours, alarm.source) == ("mirror", True, folder.name)
    found = Fork.objects.get()
    assert found.first == (folder.root / "checkpoint").read_text(encoding="utf-8")


def test_an_older_database_under_newer_copies_is_an_alarm(folder):
    grow(5)
    mirror.copy_to(folder)
    with connection.cursor() as cursor:
        cursor.execute('DELETE FROM trail_entry WHERE "index" >= 3')
    Head.objects.update(size=3)
    Checkpoint.objects.all().delete()
    assert not mirror.copy_to(folder, at_once=True)
    assert fork.alarms()[0].how == "longer"


def test_a_full_tile_with_other_bytes_is_an_alarm(folder):
    grow(255)
    mirror.copy_to(folder)
    (folder.root / "tile/0").mkdir(parents=True, exist_ok=True)
    (folder.root / "tile/0/000").write_bytes(bytes(8192))
    grow(2)
    assert not mirror.copy_to(folder, at_once=True)
    assert Fork.objects.get().how == "mirror"
    assert (folder.root / "tile/0/000").read_bytes() == bytes(8192)


@pytest.mark.parametrize(
    ("content", "word"), [(b"hello", "answer"), (b"\xff", "answer"), (b"", "answer"), ("foreign", "foreign")]
)
def test_a_folder_with_something_else_in_it_is_left_alone(folder, content, word):
    grow(2)
    if content == "foreign":
        stranger = notes.Signer("kuramori/stranger", notes.LOG, bytes(32))
        content = notes.signed(
            notes.Checkpoint("kuramori/stranger", 1, bytes(32)).text, stranger
        ).whole.encode()
    (folder.root / "checkpoint").write_bytes(content)
    assert not mirror.copy_to(folder)
    assert errands.state(f"mirror:{folder.name}").trouble == word
    assert [path.name for path in folder.root.iterdir()] == ["checkpoint"]


def test_storage_with_object_lock_gets_the_same_and_every_tile_is_locked(settings):
    with storage_serving() as there:
        said = SimpleNamespace(
            folder="",
            s3_endpoint=there.endpoint,
            s3_bucket="tiles",
            s3_prefix="kura",
            s3_region="",
            s3_access_key=ACCESS,
            s3_secret_key=SECRET,
            lock_days=3650,
            private_network=True,
            authorities="",
        )
        settings.INSTANCE = dataclasses.replace(settings.INSTANCE, mirror=said)
        grow(300)
        assert mirror.copy_all() == 1
        grow(10)
        assert mirror.copy_all() == 0  # partial tiles stay for ten years: once an hour
        with clock.standing_at(clock.now() + datetime.timedelta(hours=1)):
            assert mirror.copy_all() == 1
        assert set(there.objects) - set(there.locks) == {"kura/checkpoint"}
        assert {
            "kura/tile/0/000",
            "kura/tile/0/001.p/44",
            "kura/tile/0/001.p/54",
            "kura/tile/1/000.p/1",
        } <= set(there.locks)
        ten_years = clock.now() + datetime.timedelta(days=3650)
        nearly = [ten_years + datetime.timedelta(hours=hours) for hours in (-1, 0, 1)]
        assert {text[:10] for text in there.locks.values()} <= {f"{at:%Y-%m-%d}" for at in nearly}
        rebuild_with_another_entry()
        grow(1)
        assert mirror.copy_all(at_once=True) == 0
    assert fork.alarms()[0].how == "mirror"


def test_nothing_is_fixed_until_somebody_outside_holds_it(folder):
    assert anchored_until().until is None
    grow(3)
    checkpoint()
    found = anchored_until()
    assert (found.until, found.size, found.total, found.is_whole) == (None, 0, 3, False)
    assert fixed_until() is None


def test_the_log_is_fixed_up_to_the_moment_its_newest_anchored_checkpoint_was_signed(folder, stamped):
    first = datetime.datetime(2026, 11, 20, 1, 0, tzinfo=datetime.UTC)
    with clock.standing_at(first):
        grow(3)
        mirror.copy_to(folder)
    found = anchored_until()
    assert (found.until, found.size, found.is_whole) == (first, 3, True)
    assert (found.kinds, found.names) == (("mirror",), (folder.name,))
    with clock.standing_at(first + DAY):
        grow(1)
        assert (anchored_until().until, anchored_until().is_whole) == (first, False)
        stamping.stamp_today()
    found = anchored_until()
    assert (found.until, found.kinds, found.is_whole) == (first + DAY, ("timestamp",), True)
    assert fixed_until() == found.until


def test_how_far_it_is_fixed_costs_few_questions(folder, django_assert_max_num_queries):
    grow(1)
    mirror.copy_to(folder)
    with django_assert_max_num_queries(4):
        anchored_until()
    with django_assert_max_num_queries(1):
        fixed_until()


def test_an_alarm_of_our_own_leaves_an_entry_once(folder):
    grow(3)
    checkpoint()
    with connection.cursor() as cursor:
        cursor.execute('UPDATE trail_entry SET leaf = %s WHERE "index" = 0', ['{"v":1}'])
    assert not fork.check_own()
    assert not fork.check_own()
    assert list(Entry.objects.filter(event="trail:fork:found").values_list("kind", flat=True)) == ["fork"]
