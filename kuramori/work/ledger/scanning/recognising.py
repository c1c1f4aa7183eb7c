"""Recognisability of an asset: how many of its known copies carry the mark. A count, never a verdict."""

from __future__ import annotations

from dataclasses import dataclass

from kuramori.work.ledger.models import Asset, Finding, FindingKind, Judgement

COPIES = (FindingKind.COPY, FindingKind.EXCERPT, FindingKind.LABEL)


@dataclass(frozen=True, slots=True)
class Recognisability:
    """`copies` are files that hold the asset or a part of it, or say so by their label; `marked` of them can be seen to
    be secret; `astray` lie where somebody can open them who may not know the asset; `open` wait for a person's word."""

    copies: int
    marked: int
    astray: int
    open: int

    @property
    def bare(self) -> int:
        return self.copies - self.marked

    @property
    def percent(self) -> int | None:
        """0–100, None without a known copy."""
        return 100 * self.marked // self.copies if self.copies else None


def of_asset(asset: Asset) -> Recognisability:
    """Of one asset, in one query."""
    rows = Finding.objects.filter(asset=asset, gone_at__isnull=True, kind__in=COPIES)
    marked: dict[tuple[object, str], bool] = {}
    astray: set[tuple[object, str]] = set()
    waiting = 0
    for source, path, is_marked, is_astray, judged in rows.exclude(judgement=Judgement.REJECTED).values_list(
        "source_id", "path_key", "is_marked", "is_out_of_place", "judgement"
    ):
        file = (source, path)
        marked[file] = marked.get(file, True) and is_marked
        waiting += judged == Judgement.OPEN
        if is_astray:
            astray.add(file)
    return Recognisability(len(marked), sum(marked.values()), len(astray), waiting)
