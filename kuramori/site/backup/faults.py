"""Why a backup could not be made, read or put back; each is told in Japanese or English."""

from __future__ import annotations


class BackupFault(Exception):
    """`ja` and `en` say what happened, what was kept and what to do."""

    def __init__(self, ja: str, en: str) -> None:
        super().__init__(ja)
        self.ja = ja
        self.en = en

    def told(self, lang: str) -> str:
        return self.en if lang == "en" else self.ja


class Damaged(BackupFault):
    """The file is cut, changed, of another kind, or sealed to another key: exit code 1."""


class CannotBackUp(BackupFault):
    """It cannot be done here: exit code 2."""


def cut() -> Damaged:
    return Damaged(
        "写しが途中で切れています。何も変えていません。別の写しを使ってください。",
        "The backup is cut short. Nothing was changed; use another one.",
    )


def foreign() -> Damaged:
    return Damaged(
        "蔵守の写しではありません。何も変えていません。",
        "This is not a backup made by Kuramori. Nothing was changed.",
    )


def altered(what: str) -> Damaged:
    """`what` names the part, never its content."""
    return Damaged(
        f"写しの中身が、作ったときと違います（{what}）。何も変えていません。別の写しを使ってください。",
        f"The backup is not as it was made ({what}). Nothing was changed; use another one.",
    )


def newer(version: str) -> Damaged:
    return Damaged(
        f"この写しは、ここにある蔵守より新しい版（{version}）のものです。蔵守を新しくしてから戻してください。",
        f"This backup was made by a newer Kuramori ({version}). Update Kuramori first.",
    )
