"""Telling what an entry says from a day on, without overwriting a day: what every verb of the ledger is made of.

Others may call `tell` (inside their own verb, with their own event) and `locked`. A field told from a day holds until
the day on which it was told otherwise before: a late word about February does not undo what is known of March.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people import timeline
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.asof import held_on
from kuramori.ground.people.models import Department, Person
from kuramori.ground.people.rows import update
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.events import Event
from kuramori.ground.trail.record import Happened, record, record_all
from kuramori.outside import clock
from kuramori.work.ledger import entry, facts_of, findable
from kuramori.work.ledger.entry import FIELDS, Kind, Missing, Ref
from kuramori.work.ledger.models import Asset, Grade, Origin, Stage, Unit, Version
from kuramori.work.places.models import Place

LONGEST_REASON = 400
WRITTEN = (*(f"{name}_id" if FIELDS[name].kind.is_reference else name for name in entry.COLUMNS), "stage")
"""The columns of an asset that repeat what the version of today says."""
MODELS: Mapping[Kind, type[Any]] = {
    Kind.PERSON: Person,
    Kind.DEPARTMENT: Department,
    Kind.PARTNER: Partner,
    Kind.PLACE: Place,
    Kind.PLACES: Place,
}


class StaleEntry(ValueError):
    """Somebody else changed this entry first. `current` is the asset as it stands now."""

    def __init__(self, current: Asset) -> None:
        super().__init__(current.pk)
        self.current = current


class EntryRefused(ValueError):
    """The entry would contradict itself; `sentence` says how. Nothing was changed."""

    @property
    def sentence(self) -> str:
        return _("この組み合わせでは登録できません。")


class TopNeedsItem(EntryRefused):
    """極秘 goes item by item."""

    @property
    def sentence(self) -> str:
        return _("極秘は1件ずつ登録します。単位を「個票」にするか、1件ずつに分けてください。")


class PartnerMissing(EntryRefused):
    """A received item names whose it is."""

    @property
    def sentence(self) -> str:
        return _("預かった情報には、預けた取引先を選んでください。")


class DayRefused(EntryRefused):
    """A day that has not come, or before the entry's first day. `first_on` is that first day, None for the future."""

    def __init__(self, first_on: datetime.date | None) -> None:
        super().__init__(first_on)
        self.first_on = first_on

    @property
    def sentence(self) -> str:
        if self.first_on is None:
            return _("まだ来ていない日からにはできません。今日か、それより前の日にしてください。")
        day = f"{self.first_on.year}/{self.first_on.month}/{self.first_on.day}"
        return _("この情報が台帳に入ったのは %(day)s です。その日か、それより後の日にしてください。") % {
            "day": day
        }


class UnknownThing(EntryRefused):
    """A person, place, department or partner that this house does not have. `name` is the field."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    @property
    def sentence(self) -> str:
        return _("「%(field)s」が見つかりません。もう一度選んでください。") % {
            "field": FIELDS[self.name].label
        }


class AssetClosed(ValueError):
    """The entry was declined or given up: it is history and does not change."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is told besides the fields: from which day (None: today), why, and who approved it."""

    from_on: datetime.date | None = None
    reason: str = ""
    approved_by: Person | None = None
    stage: Stage | None = None


def locked(asset: Asset, revision: int | None = None) -> Asset:
    """The asset's row, held until the transaction ends. Raises `StaleEntry` where `revision` is not what stands."""
    row: Asset = Asset.objects.select_for_update().get(pk=asset.pk)
    if revision is not None and row.revision != revision:
        raise StaleEntry(row)
    return row


def tell(
    actor: Actor,
    row: Asset,
    spoken: Mapping[str, entry.Value],
    event: Event,
    how: Told | None = None,
    **detail: Any,
) -> bool:
    """Lay what is `spoken` (field to value, None to empty it) over the versions of a locked asset and record `event`.

    The event's `personal` must hold `events.PERSONAL`. False where the entry says all of it already: then nothing is
    written. Raises `EntryRefused` of any kind, `Missing`.
    """
    how = how or Told()
    require_known(spoken)
    change = _worked_out(row, timeline.known(Version, asset=row), spoken, how)
    if change is None:
        return False
    _write(actor, [change], event, how, detail)
    return True


def tell_all(
    actor: Actor, spoken: Sequence[tuple[Asset, Mapping[str, entry.Value]]], event: Event, how: Told
) -> dict[uuid.UUID, EntryRefused | Missing]:
    """`tell` for many locked assets, each with its own entry; which were refused and why, and nothing of those is told.

    A few questions for all of them, where one by one each would ask a dozen.
    """
    lines: dict[uuid.UUID, list[Version]] = {row.pk: [] for row, _values in spoken}
    known = Version.objects.filter(superseded_at__isnull=True, asset__in=list(lines))
    for version in known.order_by("from_on"):
        lines[version.asset_id].append(version)
    there = _known_of([values for _row, values in spoken])
    changes: list[_Change] = []
    refused: dict[uuid.UUID, EntryRefused | Missing] = {}
    for row, values in spoken:
        try:
            _require_among(there, values)
            change = _worked_out(row, lines[row.pk], values, how)
        except (EntryRefused, Missing) as why:
            refused[row.pk] = why
        else:
            changes += [change] if change else []
    _write(actor, changes, event, how, {})
    return refused


@dataclass(frozen=True, slots=True)
class _Change:
    """What becomes of one asset: what it said on the day, and its versions from then on with what they say now."""

    row: Asset
    before: Mapping[str, Any]
    laid: list[tuple[Version, dict[str, Any]]]
    today: Mapping[str, Any]


def _worked_out(
    row: Asset, rows: list[Version], spoken: Mapping[str, entry.Value], how: Told
) -> _Change | None:
    """Nothing is written yet; None where the entry says all of it already."""
    day, today = how.from_on or clock.today(), clock.today()
    _require_day(rows, day)
    laid = _segments(rows, _kept(spoken, how.stage), day)
    if not laid:
        return None
    for _version, values in laid:
        require_sense(values)
    before = next(version.values for version in rows if _covers(version, day))
    now = next(version for version in rows if _covers(version, today))
    anew = {version.pk: values for version, values in laid}
    return _Change(row, before, laid, anew.get(now.pk, now.values))


def _write(
    actor: Actor, changes: Sequence[_Change], event: Event, how: Told, detail: Mapping[str, Any]
) -> None:
    """The versions, the columns, what the assets are found by, and an entry of the trail for each."""
    day, reason = how.from_on or clock.today(), how.reason.strip()[:LONGEST_REASON]
    whose = {
        "reason": reason,
        "told_by_id": actor.person_id,
        "approved_by_id": how.approved_by.pk if how.approved_by else None,
    }
    laid = [
        (version, {**whose, "values": values}, day) for change in changes for version, values in change.laid
    ]
    timeline.lay_rest(Version, laid, owner="asset_id")
    for change in changes:
        fill(change.row, change.today)
        change.row.revision += 1
    assets = [change.row for change in changes]
    names = [*WRITTEN, "revision"]
    # What they name was looked up when it was told.
    update(Asset, names, [(row.pk, [getattr(row, name) for name in names]) for row in assets], trusted=names)
    findable.lay_down(*assets)
    happened = []
    for change in changes:
        told = between(
            facts_of.entry(change.before), facts_of.entry(change.laid[0][1]), private=facts_of.TEXTS
        )
        if reason:
            told["after_reason"] = reason
        told |= {"number": change.row.number, "from_on": day.isoformat(), **detail}
        happened.append(Happened(event, "asset", change.row.pk, told))
    record_all(actor, happened)


def lay_first(actor: Actor, row: Asset, values: dict[str, Any], event: Event, from_on: datetime.date) -> None:
    """The first version of a new asset, what it is found by, and its entry in the trail."""
    if from_on > clock.today():
        raise DayRefused(None)
    Version.objects.create(
        organisation=actor.organisation,
        asset=row,
        values=values,
        told_by_id=actor.person_id,
        from_on=from_on,
        recorded_at=clock.now(),
    )
    findable.lay_down(row)
    told = between(None, facts_of.entry(values), private=facts_of.TEXTS)
    record(
        actor, event, kind="asset", thing_id=row.pk, number=row.number, from_on=from_on.isoformat(), **told
    )


def current(row: Asset) -> Version:
    """Today's version. Every asset has one: its first version never ends by itself."""
    version: Version = Version.objects.get(held_on(), asset=row)
    return version


def on_day(row: Asset, day: datetime.date | None) -> Version:
    """The version that is believed now for a day (None: today). Raises `DayRefused` before the first day."""
    on = day or clock.today()
    rows = timeline.known(Version, asset=row)
    _require_day(rows, on)
    return next(version for version in rows if _covers(version, on))


def fill(row: Asset, kept: Mapping[str, Any]) -> None:
    """Copy the kept values of one version into the columns."""
    for name, value in zip(WRITTEN, written(kept), strict=True):
        setattr(row, name, value)


def written(kept: Mapping[str, Any]) -> list[Any]:
    """What the columns `WRITTEN` say for the kept values of one version."""
    values = [
        empty if (value := kept.get(name)) is None else read(value) if read else value
        for name, empty, read in _COLUMNS
    ]
    values.append(kept["stage"])
    return values


@lru_cache(maxsize=4096)
def _uuid(told: str) -> uuid.UUID:
    return uuid.UUID(told)


def _column(name: str) -> tuple[str, str | None, Callable[[Any], Any] | None]:
    """How one column is filled: the field, what stands for nothing, and how a kept value is read."""
    kind = FIELDS[name].kind
    if kind.is_reference:
        return name, None, lambda kept: _uuid(kept["id"])
    if kind is Kind.DAY:
        return name, None, datetime.date.fromisoformat
    return name, entry.DEFAULTS.get(name, ""), None


_COLUMNS = tuple(_column(name) for name in entry.COLUMNS)


def require_known(values: Mapping[str, entry.Value]) -> None:
    """Raise `UnknownThing` for a reference to what is not this house's."""
    _require_among(_known_of([values]), values)


def _known_of(told: Iterable[Mapping[str, entry.Value]]) -> set[uuid.UUID]:
    """Of everybody and everything named, who and what this house has: one question for each kind of row."""
    asked: dict[type[Any], set[uuid.UUID]] = {}
    for values in told:
        for name, value in values.items():
            if refs := _refs(value):
                asked.setdefault(MODELS[FIELDS[name].kind], set()).update(refs)
    return {
        key
        for model, keys in asked.items()
        for key in model.objects.filter(pk__in=keys).values_list("pk", flat=True)
    }


def _require_among(known: set[uuid.UUID], values: Mapping[str, entry.Value]) -> None:
    for name, value in values.items():
        if not known >= _refs(value):
            raise UnknownThing(name)


def _refs(value: entry.Value) -> set[uuid.UUID]:
    return {one.id for one in (value if isinstance(value, tuple) else (value,)) if isinstance(one, Ref)}


def _kept(spoken: Mapping[str, entry.Value], stage: Stage | None) -> dict[str, Any]:
    """What is spoken, as a version keeps it; None for what shall be empty."""
    kept: dict[str, Any] = dict.fromkeys(spoken) | entry.keep(spoken)
    return kept | ({"stage": stage.value} if stage else {})


def _segments(
    rows: list[Version], wanted: Mapping[str, Any], day: datetime.date
) -> list[tuple[Version, dict[str, Any]]]:
    """The versions from `day` on that change, each with what it says then."""
    later = [row for row in rows if row.until_on is None or row.until_on >= day]
    base = later[0].values
    waiting = {name: value for name, value in wanted.items() if base.get(name) != value}
    laid = []
    for row in later:
        waiting = {name: value for name, value in waiting.items() if row.values.get(name) == base.get(name)}
        if not waiting:
            break
        values = {**row.values, **waiting}
        laid.append((row, {name: value for name, value in values.items() if value is not None}))
    return laid


def _covers(version: Version, day: datetime.date) -> bool:
    return version.from_on <= day and (version.until_on is None or version.until_on >= day)


def _require_day(rows: list[Version], day: datetime.date) -> None:
    if day > clock.today():
        raise DayRefused(None)
    if day < rows[0].from_on:
        raise DayRefused(rows[0].from_on)


def require_sense(kept: Mapping[str, Any]) -> None:
    """Raise `Missing`, `TopNeedsItem` or `PartnerMissing` where a version would not make sense."""
    missing = [name for name in entry.REQUIRED if not kept.get(name)]
    if missing and kept.get("stage") in {Stage.PROPOSED, Stage.ADMITTED}:
        raise Missing(missing)
    if kept.get("grade") == Grade.TOP and kept.get("unit") != Unit.ITEM:
        raise TopNeedsItem
    if kept.get("origin") == Origin.RECEIVED and not kept.get("partner"):
        raise PartnerMissing
