"""`kuramori trail pack | tiles`: entries, or the whole log, as files that anybody can check elsewhere."""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kuramori.site.cli import CannotRun
from kuramori.site.cli.records import open_records
from kuramori.site.cli.words import say

Verb = Callable[..., argparse.ArgumentParser]


def add_pack(verbs: argparse._SubParsersAction[Any], verb: Verb) -> None:
    """`trail pack OUT.zip --organisation SLUG [--kind KIND --thing ID] [--from DATE] [--until DATE]`."""
    parser = verb(verbs, "pack", say("証跡の束を作る", "make a sealed pack of entries"), pack)
    parser.add_argument("out", metavar="OUT", help=say("書き出す先(ZIP)", "file to write (ZIP)"))
    parser.add_argument(
        "--organisation", metavar="SLUG", required=True, help=say("どの組織の証跡か", "whose entries")
    )
    parser.add_argument("--kind", default="", help=say("種類だけに絞る(例 sheet)", "only of this kind"))
    parser.add_argument("--thing", default="", help=say("この番号のものだけ", "only of this thing"))
    parser.add_argument("--from", dest="from_on", type=_day, help=say("この日から", "from this day"))
    parser.add_argument("--until", dest="until_on", type=_day, help=say("この日まで", "until this day"))
    parser.add_argument(
        "--without",
        nargs="+",
        default=[],
        metavar="FIELD",
        help=say("伏せる個人の項目(who など)", "personal fields to withhold, such as who"),
    )


def add_tiles(verbs: argparse._SubParsersAction[Any], verb: Verb) -> None:
    """`trail tiles OUT`: the whole log into an empty folder."""
    parser = verb(verbs, "tiles", say("証跡の全体をタイルで書き出す", "write the whole log as tiles"), tiles)
    parser.add_argument(
        "out", metavar="OUT", help=say("書き出す先(空のフォルダー)", "folder to write, empty")
    )


def pack(args: argparse.Namespace) -> int:
    """Exit 0 with the pack written; 1 where the organisation does not exist."""
    out = Path(args.out)
    if out.exists():
        raise CannotRun(say(f"{out} は、もうあります。別の名前にしてください。", f"{out} exists already."))
    open_records(args.data)
    from django_scopes import scope

    from kuramori.ground.people import access
    from kuramori.ground.people.models import Organisation
    from kuramori.ground.trail import audiences, read, showing
    from kuramori.ground.trail.pack import pack as seal_pack
    from kuramori.ground.trail.pack import rising

    organisation = Organisation.objects.filter(slug=args.organisation).first()
    if organisation is None:
        raise CannotRun(
            say(f"「{args.organisation}」という組織はありません。", "There is no such organisation.")
        )
    actor = access.actor_on_command_line(organisation)
    wanted = read.Wanted(kind=args.kind, thing_id=args.thing, from_on=args.from_on, until_on=args.until_on)
    found = read.found(organisation.pk, wanted, may_read=lambda audience: audiences.may_read(actor, audience))
    indices = [entry.index for entry in found]
    try:
        with out.open("xb") as file, scope(organisation=organisation):
            shown = showing.told(actor, rising(indices))
            showing.note(actor, shown)
            packed = seal_pack(actor, rising(indices), file, withheld=args.without, closed=shown.closed)
    except OSError as error:
        raise CannotRun(say(f"{out} に書けません。", f"Cannot write {out}.")) from error
    if args.json:
        told = {
            "entries": packed.entries,
            "seal": packed.seal,
            "size": packed.size,
            "manifest": packed.manifest,
        }
        print(json.dumps(told, indent=2))
        return 0
    print(
        say(
            f"{out} に証跡{packed.entries}件の束を書きました。受け取った方は、中の verify.html で確かめられます。",
            f"Wrote a pack of {packed.entries} entries to {out}; the receiver checks it with the verify.html inside.",
        )
    )
    return 0


def tiles(args: argparse.Namespace) -> int:
    """Exit 0 with the folder written; 1 where the stored log no longer fits its newest checkpoint."""
    open_records(args.data)
    from kuramori.ground.trail.checkpoint import HistoryChanged
    from kuramori.ground.trail.tiles import FolderNotEmpty, NothingRecorded, write_tiles
    from kuramori.ground.trail.tree import TreeBroken

    out = Path(args.out)
    try:
        written = write_tiles(out)
    except FolderNotEmpty:
        raise CannotRun(say(f"{out} が空ではありません。", f"{out} is not empty.")) from None
    except NothingRecorded:
        raise CannotRun(say("まだ何も記録されていません。", "Nothing has been recorded yet.")) from None
    except (HistoryChanged, TreeBroken):
        print(
            say(
                "証跡が、署名した控えと合いません。kuramori trail verify で場所を確かめてください。",
                "The trail does not fit its signed checkpoint; see kuramori trail verify.",
            ),
            file=sys.stderr,
        )
        return 1
    except OSError as error:
        raise CannotRun(say(f"{out} に書けません。", f"Cannot write {out}.")) from error
    if args.json:
        print(
            json.dumps(
                {"size": written.size, "files": written.files, "root": written.checkpoint.root}, indent=2
            )
        )
        return 0
    print(
        say(
            f"{out} に {written.size}件を書きました。",
            f"Wrote {written.size} entries to {out}.",
        )
    )
    return 0


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(say("日は 2026-11-22 の形です", "dates read 2026-11-22")) from None
