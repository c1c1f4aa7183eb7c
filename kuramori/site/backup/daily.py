"""The backup of each night, where `kuramori.toml` names a folder for it; the oldest ones make room."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kuramori.ground.jobs.schedule import schedule
from kuramori.outside import clock
from kuramori.site.backup import last
from kuramori.site.backup.contents import ENDING
from kuramori.site.backup.make import Made, make

_PREFIX = "kuramori-"


@schedule("site:backup", daily_at="02:30", says=_("写しを取る"))
def daily() -> None:
    """Nothing where no folder is named. Raises `faults.CannotBackUp`, which the status page then shows as failed."""
    chosen = settings.INSTANCE.backup
    if chosen.folder:
        keep_one_more(settings.DATA, settings.DATA / chosen.folder, keep=chosen.keep)


def keep_one_more(data: Path, folder: Path, *, keep: int) -> Made:
    """Makes today's backup in `folder`, and takes away the oldest of its own kind past `keep` (at least one stays)."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = make(data, folder / name_of(clock.now()))
    last.note(data, made.path, made.label.made_at, made.size)
    ours = sorted(path for path in folder.glob(f"{_PREFIX}*{ENDING}") if path.is_file())
    for old in ours[: -max(keep, 1)]:
        old.unlink()
    return made


def name_of(moment: datetime) -> str:
    """`kuramori-20261122-0230.kurabackup`, by the clock in Tokyo, so that names sort by age."""
    return f"{_PREFIX}{moment.astimezone(clock.TOKYO):%Y%m%d-%H%M}{ENDING}"
