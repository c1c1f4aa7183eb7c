"""`kuramori restore OUT --data NEW`: puts a backup back into a new folder."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from kuramori.site import folder, instance
from kuramori.site.backup import faults, find, restore
from kuramori.site.cli import CannotRun
from kuramori.site.cli.words import chosen, say


def add_parser(commands: argparse._SubParsersAction[Any]) -> None:
    """`restore OUT --data NEW [--identity FILE] [--json]`."""
    parser = commands.add_parser("restore", help=say("写しから記録を戻す", "put a backup back"))
    parser.add_argument("out", metavar="OUT", help=say("写しのファイル", "the backup file"))
    parser.add_argument("--data", required=True, help=say("新しい保存先（空）", "a new, empty folder"))
    parser.add_argument(
        "--identity", metavar="FILE", help=say("写しを開く鍵のファイル", "the identity file that opens it")
    )
    parser.add_argument("--json", action="store_true", help=say("JSON で出す", "print JSON"))
    parser.set_defaults(run=run)


def _tell_of_witnesses(data: Path) -> None:
    """Where others cosign the log, they refuse the shorter one until their operators have accepted it."""
    witnesses = ", ".join(one.name for one in instance.read(data).witness)
    if not witnesses:
        return
    print(
        say(
            f"立会人（{witnesses}）は、写しより後の記録を知っていると、連署を断ります。そのときは次のように述べて、相手に送ります。\n"
            f"  kuramori trail witness --state-rollback --why 理由 --data {data} > rollback.txt",
            f"A witness ({witnesses}) that knows later entries will refuse to cosign: then state it, and send them\n"
            f"  kuramori trail witness --state-rollback --why WHY --data {data} > rollback.txt",
        )
    )


def run(args: argparse.Namespace) -> int:
    """Exit 0 restored; 1 damaged, altered or of another key; 2 cannot be done. Only 0 leaves anything."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    os.umask(0o077)
    out, data = folder.named(args.out), folder.named(args.data)
    try:
        found = restore.restore(out, data, find.identity(out, args.identity, data))
    except faults.Damaged as fault:
        print(fault.told(chosen()), file=sys.stderr)
        return 1
    except faults.CannotBackUp as fault:
        raise CannotRun(fault.told(chosen())) from fault
    label, manifest = found.opened.label, found.opened.manifest
    if args.json:
        told = {
            "data": str(data),
            "id": label.id,
            "made_at": label.made_at,
            "version": label.version,
            "members": manifest.members,
            "trail_size": manifest.trail_size,
            "trail": found.looked.trail if found.looked else None,
        }
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return 0
    print(
        say(
            f"{label.made_at} の写しを {data} に戻しました（ファイル {manifest.members:,}件）。\n"
            "戻したことは証跡に残りました。"
            f"動かすには: ./start --data {data}",
            f"The backup of {label.made_at} is in {data} ({manifest.members:,} files); the trail tells of it.\n"
            f"To serve it: ./start --data {data}",
        )
    )
    _tell_of_witnesses(data)
    if found.looked and not found.looked.is_well:
        print(
            say(
                f"△ 写しの中の記録に、合わないところがあります: {found.looked.integrity or found.looked.why}\n"
                "kuramori doctor で調べてください。",
                f"△ Something in the restored records does not hold: {found.looked.integrity or found.looked.why}",
            ),
            file=sys.stderr,
        )
    return 0
