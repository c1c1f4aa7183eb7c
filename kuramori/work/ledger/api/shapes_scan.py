"""What the operations of looking for secrets take and give."""

from __future__ import annotations

import datetime
import uuid
from typing import Literal

from ninja import Schema

from kuramori.ground.people.calls import Portion, Wanted
from kuramori.work.ledger.models import FindingKind


class SourceRow(Schema):
    """A folder that is looked through. `opens` is the department that can open it, "" for the whole house; `last_run`
    is null before the first."""

    id: uuid.UUID
    name: str
    folder: str
    opens: str
    rhythm: str
    is_running: bool
    open: int
    last_run: uuid.UUID | None


class SourceRows(Schema):
    sources: list[SourceRow]


class FaultRow(Schema):
    """A file that was not read, or not wholly; `path` begins below the folder of the source."""

    path: str
    reason: str


class RunForm(Schema):
    """A run. `trouble` is why the folder was not looked through, "" where it was; `faults` are the first 200 of
    `faulty`; `done` and `total` count files while it goes on."""

    id: uuid.UUID
    source: str
    begun_at: datetime.datetime
    finished_at: datetime.datetime | None
    has_stopped: bool
    done: int
    total: int
    files: int
    files_read: int
    found: int
    faulty: int
    trouble: str
    seconds: float | None
    faults: list[FaultRow]


class FindingsAsked(Portion):
    """Which findings: those to judge, judged so or so, without a mark, or where others can open them."""

    state: Literal["open", "accepted", "rejected", "bare", "astray"] = "open"
    kind: FindingKind | None = None


class FindingRow(Schema):
    """One finding. Of a masked asset `name`, `path`, `passage` and `why` are "". `path` begins below the folder of
    the source; `whole_path` is "" for keys that may not run scans."""

    id: uuid.UUID
    kind: str
    asset_id: uuid.UUID | None
    number: str
    name: str
    is_masked: bool
    path: str
    whole_path: str
    passage: str
    why: str
    source: str
    is_bare: bool
    is_astray: bool
    judgement: str
    judged_by: str
    first_seen_at: datetime.datetime


class FindingRows(Schema):
    findings: list[FindingRow]
    next_offset: int | None


class Judged(Wanted):
    """A person's word: it is so, or it has nothing to do with the asset."""

    judgement: Literal["accepted", "rejected"]
