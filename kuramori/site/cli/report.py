"""`kuramori check report FILE -o OUT`: the report of an answer file. No database and no Django."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from kuramori.outside.reasons import reason
from kuramori.press.faults import GlyphMissing, PressFault
from kuramori.rules.answers import AnswerFile
from kuramori.rules.catalogue import Pack
from kuramori.rules.faults import Refused
from kuramori.rules.score_form import score_form
from kuramori.rules.scoring import score
from kuramori.site.cli import CannotRun
from kuramori.site.cli.answer_file import add_shelf_options, read_answers, tell_refused
from kuramori.site.cli.words import chosen, say

ENDINGS = ("pdf", "xlsx", "svg", "png", "html", "json")
NAME_LENGTH = 200


def add_parser(commands: argparse._SubParsersAction[Any]) -> None:
    """`check report FILE -o OUT.{pdf,xlsx,svg,png,html,json} [--organisation-name NAME] [--on DATE]`."""
    parser = commands.add_parser("report", help=say("報告書を作ります", "make the report"))
    parser.add_argument(
        "file", metavar="FILE", help=say("回答のファイル（YAMLかJSON）", "answers, YAML or JSON")
    )
    parser.add_argument(
        "-o",
        "--output",
        required=True,
        metavar="OUT",
        help=say("書き出す先。名前の終わりで形が決まります: ", "where to; the ending decides the form: ")
        + ", ".join(ENDINGS),
    )
    parser.add_argument(
        "--organisation-name", metavar="NAME", help=say("報告書に載せる会社名", "company to name")
    )
    parser.add_argument(
        "--on",
        metavar="DATE",
        help=say("確認日 YYYY-MM-DD（初めは今日）", "date of the check, YYYY-MM-DD (today)"),
    )
    add_shelf_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit 0 with the file written whole; 1 where the answers are wrong; 2 where it cannot be made or written."""
    out = Path(args.output)
    form = _form(out)
    on = _day(args.on)
    name = _name(args.organisation_name)
    try:
        file, pack = read_answers(args)
    except Refused as refused:
        return tell_refused(refused, as_json=False)
    try:
        content = _scored(file, pack) if form == "json" else _rendered(file, pack, form, on, name)
    except GlyphMissing as missing:
        print(f"{args.file}: {missing.sentence(chosen())}", file=sys.stderr)
        return 1
    _write(out, content)
    print(say(f"{out} に書き出しました。", f"Written to {out}."))
    return 0


def _form(out: Path) -> str:
    form = out.suffix.lower().removeprefix(".")
    if form not in ENDINGS:
        endings = ", ".join(f".{ending}" for ending in ENDINGS)
        raise CannotRun(
            say(
                f"「{out.name}」の形では書き出せません。名前の終わりを {endings} のどれかにしてください。",
                f"Cannot write “{out.name}”. End its name in one of {endings}.",
            )
        )
    return form


def _day(written: str | None) -> date:
    if written is None:
        return datetime.now(ZoneInfo("Asia/Tokyo")).date()
    try:
        # Alone, fromisoformat also reads 20260101 and 2026-W01-1.
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", written):
            raise ValueError(written)
        return date.fromisoformat(written)
    except ValueError:
        raise CannotRun(
            say(
                f"--on の「{written}」は日付として読めません。2026-11-24 のように書いてください。",
                f"--on: “{written}” is not a date. Write it like 2026-11-24.",
            )
        ) from None


def _name(written: str | None) -> str | None:
    name = (written or "").strip()
    if len(name) > NAME_LENGTH:
        raise CannotRun(
            say(
                f"会社名は{NAME_LENGTH}文字までです。",
                f"A company's name has at most {NAME_LENGTH} characters.",
            )
        )
    return name or None


def _scored(file: AnswerFile, pack: Pack) -> bytes:
    found = score_form(pack, score(pack, file.answers), chosen())
    return (json.dumps(found, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _rendered(file: AnswerFile, pack: Pack, form: str, on: date, name: str | None) -> bytes:
    # Reports and the press cost 0.1 s to import, which `check score` and the form json need not pay.
    from kuramori.across.reports.kinds.self_check.gather import gather
    from kuramori.across.reports.render import render

    data = gather(
        pack,
        file.answers,
        made_on=on,
        lang=chosen(),
        organisation=name,
        official_score=file.official_score,
        note=file.note,
    )
    try:
        return render("self_check", data, form, chosen()).content
    except GlyphMissing:
        raise  # the text is at fault, not the machine
    except PressFault as fault:
        raise CannotRun(fault.sentence(chosen())) from fault


def _write(out: Path, content: bytes) -> None:
    """Whole or not at all: a file of the same name stays as it is until the new one is complete on disk."""
    try:
        with tempfile.NamedTemporaryFile(dir=out.parent, prefix=f".{out.name}.", delete=False) as half:
            unfinished = Path(half.name)
            try:
                half.write(content)
                half.flush()
                os.fsync(half.fileno())
                unfinished.chmod(0o666 & ~umask())
                unfinished.replace(out)
            except BaseException:
                unfinished.unlink(missing_ok=True)
                raise
    except OSError as error:
        why = reason(error, chosen())
        raise CannotRun(
            say(f"「{out}」に書けません（{why}）。", f"“{out}” cannot be written ({why}).")
        ) from None


def umask() -> int:
    """The permissions that this user's new files go without."""
    # There is no other way to read it than to set it.
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
