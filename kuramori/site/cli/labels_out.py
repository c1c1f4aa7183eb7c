"""Where `kuramori label` writes: whole files under their own names, never over what is not an earlier copy of ours."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from kuramori.outside.reasons import reason
from kuramori.site.cli import CannotRun
from kuramori.site.cli.report import umask
from kuramori.site.cli.words import chosen, say
from kuramori.work.ledger import marking
from kuramori.work.ledger.marking import Labelled, Marking, NotMarked


class Out:
    """The folder of one run."""

    def __init__(self, folder: Path, wanted: Marking) -> None:
        self._folder, self._wanted = folder, wanted
        self._written: set[str] = set()
        self._beside: list[str] = []
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CannotRun(_cannot(folder, error)) from None

    def write(self, source: Path, made: Labelled) -> tuple[Path, Path | None]:
        """The file and, where it has one, its side-car. Raises `NotMarked` where the name is taken."""
        target = self._folder / made.name
        if made.name in self._written or not self._is_free(source, target, made):
            raise NotMarked("name-taken")
        self._put(target, made.content)
        self._written.add(made.name)
        if made.side_car is None:
            return target, None
        beside = target.with_name(made.name + marking.SIDE_CAR)
        self._put(beside, made.side_car)
        self._beside.append(made.name)
        return target, beside

    def write_folder_mark(self) -> Path | None:
        """The text that marks the folder, where files lie in it that carry no mark inside; None where none does."""
        if not self._beside:
            return None
        target = self._folder / marking.FOLDER_MARK
        others = {
            path.name.removesuffix(marking.SIDE_CAR) for path in self._folder.glob(f"*{marking.SIDE_CAR}")
        }
        self._put(target, marking.folder_mark(self._wanted, sorted(others | set(self._beside))))
        return target

    def _is_free(self, source: Path, target: Path, made: Labelled) -> bool:
        """Whether nothing lies there, or the same bytes, or an earlier copy with a mark of ours; never the original."""
        if not target.exists():
            return True
        try:
            if target.samefile(source) or not target.is_file():
                return False
            there = target.read_bytes()
            beside = target.with_name(target.name + marking.SIDE_CAR)
            car = beside.read_bytes() if beside.is_file() else None
            return there == made.content or any(
                one.carrier in ("property", "side-car")
                for one in marking.read(target.name, there, car).readings
            )
        except (OSError, NotMarked):
            return False

    def _put(self, target: Path, content: bytes) -> None:
        """Whole or not at all."""
        try:
            with tempfile.NamedTemporaryFile(dir=self._folder, prefix=".kuramori-", delete=False) as half:
                unfinished = Path(half.name)
                try:
                    half.write(content)
                    half.flush()
                    os.fsync(half.fileno())
                    unfinished.chmod(0o666 & ~umask())
                    unfinished.replace(target)
                except BaseException:
                    unfinished.unlink(missing_ok=True)
                    raise
        except OSError as error:
            raise CannotRun(_cannot(target, error)) from None


def _cannot(path: Path, error: OSError) -> str:
    why = reason(error, chosen())
    return say(f"「{path}」に書けません（{why}）。", f"“{path}” cannot be written ({why}).")
