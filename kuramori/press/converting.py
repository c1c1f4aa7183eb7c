"""Office files as PDF, by LibreOffice where the machine has it: in a folder of its own, without macros, net or time.

What was handed in is opened by a program of its own with a fresh profile that is thrown away: macros are off, nothing
outside the file is fetched (a network of its own where the system allows that, and a proxy that leads nowhere), and
the whole group of its processes is killed when its time is over.
"""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import signal
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from kuramori.press.faults import PressFailed, PressTookTooLong

ENDINGS = frozenset({"docx", "xlsx", "pptx", "doc", "xls"})
LIMIT_SECONDS = 90.0
MEMORY_BYTES = 3 * 1024**3
LARGEST_MADE = 256 * 1024**2
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
{rows}</oor:items>
"""
_ROW = (
    '<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
    "<value>{value}</value></prop></item>\n"
)
_SET = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Calc/Content/Update", "Link", "1"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("Inet/Settings", "ooInetNoProxy", ""),
)


class NoConverter(PressFailed):
    """LibreOffice is not installed on this machine."""

    def __init__(self) -> None:
        super().__init__("LibreOffice is not installed")


def converter() -> str:
    """Where LibreOffice lies, "" where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice") or ""


def to_pdf(ending: str, content: bytes, *, limit_seconds: float = LIMIT_SECONDS) -> bytes:
    """The file as a PDF. Raises `NoConverter`, or a `PressFault` where it could not be done in time or at all."""
    program = converter()
    if not program:
        raise NoConverter
    with tempfile.TemporaryDirectory(prefix="kuramori-") as folder:
        home = Path(folder)
        # Its name is ours: what people called the file never reaches a command line.
        (home / f"given.{ending}").write_bytes(content)
        (home / "profile" / "user").mkdir(parents=True)
        rows = "".join(_ROW.format(path=path, name=name, value=value) for path, name, value in _SET)
        (home / "profile" / "user" / "registrymodifications.xcu").write_text(
            _PROFILE.format(rows=rows), encoding="utf-8"
        )
        _run(_command(program, home, ending), home, limit_seconds)
        made = home / "given.pdf"
        if not made.is_file() or made.stat().st_size > LARGEST_MADE:
            raise PressFailed("the file could not be converted")
        return made.read_bytes()


def _command(program: str, home: Path, ending: str) -> list[str]:
    return [
        *_without_net(),
        program,
        f"-env:UserInstallation={(home / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--nodefault",
        "--convert-to",
        "pdf",
        "--outdir",
        str(home),
        str(home / f"given.{ending}"),
    ]


@cache
def _without_net() -> tuple[str, ...]:
    """What gives a program a network of its own with nothing in it; empty where the system does not allow that."""
    unshare, nothing = shutil.which("unshare"), shutil.which("true")
    if not unshare or not nothing:
        return ()
    alone = (unshare, "--map-root-user", "--net", "--")
    tried = subprocess.run([*alone, nothing], capture_output=True, timeout=10, check=False)
    return alone if tried.returncode == 0 else ()


def _run(command: list[str], home: Path, limit_seconds: float) -> None:
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=home,
        start_new_session=True,
        preexec_fn=_limit,
        env={
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(home),
            "TMPDIR": str(home),
            "LANG": "C.UTF-8",
        },
    )
    try:
        if process.wait(timeout=limit_seconds):
            raise PressFailed("the file could not be converted")
    except subprocess.TimeoutExpired:
        raise PressTookTooLong(limit_seconds) from None
    finally:
        # Whatever it started is of its group, and goes with it.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_MADE, LARGEST_MADE))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
