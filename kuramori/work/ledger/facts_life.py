"""What the trail keeps of the rows around an asset: plain facts; whatever somebody wrote freely is erasable."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from kuramori.ground.trail import labels
from kuramori.work.ledger.fields import FIELDS
from kuramori.work.ledger.models import (
    Copy,
    Disposal,
    FirstSession,
    PriorRecord,
    Review,
    Round,
    Stop,
    Task,
    Use,
)


class SessionLine(Protocol):
    """What the trail tells of one of the five lines."""

    @property
    def name(self) -> str: ...
    @property
    def why(self) -> str: ...
    @property
    def place(self) -> str: ...
    @property
    def keeper(self) -> str: ...
    @property
    def answers(self) -> Mapping[str, str]: ...
    @property
    def grade(self) -> str: ...
    @property
    def layer(self) -> str: ...

    @property
    def partner(self) -> str: ...


TEXTS = (
    "to_whom", "note", "back_note", "purpose", "title", "kept_at", "withdrawn_reason", "reason", "given_to",
    "witness_words", "what", "done_how", "name", "why",
)  # fmt: skip
"""Fields that may name somebody."""

WORDS = {
    "number": _("番号"),
    "holder": _("持つ人"),
    "to_whom": _("渡した先"),
    "place": _("場所"),
    "made_on": _("作った日"),
    "note": _("ひとこと"),
    "back_on": _("回収した日"),
    "back_note": _("回収のひとこと"),
    "purpose": _("目的"),
    "used_on": _("使った日"),
    "person": _("人"),
    "kind": _("種類"),
    "partner": _("預けた取引先"),
    "title": _("名前"),
    "of_on": _("いつの物か"),
    "file": _("ファイル"),
    "sha256": _("照合値"),
    "kept_at": _("原本のある場所"),
    "withdrawn_at": _("取り下げた時刻"),
    "withdrawn_reason": _("取り下げたわけ"),
    "choice": _("見直しの結果"),
    "reviewed_on": _("見直した日"),
    "next_on": _("次の日"),
    "method": _("方法"),
    "is_return": _("返却か"),
    "given_to": _("返した相手"),
    "reason": _("わけ"),
    "done_on": _("済んだ日"),
    "done_by": _("済ませた人"),
    "witness": _("立会人"),
    "witness_words": _("立会人（社外）"),
    "copies_gone": _("いっしょに手放した写し"),
    "name": _("名前"),
    "closed_at": _("終えた時刻"),
    "found": _("見たもの"),
    "what": _("すること"),
    "owner": _("担当"),
    "due_on": _("期限"),
    "done_how": _("したこと"),
    "lines": _("書いた件数"),
    "entered": _("登録した件数"),
    "why": _("なぜまねしにくいか"),
    "keeper": _("保管する人"),
    "answers": _("5つの質問の答え"),
    "grade": _("秘密区分"),
    "layer": _("共有区分"),
}
for thing in ("ledger_copy", "prior_record", "disposal", "round", "task", "first_session"):
    labels.declare(thing, WORDS, {})
# What is told within an asset's own history: its copies, uses, reviews; its own fields keep their words (`facts_of`).
labels.declare(
    "asset", {name: word for name, word in WORDS.items() if name not in FIELDS and name != "reason"}, {}
)


def copy(row: Copy) -> dict[str, Any]:
    return _of(row, "number holder_id to_whom place_id made_on due_on note back_on back_note")


def use(row: Use) -> dict[str, Any]:
    return _of(row, "person_id used_on purpose")


def prior(row: PriorRecord) -> dict[str, Any]:
    return _of(row, "kind title of_on file_id sha256 kept_at withdrawn_at withdrawn_reason")


def review(row: Review) -> dict[str, Any]:
    return _of(row, "choice note reviewed_on next_on")


def disposal(row: Disposal) -> dict[str, Any]:
    return _of(
        row,
        "number method is_return given_to reason done_on done_by_id witness_id witness_words copies_gone",
    )


def round_(row: Round) -> dict[str, Any]:
    return _of(row, "kind name closed_at")


def stop(row: Stop) -> dict[str, Any]:
    return _of(row, "found note")


def task(row: Task) -> dict[str, Any]:
    return _of(row, "what owner_id due_on done_on done_by_id done_how")


def session(row: FirstSession, lines: int) -> dict[str, Any]:
    """How far it is."""
    return {"lines": lines, "entered": row.entered}


def session_line(line: SessionLine) -> dict[str, Any]:
    """What one of the five lines says; what it is called and why are erasable, answers are ids of questions."""
    answers = [f"{question}: {option}" for question, option in sorted(line.answers.items())]
    return {
        "name": line.name,
        "why": line.why,
        "place": line.place,
        "keeper": line.keeper,
        "answers": answers,
        "grade": line.grade,
        "layer": line.layer,
        "partner": line.partner,
    }


def _of(row: Any, names: str) -> dict[str, Any]:
    return {name.removesuffix("_id"): getattr(row, name) for name in names.split()}
