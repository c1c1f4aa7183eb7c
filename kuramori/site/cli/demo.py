"""`kuramori demo`: fill a data folder with four invented companies and their histories; does not serve."""

from __future__ import annotations

import argparse
import os

from kuramori.site import folder
from kuramori.site.cli.words import say

Commands = argparse._SubParsersAction


def add_parser(commands: Commands) -> None:
    parser = commands.add_parser(
        "demo", help=say("見本の4社（架空）の記録を作ります", "fill in four invented companies")
    )
    parser.add_argument(
        "--data", default="data", help=say("記録の保存先(初めは ./data)", "folder for records")
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Makes the database where there is none, adds the companies that are missing, tells how to sign in."""
    data = folder.named(args.data)
    # As with `serve`: the database, the password and all else made from here on are for our user alone.
    os.umask(0o077)
    folder.make(data)
    os.environ["KURAMORI_DATA"] = str(data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "kuramori.site.settings"
    import django

    django.setup()
    from kuramori.ground.trail.checkpoint import checkpoint
    from kuramori.site import prepare
    from kuramori.site.demo.cast import COMPANIES
    from kuramori.site.demo.fill import fill, password

    prepare.records(data)
    added = fill()
    checkpoint()  # no worker runs here that would sign what was just recorded
    print(
        say(f"見本の会社を {len(added)}社 作りました。", f"Added {len(added)} invented companies.")
        if added
        else say("見本の会社は、もうそろっています。", "The invented companies are already there.")
    )
    print(
        say("次の方としてログインできます（すべて架空）。", "Sign in as one of these people (all invented).")
    )
    for company in COMPANIES:
        for person in company.people[:2]:
            address = f"{person.mail}@{company.slug}.example"
            print(f"  {address:<36} {company.name} {person.name}")
    print(say(f"  パスワードはどの方も  {password()}", f"  password for everyone  {password()}"), flush=True)
    return 0
