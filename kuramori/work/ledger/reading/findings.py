"""What the pages of looking for secrets show: findings, sources, the state of a run. Masked where the asset is."""

from __future__ import annotations

import datetime
import json
import math
import uuid
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language

from kuramori.ground.jobs import read as jobs
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.departments import names as department_names
from kuramori.ground.people.roles import Can
from kuramori.work.ledger import access
from kuramori.work.ledger.models import (
    Asset,
    Finding,
    FindingKind,
    Fingerprint,
    Judgement,
    ScanRun,
    ScanSource,
    Term,
)
from kuramori.work.ledger.scanning import recognising, words
from kuramori.work.ledger.scanning.running import running

ON_PAGE = 25
MOST_FAULTS = 200
STATES = ("open", "accepted", "rejected", "bare", "astray")


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding; `path`, `passage` and `name` are empty where the asset is masked for the reader.

    `path` begins below the source's folder; `whole_path` is for who may run scans, "" for others: how the machine is
    laid out is no business of whoever judges.
    """

    id: uuid.UUID
    kind: str
    kind_words: str
    number: str
    name: str
    asset_id: uuid.UUID | None
    is_masked: bool
    path: str
    whole_path: str
    passage: str
    why: str
    source: str
    is_bare: bool
    is_astray: bool
    judgement: str
    judgement_words: str
    judged_by: str
    first_seen_at: datetime.datetime


@dataclass(frozen=True, slots=True)
class FindingsPage:
    """`counts` by state; `shown` are the assets whose names the page tells, for the look in the trail."""

    lines: tuple[FindingLine, ...]
    counts: dict[str, int]
    state: str
    kind: str
    kinds: tuple[tuple[str, str], ...]
    page: int
    pages: int
    total: int
    has_sources: bool
    shown: tuple[Asset, ...]


def findings_page(actor: Actor, asked: dict[str, str]) -> FindingsPage:
    """Twenty-five at a time, the newest first; `asked` holds state, kind, asset and page as the address has them."""
    state = asked.get("state", "open")
    state = state if state in STATES else "open"
    kind = asked.get("kind", "")
    kind = kind if kind in FindingKind.values else ""
    rows = _standing(state, kind)
    total = rows.count()
    pages = max(1, math.ceil(total / ON_PAGE))
    page = min(pages, int(asked["page"])) if asked.get("page", "").isdigit() and asked["page"] != "0" else 1
    lines, shown = _lines(actor, rows, (page - 1) * ON_PAGE, ON_PAGE)
    return FindingsPage(
        lines=lines,
        counts={name: _standing(name, "").count() for name in STATES},
        state=state,
        kind=kind,
        kinds=tuple((value, str(label)) for value, label in FindingKind.choices),
        page=page,
        pages=pages,
        total=total,
        has_sources=ScanSource.objects.filter(retired_at__isnull=True).exists(),
        shown=shown,
    )


@dataclass(frozen=True, slots=True)
class FindingsPart:
    """Some of `total` findings; `shown` as in `FindingsPage`."""

    lines: tuple[FindingLine, ...]
    total: int
    shown: tuple[Asset, ...]


def findings_part(actor: Actor, *, state: str, kind: str, offset: int, limit: int) -> FindingsPart:
    """The newest first; `state` is one of STATES, `kind` a kind or ""."""
    rows = _standing(state, kind)
    lines, shown = _lines(actor, rows, offset, limit)
    return FindingsPart(lines, rows.count(), shown)


def finding_line(actor: Actor, finding_id: uuid.UUID) -> tuple[FindingLine, tuple[Asset, ...]]:
    """One finding, also one that is gone, and whether its asset's name is told by it."""
    lines, shown = _lines(actor, Finding.objects.filter(pk=finding_id), 0, 1)
    return lines[0], shown


def _standing(state: str, kind: str) -> QuerySet[Finding]:
    rows = _in_state(Finding.objects.filter(gone_at__isnull=True), state)
    return rows.filter(kind=kind) if kind else rows


def _lines(
    actor: Actor, rows: QuerySet[Finding], offset: int, limit: int
) -> tuple[tuple[FindingLine, ...], tuple[Asset, ...]]:
    ordered = rows.select_related("source", "judged_by").order_by("-first_seen_at", "pk")
    taken = list(ordered[offset : offset + limit])
    ids = {one.asset_id for one in taken if one.asset_id}
    assets = {one.pk: one for one in access.assets_seen_by(actor).filter(pk__in=ids)}
    sees_whole = actor.may(Can.SCAN_RUN)
    lines = tuple(
        _line(one, assets.get(one.asset_id) if one.asset_id else None, sees_whole=sees_whole) for one in taken
    )
    return lines, tuple(access.opened(assets.values()))


def _in_state(rows: QuerySet[Finding], state: str) -> QuerySet[Finding]:
    if state in Judgement.values:
        return rows.filter(judgement=state)
    kept = rows.exclude(judgement=Judgement.REJECTED)
    return kept.filter(is_marked=False) if state == "bare" else kept.filter(is_out_of_place=True)


def _below(path: str, folder: str) -> str:
    """The path as it goes on below the folder; the last name alone where the folder is another one now."""
    try:
        return str(PurePosixPath(path).relative_to(folder))
    except ValueError:
        return PurePosixPath(path).name


def _line(finding: Finding, asset: Any, *, sees_whole: bool) -> FindingLine:
    is_masked = asset is not None and bool(asset.is_masked)
    detail = json.loads(str(finding.detail))
    lang = get_language() or "ja"
    return FindingLine(
        id=finding.pk,
        kind=finding.kind,
        kind_words=str(FindingKind(finding.kind).label),
        number=asset.number if asset else str(detail.get("number", "")),
        name="" if asset is None or is_masked else asset.name,
        asset_id=asset.pk if asset else None,
        is_masked=is_masked,
        path="" if is_masked else _below(str(finding.path), str(finding.source.folder)),
        whole_path=str(finding.path) if sees_whole and not is_masked else "",
        passage="" if is_masked else str(finding.passage),
        why="" if is_masked else words.why(finding.why, detail, lang),
        source=finding.source.name,
        is_bare=not finding.is_marked,
        is_astray=finding.is_out_of_place,
        judgement=finding.judgement,
        judgement_words=str(Judgement(finding.judgement).label),
        judged_by=finding.judged_by.name if finding.judged_by else "",
        first_seen_at=finding.first_seen_at,
    )


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One source with how its last run went; `run` is the one that goes on, None where none does."""

    id: uuid.UUID
    name: str
    folder: str
    opens: str
    rhythm: str
    last: ScanRun | None
    is_running: bool
    open: int


def source_lines() -> tuple[SourceLine, ...]:
    rows = ScanSource.objects.filter(retired_at__isnull=True).order_by("name")
    called = department_names()
    found = []
    for one in rows:
        last = ScanRun.objects.filter(source=one).order_by("-begun_at").first()
        standing = Finding.objects.filter(source=one, gone_at__isnull=True, judgement=Judgement.OPEN)
        found.append(
            SourceLine(
                id=one.pk,
                name=one.name,
                folder=str(one.folder),
                opens=called.get(one.department_id, "") if one.department_id else "",
                rhythm=one.get_rhythm_display(),
                last=last,
                is_running=running(one) is not None,
                open=standing.count(),
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class RunPage:
    """A run; `faults` are paths below the folder with a sentence each, the first two hundred of `run.faulty`."""

    run: ScanRun
    source: str
    folder: str
    is_over: bool
    has_stopped: bool
    percent: int
    done: int
    total: int
    faults: tuple[tuple[str, str], ...]


def run_page(run: ScanRun) -> RunPage:
    job = jobs.job_of(run.organisation_id, run.job_id) if run.job_id else None
    view = jobs.view(job) if job else None
    lang = get_language() or "ja"
    told = json.loads(str(run.faults)) if run.faults else []
    folder = str(run.source.folder)
    return RunPage(
        run=run,
        source=run.source.name,
        folder=folder,
        is_over=run.finished_at is not None,
        has_stopped=run.finished_at is None and (view is None or view.is_over),
        percent=view.percent if view else 0,
        done=view.done if view else 0,
        total=view.total if view else 0,
        faults=tuple(
            (_below(path, folder).encode("utf-8", "replace").decode(), words.fault(code, lang))
            for path, code in told[:MOST_FAULTS]
        ),
    )


@dataclass(frozen=True, slots=True)
class KnownBy:
    """How an asset is known again."""

    copies: tuple[Fingerprint, ...]
    terms: tuple[Term, ...]


def known_by(asset: Asset) -> KnownBy:
    return KnownBy(
        copies=tuple(
            Fingerprint.objects.filter(asset=asset, retired_at__isnull=True).order_by("registered_at")
        ),
        terms=tuple(Term.objects.filter(asset=asset, retired_at__isnull=True).order_by("added_at")),
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """The panel on an asset's page."""

    asset: Asset
    told: recognising.Recognisability
    copies: int
    may_change: bool
    may_judge: bool


def panel(actor: Actor, asset: Asset, on: datetime.date | None) -> Shown | None:
    """Recognisability, for today only: what lay in folders on a past day nobody knows."""
    if on is not None:
        return None
    told = recognising.of_asset(asset)
    copies = Fingerprint.objects.filter(asset=asset, retired_at__isnull=True).count()
    may_change = access.may(actor, asset, Can.ASSET_CHANGE)
    if not (may_change or copies or told.copies):
        return None
    return Shown(asset, told, copies, may_change, actor.may(Can.FINDING_JUDGE))
