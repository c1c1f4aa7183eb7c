"""T11: guessing codes. 1,000 guesses in a usual run, 1,000,000 with KURAMORI_LONG=1: five in an hour are looked at."""

from __future__ import annotations

import datetime
import os
import random
from collections.abc import Callable

import pytest
from django_scopes import scope

from kuramori.ground.people import codes
from kuramori.ground.people.models import LinkCode, LinkTries
from kuramori.outside import clock
from kuramori.rules.tries import MOST
from kuramori.work.partners.models import PageView
from kuramori.work.partners.tests import shared as making
from tests.cast import Cast

pytestmark = pytest.mark.django_db

GUESSES = 1_000_000 if os.environ.get("KURAMORI_LONG") == "1" else 1_000
DAYS = 4


def test_of_a_flood_of_guesses_five_in_an_hour_are_looked_at(
    acting: Cast, settings, record_property: Callable[[str, object], None]
) -> None:
    settings.INSTANCE = making.reachable()
    share = making.shared(acting.actor("owner"))
    draw, began = random.Random(11), clock.now()
    step = datetime.timedelta(days=DAYS) / GUESSES
    looked, locked = 0, 0
    with scope(organisation=share.owner.organisation):
        for number in range(GUESSES):
            with clock.standing_at(began + number * step):
                try:
                    codes.try_code(share.issued.link, f"{draw.randrange(10**codes.DIGITS):06d}")
                except codes.CodeWrong:
                    looked += 1
                except codes.Locked:
                    locked += 1
    record_property("guesses", GUESSES)
    record_property("guesses_looked_at", looked)
    assert looked + locked == GUESSES
    assert looked <= MOST * (24 * DAYS + 1)
    assert locked >= GUESSES - MOST * (24 * DAYS + 1)
    assert not PageView.objects.exists()


def test_while_it_is_locked_the_right_code_opens_nothing_either(acting: Cast, settings) -> None:
    settings.INSTANCE = making.reachable()
    share = making.shared(acting.actor("owner"))
    code = share.code()
    wrong = f"{(int(code) + 1) % 10**codes.DIGITS:06d}"
    answers = [share.client.post(share.url("code/"), {"code": wrong}).status_code for _try in range(MOST + 3)]
    assert answers == [400] * MOST + [429] * 3
    assert share.client.post(share.url("code/"), {"code": code}).status_code == 429
    assert share.client.get(share.at("pages/1/")).status_code == 403
    assert LinkCode.objects.get().used_at is None
    assert len(LinkTries.objects.get().wrong) == MOST
