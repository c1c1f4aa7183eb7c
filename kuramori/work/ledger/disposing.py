"""手放す: destroy, or give back what was received; with a witness and a certificate. The row stays for ever."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Person
from kuramori.ground.people.roles import Can
from kuramori.ground.trail import holds
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.work.ledger import content, entry, facts_life, laying
from kuramori.work.ledger import events_life as events
from kuramori.work.ledger.laying import EntryRefused, Told
from kuramori.work.ledger.life import line, open_take_outs, require_past, standing
from kuramori.work.ledger.models import Asset, Copy, Disposal, Origin, Stage
from kuramori.work.ledger.register import ReasonMissing

RETURNED = "returned"


class WitnessMissing(EntryRefused):
    @property
    def sentence(self) -> str:
        return _("立ち会った人を入れてください。手放す本人のほかの方です。")


class MethodUnknown(EntryRefused):
    @property
    def sentence(self) -> str:
        return _("手放す方法を選んでください。")


class StillOut(EntryRefused):
    """A take-out stands: what is not in the house cannot be destroyed."""

    @property
    def sentence(self) -> str:
        return _("持出しが終わっていません。戻ったことを記録してから、手放してください。")


class NotToReturn(EntryRefused):
    @property
    def sentence(self) -> str:
        return _("返すのは、預かった情報だけです。返した相手も入れてください。")


@dataclass(frozen=True, slots=True)
class Way:
    """`method` reads `medium:way`. A `witness` of the house or `witness_words` of somebody from outside."""

    method: str
    reason: str
    done_on: datetime.date | None = None
    witness: Person | None = None
    witness_words: str = ""
    given_to: str = ""


def dispose(actor: Actor, asset: Asset, way: Way, *, revision: int | None = None) -> Disposal:
    """Take an asset out of the ledger, and keep how.

    Open copies count as gone with it. Raises `MethodUnknown`, `ReasonMissing`, `WitnessMissing`, `NotToReturn`,
    `StillOut`, `DayAhead`, `AssetClosed`, `StaleEntry`, `trail.holds.UnderHold`.
    """
    actor.require(Can.ASSET_DISPOSE)
    day, reason, outside = require_past(way.done_on), line(way.reason), line(way.witness_words, 120)
    is_return = _is_return(way.method)
    if not reason:
        raise ReasonMissing
    if (way.witness is None and not outside) or (
        way.witness is not None and way.witness.pk == actor.person_id
    ):
        raise WitnessMissing
    with transaction.atomic():
        row = standing(asset)
        if revision is not None and row.revision != revision:
            raise laying.StaleEntry(row)
        if is_return and (row.origin != Origin.RECEIVED or not line(way.given_to, 120)):
            raise NotToReturn
        holds.ask(row)
        if open_take_outs(row).exists():
            raise StillOut
        gone = _copies_gone(actor, row, day)
        made = _row(actor, row, way, day, gone)
        _tell(actor, row, made)
        told = between(None, facts_life.disposal(made), part="disposal", private=facts_life.TEXTS)
        record(actor, events.DISPOSED, kind="asset", thing_id=row.pk, number=row.number, **told)
    return made


def _is_return(method: str) -> bool:
    medium_id, _colon, way_id = method.partition(":")
    known = {medium.id: dict(medium.methods) for medium in content.lifecycle().media}
    if way_id not in known.get(medium_id, {}):
        raise MethodUnknown
    return medium_id == RETURNED


def _copies_gone(actor: Actor, row: Asset, day: datetime.date) -> int:
    """Every copy that is still out counts as gone on that day; each is told by itself."""
    copies = list(Copy.objects.select_for_update().filter(asset=row, back_on__isnull=True).order_by("number"))
    for copy in copies:
        before = facts_life.copy(copy)
        copy.back_on, copy.back_note = day, _("原本といっしょに手放しました。")
        copy.save(update_fields=["back_on", "back_note"])
        told = between(before, facts_life.copy(copy), part=f"copy:{copy.pk}", private=facts_life.TEXTS)
        record(
            actor,
            events.COPY_BACK,
            kind="asset",
            thing_id=row.pk,
            number=row.number,
            copy=copy.number,
            **told,
        )
    return len(copies)


def _row(actor: Actor, row: Asset, way: Way, day: datetime.date, gone: int) -> Disposal:
    made: Disposal = Disposal.objects.create(
        organisation=actor.organisation,
        asset=row,
        number=f"{row.number}-{day:%Y%m%d}"[:40],
        method=way.method,
        is_return=_is_return(way.method),
        given_to=line(way.given_to, 120),
        reason=line(way.reason),
        done_on=day,
        done_by_id=actor.person_id,
        witness=way.witness,
        witness_words=line(way.witness_words, 120),
        copies_gone=gone,
        recorded_at=clock.now(),
    )
    return made


def _tell(actor: Actor, row: Asset, made: Disposal) -> None:
    spoken = entry.wanted(
        disposed_on=made.done_on,
        dispose_how=content.method_words(made.method),
        dispose_witness=made.witness.name if made.witness else made.witness_words,
        dispose_proof=_("証明書 %(number)s") % {"number": made.number},
    )
    how = Told(stage=Stage.DISPOSED, reason=made.reason)
    laying.tell(actor, row, spoken.values, events.LET_GO, how, method=made.method)
