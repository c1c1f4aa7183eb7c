"""`kuramori label FILE… --grade 秘 --asset NO --out DIR`, `kuramori label FILE… --read`: marks on files.

Without records it loads no Django; with `--data` and `--organisation` it asks that ledger.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kuramori.outside.reasons import reason
from kuramori.press import labelling
from kuramori.rules import marks
from kuramori.site.cli import CannotRun
from kuramori.site.cli.labels_out import Out
from kuramori.site.cli.words import chosen, say
from kuramori.work.ledger import marking
from kuramori.work.ledger.marking import Marking, NotMarked, ReadBack, Tenant


def add_parser(commands: argparse._SubParsersAction[Any]) -> None:
    """`label FILE… --grade GRADE --asset NO --out DIR [--company NAME]` or `label FILE… --read`."""
    parser = commands.add_parser("label", help=say("ファイルに秘密の表示を付けます", "mark files as secret"))
    parser.add_argument("files", nargs="+", metavar="FILE", help=say("ファイル", "files"))
    parser.add_argument(
        "--read", action="store_true", help=say("付いている表示を読み取ります", "read marks back")
    )
    parser.add_argument(
        "--grade", metavar="GRADE", help=say("秘密区分: 極秘・秘・社外秘・公開（公開は表示を外す）",
                                             "top, secret, internal or public (public takes marks out)"),
    )  # fmt: skip
    parser.add_argument("--asset", metavar="NO", help=say("台帳の管理番号", "number in the ledger"))
    parser.add_argument("--out", metavar="DIR", help=say("書き出すフォルダー", "folder to write to"))
    parser.add_argument(
        "--company", default="", metavar="NAME", help=say("表示に入れる会社名", "company to name")
    )
    parser.add_argument(
        "--data", help=say("記録の保存先（台帳を使うとき）", "folder for records, to use the ledger")
    )
    parser.add_argument("--organisation", metavar="SLUG", help=say("どの組織の台帳か", "whose ledger"))
    parser.add_argument("--json", action="store_true", help=say("JSONで出します", "print JSON"))
    parser.set_defaults(run=run)


class NumberUnknown(Exception):
    """The ledger has no such number."""


def run(args: argparse.Namespace) -> int:
    """Exit 0 where every file was done, 1 where one was not or the number is unknown, 2 where it cannot run."""
    if args.organisation and not args.data:
        args.data = "data"
    if args.data and not args.organisation:
        raise CannotRun(say("--data には --organisation も要ります。", "--data needs --organisation too."))
    if args.read:
        return _read_all(args)
    missing = [name for name in ("asset", "out") if not getattr(args, name)]
    if not args.grade and not args.data:
        missing.insert(0, "grade")
    if missing:
        named = " ".join(f"--{name}" for name in missing)
        raise CannotRun(say(f"次の指定が足りません: {named}", f"Missing: {named}"))
    try:
        wanted, notes = _marking(args)
    except NumberUnknown:
        sentence = say(
            f"管理番号「{args.asset}」は台帳にありません。何も書き出していません。",
            f"The ledger has no number “{args.asset}”. Nothing was written.",
        )
        return _refuse(args, sentence)
    return _label_all(args, wanted, notes)


def _refuse(args: argparse.Namespace, sentence: str) -> int:
    if args.json:
        told = {
            "files": [],
            "faults": [{"path": None, "code": "unknown-asset", "reason": sentence}],
            "notes": [],
        }
        print(json.dumps(told, ensure_ascii=False, indent=2))
    print(sentence, file=sys.stderr)
    return 1


def _marking(args: argparse.Namespace) -> tuple[Marking, list[str]]:
    """What to mark with. Notes say where the ledger was heavier than what was asked."""
    try:
        number = marks.number_written(args.asset)
    except marks.NotANumber:
        raise CannotRun(
            say("管理番号は、1～30文字で書いてください。", "A number has 1 to 30 characters.")
        ) from None
    if args.data:
        return _from_ledger(args, number)
    grade = _grade(args.grade, marks.NAMES)
    return Marking(grade, marks.NAMES[grade], number, args.company), []


def _grade(word: str, names: Any) -> str:
    try:
        return marks.grade_named(word, names)
    except marks.NotAGrade:
        known = "・".join(names.values())
        raise CannotRun(
            say(f"秘密区分「{word}」はありません。{known} のどれかにしてください。",
                f"There is no grade “{word}”. Choose one of {', '.join(marks.LEVELS)}.")
        ) from None  # fmt: skip


def _from_ledger(args: argparse.Namespace, number: str) -> tuple[Marking, list[str]]:
    entry = _ledger(args, number)
    if entry is None:
        raise NumberUnknown(number)
    in_ledger, names, company, tenant = entry
    grade = _grade(args.grade, names) if args.grade else in_ledger
    notes = []
    if marks.LEVELS[grade] < marks.LEVELS[in_ledger]:
        notes.append(say(f"台帳では「{names[in_ledger]}」なので、そちらで表示しました。",
                         f"The ledger says {in_ledger}, so that was written."))  # fmt: skip
        grade = in_ledger
    elif marks.LEVELS[grade] > marks.LEVELS[in_ledger]:
        notes.append(say(f"台帳では「{names[in_ledger]}」です。台帳も直してください。",
                         f"The ledger says {in_ledger}. Change it there too."))  # fmt: skip
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Marking(grade, names[grade], number, args.company or company, tenant, now), notes


def _ledger(args: argparse.Namespace, number: str) -> tuple[str, dict[str, str], str, Tenant | None] | None:
    """Grade, names of grades, company and tenant for a number; None where the ledger does not have it."""
    organisation = _organisation(args)
    from django_scopes import scope

    from kuramori.work.ledger import grades, labelling
    from kuramori.work.ledger.models import Asset, Stage

    with scope(organisation=organisation):
        asset = Asset.objects.filter(number=number, stage=Stage.ADMITTED).first()
        return (asset.grade, grades.names(), organisation.name, labelling.tenant()) if asset else None


def _names(args: argparse.Namespace) -> dict[str, str]:
    """What the house calls its grades; the usual names without records."""
    if not args.data:
        return dict(marks.NAMES)
    organisation = _organisation(args)
    from django_scopes import scope

    from kuramori.work.ledger import grades

    with scope(organisation=organisation):
        return grades.names()


def _organisation(args: argparse.Namespace) -> Any:
    from kuramori.site.cli.records import open_records

    open_records(args.data)
    from kuramori.ground.people.models import Organisation

    organisation = Organisation.objects.filter(slug=args.organisation).first()
    if organisation is None:
        raise CannotRun(
            say(f"「{args.organisation}」という組織はありません。", "There is no such organisation.")
        )
    return organisation


def _label_all(args: argparse.Namespace, wanted: Marking, notes: list[str]) -> int:
    out = Out(Path(args.out), wanted)
    done, faults = [], []
    for name in args.files:
        try:
            done.append(_label_one(Path(name), out, wanted))
        except NotMarked as fault:
            faults.append({"path": name, "code": fault.code, "reason": fault.sentence(chosen())})
    if folder := out.write_folder_mark():
        notes.append(say(f"{folder} を置きました。", f"{folder} was laid beside them."))
    if args.json:
        told = {
            "grade": wanted.grade_name,
            "asset": wanted.number,
            "files": done,
            "faults": faults,
            "notes": notes,
        }
        print(json.dumps(told, ensure_ascii=False, indent=2))
    for line in notes:
        print(line, file=sys.stderr)
    _tell(args, done, faults)
    return 1 if faults else 0


def _label_one(path: Path, out: Out, wanted: Marking) -> dict[str, Any]:
    made = marking.label(path.name, _content(path), wanted)
    written, beside = out.write(path, made)
    inside = made.side_car is None
    return {
        "path": str(path),
        "out": str(written),
        "changed": made.is_changed,
        "side_car": str(beside) if beside else None,
        "title_block": None if inside else wanted.title_block,
        "line": wanted.line if wanted.grade != "public" else None,
        "token": wanted.token if wanted.grade != "public" else None,
        "sha256": made.sha256,
    }


def _content(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise NotMarked("folder")
        if path.stat().st_size > labelling.LARGEST:
            raise NotMarked("too-large")
        return path.read_bytes()
    except OSError as error:
        raise NotMarked("unreadable", say(f"（{reason(error)}）", f"({reason(error, 'en')})")) from None


def _tell(args: argparse.Namespace, done: list[dict[str, Any]], faults: list[dict[str, str]]) -> None:
    for one in done if not args.json else ():
        print(f"{one['path']} → {one['out']}")
        if one["title_block"]:
            block = one["title_block"]
            print(
                say(
                    f"  中身は変えず、横に表示のファイルを置きました。図面なら、表題欄に貼る文: {block}",
                    f"  Not changed; its mark lies beside it. For a drawing's title block: {block}",
                )
            )
    for fault in faults:
        print(f"✕ {fault['path']}: {fault['reason']}", file=sys.stderr)


def _read_all(args: argparse.Namespace) -> int:
    names = _names(args)
    found, faults = [], []
    for name in args.files:
        path = Path(name)
        try:
            read = marking.read(path.name, _content(path), _side_car_of(path), names)
        except NotMarked as fault:
            faults.append({"path": name, "code": fault.code, "reason": fault.sentence(chosen())})
        else:
            found.append(_read_row(name, read, names))
    if args.json:
        print(json.dumps({"files": found, "faults": faults}, ensure_ascii=False, indent=2))
    else:
        for row in found:
            print(_read_line(row))
    for one in faults:
        print(f"✕ {one['path']}: {one['reason']}", file=sys.stderr)
    return 1 if faults else 0


def _side_car_of(path: Path) -> bytes | None:
    beside = path.with_name(path.name + marking.SIDE_CAR)
    try:
        return beside.read_bytes() if beside.stat().st_size <= marking.LARGEST_SIDE_CAR else None
    except OSError:
        return None


def _read_row(name: str, read: ReadBack, names: dict[str, str]) -> dict[str, Any]:
    def plain(one: marks.Reading) -> dict[str, str | None]:
        return {
            "carrier": one.carrier,
            "place": one.place,
            "grade": names[one.grade],
            "asset": one.number or None,
        }

    grade = read.verdict.grade
    return {
        "path": name,
        "grade": names[grade] if grade else None,
        "level": marks.LEVELS[grade] if grade else None,
        "assets": list(read.verdict.numbers),
        "readings": [plain(one) for one in read.readings],
        "conflicts": [plain(one) for one in read.verdict.conflicts],
        "places": read.pages,
        "places_marked": read.shown,
    }


def _read_line(row: dict[str, Any]) -> str:
    if row["grade"] is None:
        return say(f"{row['path']}: 表示はありません", f"{row['path']}: no mark")
    numbers = "・".join(row["assets"])
    line = f"{row['path']}: {row['grade']} {numbers}".rstrip()
    if row["conflicts"]:
        differing = "、".join(
            f"{one['carrier']} {one['grade']} {one['asset'] or ''}".strip() for one in row["conflicts"]
        )
        line += say(f"　食い違い: {differing}", f"  differs: {differing}")
    return line
