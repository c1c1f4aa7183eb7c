"""`kuramori backup OUT`: the whole house in one sealed file. `kuramori backup --verify OUT`: could it be put back?"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import tempfile
from pathlib import Path
from typing import Any

from kuramori.site import folder, stamps
from kuramori.site.backup import faults, find, last, restore, sealing
from kuramori.site.cli import CannotRun
from kuramori.site.cli.words import chosen, say


def add_parser(commands: argparse._SubParsersAction[Any]) -> None:
    """`backup OUT [--recipient AGE]…` or `backup --verify OUT [--identity FILE]`, `[--data DIR] [--json]`."""
    parser = commands.add_parser("backup", help=say("写しを作る、確かめる", "make or verify a backup"))
    parser.add_argument("out", metavar="OUT", help=say("写しのファイル", "the backup file"))
    parser.add_argument(
        "--data", default="data", help=say("記録の保存先(初めは ./data)", "folder for records")
    )
    parser.add_argument(
        "--verify",
        action="store_true",
        help=say("作らずに、OUT を実際に戻してみて確かめる", "restore OUT into a passing folder and look"),
    )
    parser.add_argument(
        "--recipient",
        action="append",
        default=[],
        metavar="AGE",
        help=say("記録だけを、この公開鍵でも開けるようにする", "let this public key open the records too"),
    )
    parser.add_argument(
        "--identity", metavar="FILE", help=say("写しを開く鍵のファイル", "the identity file that opens it")
    )
    parser.add_argument("--json", action="store_true", help=say("JSON で出す", "print JSON"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit 0 made or whole; 1 damaged, altered or of another key; 2 cannot be done."""
    # A signal ends us as Ctrl-C does, so that nothing is left half done.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    os.umask(0o077)
    try:
        return _verify(args) if args.verify else _make(args)
    except faults.Damaged as fault:
        if args.json:
            print(
                json.dumps(
                    {"backup": args.out, "whole": False, "why": fault.told(chosen())}, ensure_ascii=False
                )
            )
        print(fault.told(chosen()), file=sys.stderr)
        return 1
    except faults.CannotBackUp as fault:
        raise CannotRun(fault.told(chosen())) from fault


def _make(args: argparse.Namespace) -> int:
    data, out = folder.named(args.data), folder.named(args.out)
    _require_records(data)
    if out.is_dir() or not out.parent.is_dir():
        raise CannotRun(
            say(f"{out} に書けません。ファイルの名前を書いてください。", f"{out} is no place for a file.")
        )
    recipients = [sealing.recipient(text) for text in args.recipient]
    os.environ["KURAMORI_DATA"] = str(data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "kuramori.site.settings"
    import django

    django.setup()
    from kuramori.site.backup.make import make

    made = make(data, out, recipients=recipients)
    last.note(data, made.path, made.label.made_at, made.size)
    if args.json:
        told = {
            "backup": str(made.path),
            "id": made.label.id,
            "made_at": made.label.made_at,
            "size": made.size,
            "members": made.members,
            "trail_size": made.trail_size,
            "recipient": made.label.recipient,
            "identity": str(data / sealing.IDENTITY),
        }
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return 0
    size = f"{made.size / 1e6:,.1f} MB"
    print(
        say(
            f"写しを作りました: {made.path}（{size}、ファイル {made.members:,}件、証跡 {made.trail_size:,}件）",
            f"Backup made: {made.path} ({size}, {made.members:,} files, {made.trail_size:,} entries of the trail)",
        )
    )
    if made.is_first:
        _tell_identity(data)
    return 0


def _tell_identity(data: Path) -> None:
    where = data / sealing.IDENTITY
    print(
        say(
            f"\n写しを開く鍵を作りました: {where}\n"
            "この鍵は写しの中にありません。なくすと、どの写しも開けません。\n"
            "kuramori envelope -o 封筒.pdf で紙に刷り、金庫に入れてください。",
            f"\nThe identity that opens backups was made: {where}\n"
            "It is not in the backup. Without it no backup opens.\n"
            "Print it with `kuramori envelope -o envelope.pdf` and lock it away.",
        )
    )


def _require_records(data: Path) -> None:
    has_records = (data / folder.DATABASE).exists() or (data.is_dir() and os.environ.get("DATABASE_URL"))
    if not has_records:
        raise CannotRun(
            say(
                f"{data} に記録がありません。--data を確かめてください。",
                f"No records in {data}. Check --data.",
            )
        )
    if not os.environ.get("DATABASE_URL") and not stamps.tables_in(data):
        raise CannotRun(
            say(
                f"{data} の記録は、まだ使える形になっていません。./start を一度動かしてください。",
                f"The records in {data} are not ready. Run ./start once.",
            )
        )


def _verify(args: argparse.Namespace) -> int:
    out, data = folder.named(args.out), folder.named(args.data)
    identity = find.identity(out, args.identity, data)
    beside = data if data.is_dir() and os.access(data, os.W_OK) else Path(tempfile.gettempdir())
    found = restore.verify(out, identity, beside)
    looked = found.looked
    is_whole = looked is None or looked.is_well
    if args.json:
        told = {
            "backup": str(out),
            "whole": is_whole,
            "id": found.opened.label.id,
            "made_at": found.opened.label.made_at,
            "version": found.opened.label.version,
            "database": found.opened.label.database,
            "members": found.opened.manifest.members,
            "restored": looked is not None,
            "integrity": looked.integrity or None if looked else None,
            "trail": looked.trail if looked else None,
            "trail_size": found.opened.manifest.trail_size,
            "why": looked.why or None if looked else None,
        }
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return 0 if is_whole else 1
    _tell_found(out, found)
    return 0 if is_whole else 1


def _tell_found(out: Path, found: restore.Found) -> None:
    label, manifest, looked = found.opened.label, found.opened.manifest, found.looked
    print(
        say(
            f"✓ {out} は欠けていません（{label.made_at} 作成、ファイル {manifest.members:,}件の照合値が一致）",
            f"✓ {out} is whole (made at {label.made_at}, {manifest.members:,} files match their sums)",
        )
    )
    if looked is None:
        print(
            say(
                "△ 試しに戻すことはできませんでした（DATABASE_URL か、データベースを作る権限がありません）。",
                "△ It could not be restored for a try: no DATABASE_URL, or no right to create a database.",
            )
        )
        return
    if looked.integrity:
        print(say(f"✕ データベース: {looked.integrity}", f"✕ database: {looked.integrity}"))
    else:
        print(
            say(
                "✓ 試しに戻して、データベースの点検が通りました",
                "✓ restored for a try; the database is whole",
            )
        )
    trail = {
        "good": say(
            f"✓ 証跡 {looked.trail_size:,}件が、つながっています",
            f"✓ the trail's {looked.trail_size:,} entries hold",
        ),
        "bad": say(f"✕ 証跡が合いません: {looked.why}", f"✕ the trail does not hold: {looked.why}"),
        "unknown": say("△ 証跡は確かめられませんでした", "△ the trail could not be verified"),
    }
    print(trail[looked.trail])
