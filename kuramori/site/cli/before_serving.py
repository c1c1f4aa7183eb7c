"""What `serve` settles before it serves: the folder, its lock, the port, the tables, the demonstration records."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import socket
import subprocess
import sys
from functools import cached_property
from pathlib import Path
from typing import TextIO

from kuramori.site import folder, ports, stamps
from kuramori.site.cli import CannotRun
from kuramori.site.cli.words import chosen, say


def make_folder(data: Path) -> None:
    """Makes the folder, and cautions when it lies where SQLite is not safe."""
    try:
        folder.make(data)
    except folder.FolderUnusable as error:
        told = error.told(chosen())
        raise CannotRun(
            say(
                f"保存先に書き込めません: {told}\nほかのフォルダを --data で選んでください。",
                f"Cannot write to the data folder: {told}\nChoose another one with --data.",
            )
        ) from error
    kind = folder.network_kind(data)
    if kind and not os.environ.get("DATABASE_URL"):
        caution = say(
            f"注意: {data} はネットワーク上のディスク({kind})です。記録が壊れることがあります。"
            "このコンピューターのディスクを --data で選ぶか、PostgreSQL をお使いください。",
            f"Caution: {data} is on a network disk ({kind}), where SQLite records may be damaged. "
            "Choose a local disk with --data, or use PostgreSQL.",
        )
        print(caution, file=sys.stderr)


def lock(data: Path, part: str) -> TextIO:
    """Held as long as we live; the system lets go of it however we end."""
    held = (data / f"serve-{part}.lock").open("a+", encoding="utf-8")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        held.seek(0)
        holder = held.read().strip()
        held.close()
        raise CannotRun(
            say(
                f"この保存先の蔵守は、もう動いています。\n    保存先  {data}\n    {holder}\n"
                "そちらを使うか、止めてから始めてください。"
                "別の記録で始めるときは --data で別の保存先を選びます。",
                f"Kuramori already runs on this data folder.\n    {data}\n    {holder}\n"
                "Use that one, stop it first, or choose another folder with --data.",
            )
        ) from None
    return held


def note_holder(held: TextIO, address: str | None) -> None:
    """Writes who holds the lock, for who comes second."""
    held.truncate(0)
    held.write(f"{address or 'worker'} (pid {os.getpid()})\n")
    held.flush()


def listen(host: str, port: int) -> socket.socket:
    """The listening socket; where the port is taken, says by whom."""
    try:
        return ports.listen(host, port)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            where = f"{host}:{port}"
            raise CannotRun(
                say(f"{where} で待ち受けられません: {error}", f"Cannot listen on {where}: {error}")
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


class Preparation:
    """`kuramori.site.prepare` as a process of its own, where the folder lacks anything.

    Without tables or static files nothing can be served, so it is waited for. Where only the first owner's link
    is wanted it runs beside the web process, which halves the wait for the first page.
    """

    def __init__(self, data: Path, address: str | None) -> None:
        may_serve = stamps.may_serve(data)
        self._process: subprocess.Popen[bytes] | None = None
        if may_serve and (stamps.has_owner(data) or address is None):
            return
        if not may_serve:
            print(say("記録の入れ物を整えています…", "Preparing the database…"), flush=True)
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "kuramori.site.prepare", address or ""], stdout=subprocess.PIPE
        )
        if not may_serve:
            _ = self.link

    @cached_property
    def link(self) -> str | None:
        """The first owner's link while nobody has an account, else None; waits for the process."""
        if self._process is None:
            return None
        answer, _ = self._process.communicate()
        if self._process.returncode:
            raise CannotRun(
                say(
                    "準備の途中で止まりました。上の理由を直して、もう一度始めてください。",
                    "Preparation failed; see the reason above, and start again.",
                )
            )
        link: str | None = json.loads(answer)["link"]
        return link


def fill_demo(data: Path) -> None:
    """Runs `kuramori demo`, which prints whom to sign in as."""
    done = subprocess.run([sys.executable, "-P", "-m", "kuramori", "demo", "--data", str(data)], check=False)
    if done.returncode:
        raise CannotRun(
            say("見本の記録を入れられませんでした。", "Could not fill in the demonstration records.")
        )
