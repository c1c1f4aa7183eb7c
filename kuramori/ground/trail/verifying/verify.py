"""Read the whole trail once, from the first entry to the last, and tell everything that does not fit."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from kuramori.ground.trail import tree
from kuramori.ground.trail.models import Entry
from kuramori.ground.trail.verifying import signed
from kuramori.ground.trail.verifying.entries import COLUMNS, Row, examine
from kuramori.ground.trail.verifying.faults import Fault
from kuramori.ground.trail.verifying.signed import Claim
from kuramori.ground.trail.verifying.tiles import Regrown

PORTION = 2000
MOST_FAULTS = 1000


@dataclass(frozen=True, slots=True)
class Verdict:
    """`root` is hex; `checkpoints` how many were compared; `faults` at most 1,000, in the order of the log."""

    entries: int
    root: str
    checkpoints: int
    erased_fields: int
    faults: tuple[Fault, ...]

    @property
    def is_whole(self) -> bool:
        return not self.faults


def verify(
    *, held: Sequence[str] = (), progress: Callable[[int, int], None] = lambda done, total: None
) -> Verdict:
    """Check every entry, the tree, every checkpoint and cosignature, and those checkpoints that others hold.

    `held` are texts of signed checkpoints from outside; `progress` is told how many of how many entries were read.
    """
    total = tree.size()
    claims = list(itertools.chain(signed.stored(), signed.held(held)))
    walk = _Walk(claims=[one for one in claims if isinstance(one, Claim)])
    faults = [one for one in claims if isinstance(one, Fault)]
    faults += itertools.islice(_all_faults(walk, total, progress), MOST_FAULTS)
    return Verdict(
        walk.count, walk.regrown.frontier.root().hex(), len(walk.claims), walk.erased_fields, tuple(faults)
    )


def _all_faults(walk: _Walk, total: int, progress: Callable[[int, int], None]) -> Iterator[Fault]:
    yield from walk.compare()  # a claim over nothing
    for row in _rows():
        yield from walk.step(row)
        if walk.count % PORTION == 0:
            progress(walk.count, total)
    yield from walk.end(total)
    progress(walk.count, total)


class _Walk:
    """What is known while the entries go by."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        self.claims = sorted(claims, key=lambda claim: claim.size)
        self.regrown = Regrown()
        self.count = 0
        self.erased_fields = 0
        self._next_index = 0
        self._next_claim = 0
        self._lost: dict[int, set[str]] = {}
        self._erased: dict[int, set[str]] = {}

    def step(self, row: Row) -> Iterator[Fault]:
        for gone in range(self._next_index, min(row.index, self._next_index + MOST_FAULTS)):
            yield Fault("missing", str(gone))
        self._next_index = row.index + 1
        self.count += 1
        examined = examine(row)
        yield from examined.faults
        if examined.lost:
            self._lost[row.index] = set(examined.lost)
        if examined.erased:
            number, fields = examined.erased
            self._erased.setdefault(number, set()).update(fields)
        yield from self.regrown.append(row.leaf.encode())
        yield from self.compare()

    def compare(self) -> Iterator[Fault]:
        """Every claim about a log of exactly the length read so far."""
        while self._next_claim < len(self.claims) and self.claims[self._next_claim].size == self.count:
            claim = self.claims[self._next_claim]
            self._next_claim += 1
            if claim.root != self.regrown.frontier.root():
                yield Fault("root", str(claim.size))

    def end(self, head: int) -> Iterator[Fault]:
        if head != self.count:
            yield Fault("head", str(self.count), str(head))
        for claim in self.claims[self._next_claim :]:
            yield Fault("cut", str(claim.size), str(self.count))
        yield from self.regrown.left_over()
        for index, fields in sorted(self._lost.items()):
            told = self._erased.get(index, set())
            self.erased_fields += len(fields & told)
            for name in sorted(fields - told):
                yield Fault("erased", str(index), name)


def _rows() -> Iterator[Row]:
    """Every entry by its index, in portions, so that memory does not grow with the log."""
    last = None
    while True:
        found = Entry.objects.order_by("index")
        if last is not None:
            found = found.filter(index__gt=last)
        portion = list(found.values_list(*COLUMNS)[:PORTION])
        if not portion:
            return
        yield from (Row(*values) for values in portion)
        last = portion[-1][0]
