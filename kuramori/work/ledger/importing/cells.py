"""One cell as somebody filled it in: understood as its field's value, or a fault that says what to write."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.departments import names as department_names
from kuramori.ground.people.models import Person
from kuramori.press.reading import Value
from kuramori.rules.document import FORBIDDEN
from kuramori.rules.terms import UnreadableDate, read_day
from kuramori.work.ledger import entry, grades
from kuramori.work.ledger.entry import Ref
from kuramori.work.ledger.fields import FIELDS, Field, Kind
from kuramori.work.ledger.importing.opening import PEOPLE, PLACES, Missing
from kuramori.work.places.models import Place

_SERIALS = range(14_611, 73_051)  # Excel's days from 1940 to 2099
_EPOCH = datetime.date(1899, 12, 30)
_PARTS = re.compile(r"[、,，;；/／\n・]+")
_YES = frozenset(["はい", "有", "あり", "○", "〇", "◯", "●", "済", "する", "yes", "true", "1", "y"])
_NO = frozenset(["いいえ", "無", "なし", "×", "✕", "ー", "-", "未", "しない", "no", "false", "0", "n"])
_CHOICE_WORDS: Mapping[str, Mapping[str, str]] = {
    "grade": {
        "極秘": "top",
        "㊙": "secret",
        "マル秘": "secret",
        "丸秘": "secret",
        "秘密": "secret",
        "機密": "secret",
        "部外秘": "internal",
        "社内限り": "internal",
        "取扱注意": "internal",
        "一般": "public",
    },
    "layer": {
        "共有不可": "never",
        "不可": "never",
        "nda": "nda",
        "条件付き": "nda",
        "可": "open",
        "共有可": "open",
    },
    "origin": {
        "自社": "own",
        "預かり": "received",
        "預り": "received",
        "受領": "received",
        "他社": "received",
    },
    "media": {"データ": "file", "電子データ": "file", "書類": "paper", "金型": "sample"},
}


class CellWrong(ValueError):
    """A cell that cannot be understood; the message is for whoever filled it in."""


def is_settled(told: str) -> bool:
    """Whether a text is one line that stays as it is, however it is read: nearly every cell of a long file."""
    return (
        told.isprintable()
        and "  " not in told
        and told[:1] != " " != told[-1:]
        and unicodedata.is_normalized("NFC", told)
    )


def written(value: Value) -> str:
    """A cell as text, as our own export writes it: 2026/3/31, はい, 12."""
    if value is None:
        return ""
    if type(value) is str and is_settled(value):
        return value
    if isinstance(value, bool):
        return _("はい") if value else _("いいえ")
    if isinstance(value, datetime.date):
        return f"{value.year}/{value.month}/{value.day}"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    lines = unicodedata.normalize("NFC", str(value)).splitlines()
    if len(lines) == 1:
        return " ".join(lines[0].split())
    return "\n".join(" ".join(line.split()) for line in lines).strip()


@dataclass(slots=True)
class House:
    """Whom and what a cell may name: asked once for a whole file."""

    people: dict[str, list[Ref]] = field(default_factory=dict)
    departments: dict[str, list[Ref]] = field(default_factory=dict)
    partners: dict[str, list[Ref]] = field(default_factory=dict)
    places: dict[str, list[Ref]] = field(default_factory=dict)
    choices: dict[str, dict[str, str]] = field(default_factory=dict)
    missing: Missing = field(default_factory=Missing)
    seen: dict[tuple[str, str], Any] = field(default_factory=dict)

    def value(self, name: str, value: Value) -> Any:
        """What a cell says, as `entry.wanted` takes it; None for an empty one. Raises `CellWrong`."""
        told = written(value)
        return _READ[FIELDS[name].kind](self, FIELDS[name], told) if told else None

    def kept(self, name: str, told: str) -> Any:
        """What a cell says that reads `told` (not empty), as a version keeps it; None where that is nothing.

        Texts apart, a file says the same few things in thousands of rows: each is worked out once.
        Raises `CellWrong`, `entry.FieldRefused`.
        """
        if (name, told) in self.seen:
            return self.seen[name, told]
        one = FIELDS[name]
        value = entry.kept(name, _READ[one.kind](self, one, told))
        if not one.kind.is_text:
            self.seen[name, told] = value
        return value

    def named(self, among: Mapping[str, list[Ref]], told: str, what: str, sort: str = "") -> Ref:
        """The one that is called so; of a sort that may be added also one that is not there yet."""
        found = among.get(_plain(told), [])
        if len(found) == 1:
            return found[0]
        if not found and sort and (new := self.missing.take(sort, told, _plain(told))):
            return new
        if found:
            raise CellWrong(
                _("「%(value)s」という%(what)sが%(n)sつあります。どれか分かるように書いてください。")
                % {"value": told[:60], "what": what, "n": len(found)}
            )
        raise CellWrong(
            _("「%(value)s」という%(what)sが見つかりません。先に登録するか、名前を直してください。")
            % {"value": told[:60], "what": what}
        )


def house() -> House:
    """Everybody and everything that a row may name today."""
    found = House()
    for person in Person.objects.order_by("pk"):
        ref = Ref(person.pk, person.name)
        _put(found.people, ref, person.name, person.number, f"{person.name}({person.number})")
    for key, name in department_names().items():
        _put(found.departments, Ref(key, name), name)
    for partner in Partner.objects.filter(retired_on__isnull=True):
        _put(found.partners, Ref(partner.pk, partner.name), partner.name)
    for place in Place.objects.filter(retired_on__isnull=True):
        _put(found.places, Ref(place.pk, place.path), place.path, place.name)
    found.choices = {name: _choices(one) for name, one in FIELDS.items() if one.choices}
    found.choices["grade"] |= {_plain(word): code for code, word in grades.names().items()}
    return found


def _choices(one: Field) -> dict[str, str]:
    words: dict[str, str] = {_plain(word): code for word, code in _CHOICE_WORDS.get(one.name, {}).items()}
    for language in ("en", "ja"):
        with override(language):
            words |= {_plain(str(label)): code for code, label in one.choices.choices} if one.choices else {}
    return words | {code: code for code in (one.choices.values if one.choices else ())}


def _put(among: dict[str, list[Ref]], ref: Ref, *names: str) -> None:
    for name in dict.fromkeys(_plain(name) for name in names if name):
        among.setdefault(name, []).append(ref)


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).lower().split())


def _text(house: House, one: Field, told: str) -> str:
    if FORBIDDEN.search(told):
        raise CellWrong(_("見えない文字が入っています。打ち直してください。"))
    if one.name == "number":
        told = unicodedata.normalize("NFKC", told).replace(" ", "")
    if len(told) > one.longest:
        raise CellWrong(_("%(n)s文字までにしてください。") % {"n": one.longest})
    return told


def _choice(house: House, one: Field, told: str) -> str:
    code = house.choices[one.name].get(_plain(told))
    if code is None:
        words = _("・").join(str(label) for _code, label in (one.choices.choices if one.choices else ()))
        raise CellWrong(
            _("「%(value)s」が分かりません。%(words)s のどれかにしてください。")
            % {"value": told[:30], "words": words}
        )
    return code


def _choices_of(house: House, one: Field, told: str) -> list[str]:
    if _plain(told) in house.choices[one.name]:
        return [_choice(house, one, told)]
    # A word of ours may hold the sign that parts words elsewhere (「試作品・金型」): longest words first.
    rest, found = told, []
    for word, code in sorted(_labels(one), key=lambda pair: -len(pair[0])):
        if word in rest:
            found.append(code)
            rest = rest.replace(word, "\n")
    return found + [_choice(house, one, part) for part in _parts(rest)]


def _labels(one: Field) -> Iterable[tuple[str, str]]:
    return [(str(label), code) for code, label in (one.choices.choices if one.choices else ())]


def _parts(told: str) -> list[str]:
    return [part.strip() for part in _PARTS.split(told) if part.strip()]


def _day(house: House, one: Field, told: str) -> datetime.date:
    digits = unicodedata.normalize("NFKC", told)
    if digits.isascii() and digits.isdigit() and int(digits) in _SERIALS:
        return _EPOCH + datetime.timedelta(days=int(digits))
    try:
        return read_day(told)
    except UnreadableDate as unreadable:
        raise CellWrong(unreadable.sentence((get_language() or "ja").split("-")[0])) from None


def _count(house: House, one: Field, told: str) -> int:
    digits = unicodedata.normalize("NFKC", told).replace(",", "").removesuffix("部").removesuffix("冊")
    if not (digits.isascii() and digits.isdigit() and int(digits) <= one.most):
        raise CellWrong(_("「%(value)s」を数で書いてください。") % {"value": told[:30]})
    return int(digits)


def _flag(house: House, one: Field, told: str) -> bool:
    word = _plain(told)
    if word in _YES or word in _NO:
        return word in _YES
    raise CellWrong(
        _("「%(value)s」が分かりません。はい か いいえ で書いてください。") % {"value": told[:30]}
    )


def _person(house: House, one: Field, told: str) -> Ref:
    return house.named(house.people, told, _("方"), PEOPLE)


def _department(house: House, one: Field, told: str) -> Ref:
    return house.named(house.departments, told, _("部門"))


def _partner(house: House, one: Field, told: str) -> Ref:
    return house.named(house.partners, told, _("取引先"))


def _place(house: House, one: Field, told: str) -> Ref:
    return house.named(house.places, told, _("保管場所"), PLACES)


def _places(house: House, one: Field, told: str) -> list[Ref]:
    return [_place(house, one, part) for part in re.split(r"[、\n]+", told) if part.strip()]


_READ: Mapping[Kind, Callable[[House, Field, str], Any]] = {
    Kind.TEXT: _text,
    Kind.NOTE: _text,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices_of,
    Kind.DAY: _day,
    Kind.COUNT: _count,
    Kind.FLAG: _flag,
    Kind.PERSON: _person,
    Kind.DEPARTMENT: _department,
    Kind.PARTNER: _partner,
    Kind.PLACE: _place,
    Kind.PLACES: _places,
}
