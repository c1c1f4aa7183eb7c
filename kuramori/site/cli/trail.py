"""`kuramori trail verify | prove | checkpoint | witness | pack | tiles`: does it hold, and proofs of it for others."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from kuramori.site.cli import CannotRun, trail_out, trail_outside
from kuramori.site.cli.records import open_records
from kuramori.site.cli.words import chosen, say

MOST_SHOWN = 20


def add_parser(commands: argparse._SubParsersAction[Any]) -> None:
    """`trail verify | prove ENTRY | checkpoint | witness | pack | tiles`, each with `--data DIR`, `--json`."""
    parser = commands.add_parser(
        "trail", help=say("証跡を確かめ、証明を出します", "check the trail, print proofs")
    )
    verbs = parser.add_subparsers(
        dest="verb", metavar=say("すること", "VERB"), title=say("すること", "verbs")
    )
    _add_verify(verbs)
    _add_prove(verbs)
    _add_checkpoint(verbs)
    trail_outside.add_parser(verbs)
    trail_out.add_pack(verbs, _verb)
    trail_out.add_tiles(verbs, _verb)


def _add_verify(verbs: argparse._SubParsersAction[Any]) -> None:
    parser = _verb(verbs, "verify", say("証跡の全件を確かめる", "check every entry"), verify)
    parser.add_argument(
        "--held",
        nargs="+",
        default=[],
        metavar="FILE",
        help=say("外で保管していた控え(checkpoint)", "checkpoints kept outside"),
    )


def _add_prove(verbs: argparse._SubParsersAction[Any]) -> None:
    parser = _verb(verbs, "prove", say("一件の証明を出す", "print the proof of one entry"), prove)
    parser.add_argument("entry", type=int, metavar="ENTRY", help=say("証跡の番号", "index of the entry"))
    parser.add_argument(
        "--organisation",
        metavar="SLUG",
        help=say(
            "この組織のものとして、中身も渡す(証跡に残ります)", "disclose the contents, for this organisation"
        ),
    )
    parser.add_argument(
        "--without",
        nargs="+",
        default=[],
        metavar="FIELD",
        help=say("伏せる個人の項目(who など)", "personal fields to withhold, such as who"),
    )
    parser.add_argument(
        "-o",
        "--out",
        metavar="NAME",
        help=say(
            "NAME.tlog-proof と NAME.entry.json に書く(初めは entry-番号)",
            "write NAME.tlog-proof and NAME.entry.json",
        ),
    )


def _add_checkpoint(verbs: argparse._SubParsersAction[Any]) -> None:
    parser = _verb(
        verbs, "checkpoint", say("いまの控えに署名して出す", "sign and print the log as it is"), checkpoint
    )
    parser.add_argument(
        "--key", action="store_true", help=say("確かめるための鍵だけを出す", "print only the verifier key")
    )
    parser.add_argument("-o", "--out", metavar="FILE", help=say("控えを書くファイル", "file to write"))


def _verb(verbs: argparse._SubParsersAction[Any], name: str, about: str, run: Any) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = verbs.add_parser(name, help=about)
    parser.add_argument(
        "--data", default="data", help=say("記録の保存先(初めは ./data)", "folder for records")
    )
    parser.add_argument("--json", action="store_true", help=say("JSON で出す", "print JSON"))
    parser.set_defaults(run=run)
    return parser


def verify(args: argparse.Namespace) -> int:
    """Exit 0 where everything fits, 1 where something does not."""
    held = [_read(name) for name in args.held]
    open_records(args.data)
    from kuramori.ground.trail.verifying import verify as verify_all

    verdict = verify_all(held=held, progress=_progress)
    if args.json:
        faults = [
            {"rule": one.rule, "place": one.place, "detail": one.detail, "text": one.sentence(chosen())}
            for one in verdict.faults
        ]
        told = {
            "whole": verdict.is_whole,
            "entries": verdict.entries,
            "root": verdict.root,
            "checkpoints": verdict.checkpoints,
            "erased_fields": verdict.erased_fields,
            "faults": faults,
        }
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return 0 if verdict.is_whole else 1
    for one in verdict.faults[:MOST_SHOWN]:
        print(f"✕ {one.sentence(chosen())}")
    if len(verdict.faults) > MOST_SHOWN:
        print(
            say(f"ほか {len(verdict.faults) - MOST_SHOWN}件", f"and {len(verdict.faults) - MOST_SHOWN} more")
        )
    if verdict.is_whole:
        print(
            say(
                f"✓ 証跡 {verdict.entries}件と、署名した控え {verdict.checkpoints}件が、すべて合っています。",
                f"✓ {verdict.entries} entries and {verdict.checkpoints} checkpoints all fit.",
            )
        )
        if not args.held:
            print(
                say(
                    "  外で保管している控えと比べるには --held を付けます。比べるまでは、この機械の管理者が"
                    "全部を作り直していないとは言えません。",
                    "  Compare with checkpoints kept outside by --held: without them, nobody can tell whether "
                    "an administrator of this machine rebuilt everything.",
                )
            )
        return 0
    print(
        say(
            "証跡に合わないところがあります。記録はそのまま残し、控え(バックアップ)と見比べてください。",
            "The trail does not hold. Keep everything as it is, and compare it with a backup.",
        )
    )
    return 1


def prove(args: argparse.Namespace) -> int:
    """Exit 0 with the proof written; 1 where there is no such entry, or it is another organisation's."""
    open_records(args.data)
    from kuramori.ground.trail.prove import prove as prove_one

    personal = _to_disclose(args) if args.organisation else ()
    try:
        if personal is None:
            raise IndexError
        receipt = prove_one(args.entry, contents=bool(args.organisation), personal=personal)
    except IndexError:
        print(say(f"{args.entry}番の証跡はありません。", f"There is no entry {args.entry}."), file=sys.stderr)
        return 1
    if args.json:
        told = {"index": receipt.index, "proof": receipt.proof, "entry": json.loads(receipt.entry)}
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return 0
    name = args.out or f"entry-{args.entry}"
    _write(Path(f"{name}.tlog-proof"), receipt.proof)
    _write(Path(f"{name}.entry.json"), receipt.entry + "\n")
    print(
        say(
            f"{name}.tlog-proof と {name}.entry.json に書きました。2つそろえて渡してください。",
            f"Wrote {name}.tlog-proof and {name}.entry.json; hand over both.",
        )
    )
    return 0


def _to_disclose(args: argparse.Namespace) -> list[str] | None:
    """The personal fields to disclose; None where the organisation has no such entry. The disclosure is recorded."""
    from django.db import transaction
    from django_scopes import scope

    from kuramori.ground.people import access
    from kuramori.ground.people.models import Organisation
    from kuramori.ground.trail import events, showing
    from kuramori.ground.trail.models import Entry
    from kuramori.ground.trail.record import record

    organisation = Organisation.objects.filter(slug=args.organisation).first()
    if organisation is None:
        raise CannotRun(
            say(f"「{args.organisation}」という組織はありません。", "There is no such organisation.")
        )
    entry = Entry.objects.filter(index=args.entry, organisation_id=organisation.pk).first()
    if entry is None:
        return None
    with transaction.atomic(), scope(organisation=organisation):
        actor = access.actor_on_command_line(organisation)
        showing.note(actor, showing.told(actor, [entry]))
        record(actor, events.DISCLOSED, kind="entry", thing_id=args.entry, number=args.entry)
    return [name for name in entry.parts.personal if name not in args.without]


def checkpoint(args: argparse.Namespace) -> int:
    """Exit 0 with the signed checkpoint on stdout or in the file; 1 while nothing was recorded yet."""
    open_records(args.data)
    from kuramori.ground.trail import keys
    from kuramori.ground.trail.checkpoint import checkpoint as sign
    from kuramori.ground.trail.prove import cosigned_note

    key = keys.log_verifier().text
    if args.key:
        print(json.dumps({"key": key}) if args.json else key)
        return 0
    signed = sign()
    if signed is None:
        print(say("まだ何も記録されていません。", "Nothing has been recorded yet."), file=sys.stderr)
        return 1
    note = cosigned_note(signed)
    if args.json:
        told = {
            "size": signed.size,
            "root": signed.root,
            "at": signed.at.isoformat(),
            "key": key,
            "note": note,
        }
        print(json.dumps(told, ensure_ascii=False, indent=2))
    elif args.out:
        _write(Path(args.out), note)
        print(
            say(
                f"{args.out} に書きました({signed.size}件まで)。",
                f"Wrote {args.out} ({signed.size} entries).",
            )
        )
    else:
        print(note, end="")
    return 0


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done} / {total}", end="" if done < total else "\n", file=sys.stderr, flush=True)


def _read(name: str) -> str:
    try:
        return Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CannotRun(say(f"{name} を読めません。", f"Cannot read {name}.")) from error


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise CannotRun(say(f"{path} に書けません。", f"Cannot write {path}.")) from error
