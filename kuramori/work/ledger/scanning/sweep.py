"""One pass over a folder: walk, skip what did not change, read the rest, judge. The caller keeps what is found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kuramori.outside.walking import Found as Seen
from kuramori.outside.walking import Walk, spells_well, walk
from kuramori.press.scan import trouble
from kuramori.press.scan.readers import Asked, Readers
from kuramori.work.ledger.scanning.judging import Found, judge
from kuramori.work.ledger.scanning.known import Known

Unchanged = Callable[[Seen], bool]


@dataclass(frozen=True, slots=True)
class Looked:
    """One file that was read: what was found in it and the codes of what was wrong with it."""

    file: Seen
    found: tuple[Found, ...]
    faults: tuple[str, ...]
    sha256: str

    @property
    def is_clean(self) -> bool:
        return not self.found and not self.faults


@dataclass(frozen=True, slots=True)
class Sweep:
    """What lies in the folder and what of it is to be read: `files` were seen in all."""

    folder: str
    walked: Walk
    to_read: tuple[Seen, ...]

    @property
    def files(self) -> int:
        return len(self.walked.files)

    def faults(self) -> Iterator[tuple[str, str]]:
        """Paths that were not read at all, each with a code."""
        for code, paths in (
            (trouble.FOLDER, self.walked.shut),
            (trouble.LINK, self.walked.links),
            (trouble.NOT_A_FILE, self.walked.odd),
        ):
            for path in paths:
                yield path, code


def begin(folder: str, is_unchanged: Unchanged = lambda _file: False) -> Sweep:
    """Walk the folder; what did not change is not read again."""
    walked = walk(folder)
    return Sweep(folder, walked, tuple(file for file in walked.files if not is_unchanged(file)))


def look(sweep: Sweep, known: Known, *, workers: int = 1) -> Iterator[Looked]:
    """Each file to read, in the order in which the readers are ready."""
    by_path = {file.path: file for file in sweep.to_read}
    asked = (Asked(file.path, file.size) for file in sweep.to_read)
    with Readers(known.plan(), workers=workers) as readers:
        for one, reading in readers.read(asked):
            faults = [code for code in (reading.trouble, *reading.notes) if code]
            if not spells_well(one.path):
                faults.append(trouble.NAME)
            found = judge(one.path, reading, known, below=sweep.folder)
            yield Looked(by_path[one.path], found, tuple(faults), reading.sha256)
