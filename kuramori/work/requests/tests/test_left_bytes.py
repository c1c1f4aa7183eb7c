"""The bytes of removed evidence: gone at once or with one of the next nights, and the certificate says which."""

from __future__ import annotations

import datetime
import os
import time

import pytest

from kuramori.ground.papers.store import shelf, store
from kuramori.outside import clock
from kuramori.outside.bucket import StorageAway
from kuramori.work.requests import keeping, left_bytes, removing_in_time
from kuramori.work.requests.models import ReplyEvidence, ReplyWay
from kuramori.work.requests.models.replying import LeftBytes
from kuramori.work.requests.papers.removal import files_say
from kuramori.work.requests.taking_in import take_in
from kuramori.work.requests.tests import asked_world

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


@pytest.fixture
def owner(acting):
    return acting.actor("owner")


@pytest.fixture
def asked(owner):
    world = asked_world.sent(owner, ("見本金型",))
    seen = asked_world.seen(world.requirements, asked_world.answers(world.requirements, 2), "D5")
    take_in(owner, world.asked[0], seen, way=ReplyWay.LINK)
    return world.asked[0]


def _evidence(owner, asked):
    file = store(owner, name="棚.png", chunks=[PNG])
    ReplyEvidence.objects.create(
        organisation=owner.organisation,
        asked=asked,
        item="q01",
        title="棚の写真",
        sha256=file.sha256,
        file=file,
        is_shown=True,
        added_at=clock.now(),
    )
    return file.sha256


def _older(settings, hours=25):
    """As if everything in the store had been written so many hours ago."""
    moment = time.time() - hours * 3600
    for path in (settings.DATA / "files").rglob("*"):
        if path.is_file():
            os.utime(path, (moment, moment))


def test_what_lay_for_a_day_is_gone_at_once(owner, asked, settings):
    sha256 = _evidence(owner, asked)
    _older(settings)
    keeping.remove_answers(owner, asked, "先方の求めにより")
    assert not shelf().holds(str(owner.organisation_id), sha256)
    left = left_bytes.left_of(asked)
    assert (left.gone, left.left) == (1, 0)
    assert "1件を消しました" in files_say(left)
    assert not LeftBytes.objects.exclude(sha256="").exists()


def test_what_came_today_goes_with_a_night_and_until_then_the_certificate_says_so(owner, asked, settings):
    sha256 = _evidence(owner, asked)
    keeping.remove_answers(owner, asked, "先方の求めにより")
    left = left_bytes.left_of(asked)
    assert (left.gone, left.left, left.by_on) == (0, 1, clock.today() + datetime.timedelta(days=2))
    assert "まだ置き場にあり" in files_say(left)
    assert shelf().holds(str(owner.organisation_id), sha256)
    _older(settings)
    removing_in_time.in_time(owner)
    assert not shelf().holds(str(owner.organisation_id), sha256)
    assert "1件を消しました" in files_say(left_bytes.left_of(asked))


def test_the_same_file_of_another_record_stays_and_is_said(owner, asked, settings):
    sha256 = _evidence(owner, asked)
    store(owner, name="ほかの棚.png", chunks=[PNG])
    _older(settings)
    keeping.remove_answers(owner, asked, "先方の求めにより")
    assert shelf().holds(str(owner.organisation_id), sha256)
    assert "ほかの記録にもある" in files_say(left_bytes.left_of(asked))


def test_storage_that_does_not_answer_is_asked_again_every_night(owner, asked, settings, monkeypatch):
    _evidence(owner, asked)
    _older(settings)

    class Away:
        def take_away(self, owner, sha256):
            raise StorageAway("unreachable")

    with monkeypatch.context() as apart:
        apart.setattr(left_bytes, "shelf", Away)
        keeping.remove_answers(owner, asked, "先方の求めにより")
    LeftBytes.objects.update(noted_at=clock.now() - datetime.timedelta(days=5))
    assert "毎晩、消し直しています" in files_say(left_bytes.left_of(asked))
    removing_in_time.in_time(owner)
    assert left_bytes.left_of(asked).left == 0
