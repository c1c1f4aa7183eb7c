"""`kuramori check score FILE`: what an answer file amounts to. No database and no Django."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from kuramori.ground.packs.shelf import Shelf
from kuramori.rules import answers
from kuramori.rules.answers import AnswerFile
from kuramori.rules.catalogue import Pack
from kuramori.rules.faults import Refused
from kuramori.rules.pack_texts import PackTexts
from kuramori.rules.scoring import Group, Score, Total, score
from kuramori.site.cli import CannotRun, packs
from kuramori.site.cli.words import chosen, say


def add_parser(commands: argparse._SubParsersAction[Any]) -> None:
    """`check score FILE [--json] [--data DIR] [--pack-root DIR]`."""
    parser = commands.add_parser("check", help=say("自己チェックの採点", "score a self-check"))
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


def add_shelf_options(parser: argparse.ArgumentParser) -> None:
    """Where packs are looked for besides the shipped ones."""
    parser.add_argument("--data", help=say("記録の保存先(初めは ./data)", "folder for records (./data)"))
    parser.add_argument(
        "--pack-root",
        help=say("セットを探すフォルダー", "folder to look for packs in, instead of the shipped ones"),
    )


def run_score(args: argparse.Namespace) -> int:
    """Exit 0 with the score, complete or not; 1 with every fault of the file; 2 where the file cannot be opened."""
    try:
        file, pack = read_answers(args)
    except Refused as refused:
        return tell_refused(refused, as_json=args.json)
    found = score(pack, file.answers)
    if args.json:
        print(json.dumps(as_json(pack, found, chosen()), ensure_ascii=False, indent=2))
    else:
        print(_summary(pack, found, file))
    return 0


def read_answers(args: argparse.Namespace) -> tuple[AnswerFile, Pack]:
    """The answer file that was named and its pack; raises Refused, or CannotRun where it cannot be opened."""
    path = Path(args.file)
    try:
        with path.open("rb") as opened:
            # One byte more than allowed is enough to refuse it; a huge file is never read whole.
            source = opened.read(answers.LIMITS.size + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CannotRun(
            say(f"「{path}」を開けません（{reason}）。", f"“{path}” cannot be opened ({reason}).")
        ) from None
    shelf = _shelf(args)
    file = answers.read(source, shelf.find, path=path.as_posix())
    pack = shelf.find(file.pack)
    assert pack is not None  # the file was read against it  # noqa: S101
    return file, pack


def tell_refused(refused: Refused, *, as_json: bool) -> int:
    """Every fault with its place: sentences on stderr, and with --json one object on stdout. Always 1."""
    if as_json:
        faults = [fault.as_dict(chosen()) for fault in refused.faults]
        print(json.dumps({"faults": faults}, ensure_ascii=False, indent=2))
    for sentence in refused.sentences(chosen()):
        print(sentence, file=sys.stderr)
    return 1


def as_json(pack: Pack, found: Score, lang: str) -> dict[str, Any]:
    """The form of docs/reference/schemas/check-score.schema.json; titles in ``lang``."""
    text = pack.text(lang)
    return {
        "pack": found.pack,
        "version": found.version,
        "digest": found.digest,
        "profile": found.profile,
        "answered": found.answered,
        "applicable": found.applicable,
        "total": _total(found.total),
        "provisional": _total(found.provisional) if found.provisional else None,
        "measures": [_group(group, text.measures[group.id].title) for group in found.measures],
        "steps": [_group(group, text.steps[group.id].title) for group in found.steps],
        "fields": [_group(group, text.fields[group.id].title) for group in found.fields],
    }


def _shelf(args: argparse.Namespace) -> Shelf:
    if args.pack_root is None:
        return packs.shelf_at(args.data)
    root = Path(args.pack_root)
    if not root.is_dir():
        raise CannotRun(say(f"フォルダー「{root}」がありません。", f"There is no folder “{root}”."))
    return Shelf([root])


def _total(total: Total) -> dict[str, Any]:
    return {"points": total.points, "max": total.max, "score": total.score}


def _group(group: Group, title: str) -> dict[str, Any]:
    return {"id": group.id, "title": title, "points": group.points, "max": group.max, "share": group.share}


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
