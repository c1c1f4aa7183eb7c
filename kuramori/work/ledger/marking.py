"""Marks on files, with or without a ledger: what is written, what is read back, and what stands beside other files.

Imports no Django, because `kuramori label` works without records. The command and the pages both come through here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kuramori.press import labelling
from kuramori.press.faults import PressFault
from kuramori.press.labels import mark as carried
from kuramori.press.labels.mark import Found, Mark, Refused
from kuramori.rules import marks
from kuramori.rules.marks import Reading, Verdict

SIDE_CAR = ".kuramori-label.json"
"""What is added to the whole name of a file that is never changed: `part.dxf.kuramori-label.json`."""
FOLDER_MARK = "kuramori-label.txt"
"""The file that marks a folder for whoever opens it."""
LARGEST_SIDE_CAR = 64 * 1024

# Why a file takes no mark: Japanese, English. The codes are those of `press.labels.mark` and two of our own.
REASONS: Mapping[str, tuple[str, str]] = {
    "empty": ("中身がありません。", "The file is empty."),
    "encrypted": (
        "パスワードか権限の制限が付いているので、書き込みません。外してから、もう一度お試しください。",
        "It is protected by a password or by restrictions. Lift them and try again.",
    ),
    "signed": (
        "電子署名があります。書き込むと署名が無効になるので、触りません。置き場所か写しに表示してください。",
        "It is digitally signed. Writing into it would break the signature, so it is left alone.",
    ),
    "macro": (
        "マクロが入っています。マクロなしで保存し直すか、フォルダーに表示してください。",
        "It holds macros. Save it without them, or mark its folder.",
    ),
    "broken": ("壊れているか、途中で切れています。", "It is damaged or torn off."),
    "doctype": (
        "外のものを読み込む指示（文書型宣言）が入っているので、開きません。",
        "It asks for things outside itself (a document type), so it is not opened.",
    ),
    "too-large": ("大きすぎて、限りの中で開けません。", "It is too large to be opened within the limits."),
    "too-many-members": (
        "中の部品が多すぎます（5,000まで）。",
        "It holds too many members (5,000 at most).",
    ),
    "other-format": (
        "名前の終わりと中身の形式が合いません。",
        "What it holds is not what its name says.",
    ),
    "no-room": ("表示を入れる場所がありません。", "There is no room for the mark."),
    "too-slow": ("時間の限りの中で終わりませんでした。", "It was not done within the time allowed."),
    "failed": ("表示を入れられませんでした。", "The mark could not be written."),
    "name-taken": (
        "同じ名前の別のファイルが書き出し先にあります。そのままにしました。",
        "Another file of this name is in the output folder. It was left as it is.",
    ),
    "folder": ("フォルダーです。中のファイルを指定してください。", "It is a folder. Name the files in it."),
    "unreadable": ("読めません。", "It cannot be read."),
}


class NotMarked(Exception):
    """Nothing was made of this file. `code` is a key of `REASONS`; `detail` may add the machine's own reason."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code, self.detail = code, detail

    def sentence(self, lang: str = "ja") -> str:
        """Why, in `ja` or `en`."""
        said = REASONS[self.code][0 if lang == "ja" else 1]
        return f"{said}{self.detail}" if lang == "ja" else f"{said} {self.detail}".strip()


@dataclass(frozen=True, slots=True)
class Tenant:
    """A firm's own tenant for MSIP labels: its GUID, and the GUID of the label for each grade. Never made up."""

    site: str
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def by_label(self) -> dict[str, str]:
        """The grade of each label."""
        return {guid: grade for grade, guid in self.labels.items()}


@dataclass(frozen=True, slots=True)
class Marking:
    """What to mark with: the grade's code, the house's name for it, the number, the company."""

    grade: str
    grade_name: str
    number: str
    company: str
    tenant: Tenant | None = None
    set_at: str = ""

    @property
    def line(self) -> str:
        return marks.line(self.grade_name, self.company, self.number)

    @property
    def title_block(self) -> str:
        return marks.title_block(self.grade_name, self.company, self.number)

    @property
    def token(self) -> str:
        return marks.token(self.grade, self.number)

    def for_files(self) -> Mark | None:
        """What the press writes; None where the grade is public, which carries no mark."""
        if self.grade == "public":
            return None
        told = {
            carried.GRADE: self.grade_name,
            carried.LEVEL: str(marks.LEVELS[self.grade]),
            carried.ASSET: self.number,
            carried.COMPANY: self.company,
            carried.LINE: self.line,
        }
        return Mark(self.line, self.token, told, self._msip())

    def _msip(self) -> dict[str, str]:
        label = self.tenant.labels.get(self.grade, "") if self.tenant else ""
        if self.tenant is None or not label:
            return {}
        return {"label": label, "site": self.tenant.site, "name": self.grade_name, "set_at": self.set_at}


@dataclass(frozen=True, slots=True)
class Labelled:
    """What came of one file. `side_car` is set, and the content is the file's own, where it must not be changed."""

    name: str
    content: bytes
    is_changed: bool
    side_car: bytes | None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class ReadBack:
    """All that a file's carriers say, and what counts. `shown` of `pages` places show our own visible mark."""

    readings: tuple[Reading, ...]
    verdict: Verdict
    pages: int = 0
    shown: int = 0


def label(name: str, content: bytes, marking: Marking) -> Labelled:
    """The file with its mark; a file of a kind that must not be changed comes back as it is, with a side-car.

    Raises `NotMarked`.
    """
    if not labelling.can_bear(name):
        beside = None if marking.grade == "public" else side_car(name, content, marking)
        return Labelled(name, content, False, beside)
    try:
        made = labelling.label(name, content, marking.for_files())
    except Refused as refused:
        raise NotMarked(refused.code) from None
    except PressFault as fault:
        raise _failed(fault) from None
    return Labelled(name, made, made != content, None)


def read(
    name: str,
    content: bytes,
    beside: bytes | None = None,
    names: Mapping[str, str] = marks.NAMES,
    tenant: Tenant | None = None,
) -> ReadBack:
    """What a file, and the side-car beside it, say of its grade. Raises `NotMarked`."""
    found = Found()
    if labelling.can_bear(name):
        try:
            found = labelling.read(name, content)
        except Refused as refused:
            raise NotMarked(refused.code) from None
        except PressFault as fault:
            raise _failed(fault) from None
    readings = (*_told_by(found, names, tenant), *_beside(content, beside, names))
    return ReadBack(readings, marks.judged(readings), found.pages, found.shown)


def side_car(name: str, content: bytes, marking: Marking) -> bytes:
    """The JSON that lies beside a file which is never renamed or changed: its hash, and the mark."""
    told = {
        "kuramori_label": 1,
        "file": name,
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
        "grade": marking.grade_name,
        "level": marks.LEVELS[marking.grade],
        "asset": marking.number,
        "company": marking.company,
        "line": marking.line,
        "token": marking.token,
    }
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def folder_mark(marking: Marking, names: Sequence[str]) -> bytes:
    """The text that marks a folder for people: the mark, and which files it is about."""
    lines = [
        marking.line,
        "",
        "このフォルダーの次のファイルは、上の表示のとおりに扱います。",
        *sorted(names),
        "",
        marking.token,
    ]
    return ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")


def _failed(fault: PressFault) -> NotMarked:
    return NotMarked("too-slow" if type(fault).__name__ == "PressTookTooLong" else "failed", fault.sentence())


def _told_by(found: Found, names: Mapping[str, str], tenant: Tenant | None) -> list[Reading]:
    readings = list(marks.visible(found.texts, names))
    number = found.properties.get(carried.ASSET, "")
    told = found.properties.get(carried.LEVEL, "")
    codes = {str(level): code for code, level in marks.LEVELS.items()}
    if told in codes:
        readings.append(Reading("property", carried.GRADE, codes[told], number))
    elif named := _grade(found.properties.get(carried.GRADE, ""), names):
        readings.append(Reading("property", carried.GRADE, named, number))
    for one in found.msip:
        own = marks.label_grade(one, tenant.site, tenant.by_label) if tenant else None
        named = own or _grade(one.get("Name", ""), names)
        if named and one.get("Enabled", "true").lower() == "true":
            readings.append(Reading("msip", one.get("label", ""), named))
    readings += [Reading("keyword", "", one.grade, one.number) for one in marks.tokens_in(found.keywords)]
    return readings


def _beside(content: bytes, beside: bytes | None, names: Mapping[str, str]) -> list[Reading]:
    told = _side_car_told(beside)
    if told is None:
        return []
    codes = {level: code for code, level in marks.LEVELS.items()}
    grade = codes.get(told.get("level", -1)) or _grade(str(told.get("grade", "")), names)
    same = told.get("sha256") == hashlib.sha256(content).hexdigest()
    return (
        [Reading("side-car", "" if same else "changed since", grade, str(told.get("asset", "")))]
        if grade
        else []
    )


def _side_car_told(beside: bytes | None) -> dict[str, Any] | None:
    if beside is None or len(beside) > LARGEST_SIDE_CAR:
        return None
    try:
        told = json.loads(beside)
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) and told.get("kuramori_label") == 1 else None


def _grade(word: str, names: Mapping[str, str]) -> str | None:
    try:
        return marks.grade_named(word, names) if word else None
    except marks.NotAGrade:
        return marks.grade_shown(word, names)
