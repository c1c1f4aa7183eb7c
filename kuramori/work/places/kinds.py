"""What may lie in what: rules of the tree as data."""

from __future__ import annotations

from kuramori.work.places.models import PlaceKind

BY_ITSELF = ""

_HOUSES = {PlaceKind.SITE, PlaceKind.BUILDING, PlaceKind.ZONE, PlaceKind.ROOM}
# The kinds in which a place of this kind may lie; BY_ITSELF: it may stand at the root.
MAY_LIE_IN: dict[PlaceKind, frozenset[str]] = {
    PlaceKind.SITE: frozenset({BY_ITSELF}),
    PlaceKind.BUILDING: frozenset({PlaceKind.SITE}),
    PlaceKind.ZONE: frozenset({PlaceKind.SITE, PlaceKind.BUILDING, PlaceKind.ZONE}),
    PlaceKind.ROOM: frozenset({PlaceKind.SITE, PlaceKind.BUILDING, PlaceKind.ZONE}),
    PlaceKind.CABINET: frozenset({*_HOUSES, PlaceKind.CABINET, PlaceKind.ELSEWHERE}),
    PlaceKind.MACHINE: frozenset({*_HOUSES, PlaceKind.ELSEWHERE}),
    PlaceKind.SERVER: frozenset({*_HOUSES, PlaceKind.CABINET, PlaceKind.ELSEWHERE, BY_ITSELF}),
    PlaceKind.FOLDER: frozenset({PlaceKind.SERVER, PlaceKind.CLOUD, PlaceKind.MACHINE, PlaceKind.FOLDER}),
    PlaceKind.CLOUD: frozenset({BY_ITSELF}),
    PlaceKind.HEAD: frozenset({BY_ITSELF}),
    PlaceKind.ELSEWHERE: frozenset({BY_ITSELF}),
}
# A name has at most 80 characters: eight of them and what joins them fit into a path.
MOST_DEEP = 8
JOINS = " / "


def may_lie_in(kind: PlaceKind, parent: PlaceKind | None) -> bool:
    """Whether a place of this kind may lie in one of the kind `parent` (None: by itself)."""
    return (parent.value if parent else BY_ITSELF) in MAY_LIE_IN[kind]


def may_hold(parent: PlaceKind | None) -> tuple[PlaceKind, ...]:
    """The kinds that may lie in a place of this kind, in the order of `PlaceKind`."""
    return tuple(kind for kind in PlaceKind if may_lie_in(kind, parent))
