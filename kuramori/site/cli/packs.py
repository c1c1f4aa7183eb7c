"""`kuramori packs list` and `kuramori packs check PATH`: which packs there are, and what is wrong with one.

No database and no Django: packs are files.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from kuramori.ground.packs.checking import Checked, check
from kuramori.ground.packs.shelf import Shelf, Shelved, open_shelf
from kuramori.rules.catalogue import Pack
from kuramori.rules.faults import Fault
from kuramori.site.cli import CannotRun
from kuramori.site.cli.words import chosen, say


def add_parser(commands: argparse._SubParsersAction[Any]) -> None:
    """`packs list [--data DIR] [--json]`, `packs check [PATH] [--data DIR] [--json]`."""
    parser = commands.add_parser("packs", help=say("設問・基準セットの一覧と点検", "list and check packs"))
    below = parser.add_subparsers(
        metavar=say("命令", "COMMAND"), title=say("命令", "commands"), required=True
    )
    listing = below.add_parser("list", help=say("使えるセットの一覧", "list the packs that can be used"))
    listing.set_defaults(run=run_list)
    checking = below.add_parser("check", help=say("セットを点検します", "check packs"))
    checking.add_argument(
        "path",
        metavar="PATH",
        nargs="?",
        help=say(
            "セットのフォルダーか、その親（初めは保存先の packs）",
            "a pack's folder or one above (packs in the folder for records)",
        ),
    )
    checking.set_defaults(run=run_check)
    for one in (listing, checking):
        one.add_argument("--data", help=say("記録の保存先(初めは ./data)", "folder for records (./data)"))
        one.add_argument("--json", action="store_true", help=say("JSONで出します", "print JSON"))


def shelf_at(data: str | None) -> Shelf:
    """The shelf with the packs of a data folder; without a name ./data is looked at only where it is already."""
    folder = Path(data or "data")
    if data is not None and not folder.is_dir():
        raise CannotRun(say(f"フォルダー「{data}」がありません。", f"There is no folder “{data}”."))
    return open_shelf(folder if folder.is_dir() else None)


def run_list(args: argparse.Namespace) -> int:
    """Prints the usable packs, and those that were refused with the reason. Exit 0 even when some were refused."""
    shelf = shelf_at(args.data)
    packs, refused = shelf.packs(), shelf.refused()
    if args.json:
        rows = [_row(pack) for pack in packs]
        named = [{"folder": entry.folder.as_posix(), "faults": _plain(entry.faults)} for entry in refused]
        print(json.dumps({"packs": rows, "refused": named}, ensure_ascii=False, indent=2))
        return 0
    for pack in packs:
        title, items = pack.text(chosen()).title, len(pack.items)
        print(
            say(
                f"{pack.id}　版{pack.version}　{items}問　{title}",
                f"{pack.id} {pack.version} {items} items {title}",
            )
        )
    if not packs:
        print(say("使えるセットがありません。", "There is no pack that can be used."))
    for entry in refused:
        _tell_refused(entry)
    return 0


def run_check(args: argparse.Namespace) -> int:
    """Names every fault with file, line and rule. Exit 1 where there is one, 2 where there is nothing to check."""
    path = Path(args.path) if args.path else Path(args.data or "data") / "packs"
    if not path.exists():
        raise CannotRun(say(f"「{path}」がありません。", f"There is nothing at “{path}”."))
    if path.is_file():
        raise CannotRun(say(f"「{path}」はフォルダーではありません。", f"“{path}” is not a folder."))
    checked = check(path, today=datetime.now(ZoneInfo("Asia/Tokyo")).date())
    if not checked:
        raise CannotRun(
            say(
                f"「{path}」にセット（pack.yaml）がありません。",
                f"There is no pack (pack.yaml) below “{path}”.",
            )
        )
    faults = sum(len(entry.faults) for entry in checked)
    if args.json:
        entries = [_checked_row(entry) for entry in checked]
        print(json.dumps({"packs": entries, "faults": faults}, ensure_ascii=False, indent=2))
    else:
        _tell_checked(checked)
    return 1 if faults else 0


def _row(pack: Pack) -> dict[str, Any]:
    return {
        "id": pack.id,
        "kind": pack.kind,
        "version": pack.version,
        "title": pack.text(chosen()).title,
        "languages": list(pack.languages),
        "items": len(pack.items),
        "minutes": pack.minutes,
        "public_check": pack.public_check,
        "confirmed_on": pack.confirmed_on.isoformat(),
        "profile": pack.profile.id,
        "digest": pack.digest,
    }


def _checked_row(entry: Checked) -> dict[str, Any]:
    return {
        "folder": entry.folder.as_posix(),
        "id": entry.pack.id if entry.pack else None,
        "version": entry.pack.version if entry.pack else None,
        "digest": entry.pack.digest if entry.pack else None,
        "faults": _plain(entry.faults),
    }


def _plain(faults: tuple[Fault, ...]) -> list[dict[str, Any]]:
    return [fault.as_dict(chosen()) for fault in faults]


def _tell_refused(entry: Shelved) -> None:
    count, folder = len(entry.faults), entry.folder.as_posix()
    print(
        say(
            f"使っていません: {folder}（直すところ {count}件。kuramori packs check {folder} で分かります）",
            f"Not used: {folder} ({count} faults; see kuramori packs check {folder})",
        ),
        file=sys.stderr,
    )


def _tell_checked(checked: tuple[Checked, ...]) -> None:
    for entry in checked:
        if entry.pack is not None:
            pack = entry.pack
            print(
                say(
                    f"{entry.folder.as_posix()}: 問題ありません（{pack.id} 版{pack.version}、{len(pack.items)}問）",
                    f"{entry.folder.as_posix()}: fine ({pack.id} {pack.version}, {len(pack.items)} items)",
                )
            )
            continue
        for fault in entry.faults:
            print(f"{fault.full_line(chosen())} [{fault.rule}]")
        count = len(entry.faults)
        print(
            say(
                f"{entry.folder.as_posix()}: 直すところが{count}件あります。直るまで、このセットは使われません。",
                f"{entry.folder.as_posix()}: {count} faults. The pack is not used until they are mended.",
            )
        )
