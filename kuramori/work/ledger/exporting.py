"""The ledger as a workbook: everything its entries say today, in a form that can be taken in again without a change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.asof import held_on
from kuramori.ground.people.models import Person
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.press.xlsx import Book, Cell, Look, Row, Sheet, xlsx
from kuramori.work.ledger import access, events_import, looks
from kuramori.work.ledger.fields import FIELDS, REQUIRED, Field, Kind
from kuramori.work.ledger.importing.plan import HIDDEN, exported
from kuramori.work.ledger.importing.table import EXAMPLE
from kuramori.work.ledger.models import Asset, Grade, Stage, Version

LIMIT_SECONDS = 55.0
OPEN = frozenset({"number", "grade", "layer", "keeper"})
"""What everybody sees of a 極秘 entry."""
WIDE = {Kind.NOTE: 44.0, Kind.TEXT: 24.0, Kind.PLACE: 28.0, Kind.PLACES: 28.0}


def take_out(actor: Actor) -> bytes:
    """The ledger of today; that it was taken out, and the looks at what is 極秘, are in the trail before a byte leaves.

    Declined proposals are left out. Raises a `PressFault`; then nothing has left.
    """
    actor.require(Can.ASSET_EXPORT)
    assets = list(access.assets_seen_by(actor).exclude(stage=Stage.DECLINED).order_by("number"))
    values = dict(Version.objects.filter(held_on()).values_list("asset_id", "values"))
    fields = fields_of(values[asset.pk] for asset in assets)
    twice = names_twice()
    rows = (_head(fields), *(_row(asset, values[asset.pk], fields, twice) for asset in assets))
    content = _printed(actor, rows, fields)
    with transaction.atomic():
        shown = access.opened(assets)
        looks.note(actor, shown)
        record(
            actor,
            events_import.EXPORTED,
            kind="ledger",
            thing_id=actor.organisation_id,
            rows=len(assets),
            top=sum(asset.grade == Grade.TOP for asset in shown),
        )
    return content


def template(actor: Actor) -> bytes:
    """An empty form: the required columns and a few more, one example row, and a sheet that explains."""
    actor.require(Can.ASSET_IMPORT)
    names = (*REQUIRED, "field", "unit", "media", "marked", "department")
    fields = [FIELDS[name] for name in names]
    example = {
        "number": "K-001",
        "name": _("%(mark)s射出成形の条件表一式") % {"mark": EXAMPLE[0]},
        "what": _("樹脂ごとの温度と圧力の組み合わせ"),
        "grade": _("秘"),
        "layer": _("共有しない"),
        "place": _("本社 金庫1"),
        "keeper": _("見本 花子"),
        "review_on": "2027/3/31",
    }
    quiet = Row(tuple(Cell(example.get(field.name), Look.QUIET) for field in fields))
    empty = tuple(Row(tuple(Cell(None) for _field in fields), height=18) for _row in range(40))
    return _printed(actor, (_head(fields), quiet, *empty), fields)


def fields_of(kept: Iterable[Mapping[str, Any]]) -> list[Field]:
    """The required columns, and every other one that some entry fills."""
    used = set(REQUIRED).union(*kept)
    return [field for name, field in FIELDS.items() if name in used]


def _head(fields: Sequence[Field]) -> Row:
    return Row(tuple(Cell(str(field.label), Look.HEAD) for field in fields), height=22)


def _row(asset: Asset, kept: Mapping[str, Any], fields: Sequence[Field], twice: Mapping[str, str]) -> Row:
    told = zip(fields, texts(asset, kept, fields, twice), strict=True)
    return Row(
        tuple(
            Cell(text, Look.QUIET)
            if asset.is_masked and field.name not in OPEN
            else Cell(text or None, align="left")
            for field, text in told
        )
    )


def texts(
    asset: Asset,
    kept: Mapping[str, Any],
    fields: Sequence[Field],
    twice: Mapping[str, str],
    say: Callable[[str, Any], str] = exported,
) -> list[str]:
    """What one line says in each column; `twice` as `names_twice` tells it; `say` an `Exported()` for many lines."""
    told = []
    for field in fields:
        value = kept.get(field.name)
        if asset.is_masked and field.name not in OPEN:
            told.append(str(HIDDEN))
        elif field.kind is Kind.PERSON and value and value["id"] in twice:
            told.append(twice[value["id"]])
        else:
            told.append(say(field.name, value))
    return told


def names_twice() -> dict[str, str]:
    """Those who share their name with somebody, by id, with the number that tells them apart."""
    people = list(Person.objects.values_list("pk", "name", "number"))
    seen: dict[str, int] = {}
    for _key, name, _number in people:
        seen[name] = seen.get(name, 0) + 1
    return {str(key): f"{name}({number})" for key, name, number in people if seen[name] > 1 and number}


def _printed(actor: Actor, rows: tuple[Row, ...], fields: Sequence[Field]) -> bytes:
    title = _("情報管理台帳")
    book = Book(
        title=title,
        author=actor.organisation.name,
        lang=(get_language() or "ja").split("-")[0],
        made_on=clock.today(),
        foot=foot(actor),
        sheets=(Sheet(title=title, widths=widths(fields), rows=rows, head=1), _explanation()),
    )
    return xlsx(book, limit_seconds=LIMIT_SECONDS)


def widths(fields: Sequence[Field]) -> tuple[float, ...]:
    """How wide each column is, in characters."""
    return tuple(WIDE.get(field.kind, 14.0) for field in fields)


def foot(actor: Actor) -> str:
    """What stands at the foot of every printed page."""
    return _("%(organisation)s　情報管理台帳（取扱注意）") % {"organisation": actor.organisation.name}


def explained() -> tuple[tuple[str, str], ...]:
    """What the columns want, for whoever changes them: a heading and a sentence each."""
    return (
        (
            _("管理番号"),
            _("台帳にある番号の行は、その情報を直します。空けると、新しい情報として番号が付きます。"),
        ),
        (
            _("秘密区分"),
            _("極秘・秘・社外秘・公開 のどれか。登録済みの情報の区分は、この表では変えられません。"),
        ),
        (_("共有区分"), _("共有しない・NDAがあれば共有・通常でも共有 のどれか。")),
        (_("保管場所・保管する人"), _("保管場所の木と名簿にある名前で書きます。")),
        (_("次の見直し"), _("2027/3/31 でも 令和9年3月31日 でも書けます。")),
        (_("空いた欄"), _("登録済みの情報は、前の内容のままにします。消しません。")),
        (_("（例）の行"), _("名前が（例）で始まる行は、取り込みません。")),
    )


def _explanation() -> Sheet:
    rows = (
        Row((Cell(_("台帳の書き方"), Look.TITLE, span=2),), height=30),
        *(Row((Cell(name, Look.STRONG), Cell(text))) for name, text in explained()),
    )
    return Sheet(title=_("書き方"), widths=(24.0, 84.0), rows=rows)
