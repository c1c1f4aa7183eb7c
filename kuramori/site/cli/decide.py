"""`kuramori decide FILE`: may this item go to this recipient? No database and no Django."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from kuramori.ground.packs.sharing_policy import shipped_policy
from kuramori.rules.faults import Refused
from kuramori.rules.sharing import input_file, policy_file
from kuramori.rules.sharing.deciding import decide
from kuramori.rules.sharing.decision import Decision
from kuramori.rules.sharing.policy import Policy
from kuramori.rules.sharing.sentences import OUTCOMES, told
from kuramori.site.cli.answer_file import tell_refused
from kuramori.site.cli.asked_file import content_of
from kuramori.site.cli.words import chosen, say


def add_parser(commands: argparse._SubParsersAction[Any]) -> None:
    """`decide FILE [--json] [--policy FILE]`."""
    parser = commands.add_parser(
        "decide",
        help=say("渡してよいかを、決まりの表で判断します", "decide by the policy whether to hand over"),
    )
    parser.add_argument(
        "file", metavar="FILE", help=say("判断にかける内容（YAMLかJSON）", "what to decide on, YAML or JSON")
    )
    parser.add_argument("--json", action="store_true", help=say("JSONで出します", "print JSON"))
    parser.add_argument(
        "--policy",
        metavar="FILE",
        help=say("会社の決まりの表（初めは付属の表）", "the house's own policy, instead of the shipped one"),
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit 0 with the decision, whatever it is; 1 with every fault of a file; 2 where a file cannot be opened."""
    try:
        policy = shipped_policy()
        if args.policy:
            policy = policy_file.read_policy(
                content_of(Path(args.policy), policy_file.LIMITS.size), args.policy
            )
        inputs = input_file.read_inputs(content_of(Path(args.file), input_file.LIMITS.size), args.file)
    except Refused as refused:
        return tell_refused(refused, as_json=args.json)
    found = decide(policy, inputs)
    if args.json:
        print(json.dumps(told(policy, found, chosen()), ensure_ascii=False, indent=2))
    else:
        print(_summary(policy, found))
    return 0


def _summary(policy: Policy, found: Decision) -> str:
    lang = chosen()
    answer = told(policy, found, lang)
    conditions = [f"{one} {policy.conditions[one].of(lang)}" for one in found.conditions]
    lines = [OUTCOMES[found.outcome].of(lang)]
    for title, sentences in (
        (say("条件", "Conditions"), conditions),
        (say("わけ", "Why"), answer["reasons"]),
        (say("渡せるようになるには", "What would open the door"), answer["opens"]),
    ):
        if sentences:
            lines += ["", title, *(f"  {say('・', '- ')}{one}" for one in sentences)]
    rule = say(
        f"決まり: {policy.id} 版{policy.version}（{found.rule}）。会社の決まりの答えで、法律上の判断ではありません。",
        f"Policy: {policy.id} {policy.version} ({found.rule}). An answer of the house's policy, no legal verdict.",
    )
    return "\n".join([*lines, "", rule])
