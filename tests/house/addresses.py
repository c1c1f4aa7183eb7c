"""Every named address of the pages, from the URL resolver itself, and how one is filled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.house.furnished import Things


def addresses(
    patterns: Sequence[object] | None = None, spaces: tuple[str, ...] = ()
) -> Iterator[tuple[str, set[str]]]:
    """Every named address and the arguments it wants. The API is walked elsewhere."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLResolver):
            if entry.app_name == "ninja" or str(entry.pattern).startswith("api/"):
                continue
            inner = (*spaces, entry.namespace) if entry.namespace else spaces
            for name, wanted in addresses(entry.url_patterns, inner):
                yield name, wanted | set(entry.pattern.converters)
        elif isinstance(entry, URLPattern) and not str(entry.pattern).startswith(("api/", "^api/")):
            yield ":".join((*spaces, entry.name or str(entry.pattern))), set(entry.pattern.converters)


ADDRESSES = dict(addresses())
INSIDE = sorted(name for name, wanted in ADDRESSES.items() if "organisation" in wanted)
NAMING = [name for name in INSIDE if {"id", "index"} & ADDRESSES[name]]


def url_of(name: str, slug: str, things: Things) -> str:
    """The address `name` in the organisation `slug`, naming these things."""
    wanted = ADDRESSES[name]
    place = {"organisation": slug} if "organisation" in wanted else {}
    return reverse(name, kwargs={**place, **things.kwargs(name, wanted)})
