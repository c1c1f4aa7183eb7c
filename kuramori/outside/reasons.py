"""Why the machine refused a file or a folder, as a person says it."""

from __future__ import annotations

import errno
import os
from typing import Final

_SAID: Final[dict[int, tuple[str, str]]] = {
    errno.ENOENT: ("ありません", "there is no such file or folder"),
    errno.EACCES: ("許可がありません", "permission is missing"),
    errno.EPERM: ("許可がありません", "permission is missing"),
    errno.EISDIR: ("フォルダーです", "it is a folder"),
    errno.ENOTDIR: ("途中にフォルダーでないものがあります", "something on the way to it is no folder"),
    errno.EEXIST: ("同じ名前のものがあります", "something of that name is there already"),
    errno.ENOSPC: ("ディスクに空きがありません", "the disk is full"),
    errno.EDQUOT: ("使える容量を使い切っています", "the quota is used up"),
    errno.EROFS: ("書き込めないディスクです", "the disk is read-only"),
    errno.ENAMETOOLONG: ("名前が長すぎます", "the name is too long"),
    errno.ELOOP: ("リンクが輪になっています", "its links run in a circle"),
}


def reason(error: OSError, lang: str = "ja") -> str:
    """A few words, in Japanese ("ja") or English; for what is rare the system's short name, such as EIO."""
    said = _SAID.get(error.errno or 0)
    if said is not None:
        return said[0] if lang == "ja" else said[1]
    named = errno.errorcode.get(error.errno or 0, type(error).__name__)
    return named if lang == "ja" or not error.errno else f"{named}: {os.strerror(error.errno)}"
