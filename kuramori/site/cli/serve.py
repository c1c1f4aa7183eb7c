"""`kuramori serve`: the pages and the background worker, from one data folder."""

from __future__ import annotations

import argparse
import errno
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

from kuramori.site import folder, ports, stamps
from kuramori.site.cli import CannotRun
from kuramori.site.cli.words import say
from kuramori.site.supervise import Child, Supervisor

# Counted from before the imports of this module where /proc knows it, so that the figure is the user's wait.
BEGAN = time.monotonic()

Commands = argparse._SubParsersAction  # type: ignore[type-arg]


def add_parser(commands: Commands) -> None:
    parser = commands.add_parser(
        "serve", help=say("画面と裏方の処理を動かします", "serve the pages and the worker")
    )
    parser.add_argument(
        "--port", type=int, default=8000, help=say("待ち受ける番号(初めは 8000)", "port (8000)")
    )
    parser.add_argument(
        "--host", default="127.0.0.1", help=say("待ち受けるアドレス(初めは 127.0.0.1)", "address")
    )
    parser.add_argument(
        "--data", default="data", help=say("記録の保存先(初めは ./data)", "folder for records")
    )
    parser.add_argument(
        "--demo", action="store_true", help=say("架空の4社の記録を入れてから", "with invented companies")
    )
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--web-only", action="store_true", help=say("画面だけ", "only the pages"))
    only.add_argument("--worker-only", action="store_true", help=say("裏方の処理だけ", "only the worker"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prepares the folder, serves until a signal, and leaves no process behind."""
    if not 0 <= args.port <= 65535:
        raise CannotRun(say("--port は 0 から 65535 までです。", "--port is between 0 and 65535."))
    data = folder.named(args.data)
    # Everything made from here on, the database and its -wal included, is for our user alone.
    os.umask(0o077)
    # A signal during preparation ends us as Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with ExitStack() as held:
        _make(data)
        locks = [held.enter_context(_lock(data, part)) for part in _parts(args)]
        listener = None if args.worker_only else held.enter_context(_listen(args.host, args.port))
        address = None if listener is None else _address(args.host, listener.getsockname()[1])
        for lock in locks:
            _note_holder(lock, address)
        link = _prepare(data, address)
        if args.demo:
            _fill_demo(data, address)
            link = None
        supervisor = Supervisor(
            children=_children(args, listener),
            listener=listener,
            tell_ready=lambda is_well: _tell_ready(data, address, link, is_well=is_well),
            tell_death=_tell_death,
        )
        code = supervisor.run()
    if code == 0:
        print(say("\n止めました。記録はそのまま残っています。", "\nStopped. All records are kept."))
    else:
        print(
            say(
                "処理を始められませんでした。上の記録を見るか、kuramori doctor で調べてください。",
                "The service could not begin. See above, or run `kuramori doctor`.",
            ),
            file=sys.stderr,
        )
    return code


def _parts(args: argparse.Namespace) -> list[str]:
    if args.web_only:
        return ["web"]
    return ["worker"] if args.worker_only else ["web", "worker"]


def _children(args: argparse.Namespace, listener: socket.socket | None) -> list[Child]:
    fd = [] if listener is None else [str(listener.fileno())]
    return [Child(part, fd if part == "web" else []) for part in _parts(args)]


def _make(data: Path) -> None:
    try:
        folder.make(data)
    except folder.FolderUnusable as error:
        raise CannotRun(
            say(
                f"保存先に書き込めません: {error}\nほかのフォルダを --data で選んでください。",
                f"Cannot write to the data folder: {error}\nChoose another one with --data.",
            )
        ) from error
    kind = folder.network_kind(data)
    if kind and not os.environ.get("DATABASE_URL"):
        print(
            say(
                f"注意: {data} はネットワーク上のディスク({kind})です。記録が壊れることがあります。"
                "このコンピューターのディスクを --data で選ぶか、PostgreSQL をお使いください。",
                f"Caution: {data} is on a network disk ({kind}), where SQLite records may be damaged. "
                "Choose a local disk with --data, or use PostgreSQL.",
            ),
            file=sys.stderr,
        )


def _lock(data: Path, part: str) -> TextIO:
    """Held as long as we live; the system lets go of it however we end."""
    lock = (data / f"serve-{part}.lock").open("a+", encoding="utf-8")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        holder = lock.read().strip()
        lock.close()
        raise CannotRun(
            say(
                f"この保存先の蔵守は、もう動いています。\n    保存先  {data}\n    {holder}\n"
                "そちらを使うか、止めてから始めてください。別の記録で始めるときは --data で別の保存先を選びます。",
                f"Kuramori already runs on this data folder.\n    {data}\n    {holder}\n"
                "Use that one, stop it first, or choose another folder with --data.",
            )
        ) from None
    return lock


def _note_holder(lock: TextIO, address: str | None) -> None:
    lock.truncate(0)
    lock.write(f"{address or 'worker'} (pid {os.getpid()})\n")
    lock.flush()


def _listen(host: str, port: int) -> socket.socket:
    try:
        return ports.listen(host, port)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise CannotRun(
                say(
                    f"{host}:{port} で待ち受けられません: {error}", f"Cannot listen on {host}:{port}: {error}"
                )
            ) from error
        who = ports.holder(port)
        raise CannotRun(
            say(
                f"番号 {port} は、ほかのプログラム{f' {who} ' if who else ''}が使っています。\n"
                f"それを止めるか、別の番号で始めてください: ./start --port {port + 1}",
                f"Port {port} is in use{f' by {who}' if who else ''}.\n"
                f"Stop that program, or choose another port: ./start --port {port + 1}",
            )
        ) from error


def _address(host: str, port: int) -> str:
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}"


def _environment(data: Path, address: str | None) -> dict[str, str]:
    os.environ["KURAMORI_DATA"] = str(data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "kuramori.site.settings"
    if address:
        os.environ["KURAMORI_ADDRESS"] = address
    # Eight threads would otherwise open a memory arena each and keep it (glibc).
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")
    return dict(os.environ)


def _prepare(data: Path, address: str | None) -> str | None:
    """Runs `prepare` where something is missing, and gives the first owner's link while it is open."""
    environment = _environment(data, address)
    if not stamps.are_missing(data):
        return None
    if stamps.tables_in(data) != stamps.tables():
        print(say("記録の入れ物を整えています…", "Preparing the database…"), flush=True)
    done = subprocess.run(
        [sys.executable, "-P", "-m", "kuramori.site.prepare", address or ""],
        env=environment,
        stdout=subprocess.PIPE,
        check=False,
    )
    if done.returncode:
        raise CannotRun(
            say(
                "準備の途中で止まりました。記録は前のままです。上の理由を直して、もう一度始めてください。",
                "Preparation failed; see the reason above, and start again.",
            )
        )
    link: str | None = json.loads(done.stdout)["link"]
    return link


def _fill_demo(data: Path, address: str | None) -> None:
    done = subprocess.run(
        [sys.executable, "-P", "-m", "kuramori", "demo", "--data", str(data)],
        env=_environment(data, address),
        check=False,
    )
    if done.returncode:
        raise CannotRun(
            say("見本の記録を入れられませんでした。", "Could not fill in the demonstration records.")
        )


def _tell_ready(data: Path, address: str | None, link: str | None, *, is_well: bool) -> None:
    seconds = time.monotonic() - BEGAN
    lines = [say(f"蔵守が動いています({seconds:.1f}秒)。", f"Kuramori is running ({seconds:.1f} s).")]
    if address:
        lines.append(say(f"  画面            {address}/", f"  pages           {address}/"))
        lines.append(say(f"  自己チェック    {address}/check/", f"  self-check      {address}/check/"))
    if link:
        lines.append(say(f"  最初の方の登録  {link}", f"  first owner     {link}"))
        lines.append(say("                  (1回だけ使えます)", "                  (works once)"))
    lines.append(say(f"  記録の保存先    {data}", f"  records         {data}"))
    if not is_well:
        lines.append(
            say(
                "  △ 画面の具合がよくありません。kuramori doctor で調べてください。",
                "  △ Not well: run `kuramori doctor`.",
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
