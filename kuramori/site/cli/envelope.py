"""`kuramori envelope -o OUT.pdf`: the page for the safe."""

from __future__ import annotations

import argparse
import os
import sys
from typing import Any

from kuramori.outside.reasons import reason
from kuramori.press.faults import PressFault
from kuramori.site import folder, stamps
from kuramori.site.cli import CannotRun
from kuramori.site.cli.words import chosen, say


def add_parser(commands: argparse._SubParsersAction[Any]) -> None:
    """`envelope -o OUT.pdf [--email ADDRESS] [--address URL] [--data DIR]`."""
    parser = commands.add_parser("envelope", help=say("金庫の封筒を刷る", "print the envelope for the safe"))
    parser.add_argument(
        "-o", "--output", required=True, metavar="OUT", help=say("書き出す先（PDF）", "where to (PDF)")
    )
    parser.add_argument("--email", help=say("番号で開く方（初めは運用者）", "whose account the codes open"))
    parser.add_argument(
        "--address",
        default="http://127.0.0.1:8000",
        help=say("画面のアドレス（kuramori.toml にあればそちら）", "where the pages are"),
    )
    parser.add_argument(
        "--data", default="data", help=say("記録の保存先(初めは ./data)", "folder for records")
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit 0 with the page written; 1 where nobody has that address; 2 where it cannot be made or written."""
    data, out = folder.named(args.data), folder.named(args.output)
    if not os.environ.get("DATABASE_URL") and stamps.tables_in(data) != stamps.tables():
        raise CannotRun(
            say(
                f"{data} に、いまの版の記録がありません。--data を確かめてください。",
                f"No records of this version in {data}.",
            )
        )
    if out.is_dir() or not os.access(out.parent, os.W_OK):
        # Before the codes are renewed: a page that cannot be written must not void the one in the safe.
        raise CannotRun(say(f"{out} に書けません。", f"Cannot write {out}."))
    os.environ["KURAMORI_DATA"] = str(data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "kuramori.site.settings"
    import django

    django.setup()
    from kuramori.ground.people.models import Account
    from kuramori.site.backup import whole
    from kuramori.site.envelope import paper

    accounts = Account.objects.filter(is_active=True).order_by("created_at", "pk")
    found = accounts.filter(email=args.email) if args.email else accounts.filter(is_operator=True)
    account = found.first()
    if account is None:
        print(say("番号で開く方が見つかりません。", "There is no such account."), file=sys.stderr)
        return 1
    try:
        content = paper.make(account, args.address)
        with whole.beside(out) as file:
            file.write(content)
    except PressFault as fault:
        raise CannotRun(fault.sentence(chosen())) from fault
    except OSError as error:
        why = reason(error, chosen())
        raise CannotRun(say(f"{out} に書けません（{why}）。", f"Cannot write {out} ({why}).")) from error
    print(
        say(
            f"金庫の封筒を書き出しました: {out}\n前の封筒の番号は使えなくなりました。"
            "刷って封をし、金庫に入れたら、このファイルを消してください。",
            f"The envelope is in {out}. The codes of the old one are void. Print it, lock it away, delete the file.",
        )
    )
    return 0
