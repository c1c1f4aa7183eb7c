"""What taking a list in would do with each of its rows: add it, change what stands, leave it, or say what is wrong.

A row is known by its number, else by its customer and its words. An empty cell says nothing: what stands stays.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise as Later
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.named import day_of
from kuramori.outside import clock
from kuramori.work.requests.models import CameBy, Promise, PromiseFile, Word
from kuramori.work.requests.promising import recording, rows
from kuramori.work.requests.promising.columns import MUST, labels
from kuramori.work.requests.promising.filed import meant_of, table_of
from kuramori.work.requests.promising.rows import Fault, Given, Known

ASKED = ("what", "came_by", "came_on", "who", "scope", "due_on", "source", "keeper")
SAID = ("word", "answered_on", "answer", "proof")


class What(StrEnum):
    """What taking in would do with a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    FAULT = "fault"

    @property
    def label(self) -> str:
        return str(_LABELS[self])


_LABELS: dict[What, Later] = {
    What.NEW: gettext_lazy("新しく加える"),
    What.CHANGED: gettext_lazy("記録が変わる"),
    What.SAME: gettext_lazy("もう記録にある"),
    What.FAULT: gettext_lazy("直すところがある"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a known promise, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Step:
    """One row with what it would do; `promise` is the one it is known as. Only what changes of it is there: what was
    asked (`demanded`), what we said (`answer`)."""

    row: int
    what: What
    faults: tuple[Fault, ...] = ()
    partner: Partner | None = None
    promise: Promise | None = None
    demanded: recording.Demanded | None = None
    answer: recording.Answer | None = None
    changes: tuple[Change, ...] = ()


def steps_of(kept: PromiseFile) -> list[Step]:
    """What taking in would do now. Raises `FileGone`."""
    table, meant, known = table_of(kept), meant_of(kept), rows.known()
    return [
        _step(known, number, rows.given(table, meant, known, number, cells))
        for number, cells in zip(table.numbers, table.rows, strict=True)
    ]


def lacking(kept: PromiseFile) -> tuple[str, ...]:
    """What no column stands for, and every row needs; a list with our numbers needs nothing else."""
    has = set(kept.meant.values())
    return () if "number" in has else tuple(str(labels()[name]) for name in MUST if name not in has)


def digest(steps: Iterable[Step]) -> str:
    """The same for the same plan over the same state of the register."""
    told = hashlib.sha256()
    for one in steps:
        promise = (str(one.promise.pk), one.promise.revision) if one.promise else ()
        told.update(repr((one.row, one.what, promise, one.changes, one.faults)).encode())
    return told.hexdigest()


def _step(known: Known, number: int, given: Given) -> Step:
    promise = _known_as(known, given)
    stands = _values(promise)
    if promise is not None and given.partner is None:
        given.partner = promise.partner
    merged = stands | given.values
    if merged["word"] != stands["word"]:
        # A new word was said on a day of its own.
        merged["answered_on"] = given.values.get("answered_on")
    changed = [name for name in (*ASKED, *SAID) if not _alike(merged[name], stands[name])]
    _judge(given, promise, merged, stands)
    first = known.seen.setdefault(_key(given, promise, merged), number)
    if first != number and promise is not None and changed:
        why = _("%(n)s行目と同じ約束です。どちらかを消してください。") % {"n": first}
        given.faults.append((str(labels()["number"]), why))
    if given.faults or given.partner is None:
        return Step(number, What.FAULT, tuple(given.faults), given.partner, promise)
    if first != number:
        return Step(number, What.SAME, (), given.partner, promise)
    if promise is None:
        return Step(
            number,
            What.NEW,
            (),
            given.partner,
            None,
            _demanded(merged),
            _answer(merged) if _says(merged) else None,
        )
    if not changed:
        return Step(number, What.SAME, (), given.partner, promise)
    if promise.ended_on is not None:
        why = _("終えた約束は変えられません。まだ続いているなら、番号を空けて新しく加えてください。")
        return Step(number, What.FAULT, ((str(labels()["number"]), why),), given.partner, promise)
    return Step(
        number,
        What.CHANGED,
        (),
        given.partner,
        promise,
        _demanded(merged, promise) if set(changed) & set(ASKED) else None,
        _answer(merged) if set(changed) & set(SAID) else None,
        tuple(
            Change(str(labels()[name]), _shown(name, stands[name]), _shown(name, merged[name]))
            for name in changed
        ),
    )


def _known_as(known: Known, given: Given) -> Promise | None:
    if given.number:
        found = known.numbers.get(given.number)
        where = str(labels()["number"])
        if found is None:
            why = _("この番号の約束はありません。新しく加えるなら、番号を空けてください。")
            given.faults.append((where, why))
        elif given.partner is not None and given.partner.pk != found.partner_id:
            why = _("この番号は%(partner)sへの約束です。お客様は変えられません。")
            given.faults.append((where, why % {"partner": found.partner.name}))
        return found
    return known.words.get((given.partner.pk, str(given.values.get("what")))) if given.partner else None


def _values(promise: Promise | None) -> dict[str, object]:
    """What stands; of a new one nothing but what a row need not say."""
    if promise is None:
        return dict.fromkeys((*ASKED, *SAID), "") | {
            "came_by": CameBy.OTHER,
            "came_on": None,
            "due_on": None,
            "keeper": None,
            "word": Word.NOT_YET,
            "answered_on": None,
        }
    return {name: getattr(promise, name) for name in (*ASKED, *SAID)}


def _key(given: Given, promise: Promise | None, merged: Mapping[str, object]) -> object:
    """By what two rows of one file are the same."""
    return promise.pk if promise is not None else (given.partner and given.partner.pk, merged["what"])


def _alike(one: object, other: object) -> bool:
    """Lines are broken on a page and not in a cell."""
    if isinstance(one, str) and isinstance(other, str):
        return one.split() == other.split()
    return one == other


def _judge(
    given: Given, promise: Promise | None, merged: Mapping[str, object], stands: Mapping[str, object]
) -> None:
    """What a record needs and the row does not say."""
    said, today, told = labels(), clock.today(), given.faults
    wrong = {where for where, _why in told}
    if given.partner is None and not any(str(said["partner"]) in where for where in wrong | _numbered(given)):
        told.append((str(said["partner"]), _("お客様の名前を書いてください。")))
    if not merged["what"] and not any(str(said["what"]) in where for where in wrong):
        told.append((str(said["what"]), _("何を求められたかを書いてください。")))
    came, due, answered = merged["came_on"], merged["due_on"], merged["answered_on"]
    if not isinstance(came, datetime.date):
        if not any(str(said["came_on"]) in where for where in wrong | _numbered(given)):
            words = _("届いた日を書いてください。分からなければ、この一覧を作った日を書きます。")
            told.append((str(said["came_on"]), words))
        came = None
    elif came > today:
        told.append((str(said["came_on"]), _("まだ来ていない日です。")))
    elif came < today - recording.OLDEST:
        told.append((str(said["came_on"]), _("60年より前の日です。書き間違いがないか確かめてください。")))
    if isinstance(due, datetime.date) and came is not None:
        if due < came:
            told.append((str(said["due_on"]), _("届いた日より前の日です。")))
        elif due > today + recording.LATEST:
            told.append((str(said["due_on"]), _("30年より先の日です。書き間違いがないか確かめてください。")))
    _judge_answer(told, merged, stands, came, answered, is_known=promise is not None)


def _judge_answer(
    told: list[Fault],
    merged: Mapping[str, object],
    stands: Mapping[str, object],
    came: datetime.date | None,
    answered: object,
    *,
    is_known: bool,
) -> None:
    said = labels()
    if merged["word"] == Word.NOT_YET:
        if is_known and stands["word"] != Word.NOT_YET:
            told.append((str(said["word"]), _("残した返事は「まだ」に戻せません。")))
        elif merged["answer"] or merged["proof"]:
            told.append(
                (
                    str(said["word"]),
                    _("約束の中身か証明が書いてあります。返事も選ぶか、その列を「読まない」にしてください。"),
                )
            )
        return
    if not isinstance(answered, datetime.date):
        told.append((str(said["answered_on"]), _("返事があるなら、答えた日も書いてください。")))
    elif answered > clock.today() or (came is not None and answered < came):
        told.append((str(said["answered_on"]), _("届いた日から今日までの日を書いてください。")))
    if merged["word"] in {Word.PART, Word.NO} and not merged["answer"]:
        words = _("「一部」はどこまでか、「約束していない」はそのわけを書いてください。")
        told.append((str(said["answer"]), words))


def _numbered(given: Given) -> set[str]:
    """A row whose number nobody knows is told that alone."""
    if not given.number:
        return set()
    return {str(labels()["partner"]), str(labels()["came_on"])}


def _says(merged: Mapping[str, object]) -> bool:
    return merged["word"] != Word.NOT_YET


def _demanded(merged: Mapping[str, object], promise: Promise | None = None) -> recording.Demanded:
    """With what a list does not tell: the agreement and the asset stay."""
    told = {name: merged[name] for name in ASKED}
    tied = {"agreement": promise.agreement, "asset": promise.asset} if promise is not None else {}
    return recording.Demanded(**told | tied)  # type: ignore[arg-type]


def _answer(merged: Mapping[str, object]) -> recording.Answer:
    return recording.Answer(merged["word"], merged["answered_on"], merged["answer"], merged["proof"])  # type: ignore[arg-type]


def _shown(name: str, value: object) -> str:
    if isinstance(value, datetime.date):
        return day_of(value)
    if name == "word":
        return str(Word(str(value)).label)
    if name == "came_by":
        return str(CameBy(str(value)).label)
    if name == "keeper":
        return str(getattr(value, "name", ""))
    return str(value or "")
