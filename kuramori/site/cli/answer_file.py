"""What `check score` and `check report` share: an answer file read against its pack, and its faults told."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from kuramori.ground.packs.shelf import Shelf
from kuramori.rules import answers
from kuramori.rules.answers import AnswerFile
from kuramori.rules.catalogue import Pack
from kuramori.rules.document import Document
from kuramori.rules.faults import Refused
from kuramori.rules.reading import read
from kuramori.site.cli import CannotRun, packs
from kuramori.site.cli.asked_file import content_of
from kuramori.site.cli.words import chosen, say


def add_shelf_options(parser: argparse.ArgumentParser) -> None:
    """Where packs are looked for besides the shipped ones."""
    parser.add_argument("--data", help=say("記録の保存先(初めは ./data)", "folder for records (./data)"))
    parser.add_argument(
        "--pack-root",
        help=say("セットを探すフォルダー", "folder to look for packs in, instead of the shipped ones"),
    )


def read_answers(args: argparse.Namespace) -> tuple[AnswerFile, Pack]:
    """The answer file that was named and its pack; raises Refused, or CannotRun where it cannot be opened."""
    path = Path(args.file)
    source = content_of(path, answers.LIMITS.size)
    shelf = _shelf(args)
    document = read(source, path.as_posix(), answers.LIMITS)
    if _is_example(document):
        print(
            say(
                f"「{path}」はセットに付いている例です。中の answers_file を読みました。",
                f"“{path}” is a worked example of a pack; its answers_file was read.",
            ),
            file=sys.stderr,
        )
        document = document.below(("answers_file",))
    file = answers.from_document(document, shelf.find)
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


def _is_example(document: Document) -> bool:
    """Does the file wrap its answers as a pack's `examples/*.yaml` do?"""
    value = document.value
    return isinstance(value, dict) and {"answers_file", "expect"} <= set(value) and "answers" not in value


def _shelf(args: argparse.Namespace) -> Shelf:
    if args.pack_root is None:
        return packs.shelf_at(args.data)
    root = Path(args.pack_root)
    if not root.is_dir():
        raise CannotRun(say(f"フォルダー「{root}」がありません。", f"There is no folder “{root}”."))
    return Shelf([root])
