"""The commands of Kuramori. One module per command; only the module that was asked for is imported.

A command module declares `add_parser(commands)`, which adds its own parser and sets `run` by
`set_defaults(run=…)`; `run(args)` returns the exit code: 0 fine, 1 the content is wrong, 2 cannot run.
So that `check` and `packs` work without a database, nothing here imports Django.
"""

from __future__ import annotations

import argparse
import importlib
import itertools
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from kuramori import __version__
from kuramori.site.cli import words

HERE = Path(__file__).parent

# In the order people meet them: name, Japanese, English.
COMMANDS: dict[str, tuple[str, str]] = {
    "serve": ("画面と裏方の処理を動かします", "serve the pages and run the background worker"),
    "demo": ("架空の4社の記録を入れます", "fill in four invented companies"),
    "doctor": ("動くための条件がそろっているか調べます", "examine whether everything needed is in order"),
    "check": ("自己チェックの回答を採点し、報告書を作ります", "score a self-check and make its report"),
    "password": (
        "パスワードが分からなくなった方に、新しいものを決めます",
        "set a new password for an account",
    ),
    "backup": ("写しを作り、確かめます", "make and verify a backup"),
    "envelope": ("いつもの人がいないときのための、金庫の封筒を刷ります", "print the envelope for the safe"),
    "restore": ("写しから記録を戻します", "put a backup back"),
    "trail": ("証跡を確かめ、証明を出します", "check the trail, print proofs"),
    "label": ("ファイルに秘密の表示を付け、読み取ります", "mark files as secret and read marks back"),
    "scan": ("フォルダーの中の秘密をさがします", "look for secrets in a folder"),
    "decide": ("渡してよいかを、決まりの表で判断します", "decide by the policy whether to hand over"),
    "request": ("取引先への依頼を、送る前に点検します", "look over a request to a partner before it is sent"),
    "packs": ("設問・基準セットの一覧と点検", "list and check packs of items and criteria"),
}

# Options with a value that may stand before or behind the command's name.
SHARED = frozenset({"--lang", "--data"})


class CannotRun(Exception):
    """The command cannot do its work here; the message says what happened and what to do. Exit code 2."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code: 0 fine, 1 wrong content, 2 cannot run."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    _speak_utf8()
    words.choose(arguments)
    try:
        code = _run(arguments)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # The reader (`| head`) has what it wanted. Python would complain once more when closing stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + signal.SIGPIPE
    except KeyboardInterrupt:
        print(words.say("\n止めました。", "\nStopped."), file=sys.stderr)
        return 128 + signal.SIGINT
    except CannotRun as refusal:
        print(refusal, file=sys.stderr)
        return 2
    except Exception as error:  # noqa: BLE001  the last door: whatever it is, the user gets a sentence
        _tell_unexpected(error)
        return 2


def installed() -> list[str]:
    """Names of the commands whose module is there, in the order of the help."""
    return [name for name in COMMANDS if (HERE / f"{name}.py").exists()]


def _run(arguments: list[str]) -> int:
    arguments = _shared_last(arguments)
    name = next((word for word in arguments if not word.startswith("-")), None)
    if name in installed():
        parser = _parser(only=name)
        module = importlib.import_module(f"{__name__}.{name}")
        module.add_parser(_commands(parser))
        _add_language(parser)
        args = parser.parse_args(arguments)
        if not hasattr(args, "run"):
            return _tell_usage_of(parser, name)
        return int(args.run(args) or 0)
    parser = _parser()
    commands = _commands(parser)
    for known in installed():
        commands.add_parser(known, help=words.say(*COMMANDS[known]))
    parser.parse_args(arguments)
    parser.print_help()
    return 0 if not arguments else 2


def _shared_last(arguments: list[str]) -> list[str]:
    """`--lang en --data D packs list` as `packs list --lang en --data D`: they mean the same wherever they stand."""
    own: list[str] = []
    shared: list[str] = []
    rest = iter(arguments)
    for word in rest:
        if word == "--":
            return [*own, *shared, word, *rest]
        if word in SHARED:
            shared += [word, *itertools.islice(rest, 1)]
        else:
            (shared if word.split("=")[0] in SHARED else own).append(word)
    return own + shared


def _parser(only: str | None = None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kuramori",
        description=None
        if only
        else words.say(
            "蔵守(くらもり): 会社の大事な情報を守り、確かめ、示すための道具です。",
            "Kuramori keeps a company's trade secrets, checks how well, and shows it.",
        ),
        epilog=None
        if only
        else words.say(
            "それぞれの説明は kuramori 命令 --help。English: --lang en",
            "For one command: kuramori COMMAND --help",
        ),
        allow_abbrev=False,
    )
    parser.add_argument("--lang", choices=words.LANGUAGES, help=words.say("表示の言葉", "language"))
    parser.add_argument(
        "--version",
        action="version",
        version=f"kuramori {__version__}",
        help=words.say("版を出します", "print the version"),
    )
    return parser


def _commands(parser: argparse.ArgumentParser) -> argparse._SubParsersAction[argparse.ArgumentParser]:
    return parser.add_subparsers(
        dest="command",
        metavar=words.say("命令", "COMMAND"),
        title=words.say("命令", "commands"),
        parser_class=argparse.ArgumentParser,
    )


def _add_language(parser: argparse.ArgumentParser) -> None:
    """Lets `--lang` stand behind every command, unless the command has one of its own."""
    for action in parser._actions:
        if not isinstance(action, argparse._SubParsersAction):
            continue
        for below in action.choices.values():
            if "--lang" not in below._option_string_actions:
                # SUPPRESS: a command without the option must not undo one given before its name.
                below.add_argument(
                    "--lang",
                    choices=words.LANGUAGES,
                    default=argparse.SUPPRESS,
                    help=words.say("表示の言葉", "language"),
                )
            _add_language(below)


def _tell_usage_of(parser: argparse.ArgumentParser, name: str) -> int:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            print(action.choices[name].format_help(), end="", file=sys.stderr)
    return 2


def _speak_utf8() -> None:
    """Japanese comes out whole whatever the terminal's locale says; a lone surrogate stays valid JSON."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _tell_unexpected(error: Exception) -> None:
    if os.environ.get("KURAMORI_DEBUG") == "1":
        traceback.print_exc()
        return
    print(
        words.say(
            f"思わぬことが起きて止まりました: {type(error).__name__}: {error}\n"
            "kuramori doctor で足りないものを調べられます。"
            "くわしい記録は、前に KURAMORI_DEBUG=1 を付けてもう一度動かすと出ます。",
            f"Stopped by something unexpected: {type(error).__name__}: {error}\n"
            "`kuramori doctor` examines what is missing. Put KURAMORI_DEBUG=1 in front for the details.",
        ),
        file=sys.stderr,
    )
