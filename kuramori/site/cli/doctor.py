"""`kuramori doctor`: examines whether everything needed is in order, and says what to do."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kuramori import __version__
from kuramori.outside.mail import Fate
from kuramori.site import examine, examine_content, examine_house, folder, instance, trial_mail
from kuramori.site.cli.words import say
from kuramori.site.examine import Finding
from kuramori.site.instance import InstanceFault

SIGNS = {"ok": "✓", "care": "△", "stop": "✕"}


def add_parser(commands: argparse._SubParsersAction[Any]) -> None:
    """`doctor [--data DIR] [--json] [--send-test ADDRESS]`."""
    parser = commands.add_parser("doctor", help=say("足りないものがないか調べる", "examine what is missing"))
    parser.add_argument(
        "--data", default="data", help=say("記録の保存先(初めは ./data)", "folder for records")
    )
    parser.add_argument("--json", action="store_true", help=say("JSON で出す", "print JSON"))
    parser.add_argument(
        "--send-test",
        metavar="ADDRESS",
        help=say("このアドレスへ試しのメールを1通送る", "send one mail to this address for a try"),
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit 0 where Kuramori can run, cautions included; 1 where something must be put right first."""
    data = folder.named(args.data)
    findings = list(_examine(data))
    if args.send_test:
        findings.append(_sent_test(data, args.send_test))
    can_run = all(finding.state != "stop" for finding in findings)
    if args.json:
        told = [
            {"id": one.id, "state": one.state, "text": one.text, "advice": one.advice or None}
            for one in findings
        ]
        answer = {"version": __version__, "data": str(data), "can_run": can_run, "findings": told}
        print(json.dumps(answer, ensure_ascii=False, indent=2))
        return 0 if can_run else 1
    for finding in findings:
        print(f"{SIGNS[finding.state]} {finding.text}")
        if finding.advice:
            print(f"    → {finding.advice}")
    if can_run:
        print(say("動かせます。", "Kuramori can run."))
    else:
        print(say("✕ のところを直すと動かせます。", "Put right what is marked ✕."))
    return 0 if can_run else 1


def _examine(data: Path) -> Iterator[Finding]:
    yield from examine.surroundings(data)
    yield from examine_content.content(data)
    yield from examine.data_folder(data)
    found, settings = examine_house.settings_file(data)
    yield found
    yield from examine_house.keys(data)
    yield examine_house.clock_kept(data)
    yield examine_house.mail(settings)
    yield examine_house.reach(settings, data)
    # The settings make folder and key when they are read: where there are no records yet, none are made.
    if not (data / folder.DATABASE).exists() and not (data.exists() and os.environ.get("DATABASE_URL")):
        yield Finding(
            "database",
            "care",
            say("記録はまだありません", "there are no records yet"),
            say("./start で作られます。", "./start makes them."),
        )
        return
    yield examine_house.backup(data, settings)
    if found.state == "stop":  # Django would not begin with it
        return
    os.environ["KURAMORI_DATA"] = str(data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "kuramori.site.settings"
    import django

    try:
        django.setup()
    except ValueError as error:  # DATABASE_URL cannot be read, or a key is empty
        yield Finding("database", "stop", str(error))
        return
    from kuramori.site.examine_records import database

    yield from database()


def _sent_test(data: Path, address: str) -> Finding:
    """Hands one mail to the server of `kuramori.toml`; leaves no row, because no organisation asked for it."""
    try:
        chosen = instance.read(data).mail
    except InstanceFault as fault:
        return Finding("mail_test", "stop", str(fault))
    if not chosen.host or "@" not in chosen.sender:
        return Finding(
            "mail_test",
            "care",
            say("試しのメールを送れません: メールの設定がありません", "no mail server is set"),
            say(
                "kuramori.toml の [mail] に host と sender を書いてください。",
                "Fill in [mail] of kuramori.toml.",
            ),
        )
    answer = trial_mail.send(chosen, address)
    if answer.fate is Fate.SENT:
        return Finding(
            "mail_test",
            "ok",
            say(f"試しのメールを {chosen.host} が受け取りました", f"{chosen.host} took the mail"),
            say("届いたか、受け取る方に確かめてください。", "Ask whether it arrived."),
        )
    code = f" ({answer.code})" if answer.code else ""
    where = say(trial_mail.STAGES[answer.stage][0], trial_mail.STAGES[answer.stage][1])
    return Finding(
        "mail_test",
        "care",
        say(f"試しのメールを送れませんでした: {where}{code}", f"the mail was not taken: {where}{code}"),
        say("kuramori.toml の [mail] を見直してください。", "Look over [mail] of kuramori.toml."),
    )
