"""Take a list of demands in: what each row would become is shown, and only then done.

A row of which the register already has the customer and the same words is left as it stands there, so that the same
file again adds nothing.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.importing import cells
from kuramori.ground.people.importing.cells import CellWrong, column_letter
from kuramori.ground.people.models import Person
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.company_names import plain_company
from kuramori.work.requests import events_promises as events
from kuramori.work.requests.models import CameBy, Promise, PromiseFile, Word
from kuramori.work.requests.promising import recording
from kuramori.work.requests.promising.columns import MUST, labels, plain
from kuramori.work.requests.promising.filed import Table, file_for, meant_of, table_of
from kuramori.work.requests.refusing import NotSo

WORDS: Final[Mapping[Word, str]] = {
    Word.YES: "はい 可 対応可 対応済 対応済み 済 約束 承諾 yes ok ○ 〇 ◯",
    Word.PART: "一部 一部可 一部対応 条件付 条件付き part △",
    Word.NO: "いいえ 不可 対応不可 否 断り no × ✕",
    Word.NOT_YET: "まだ 未 未回答 未対応 検討中 確認中",
}
CAME: Final[Mapping[CameBy, str]] = {
    CameBy.AGREEMENT: "契約 契約書 契約条項 覚書",
    CameBy.REQUEST: "お願い 調査 調査票",
    CameBy.MAIL: "メール mail 手紙 文書 書面",
    CameBy.WORKBOOK: "excel エクセル 回答表 チェックシート",
    CameBy.AUDIT: "監査 訪問 査察",
    CameBy.SPOKEN: "口頭 電話 会議",
}
Code = TypeVar("Code", Word, CameBy)
_DAYS = ("came_on", "due_on", "answered_on")


class What(StrEnum):
    """What taking in would do with a row."""

    NEW = "new"
    SAME = "same"
    FAULT = "fault"

    @property
    def label(self) -> str:
        return str(_LABELS[self])


_LABELS = {
    What.NEW: gettext_lazy("新しく加える"),
    What.SAME: gettext_lazy("もう記録にある"),
    What.FAULT: gettext_lazy("直すところがある"),
}


class FaultsStand(Exception):
    """There are wrong rows, and nobody has said that they are to be skipped."""


@dataclass(frozen=True, slots=True)
class Step:
    """One row with what it would do; `faults` are (column, reason)."""

    row: int
    what: What
    faults: tuple[tuple[str, str], ...]
    partner: Partner | None = None
    demanded: recording.Demanded | None = None
    answer: recording.Answer | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """Customers by plain name, people by name (None: several), and what is on record already."""

    partners: Mapping[str, Partner | None]
    people: Mapping[str, Person | None]
    kept: set[tuple[object, str]]


def steps_of(kept: PromiseFile) -> list[Step]:
    """What taking in would do now. Raises `FileGone`."""
    table, meant, known = table_of(kept), meant_of(kept), _known()
    return [
        _step(table, meant, known, number, cells_)
        for number, cells_ in zip(table.numbers, table.rows, strict=True)
    ]


def lacking(kept: PromiseFile) -> tuple[str, ...]:
    """What no column stands for, and every row needs."""
    return tuple(str(labels()[field]) for field in MUST if field not in kept.meant.values())


def take_in(actor: Actor, kept: PromiseFile, *, skips_faults: bool) -> None:
    """All of it or nothing; pressed twice, once. Raises `FaultsStand`, `FileGone`, `NotAllowed`."""
    actor.require(Can.PROMISE_CHANGE)
    with transaction.atomic():
        row = PromiseFile.objects.select_for_update(of=("self",)).get(pk=file_for(actor, kept.pk).pk)
        if row.finished_at is not None:
            return
        counts, skipped = dict.fromkeys(What, 0), []
        for step in steps_of(row):
            what, why = _take(actor, step)
            counts[what] += 1
            if what is What.FAULT:
                skipped.append([step.row, why])
        if skipped and not skips_faults:
            raise FaultsStand
        row.told = {what.value: count for what, count in counts.items()} | {"skipped": skipped}
        row.finished_at, row.sealed = clock.now(), b""
        row.save(update_fields=["told", "finished_at", "sealed"])
        record(actor, events.FILE_TAKEN_IN, kind="promise_import", thing_id=row.pk, new=counts[What.NEW])


def _take(actor: Actor, step: Step) -> tuple[What, str]:
    if step.what is not What.NEW or step.partner is None or step.demanded is None:
        return step.what, _("直すところがありました。") if step.what is What.FAULT else ""
    try:
        with transaction.atomic():
            recording.record_promise(actor, step.partner, step.demanded, step.answer)
    except NotSo as refused:
        return What.FAULT, refused.sentence
    return What.NEW, ""


def _step(table: Table, meant: Mapping[int, str], known: Known, number: int, row: tuple[str, ...]) -> Step:
    told: dict[str, str] = {}
    days: dict[str, datetime.date | None] = dict.fromkeys(_DAYS)
    faults: list[tuple[str, str]] = []
    for at, field in meant.items():
        text = row[at] if at < len(row) else ""
        where = f"{column_letter(at)} {labels()[field]}"
        if (number, at + 1) in table.odd:
            faults.append((where, _("計算式が入っています。「値の貼り付け」をしてください。")))
            continue
        try:
            if field in _DAYS:
                days[field] = cells.day(text)
            else:
                told[field] = " ".join(text.split())
        except CellWrong as wrong:
            faults.append((where, str(wrong)))
    partner = _partner(told.get("partner", ""), known, faults)
    word = _code(told.get("word", ""), WORDS, Word.NOT_YET, str(labels()["word"]), faults)
    came_by = _code(told.get("came_by", ""), CAME, CameBy.OTHER, str(labels()["came_by"]), faults)
    keeper = _keeper(told.get("keeper", ""), known, faults)
    _require(told, days, word, faults)
    if faults or partner is None or days["came_on"] is None:
        return Step(number, What.FAULT, tuple(faults), partner)
    if (partner.pk, told["what"]) in known.kept:
        return Step(number, What.SAME, (), partner)
    # Twice in one file is once.
    known.kept.add((partner.pk, told["what"]))
    demanded = recording.Demanded(
        told["what"],
        came_by,
        days["came_on"],
        told.get("who", ""),
        told.get("scope", ""),
        days["due_on"],
        told.get("source", ""),
        keeper=keeper,
    )
    answer = None
    if word is not Word.NOT_YET and days["answered_on"] is not None:
        answer = recording.Answer(word, days["answered_on"], told.get("answer", ""), told.get("proof", ""))
    return Step(number, What.NEW, (), partner, demanded, answer)


def _require(
    told: Mapping[str, str],
    days: Mapping[str, datetime.date | None],
    word: Word,
    faults: list[tuple[str, str]],
) -> None:
    """What a record needs and the row does not say."""
    said = labels()
    today = clock.today()
    if not told.get("what"):
        faults.append((str(said["what"]), _("何を求められたかを書いてください。")))
    came, answered, due = days["came_on"], days["answered_on"], days["due_on"]
    if came is None:
        words = _("届いた日を書いてください。分からなければ、この一覧を作った日を書きます。")
        faults.append((str(said["came_on"]), words))
    elif came > today:
        faults.append((str(said["came_on"]), _("まだ来ていない日です。")))
    if came and due and due < came:
        faults.append((str(said["due_on"]), _("届いた日より前の日です。")))
    if word is Word.NOT_YET:
        return
    if answered is None:
        faults.append((str(said["answered_on"]), _("返事があるなら、答えた日も書いてください。")))
    elif answered > today or (came is not None and answered < came):
        faults.append((str(said["answered_on"]), _("届いた日から今日までの日を書いてください。")))
    if word in {Word.PART, Word.NO} and not told.get("answer"):
        words = _("「一部」はどこまでか、「約束していない」はそのわけを書いてください。")
        faults.append((str(said["answer"]), words))


def _partner(name: str, known: Known, faults: list[tuple[str, str]]) -> Partner | None:
    where, key = str(labels()["partner"]), plain_company(name)
    if not key:
        faults.append((where, _("お客様の名前を書いてください。")))
        return None
    if key not in known.partners:
        faults.append((where, _("取引先の名簿にありません。先に取引先を加えてください。")))
        return None
    found = known.partners[key]
    if found is None:
        faults.append((where, _("同じ名前の取引先が2つあります。画面から記録してください。")))
    return found


def _keeper(name: str, known: Known, faults: list[tuple[str, str]]) -> Person | None:
    if not name:
        return None
    found = known.people.get(name)
    if found is None:
        faults.append((str(labels()["keeper"]), _("名簿に見つからないか、同じ名前の方が2人います。")))
    return found


def _code(
    text: str, said: Mapping[Code, str], empty: Code, where: str, faults: list[tuple[str, str]]
) -> Code:
    if not text:
        return empty
    known = {plain(str(one.label)): one for one in type(empty)}
    known |= {plain(word): one for one, words in said.items() for word in words.split()}
    found = known.get(plain(text))
    if found is None:
        words = _("・").join(str(one.label) for one in type(empty))
        faults.append((where, _("%(words)s のどれかにしてください。") % {"words": words}))
        return empty
    return found


def _known() -> Known:
    """Three queries."""
    partners: dict[str, Partner | None] = {}
    for one in Partner.objects.filter(merged_into__isnull=True, retired_on__isnull=True):
        partners[one.plain_name] = None if one.plain_name in partners else one
    people: dict[str, Person | None] = {}
    for person in Person.objects.all():
        people[person.name] = None if person.name in people else person
    kept: set[tuple[object, str]] = set(Promise.objects.values_list("partner_id", "what"))
    return Known(partners, people, kept)
