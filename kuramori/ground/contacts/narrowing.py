"""By what rooms above know, a list of partners can be narrowed: such as those with whom no agreement is in force."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from kuramori.ground.contacts import ties
from kuramori.ground.people.actor import Actor


@dataclass(frozen=True, slots=True)
class Way:
    """`among(actor)` are the ids of the partners that stay: a query of ids or a set of them."""

    name: str
    label: str | Promise
    among: Callable[[Actor], Any]


_ways: dict[str, Way] = {}


def declare(way: Way) -> None:
    """From a module that its room names in `AppConfig.ties`."""
    _ways[way.name] = way


def ways() -> dict[str, Way]:
    """By name."""
    ties.movers()
    return dict(_ways)
