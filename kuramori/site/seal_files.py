"""Seals the files that an older version kept in clear: evidence and the results of jobs.

Cut off at any point, the next start goes on where this one stopped; in the meantime every file opens.
"""

from __future__ import annotations

import sys
from pathlib import Path

from kuramori.ground.jobs.tasks import store as results
from kuramori.ground.papers.store import shelf
from kuramori.outside.store import Damaged
from kuramori.site import stamps

NOTED = "files_sealed"
TELL_EVERY = 500


def seal_files(data: Path) -> tuple[int, int]:
    """How many files were sealed, and how many were left because they are not what their name says.

    A folder that was done before is not walked again.
    """
    if stamps.read(data).get(NOTED) is True:
        return 0, 0
    done = left = 0
    for store in (shelf(), results()):
        store.clear_drafts()
        for owner, sha256 in list(store.older()):
            try:
                store.seal_older(owner, sha256)
            except Damaged:
                # It would not open before either; whoever asks for it is told, and so is the trail.
                left += 1
            else:
                done += 1
            if done and done % TELL_EVERY == 0:
                sys.stderr.write(f"ファイルを暗号化しています: {done}\n")
    stamps.write(data, {**stamps.read(data), NOTED: True})
    return done, left
