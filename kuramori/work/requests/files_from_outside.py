"""A file from somebody behind a link that is not taken: what is said to them. Nothing of it is kept then."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kuramori.ground.papers.kinds import KindRefused
from kuramori.ground.papers.store import EmptyFile
from kuramori.outside.bucket import StorageAway
from kuramori.outside.store import TooLarge

TROUBLE = (KindRefused, TooLarge, EmptyFile, StorageAway)


def why(trouble: Exception) -> str:
    """One sentence for one of `TROUBLE`."""
    if isinstance(trouble, KindRefused):
        return _("この形式のファイルは受け取れません。PDFにして、もう一度お試しください。")
    if isinstance(trouble, StorageAway):
        return _("ファイルの置き場につながりません。少し待ってから、もう一度お試しください。")
    return _("ファイルが20MBを超えているか、空です。何も入れていません。")
