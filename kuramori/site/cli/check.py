"""`kuramori check score FILE` and `check report FILE`: what an answer file amounts to. No database and no Django."""

from __future__ import annotations

import argparse
import json
from typing import Any

from kuramori.rules.answers import AnswerFile
from kuramori.rules.catalogue import Pack
from kuramori.rules.faults import Refused
from kuramori.rules.pack_texts import PackTexts
from kuramori.rules.score_form import score_form
from kuramori.rules.scoring import Score, score
from kuramori.site.cli import report
from kuramori.site.cli.answer_file import add_shelf_options, read_answers, tell_refused
from kuramori.site.cli.words import chosen, say


def add_parser(commands: argparse._SubParsersAction[Any]) -> None:
    """`check score FILE [--json] [--data DIR] [--pack-root DIR]` and `check report FILE -o OUT`."""
    parser = commands.add_parser(
        "check", help=say("自己チェックの採点と報告書", "score a self-check, make its report")
    )
    below = parser.add_subparsers(
        metavar=say("命令", "COMMAND"), title=say("命令", "commands"), required=True
    )
    scoring = below.add_parser("score", help=say("回答を採点します", "score the answers"))
    scoring.add_argument(
        "file", metavar="FILE", help=say("回答のファイル（YAMLかJSON）", "answers, YAML or JSON")
    )
    scoring.add_argument("--json", action="store_true", help=say("JSONで出します", "print JSON"))
    add_shelf_options(scoring)
    scoring.set_defaults(run=run_score)
    report.add_parser(below)


def run_score(args: argparse.Namespace) -> int:
    """Exit 0 with the score, complete or not; 1 with every fault of the file; 2 where the file cannot be opened."""
    try:
        file, pack = read_answers(args)
    except Refused as refused:
        return tell_refused(refused, as_json=args.json)
    found = score(pack, file.answers)
    if args.json:
        print(json.dumps(score_form(pack, found, chosen()), ensure_ascii=False, indent=2))
    else:
        print(_summary(pack, found, file))
    return 0


def _summary(pack: Pack, found: Score, file: AnswerFile) -> str:
    text = pack.text(chosen())
    lines = [
        f"{text.title}（{pack.id} {pack.version}）"
        if chosen() == "ja"
        else f"{text.title} ({pack.id} {pack.version})",
        _headline(found),
        say(
            f"{found.items}問のうち{found.answered}問に回答、当てはまる問は{found.applicable}問",
            f"{found.answered} of {found.items} items answered, {found.applicable} applicable",
        ),
    ]
    if file.official_score is not None and text.official_score_label:
        lines.append(f"{text.official_score_label}: {file.official_score}")
    lines += ["", *_group_lines(pack, found, text), "", text.scoring_name, text.disclaimer.strip()]
    return "\n".join(lines)


def _headline(found: Score) -> str:
    total, early = found.total, found.provisional
    if total.score is not None:
        points = f"{total.points} / {total.max}"
        return say(f"総合点 {total.score}点（{points}）", f"Score {total.score} ({points})")
    if early is None or early.score is None:
        return say("総合点はまだ出ません", "No score yet")
    points = f"{early.points} / {early.max}"
    return say(
        f"総合点はまだ出ません。答えた問だけの途中の点は {early.score}点（{points}）です",
        f"No score yet; over the answered items only, for now: {early.score} ({points})",
    )


def _group_lines(pack: Pack, found: Score, text: PackTexts) -> list[str]:
    lines = []
    for measure, group in zip(pack.measures, found.measures, strict=True):
        part = f"{group.points} / {group.max}"
        share = say(f"{group.percent}%（{part}）", f"{group.percent}% ({part})")
        if group.percent is None:
            share = say("当てはまる問なし", "not applicable")
        lines.append(f"{measure.mark} {text.measures[group.id].title}: {share}")
    return lines
