"""What is looked at before handing in is, byte for byte, what the asking side reads; and nothing else is anywhere."""

from __future__ import annotations

import datetime
import hashlib
import itertools
import logging
import random
import re
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from kuramori.ground.trail.models import Entry
from kuramori.outside import clock
from kuramori.rules.requests import reply_text
from kuramori.rules.requests.reply_text import STEPS
from kuramori.work.requests.models import Disclosure, Reply
from kuramori.work.requests.tests import asked_world
from kuramori.work.requests.tests.answering import Guest, guest

pytestmark = pytest.mark.django_db

SEEN = re.compile(r'<div class="stack">\n  <p class="small quiet">.*?\n</div>\n', re.DOTALL)
# Words that no other text has: from which step on each of them is seen.
WORDS, PLAN, TITLE, FILE_NAME = "kanaria7words", "kanaria7plan", "kanaria7title", "kanaria7file"
FILE = b"\x89PNG\r\n\x1a\n" + b"kanaria" * 9
TOLD_HASH, FILE_HASH = "7a" * 32, hashlib.sha256(FILE).hexdigest()
FROM_STEP = {WORDS: 4, PLAN: 4, TITLE: 5, FILE_NAME: 5, TOLD_HASH: 5, FILE_HASH: 5}
# Where what is still being written is kept for its writer, without a door for anybody of the asking side.
WRITERS_OWN = {"requests_replydraft", "requests_replyevidence", "papers_file"}


@pytest.fixture
def owner(acting: Any) -> Any:
    return acting.actor("owner")


def _answers(items: tuple[str, ...], chance: random.Random) -> dict[str, object]:
    """Any mixture of answers, words and plans, as the form sends them."""
    typed: dict[str, object] = {f"{item}.seen": "" for item in items}
    for item in items:
        choice = chance.choice(["0", "1", "2", "3", "alternative", "na", ""])
        if not choice:
            continue
        typed[item] = choice
        typed[f"{item}.words"] = chance.choice(["", f"{WORDS} {item} <b>&amp;\n二行目"]) or (
            WORDS if choice in {"alternative", "na"} else ""
        )
        typed[f"{item}.plan"] = chance.choice(["", f"{PLAN} 棚を替える"]) if choice != "na" else ""
        day = clock.today() + datetime.timedelta(days=chance.randrange(1, 300))
        typed[f"{item}.on"] = chance.choice(["", day.isoformat()]) if choice != "na" else ""
    typed |= {"q01": "1", "q01.words": WORDS, "q01.plan": PLAN, "q01.on": ""}
    return typed


def _fill(one: Guest, typed: dict[str, object]) -> None:
    assert one.post("items/all/", typed).status_code in {302, 422}
    assert one.post("evidence/", {"item": "q01", "title": TITLE, "sha256": TOLD_HASH}).status_code == 302
    sent = SimpleUploadedFile(f"{FILE_NAME}.png", FILE)
    assert one.post("evidence/", {"item": "q02", "title": "", "file": sent}).status_code == 302


def _hand_in(one: Guest, disclosure: str) -> str:
    told = {"disclosure": disclosure, "given_by": "見本 次郎"}
    text = one.post("hand-in/", {"go": "look", **told}).content.decode()
    looked_at = re.search(r'name="looked_at" value="([0-9a-f]{64})"', text)
    assert looked_at is not None
    assert one.post("hand-in/", {"go": "send", **told, "looked_at": looked_at[1]}).status_code == 302
    assert Reply.objects.get(superseded_at=None).digest == looked_at[1]
    found = SEEN.search(text)
    assert found is not None
    return found[0]


def _without_button(seen: str) -> str:
    """Whoever reads may also take a file out: the one thing that the giver's page does not have."""
    return re.sub(r'<a class="btn" href="[^"]*/evidence/[^"]*">.*?</a>', "", seen, flags=re.DOTALL)


def _rows() -> dict[str, str]:
    """Every table of the database as text, files and drafts of the writer apart."""
    told = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if table in WRITERS_OWN or not model._meta.managed:
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            told[table] = repr([[_plain(one) for one in row] for row in cursor.fetchall()])
    return told


def _plain(value: object) -> object:
    return bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else value


@pytest.mark.parametrize("disclosure", STEPS)
def test_what_was_looked_at_is_what_is_read_and_the_rest_is_nowhere(
    acting: Any, owner: Any, disclosure: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    world = asked_world.sent(owner, ("見本金型",))
    one = guest(owner, world.asked[0])
    _fill(one, _answers(world.requirements.items, random.Random(disclosure)))
    looked_at = _hand_in(one, disclosure)
    reply = Reply.objects.get()
    browser = acting.client("owner")
    page = browser.get(acting.url(f"requests/replies/{reply.pk}/")).content.decode()
    logged = caplog.text
    read = SEEN.search(page)
    assert read is not None
    assert _without_button(read[0]) == looked_at
    step = STEPS.index(disclosure)
    hidden = [word for word, from_step in FROM_STEP.items() if step < from_step]
    for word, from_step in FROM_STEP.items():
        assert (word in looked_at) is (step >= from_step), word
        assert (word in reply.content) is (step >= from_step), word
    told = {
        "log": logged,
        "trail": "".join(repr(entry.detail) for entry in Entry.objects.all()),
        "partner": browser.get(acting.url(f"requests/replies/of/{reply.asked.partner_id}/")).content.decode(),
        "request": browser.get(acting.url(f"requests/{world.request.pk}/")).content.decode(),
        "page": page,
        **{
            f"search {word}": browser.get(acting.url("search/"), {"q": word})
            .content.decode()
            .replace(word, "", 3)
            for word in (WORDS, PLAN, TITLE)
        },
        **_rows(),
    }
    found = [(word, where) for word, (where, text) in itertools.product(hidden, told.items()) if word in text]
    assert found == []


def test_every_step_is_tried() -> None:
    assert tuple(Disclosure.values) == STEPS


def test_what_one_step_shows_comes_back_whole_and_never_more_than_the_next(owner: Any) -> None:
    world, chance = asked_world.sent(owner, ()), random.Random("steps")
    for _turn in range(20):
        given = {
            item: asked_world.Given(
                chance.choice([asked_world.Said.PART, asked_world.Said.MET]), chance.randrange(4), WORDS, PLAN
            )
            for item in world.requirements.items
            if chance.random() < 0.8
        }
        for step, disclosure in enumerate(STEPS):
            shown = reply_text.shown(
                world.requirements,
                given,
                disclosure=disclosure,
                as_of=clock.today(),
                evidence=(("q01", TITLE, TOLD_HASH),),
            )
            text = reply_text.text_of(shown)
            assert reply_text.read_shown(text) == shown
            assert reply_text.text_of(reply_text.read_shown(text)) == text
            assert (WORDS in text) is (step >= 4 and bool(given))
            assert (TITLE in text) is (step >= 5)
            assert bool(shown.answers) is (step >= 3 and bool(given))
            assert bool(set(shown.states) - {"-"}) is (step >= 3)
            assert (shown.share is not None) <= (step >= 1)
