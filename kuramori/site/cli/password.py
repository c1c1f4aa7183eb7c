"""`kuramori password EMAIL`: a new password for somebody whom no colleague can make a link for."""

from __future__ import annotations

import argparse
import os
import secrets
import sys
from pathlib import Path

from kuramori.site import folder, stamps
from kuramori.site.cli import CannotRun
from kuramori.site.cli.words import say

Commands = argparse._SubParsersAction


def add_parser(commands: Commands) -> None:
    parser = commands.add_parser(
        "password",
        help=say(
            "パスワードが分からなくなった方に、新しいものを決めます", "set a new password for an account"
        ),
    )
    parser.add_argument(
        "email", metavar="EMAIL", help=say("ログインに使うメールアドレス", "the address to sign in with")
    )
    parser.add_argument(
        "--data", default="data", help=say("記録の保存先(初めは ./data)", "folder for records")
    )
    parser.add_argument(
        "--forget-second-step",
        action="store_true",
        help=say(
            "二段階の確認（アプリ・パスキー・予備のコード）も外します。ご本人だと確かめてから使ってください",
            "remove the second step too (app, passkeys, recovery codes), once you know who is asking",
        ),
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Makes a password, sets it, and tells it once on stdout; exit 1 where nobody has this address."""
    data = folder.named(args.data)
    os.environ["KURAMORI_DATA"] = str(data)
    if not _is_ready(data):
        raise CannotRun(
            say(
                f"{data} に、いまの版の記録がありません。--data を確かめてください。",
                f"No records of this version in {data}.",
            )
        )
    os.environ["DJANGO_SETTINGS_MODULE"] = "kuramori.site.settings"
    import django

    django.setup()
    from kuramori.ground.people.renew import NoSuchAccount, renew_password

    password = secrets.token_urlsafe(12)
    try:
        renew_password(args.email, password, forget_second_step=args.forget_second_step)
    except NoSuchAccount:
        print(
            say("このアドレスでログインする方はいません。", "Nobody signs in with this address."),
            file=sys.stderr,
        )
        return 1
    print(say(f"新しいパスワード: {password}", f"New password: {password}"))
    print(
        say("ログインしたら、「ログインと安全」で変えてもらってください。", "Change it after signing in."),
        flush=True,
    )
    return 0


def _is_ready(data: Path) -> bool:
    return bool(os.environ.get("DATABASE_URL")) or stamps.tables_in(data) == stamps.tables()
