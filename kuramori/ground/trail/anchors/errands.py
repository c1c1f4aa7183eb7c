"""Errands outside: run by one process at a time and not too often, and remembered as to how they ended."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import structlog
from django.db.models import Q

from kuramori.ground.trail.models.outside import LONG_AGO, Errand
from kuramori.outside import clock

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class State:
    """How an errand stands; `done_at` None: never succeeded. `trouble`: one of the words below, or ""."""

    name: str
    tried_at: datetime.datetime | None
    done_at: datetime.datetime | None
    size: int
    trouble: str


def claim(name: str, every: datetime.timedelta) -> bool:
    """Whether the caller is the one to run the errand now: the last try, anybody's, is `every` ago."""
    moment = clock.now()
    Errand.objects.get_or_create(name=name)
    # A try "in the future" was made before the clock was put right.
    due = Q(tried_at__lte=moment - every) | Q(tried_at__gt=moment)
    return Errand.objects.filter(due, name=name).update(tried_at=moment) == 1


def done(name: str, size: int) -> None:
    """It succeeded, as far as `size`."""
    Errand.objects.filter(name=name).update(done_at=clock.now(), size=size, trouble="")


def failed(name: str, trouble: str) -> None:
    """It did not; `trouble` is a short word (see `docs/howto/fix-the-trail-outside.md`)."""
    Errand.objects.filter(name=name).update(trouble=trouble)
    log.warning("trail:errand:failed", errand=name.partition(":")[0], trouble=trouble)


def state(name: str) -> State:
    """How the errand stands."""
    found = Errand.objects.filter(name=name).first()
    if found is None:
        return State(name, None, None, 0, "")
    tried_at = found.tried_at if found.tried_at != LONG_AGO else None
    return State(name, tried_at, found.done_at, found.size, found.trouble)
