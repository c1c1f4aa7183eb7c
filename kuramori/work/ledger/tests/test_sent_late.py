"""What a telephone kept while the network was away arrives once, in whatever order, and loses nothing newer."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

import pytest
from django.test import Client

from kuramori.ground.people.actor import Actor
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock
from kuramori.work.ledger import rounds
from kuramori.work.ledger.models import Found, Round, RoundKind, Stop
from kuramori.work.ledger.tests import making
from tests.cast import Cast

MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def walk(acting: Cast) -> Round:
    """A round of two stops."""
    steward = acting.actor("steward")
    making.asset(steward)
    making.asset(steward, name="試作品の箱")
    return rounds.begin_round(steward, RoundKind.STOCK)


def tick(stop: Stop | uuid.UUID, found: str = "there", **more: Any) -> dict[str, Any]:
    return {"stop": str(getattr(stop, "pk", stop)), "found": found, "note": "", "age": 60} | more


def send(client: Client, cast: Cast, walk: Round, *ticks: Any) -> Any:
    address = cast.url(f"ledger/rounds/{walk.pk}/seen/")
    return client.post(address, {"seen": list(ticks)}, content_type="application/json")


def test_a_list_sent_twice_counts_once(acting: Cast, walk: Round) -> None:
    client, stops = acting.client("staff"), list(Stop.objects.filter(round=walk))
    answer = send(client, acting, walk, tick(stops[0], "unmarked", note="背表紙"), tick(stops[1]))
    assert answer.json() == {"seen": 2, "left": 0}
    entries = Entry.objects.count()
    assert send(client, acting, walk, tick(stops[0], "unmarked", note="背表紙")).status_code == 200
    assert Entry.objects.count() == entries
    assert rounds.close_round(acting.actor("steward"), walk) == 1


def test_what_a_colleague_saw_since_is_not_overwritten(acting: Cast, walk: Round) -> None:
    stop = Stop.objects.filter(round=walk).first()
    assert stop is not None
    rounds.see(acting.actor("steward"), stop, rounds.Seen(Found.MISSING))
    assert send(acting.client("staff"), acting, walk, tick(stop, age=600)).status_code == 200
    assert Stop.objects.get(pk=stop.pk).found == "missing"
    with clock.standing_at(clock.now() + 30 * MINUTE):
        send(acting.client("staff"), acting, walk, tick(stop, age=60))
    assert Stop.objects.get(pk=stop.pk).found == "there"


def test_ones_own_correction_counts_whatever_the_clock_of_the_telephone(acting: Cast, walk: Round) -> None:
    stop = Stop.objects.filter(round=walk).first()
    assert stop is not None
    client = acting.client("staff")
    send(client, acting, walk, tick(stop))
    send(client, acting, walk, tick(stop, "missing", age=5000))
    assert Stop.objects.get(pk=stop.pk).found == "missing"


def test_a_closed_round_takes_nothing_more_and_says_so(acting: Cast, walk: Round) -> None:
    stop = Stop.objects.filter(round=walk).first()
    assert stop is not None
    rounds.close_round(acting.actor("steward"), walk, leave_rest=True)
    assert send(acting.client("staff"), acting, walk, tick(stop)).status_code == 409
    assert Stop.objects.get(pk=stop.pk).found == ""


def test_all_or_nothing_for_a_stop_of_another_round(acting: Cast, walk: Round) -> None:
    other: Actor = acting.actor("steward")
    foreign = Stop.objects.filter(round=rounds.begin_round(other, RoundKind.STOCK)).first()
    mine = Stop.objects.filter(round=walk).first()
    assert foreign is not None
    assert mine is not None
    assert send(acting.client("staff"), acting, walk, tick(mine), tick(foreign)).status_code == 404
    assert Stop.objects.get(pk=mine.pk).found == ""


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"seen": 3}', '{"seen": [{"stop": "x"}]}', '{"seen": [1]}', b"\xff"]
)
def test_what_cannot_be_read_changes_nothing(acting: Cast, walk: Round, body: str) -> None:
    address = acting.url(f"ledger/rounds/{walk.pk}/seen/")
    answer = acting.client("staff").post(address, body, content_type="application/json")
    assert answer.status_code == 422
    assert not Stop.objects.exclude(found="").exists()
