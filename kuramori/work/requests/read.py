"""What this room tells the pages, the API and the rooms above; each part lies in `reading/`."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from kuramori.ground.people.about import About
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.todo import Deadline, NextAction
from kuramori.work.requests.reading import (
    asking_upward,
    bulk_upward,
    gaps_upward,
    inquiries_upward,
    promises_upward,
    replies,
)
from kuramori.work.requests.reading.evidence import evidence
from kuramori.work.requests.reading.promises import PromiseIndicators
from kuramori.work.requests.reading.promises import indicators as promise_indicators

__all__ = [
    "PromiseIndicators",
    "about",
    "deadlines",
    "evidence",
    "find",
    "mentions",
    "next_actions",
    "promise_indicators",
]

PARTS: tuple[Any, ...] = (
    asking_upward,
    bulk_upward,
    gaps_upward,
    inquiries_upward,
    promises_upward,
    replies,
)
"""Modules of `reading/` with the functions below, each as far as it has something to tell."""


def about(actor: Actor, kind: str, thing_id: uuid.UUID) -> tuple[About, ...]:
    """What is known about a `partner`."""
    return tuple(one for part in PARTS for one in part.about(actor, kind, thing_id))


def deadlines(actor: Actor, from_on: datetime.date, to_on: datetime.date) -> tuple[Deadline, ...]:
    """What falls due, both ends included."""
    found = [one for part in PARTS for one in part.deadlines(actor, from_on, to_on)]
    return tuple(sorted(found, key=lambda one: one.on))


def next_actions(actor: Actor) -> tuple[NextAction, ...]:
    """What the actor should do next."""
    return tuple(one for part in PARTS for one in part.next_actions(actor))


def find(actor: Actor, words: str) -> tuple[About, ...]:
    """What has every word."""
    return tuple(one for part in PARTS for one in part.find(actor, words))


def mentions(person_id: uuid.UUID) -> tuple[str, ...]:
    """What hangs on somebody who leaves, each as one line."""
    return tuple(one for part in PARTS for one in part.mentions(person_id))
