"""`kuramori serve`: the pages and the background worker, from one data folder."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from kuramori.site import folder
from kuramori.site.cli import CannotRun, before_serving
from kuramori.site.cli.words import say
from kuramori.site.lan import opening
from kuramori.site.supervise import Child, Supervisor

BEGAN_AT = time.monotonic()


def add_parser(commands: argparse._SubParsersAction[Any]) -> None:
    """`serve [--port N] [--host A] [--data DIR] [--demo] [--web-only | --worker-only]`."""
    parser = commands.add_parser("serve", help=say("画面と裏方の処理を動かします", "serve pages and worker"))
    parser.add_argument("--port", type=int, default=8000, help=say("待ち受ける番号(初めは 8000)", "8000"))
    parser.add_argument("--host", help=say("待ち受けるアドレス(初めは 127.0.0.1)", "127.0.0.1"))
    parser.add_argument(
        "--data", default="data", help=say("記録の保存先(初めは ./data)", "folder for records")
    )
    parser.add_argument(
        "--lan",
        action="store_true",
        help=say("社内のほかの機械からも、HTTPS で開けるようにする", "serve the office network by HTTPS"),
    )
    parser.add_argument(
        "--demo", action="store_true", help=say("架空の4社の記録を入れる", "add invented companies")
    )
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--web-only", action="store_true", help=say("画面だけ", "only the pages"))
    only.add_argument("--worker-only", action="store_true", help=say("裏方の処理だけ", "only the worker"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prepares the folder, serves until a signal, and leaves no process behind."""
    if args.lan and args.worker_only:
        raise CannotRun(say("--lan は画面のための指定です。", "--lan is about the pages."))
    if not 0 <= args.port <= 65535:
        raise CannotRun(say("--port は 0 から 65535 までです。", "--port is between 0 and 65535."))
    data = folder.named(args.data)
    # Everything made from here on, the database and its -wal included, is for our user alone.
    os.umask(0o077)
    # A signal during preparation ends us as Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with ExitStack() as held:
        before_serving.make_folder(data)
        locks = [held.enter_context(before_serving.lock(data, part)) for part in _parts(args)]
        listener = office = address = None
        if not args.worker_only:
            host = args.host or ("0.0.0.0" if args.lan else "127.0.0.1")  # noqa: S104  the office is asked for
            listener = held.enter_context(before_serving.listen(host, args.port))
            port = listener.getsockname()[1]
            office = opening.prepare(data, args.host, port) if args.lan else None
            address = office.address if office else _address(host, port)
        for lock in locks:
            before_serving.note_holder(lock, address)
        _set_environment(data, address)
        preparation = before_serving.Preparation(data, address)
        if args.demo:
            before_serving.fill_demo(data)
        listening = [] if listener is None else [str(listener.fileno()), *(["lan"] if office else [])]
        code = Supervisor(
            children=[Child(part, listening if part == "web" else []) for part in _parts(args)],
            listener=listener,
            tell_ready=lambda is_well: _tell_ready(
                data, address, None if args.demo else preparation.link, office, is_well=is_well
            ),
            tell_death=_tell_death,
        ).run()
    if code:
        raise CannotRun(
            say(
                "処理を始められませんでした。上の記録を見るか、kuramori doctor で調べてください。",
                "The service could not begin. See above, or run `kuramori doctor`.",
            )
        )
    print(say("\n止めました。記録はそのまま残っています。", "\nStopped. All records are kept."))
    return 0


def _parts(args: argparse.Namespace) -> list[str]:
    if args.web_only:
        return ["web"]
    return ["worker"] if args.worker_only else ["web", "worker"]


def _address(host: str, port: int) -> str:
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}"


def _set_environment(data: Path, address: str | None) -> None:
    """What all children read."""
    os.environ["KURAMORI_DATA"] = str(data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "kuramori.site.settings"
    if address:
        os.environ["KURAMORI_ADDRESS"] = address
    # Eight threads would otherwise open a memory arena each and keep it (glibc).
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")


def _tell_ready(
    data: Path, address: str | None, link: str | None, office: opening.Office | None, *, is_well: bool
) -> None:
    seconds = time.monotonic() - BEGAN_AT
    lines = [say(f"蔵守が動いています({seconds:.1f}秒)。", f"Kuramori is running ({seconds:.1f} s).")]
    if address:
        lines.append(say(f"  画面            {address}/", f"  pages           {address}/"))
        lines.append(say(f"  自己チェック    {address}/check/", f"  self-check      {address}/check/"))
    if link:
        lines.append(say(f"  最初の方の登録  {link}", f"  first owner     {link}"))
        lines.append(say("                  (1回だけ使えます)", "                  (works once)"))
    lines += opening.told(office) if office else []
    lines.append(say(f"  記録の保存先    {data}", f"  records         {data}"))
    if not is_well:
        lines.append(
            say(
                "  △ 画面の具合がよくありません。kuramori doctor で調べてください。",
                "  △ The pages are not well: run `kuramori doctor`.",
            )
        )
    lines.append(say("止めるときは Ctrl-C を押します。", "Press Ctrl-C to stop."))
    print("\n".join(lines), flush=True)


def _tell_death(name: str, code: int, pause_seconds: float) -> None:
    what = say({"web": "画面", "worker": "裏方"}[name], name)
    print(
        say(
            f"{what}の処理が止まりました(終了コード {code})。{pause_seconds:.1f}秒後に始め直します。",
            f"The {what} process ended (code {code}); restarting in {pause_seconds:.1f} s.",
        ),
        file=sys.stderr,
        flush=True,
    )
