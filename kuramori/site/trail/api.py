"""The trail over the API: read it, one entry of it, its proof, and the newest signed checkpoint."""

from __future__ import annotations

import datetime
import itertools
import uuid
from typing import Any, Literal

from django.db import transaction
from django.http import Http404
from ninja import Query, Router, Schema
from pydantic import Field

from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.calls import Portion, Telling, refusals, spoken
from kuramori.ground.people.roles import Can
from kuramori.ground.trail import checkpoint, events, prove, read, showing
from kuramori.ground.trail.record import record
from kuramori.site.trail import reading

TELLING: Telling = {}
router = Router(tags=["trail"])
Room = Literal[
    "ledger",
    "places",
    "contacts",
    "partners",
    "requests",
    "packs",
    "checks",
    "people",
    "papers",
    "reports",
    "post",
    "trail",
    "site",
]


class Filters(Portion):
    """Which entries: by whom, about which sheet or thing (`kind:id`), of which room, on which days (both included)."""

    person: uuid.UUID | None = None
    sheet: uuid.UUID | None = None
    thing: str = Field("", pattern=r"^([a-z_]{1,40}:[0-9A-Za-z-]{1,64})?$")
    room: Room | None = None
    from_on: datetime.date | None = Field(None, alias="from")
    until_on: datetime.date | None = Field(None, alias="until")

    @property
    def wanted(self) -> read.Wanted:
        kind, _colon, thing_id = (f"sheet:{self.sheet}" if self.sheet else self.thing).partition(":")
        return read.Wanted(
            kind=kind,
            thing_id=thing_id,
            person_id=self.person,
            room=self.room or "",
            from_on=self.from_on,
            until_on=self.until_on,
        )


class EntryForm(Schema):
    """One entry as a sentence in the reader's language; `event`, `kind` and `thing_id` name it for programs."""

    index: int
    at: datetime.datetime
    who: str
    via: str
    event: str
    sentence: str
    kind: str
    thing_id: str
    person_id: uuid.UUID | None


class EntriesForm(Schema):
    entries: list[EntryForm]
    next_offset: int | None


class ChangeForm(Schema):
    """A field before and after, as plain values; both null where they were personal and are erased."""

    part: str
    field: str
    before: Any
    after: Any
    is_erased: bool


class SingleForm(EntryForm):
    """`leaf` is the text whose hash is in the tree, `hash` that hash in hex; `erased` names what was erased.

    `names` calls what the entry is about and what its changes point to, by their ids, as the caller may know them.
    `is_closed`: the entry tells of a top secret asset that the caller may not know; `changes` is empty then.
    """

    changes: list[ChangeForm]
    names: dict[str, str]
    erased: list[str]
    leaf: str
    hash: str
    is_signed: bool
    is_closed: bool


class ProofForm(Schema):
    """`proof` is the text of a C2SP `.tlog-proof`, `entry` that of its `.entry.json`; without a change of a byte."""

    index: int
    proof: str
    entry: str


class CheckpointForm(Schema):
    """`note` is the signed note with every cosignature that came; `size` in entries, `root` in hex."""

    size: int
    root: str
    signed_at: datetime.datetime
    note: str


@router.get(
    "/trail",
    response={200: EntriesForm, **refusals(422)},
    summary="証跡（新しい順）",
    operation_id="trail",
)
def trail(request: ActingRequest, filters: Query[Filters]) -> Any:
    """At most 200 entries at once. Entries with an audience of their own only for those whom their room lets in."""
    found = reading.found(request.actor, filters.wanted)
    portion = list(itertools.islice(found, filters.offset, filters.offset + filters.limit + 1))
    more = len(portion) > filters.limit
    return EntriesForm(
        entries=[
            EntryForm.model_validate(read.line_of(entry, spoken())) for entry in portion[: filters.limit]
        ],
        next_offset=filters.offset + filters.limit if more else None,
    )


@router.get(
    "/trail/checkpoint",
    response={200: CheckpointForm, **refusals()},
    summary="署名した控え",
    operation_id="trail_checkpoint",
)
def trail_checkpoint(request: ActingRequest) -> Any:
    """The newest one; it covers the whole instance's log and tells no contents. 404 before the first."""
    request.actor.require(Can.TRAIL_READ)
    newest = checkpoint.newest()
    if newest is None:
        raise Http404
    return CheckpointForm(
        size=newest.size, root=newest.root, signed_at=newest.at, note=prove.cosigned_note(newest)
    )


@router.get(
    "/trail/{int:index}",
    response={200: SingleForm, **refusals()},
    summary="証跡の一件",
    operation_id="trail_entry",
)
def trail_entry(request: ActingRequest, index: int) -> Any:
    """With before and after of what it changed."""
    entry = reading.entry_for(request.actor, index)
    told = showing.told(request.actor, [entry])
    showing.note(request.actor, told)
    single = reading.single(request.actor, entry, is_closed=bool(told.closed))
    return SingleForm(
        **EntryForm.model_validate(single.line).model_dump(),
        changes=[ChangeForm.model_validate(change) for change in (() if single.is_closed else entry.changes)],
        names=dict(single.names),
        erased=list(single.erased),
        leaf=single.leaf,
        hash=single.hash,
        is_signed=single.is_signed,
        is_closed=single.is_closed,
    )


@router.get(
    "/trail/{int:index}/proof",
    response={200: ProofForm, **refusals(422)},
    summary="証跡の一件の証明",
    operation_id="trail_proof",
)
def trail_proof(request: ActingRequest, index: int, names: bool = False) -> Any:
    """The proof under the newest checkpoint and the disclosed entry, people's names with `names`. Recorded first."""
    entry = reading.entry_for(request.actor, index)
    told = showing.told(request.actor, [entry])
    with transaction.atomic():
        showing.note(request.actor, told)
        record(request.actor, events.DISCLOSED, kind="entry", thing_id=index, number=index)
    receipt = prove.prove(entry.index, contents=not told.closed, personal=None if names else ())
    return ProofForm(index=receipt.index, proof=receipt.proof, entry=receipt.entry)
