"""A pack brings examples with the scores they must give; here they are held against the arithmetic."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from kuramori.rules import answers
from kuramori.rules.catalogue import Pack
from kuramori.rules.document import Document, Path
from kuramori.rules.faults import Fault, Refused
from kuramori.rules.scoring import Group, Score, Total, score

SHARE_STEP: Final = 0.0051  # examples may give shares to two decimals


def example_faults(example: Document, pack: Pack) -> list[Fault]:
    """Every expected value that the score does not have."""
    plain = Document("", example.value["answers_file"], {}, {})
    try:
        file = answers.from_document(plain, lambda name: pack if name == pack.id else None)
    except Refused as refused:
        return [
            example.fault(
                ("answers_file", *(part for part in fault.place.split(".") if part)),
                fault.rule,
                **dict(fault.words),
            )
            for fault in refused.faults
        ]
    found = score(pack, file.answers)
    return [
        example.fault(("expect", *at), "example-score", expected=_shown(wanted), found=_shown(have))
        for at, wanted, have in _differences(example.value["expect"], found)
    ]


def _differences(expect: Mapping[str, Any], found: Score) -> Iterator[tuple[Path, Any, Any]]:
    for key, value in (("answered", found.answered), ("applicable", found.applicable)):
        if expect[key] != value:
            yield (key,), expect[key], value
    for key, total in (("total", found.total), ("provisional", found.provisional)):
        if key in expect:
            yield from _total_differences((key,), expect[key], total)
    for key, groups in (("measures", found.measures), ("steps", found.steps), ("fields", found.fields)):
        known = {group.id: group for group in groups}
        for group_id, wanted in expect.get(key, {}).items():
            yield from _group_differences((key, group_id), wanted, known.get(group_id))


def _total_differences(at: Path, wanted: Mapping[str, Any] | None, have: Total | None) -> Iterator[Any]:
    if wanted is None or have is None:
        if wanted or have:
            yield at, wanted, have
        return
    for key in ("points", "max", "score"):
        if wanted[key] != getattr(have, key):
            yield (*at, key), wanted[key], getattr(have, key)


def _group_differences(at: Path, wanted: Mapping[str, Any], have: Group | None) -> Iterator[Any]:
    if have is None:
        yield at, wanted, None
        return
    for key in ("points", "max"):
        if wanted[key] != getattr(have, key):
            yield (*at, key), wanted[key], getattr(have, key)
    if "share" in wanted:
        expected, share = wanted["share"], have.share
        same = expected is share if expected is None or share is None else abs(expected - share) < SHARE_STEP
        if not same:
            yield (*at, "share"), expected, share


def _shown(value: Any) -> str:
    if value is None:
        return "null"
    return f"{value:.4g}" if isinstance(value, float) else str(value)
