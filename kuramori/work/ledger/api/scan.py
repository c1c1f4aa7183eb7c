"""Looking for secrets in folders, over the API: run a source, see how far it is, list findings, judge one."""

from __future__ import annotations

import uuid
from typing import Any

from ninja import Query, Router, Status

from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.calls import body_refusals, next_offset, refusals
from kuramori.ground.people.roles import Can
from kuramori.work.ledger import access_scan, looks
from kuramori.work.ledger.api.shapes_scan import (
    FaultRow,
    FindingRow,
    FindingRows,
    FindingsAsked,
    Judged,
    RunForm,
    SourceRow,
    SourceRows,
)
from kuramori.work.ledger.api.telling import Conflict
from kuramori.work.ledger.models import Judgement, ScanRun
from kuramori.work.ledger.reading import findings as read
from kuramori.work.ledger.scanning.judgement import judge_finding
from kuramori.work.ledger.scanning.running import begin_run

router = Router()


@router.get(
    "/scan-sources",
    response={200: SourceRows, **refusals()},
    summary="秘密をさがすフォルダーの一覧",
    operation_id="scan_sources",
)
def scan_sources(request: ActingRequest) -> Any:
    """Those that are looked through, by name."""
    request.actor.require(Can.SCAN_RUN)
    return SourceRows(
        sources=[
            SourceRow(
                id=line.id,
                name=line.name,
                folder=line.folder,
                opens=line.opens,
                rhythm=line.rhythm,
                is_running=line.is_running,
                open=line.open,
                last_run=line.last.pk if line.last else None,
            )
            for line in read.source_lines()
        ]
    )


@router.post(
    "/scan-sources/{uuid:source_id}/run",
    response={202: RunForm, **refusals(), 409: Conflict},
    summary="フォルダーの中の秘密を、いまさがす",
    operation_id="run_scan",
)
def run_scan(request: ActingRequest, source_id: uuid.UUID) -> Any:
    """The worker does it; ask for the run to see how far it is. 409 while another goes on."""
    source = access_scan.source_for(request.actor, source_id, Can.SCAN_RUN)
    return Status(202, _run(begin_run(request.actor, source)))


@router.get(
    "/scan-runs/{uuid:run_id}",
    response={200: RunForm, **refusals()},
    summary="さがした結果、または途中の様子",
    operation_id="scan_run",
)
def scan_run(request: ActingRequest, run_id: uuid.UUID) -> Any:
    """`finished_at` is null while it goes on."""
    return _run(access_scan.run_for(request.actor, run_id, Can.SCAN_RUN))


@router.get(
    "/findings",
    response={200: FindingRows, **refusals(422)},
    summary="見つかったものの一覧",
    operation_id="findings",
)
def findings(request: ActingRequest, asked: Query[FindingsAsked]) -> Any:
    """The newest first, at most 200 at once."""
    request.actor.require(Can.FINDING_JUDGE)
    part = read.findings_part(
        request.actor,
        state=asked.state,
        kind=asked.kind.value if asked.kind else "",
        offset=asked.offset,
        limit=asked.limit,
    )
    looks.note(request.actor, part.shown)
    return FindingRows(
        findings=[FindingRow.model_validate(line) for line in part.lines],
        next_offset=next_offset(asked, part.total),
    )


@router.post(
    "/findings/{uuid:finding_id}/judge",
    response={200: FindingRow, **body_refusals()},
    summary="見つかったものを判断する",
    operation_id="judge_finding",
)
def judge(request: ActingRequest, finding_id: uuid.UUID, wanted: Judged) -> Any:
    """A rejected passage is not told again from the next run on."""
    found = access_scan.finding_for(request.actor, finding_id, Can.FINDING_JUDGE)
    judge_finding(request.actor, found, Judgement(wanted.judgement))
    line, shown = read.finding_line(request.actor, found.pk)
    looks.note(request.actor, shown)
    return FindingRow.model_validate(line)


def _run(run: ScanRun) -> RunForm:
    page = read.run_page(run)
    return RunForm(
        id=run.pk,
        source=page.source,
        begun_at=run.begun_at,
        finished_at=run.finished_at,
        has_stopped=page.has_stopped,
        done=page.done,
        total=page.total,
        files=run.files,
        files_read=run.files_read,
        found=run.found,
        faulty=run.faulty,
        trouble=run.trouble,
        seconds=run.seconds,
        faults=[FaultRow(path=path, reason=reason) for path, reason in page.faults],
    )
