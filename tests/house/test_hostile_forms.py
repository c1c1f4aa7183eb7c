"""Forms of requests take whatever anybody sends: said kindly what is wrong, or nothing; never a fault of ours.

Every field that any page of the room has goes to every address that takes forms, filled with the worst: signs that no
text may have, a novel, ids of nobody, numbers beyond any column. In a usual run these take turns.
"""

from __future__ import annotations

import datetime
import re
import uuid
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from kuramori.outside import clock
from kuramori.work.requests.tests import asked_world
from kuramori.work.requests.tests.answering import guest
from tests.cast import Cast
from tests.house.addresses import INSIDE, url_of
from tests.house.doors import DOORS
from tests.house.furnished import Things
from tests.house.rooms import requests as room
from tests.house.turns import turn

pytestmark = pytest.mark.django_db
FINE = {200, 302, 303, 400, 403, 404, 405, 409, 410, 413, 422, 429, 503}
_NAMES = re.compile(r'name="([\w.-]{1,60})"')
WORST = {
    "signs": "\x00\x07\x1b\u202e\uffff\r\n",
    "novel": "蔵" * 60_000,
    "number": "9" * 400,
    "day": "9999/99/99",
    "markup": "'\"><script>hurt=1</script>{{7*7}}=cmd|'/C calc'!A0",
}


@pytest.fixture
def own(cast: Cast) -> Things:
    owner = cast.actor("owner")
    with scope(organisation=cast.organisation):
        return Things(room.furnish(cast, owner))


def _addresses(cast: Cast, own: Things) -> Iterator[tuple[str, str]]:
    """Every address of the room, by name."""
    for name in INSIDE:
        if name.startswith("requests:"):
            yield name, url_of(name, cast.here, own)


def _fields(client: Client, urls: list[str]) -> frozenset[str]:
    """The names of all fields on these pages."""
    found: set[str] = set()
    for url in urls:
        answer = client.get(url)
        if answer.streaming:
            list(answer.streaming_content)  # Read to its end, the test client closes the file.
        elif answer.get("Content-Type", "").startswith("text/html"):
            found |= set(_NAMES.findall(answer.content.decode()))
    return frozenset(found - {"csrfmiddlewaretoken"})


def _troubles(client: Client, urls: list[str], fields: frozenset[str]) -> list[tuple[str, str, object]]:
    """Where an answer was none, each form sent and taken back again."""
    client.raise_request_exception = False
    found: list[tuple[str, str, object]] = []
    ids = dict.fromkeys(("id", "asked", "contact", "profile", "partner", "gap"), str(uuid.uuid4()))
    for place, url in enumerate(urls):
        for kind, value in turn(list(WORST.items()), place):
            said = dict.fromkeys(fields, value) | (ids if kind == "markup" else {})
            with transaction.atomic():
                status = client.post(url, said).status_code
                transaction.set_rollback(True)
            if status not in FINE:
                found.append((url, kind, status))
    return found


def test_no_form_of_the_room_stumbles_over_what_it_is_sent(cast: Cast, own: Things) -> None:
    client, addresses = cast.client("owner"), dict(_addresses(cast, own))
    shown = [url for name, url in addresses.items() if "GET" in DOORS[name].methods]
    fields = _fields(client, shown)
    assert len(fields) > 100
    posted = [url for name, url in addresses.items() if "POST" in DOORS[name].methods]
    assert _troubles(client, posted, fields) == []


def test_no_form_behind_a_link_stumbles_over_what_it_is_sent(cast: Cast) -> None:
    owner = cast.actor("owner")
    with scope(organisation=cast.organisation):
        asked = asked_world.sent(owner, ("見本金型",)).asked[0]
    here = guest(owner, asked)
    names = ("equivalents", "fill", "evidence", "colleagues", "hand_in", "new_gap", "help_request", "talks")
    urls = [reverse(f"answering:{name}", kwargs={"secret": here.secret}) for name in names]
    urls.append(reverse("answering:items", kwargs={"secret": here.secret, "part": "all"}))
    talk = here.post("talks/", {"topic": "棚の代金", "yen": "", "words": "半分を持ってほしい"})["Location"]
    on = (clock.today() + datetime.timedelta(days=30)).isoformat()
    gap = here.post("gaps/new/", {"item": "q01", "plan": "棚を買う", "plan_on": on})["Location"]
    urls += [f"{talk}{rest}/" for rest in ("papers", "asked", "ended")]
    urls += [f"{gap}{rest}/" for rest in ("note", "help", "move/proposed", "move/evidence")]
    fields = _fields(here.client, [here.url(), *urls])
    assert {"q01", "q01.words", "given_by"} <= fields
    assert _troubles(here.client, [*urls, "/genuine/"], fields | {"number"}) == []
