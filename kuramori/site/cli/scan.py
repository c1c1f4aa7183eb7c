"""`kuramori scan DIR`: the house's secrets among the files of a folder. Without records: marks and labels only."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kuramori.outside.seen_files import SeenFiles, StateUnusable
from kuramori.site.cli import CannotRun
from kuramori.site.cli.words import chosen, say
from kuramori.work.ledger.scanning import sweep, words
from kuramori.work.ledger.scanning.judging import Found
from kuramori.work.ledger.scanning.known import Known, built_in_marks

MOST_WORKERS = 32
TELL_SECONDS = 0.2


@dataclass(slots=True)
class Result:
    """What `--json` prints."""

    files: int = 0
    findings: list[dict[str, Any]] = field(default_factory=list)
    faults: list[dict[str, str]] = field(default_factory=list)
    seconds: float = 0.0
    skipped: int = 0


def add_parser(commands: argparse._SubParsersAction[Any]) -> None:
    """`scan DIR [--json] [--workers N] [--state FILE] [--data DIR --organisation NAME]`."""
    parser = commands.add_parser(
        "scan", help=say("フォルダーの中の秘密をさがします", "look for secrets in a folder")
    )
    parser.add_argument("folder", metavar="DIR", help=say("さがすフォルダー", "the folder to look through"))
    parser.add_argument("--json", action="store_true", help=say("JSON で出します", "print JSON"))
    parser.add_argument(
        "--workers",
        type=_workers,
        default=max(1, min(4, (os.cpu_count() or 2) - 1)),
        metavar="N",
        help=say("読む係の数（1〜32）", "how many readers (1 to 32)"),
    )
    parser.add_argument(
        "--state",
        metavar="FILE",
        help=say(
            "見たものを覚えるファイル。次からは変わったものだけを読みます",
            "remembers what was clean, so that only changed files are read again",
        ),
    )
    parser.add_argument(
        "--data", help=say("台帳も使うときの、記録の保存先", "records, to look for the ledger's")
    )
    parser.add_argument(
        "--organisation", metavar="NAME", help=say("組織の短い名前", "short name of the organisation")
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit 0 with or without findings; 2 where the folder, the state or the records cannot be used."""
    folder = Path(args.folder)
    _require_folder(folder)
    if bool(args.data) != bool(args.organisation):
        raise CannotRun(
            say(
                "台帳も使うときは、--data と --organisation の両方を付けてください。",
                "Give both --data and --organisation to look for the ledger's secrets.",
            )
        )
    known = _of_ledger(args) if args.data else Known(built_in_marks())
    began = time.monotonic()
    try:
        result = _scan(os.fspath(folder), known, args)
    except StateUnusable as unusable:
        raise CannotRun(
            say(
                f"{args.state} は、見たものを覚えるファイルとして使えません。別の名前を付けてください。",
                f"{args.state} cannot be used to remember what was seen. Name another file.",
            )
        ) from unusable
    result.seconds = round(time.monotonic() - began, 3)
    if args.json:
        _tell_json(result)
    else:
        _tell(result)
    return 0


def _require_folder(folder: Path) -> None:
    if not folder.exists():
        raise CannotRun(
            say(
                f"{folder} というフォルダーがありません。名前を確かめるか、つながっているかを確かめてください。",
                f"There is no folder {folder}. Check its name, and whether it is connected.",
            )
        )
    if not folder.is_dir():
        raise CannotRun(
            say(
                f"{folder} はフォルダーではありません。それが入っているフォルダーを書いてください。",
                f"{folder} is not a folder. Name the folder it lies in.",
            )
        )
    if not os.access(folder, os.R_OK | os.X_OK):
        raise CannotRun(
            say(
                f"{folder} を開く許しがありません。読める人として動かすか、管理している方に許しを頼んでください。",
                f"{folder} may not be opened. Run this as somebody who may read it.",
            )
        )


def _scan(folder: str, known: Known, args: argparse.Namespace) -> Result:
    with ExitStack() as stack:
        seen = stack.enter_context(SeenFiles(Path(args.state), known.digest())) if args.state else None
        unchanged = (
            (lambda f: seen.is_unchanged(f.path, f.size, f.changed_ns)) if seen else (lambda _f: False)
        )
        begun = sweep.begin(folder, unchanged)
        result = Result(files=begun.files, skipped=begun.files - len(begun.to_read))
        result.faults = [_fault(path, code) for path, code in begun.faults()]
        bar = _Bar(len(begun.to_read))
        for looked in sweep.look(begun, known, workers=args.workers):
            path = looked.file.path
            result.findings += [_finding(path, found) for found in looked.found]
            result.faults += [_fault(path, code) for code in looked.faults]
            if seen and looked.is_clean:
                seen.note_clean(path, looked.file.size, looked.file.changed_ns)
            bar.one_more()
        bar.end()
    result.findings.sort(key=lambda one: (one["path"], one["kind"], one["asset"] or ""))
    result.faults.sort(key=lambda one: (one["path"], one["reason"]))
    return result


def _finding(path: str, found: Found) -> dict[str, Any]:
    return {
        "path": path,
        "kind": found.kind,
        "asset": found.asset or None,
        "passage": found.passage or None,
        "why": words.why(found.why, found.detail, chosen()),
    }


def _fault(path: str, code: str) -> dict[str, str]:
    return {"path": path, "reason": words.fault(code, chosen())}


def _tell_json(result: Result) -> None:
    told = {
        "files": result.files,
        "findings": result.findings,
        "faults": result.faults,
        "seconds": result.seconds,
    }
    print(json.dumps(told, ensure_ascii=False, indent=2))


def _tell(result: Result) -> None:
    for line in _lines(result):
        print(line)


def _lines(result: Result) -> Iterator[str]:
    for one in result.findings:
        asset = f" {one['asset']}" if one["asset"] else ""
        yield f"{one['path']}"
        yield f"    {words.kind(one['kind'], chosen())}{asset}: {one['why']}"
        if one["passage"]:
            yield f"    …{one['passage']}…"
    for fault in result.faults:
        yield f"△ {fault['path']}: {fault['reason']}"
    if not result.files:
        yield say(
            "ファイルが1つもありません。フォルダーが合っているか、確かめてください。",
            "There are no files. Check that this is the right folder.",
        )
    skipped = say(
        f"（変わっていない{result.skipped}件は飛ばしました）", f" ({result.skipped} unchanged were skipped)"
    )
    yield say(
        f"{result.files}件のファイルのうち、見つかったもの {len(result.findings)}件、"
        f"読めなかったものなど {len(result.faults)}件、{result.seconds:.1f}秒"
        f"{skipped if result.skipped else ''}",
        f"{result.files} files, {len(result.findings)} findings, {len(result.faults)} faults, "
        f"{result.seconds:.1f} seconds{skipped if result.skipped else ''}",
    )


class _Bar:
    """How far the run is, on stderr: redrawn in place at a terminal, nothing elsewhere."""

    def __init__(self, total: int) -> None:
        self._total, self._done, self._told_at = total, 0, 0.0
        self._draws = sys.stderr.isatty() and total > 0

    def one_more(self) -> None:
        self._done += 1
        if self._draws and time.monotonic() - self._told_at > TELL_SECONDS:
            self._draw()

    def end(self) -> None:
        if self._draws:
            self._draw()
            print(file=sys.stderr)

    def _draw(self) -> None:
        self._told_at = time.monotonic()
        full = 30 * self._done // self._total
        bar = "█" * full + "░" * (30 - full)
        print(f"\r{bar} {self._done} / {self._total}", end="", file=sys.stderr, flush=True)


def _workers(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if not 1 <= number <= MOST_WORKERS:
        raise argparse.ArgumentTypeError(
            say(f"1 から {MOST_WORKERS} までの数です", f"a number from 1 to {MOST_WORKERS}")
        )
    return number


def _of_ledger(args: argparse.Namespace) -> Known:
    """What an organisation's ledger knows; leaves an entry in its trail."""
    from kuramori.site.cli.records import open_records

    open_records(args.data)
    from django_scopes import scope

    from kuramori.ground.people import access
    from kuramori.ground.people.models import Organisation
    from kuramori.work.ledger.scanning import gathering

    organisation = Organisation.objects.filter(slug=args.organisation).first()
    if organisation is None:
        raise CannotRun(
            say(f"「{args.organisation}」という組織はありません。", "There is no such organisation.")
        )
    with scope(organisation=organisation):
        return gathering.for_command(access.actor_on_command_line(organisation))
