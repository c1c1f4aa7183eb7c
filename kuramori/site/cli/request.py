"""`kuramori request lint FILE`: is this request to a partner fair, before it is sent? No database and no Django.

`kuramori request recount`: make the counts of replies add up again, where `doctor` found that they do not.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from kuramori.ground.packs.request_rules import shipped_rules
from kuramori.rules.faults import Refused
from kuramori.rules.requests import draft_file
from kuramori.rules.requests.linting import lint, told
from kuramori.site.cli.answer_file import tell_refused
from kuramori.site.cli.asked_file import content_of
from kuramori.site.cli.records import open_records
from kuramori.site.cli.words import chosen, say


def add_parser(commands: argparse._SubParsersAction[Any]) -> None:
    """`request lint FILE [--json] | recount [--data DIR]`."""
    parser = commands.add_parser(
        "request", help=say("取引先への依頼を、送る前に点検します", "look over a request before it is sent")
    )
    parts = parser.add_subparsers(
        required=True, metavar=say("命令", "COMMAND"), title=say("命令", "commands")
    )
    linting = parts.add_parser(
        "lint", help=say("公正で、答えられる頼み方かを見ます", "is it fair, and light enough to be answered")
    )
    linting.add_argument(
        "file", metavar="FILE", help=say("送る前の依頼（YAMLかJSON）", "the request, YAML or JSON")
    )
    linting.add_argument("--json", action="store_true", help=say("JSONで出します", "print JSON"))
    linting.set_defaults(run=run)
    again = parts.add_parser(
        "recount",
        help=say("合わない回答の集計を数え直します", "count replies anew where counts do not add up"),
    )
    again.add_argument(
        "--data", default="data", help=say("記録の保存先(初めは ./data)", "folder for records")
    )
    again.set_defaults(run=recount)


def run(args: argparse.Namespace) -> int:
    """Exit 0 with the findings, whatever they are; 1 with every fault of the file; 2 where it cannot be opened."""
    book = shipped_rules()
    try:
        draft = draft_file.read_draft(content_of(Path(args.file), draft_file.LIMITS.size), args.file)
    except Refused as refused:
        return tell_refused(refused, as_json=args.json)
    answer = told(book, lint(book, draft), chosen())
    print(json.dumps(answer, ensure_ascii=False, indent=2) if args.json else _summary(answer))
    return 0


def recount(args: argparse.Namespace) -> int:
    """Exit 0 once everything adds up; each count that was put right has an entry in the trail."""
    open_records(args.data)
    from django_scopes import scope

    from kuramori.ground.people.access import actor_on_command_line
    from kuramori.ground.people.models import Organisation
    from kuramori.work.requests.recounting import count_anew

    mended = 0
    for organisation in Organisation.objects.order_by("name"):
        with scope(organisation=organisation):
            for pack, _digest, klass in count_anew(actor_on_command_line(organisation)):
                mended += 1
                named = klass or say("区分なし", "no class")
                print(
                    say(
                        f"数え直しました: {organisation.name} {named} ({pack})",
                        f"counted anew: {organisation.name} {named} ({pack})",
                    )
                )
    if not mended:
        print(say("集計は合っています。", "All counts add up."))
    return 0


def _summary(answer: dict[str, list[dict[str, str]]]) -> str:
    if not answer["red"] and not answer["amber"]:
        lines = [say("直すところは見つかりません。", "Nothing to mend was found.")]
    elif answer["red"]:
        lines = [say("このままでは送れません。", "It cannot be sent as it is.")]
    else:
        lines = [
            say(
                "送れます。次の点は、このままでよいか確かめてください。",
                "It can be sent. Is all of this meant so?",
            )
        ]
    for severity, title in (
        ("red", say("直すところ（赤）", "To mend (red)")),
        ("amber", say("確かめるところ（黄）", "To look at (amber)")),
    ):
        if answer[severity]:
            lines += ["", title]
            for found in answer[severity]:
                lines += [
                    f"  {say('・', '- ')}{found['text']}",
                    f"      {say('出典', 'Source')}: {found['source']}",
                ]
    return "\n".join(
        [*lines, "", say("会社のための目安で、法律上の判断ではありません。", "A guide, no legal verdict.")]
    )
