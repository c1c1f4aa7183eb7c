"""Which identity opens a backup: the one that was named, or that of the house it was made in."""

from __future__ import annotations

from pathlib import Path

from pyrage import x25519

from kuramori.outside.reasons import reason
from kuramori.site.backup import faults, sealing
from kuramori.site.backup.unpack import read_label


def identity(backup: Path, named: str | None, data: Path) -> x25519.Identity:
    """Raises `faults.Damaged` for a file that is no backup, `CannotBackUp` where no identity is to be found."""
    try:
        with backup.open("rb") as file:
            label = read_label(file)
    except OSError as error:
        raise faults.CannotBackUp(
            f"{backup} を読めません（{reason(error)}）。", f"{backup} cannot be read ({reason(error, 'en')})."
        ) from error
    if named is not None:
        return sealing.identity_in(Path(named).expanduser())
    for house in (data, Path(label.source)):
        path = house / sealing.IDENTITY
        if path.is_file():
            found = sealing.identity_in(path)
            if str(found.to_public()) == label.recipient:
                return found
    raise faults.CannotBackUp(
        "写しを開く鍵が見つかりません。金庫の封筒にある鍵をファイルに書き、--identity でそのファイルを指してください。",
        "The identity that opens this backup was not found. Write the one from the envelope into a file and name it "
        "with --identity.",
    )
