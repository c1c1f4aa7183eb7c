"""What the one who runs the house sees to: its settings, keys, mail, backup, and whether others reach it. No Django."""

from __future__ import annotations

import ctypes
import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from kuramori.outside import clock
from kuramori.outside import reach as reached
from kuramori.outside.net import Answer, fetch
from kuramori.site import folder, instance
from kuramori.site.backup import last
from kuramori.site.cli.words import say
from kuramori.site.examine import Finding
from kuramori.site.instance import Instance, InstanceFault
from kuramori.site.reach import asking, trying

_ADJTIMEX_BYTES = 512  # struct timex is 208 bytes on 64-bit Linux
_TIME_ERROR = 5  # adjtimex(2): the clock is not synchronised
_SHORTEST_ROOT_KEY = 43  # 256 bits in base64
_DAYS = 24 * 3600


def settings_file(data: Path) -> tuple[Finding, Instance]:
    """Whether `kuramori.toml` can be read; where not, the rest is told as if it were not there."""
    try:
        read = instance.read(data)
    except InstanceFault as fault:
        advice = say(
            "その行を直してください。直すまで動かせません。", "Put that line right; nothing runs before."
        )
        return Finding("settings", "stop", str(fault), advice), Instance()
    has_file = (data / instance.FILE).exists()
    text = (
        say("設定ファイルを読めます", "settings can be read")
        if has_file
        else say("設定ファイルなし", "no settings file")
    )
    return Finding("settings", "ok", f"{text} ({instance.FILE})"), read


def keys(data: Path) -> Iterator[Finding]:
    """The key files: there, readable by us, and by nobody else."""
    place = data / "keys"
    files = sorted(path for path in place.iterdir() if path.is_file()) if place.is_dir() else []
    if not files:
        yield Finding(
            "keys", "ok", say("鍵は、初めて要るときに作られます", "keys are made when they are first needed")
        )
        return
    for path in [place, *files]:
        if not os.access(path, os.R_OK):
            yield _unusable(path, say("読めません", "cannot be read"))
            return
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            wanted = "700" if path.is_dir() else "600"
            text = say(f"鍵 {path.name} をほかの人も読めます", f"others can read the key {path.name}")
            yield Finding("keys", "care", text, f"chmod {wanted} {path}")
            return
    root = place / "root.key"
    if root.exists() and root.stat().st_size < _SHORTEST_ROOT_KEY:
        yield _unusable(root, say("中身が足りません", "is cut short"))
        return
    text = say(f"鍵 {len(files)}個、ほかの人は読めません", f"{len(files)} keys, readable by nobody else")
    yield Finding("keys", "ok", text)


def _unusable(path: Path, why: str) -> Finding:
    advice = say(
        "写しから戻すか、持ち主と許可を確かめてください。作り直すと、前の記録を開けません。",
        "Restore it from a backup, or check its owner. A new one does not open the old records.",
    )
    return Finding("keys", "stop", say(f"鍵 {path.name} が{why}", f"the key {path.name} {why}"), advice)


def mail(settings: Instance) -> Finding:
    """Whether mail leaves at all; nothing is sent."""
    chosen = settings.mail
    if not chosen.host:
        return Finding(
            "mail",
            "ok",
            say("メールは送りません（リンクを手で渡します）", "no mail is sent; links are handed over"),
            say(
                "送るときは kuramori.toml の [mail] に書きます。",
                "To send it, fill in [mail] of kuramori.toml.",
            ),
        )
    where = f"{chosen.host}:{chosen.port}"
    if not chosen.sender:
        return Finding(
            "mail",
            "care",
            say(f"メール {where}: 差出人がありません", f"mail by {where} has no sender"),
            say('[mail] に sender = "…@…" を書いてください。', 'Write sender = "…@…" under [mail].'),
        )
    if chosen.security == "none":
        return Finding(
            "mail",
            "care",
            say(f"メール {where} への道が暗号化されていません", f"the way to {where} is not encrypted"),
            say(
                '[mail] の security を "starttls" か "tls" にしてください。',
                'Set security to "starttls" or "tls".',
            ),
        )
    return Finding(
        "mail",
        "ok",
        say(f"メールは {where} から出します", f"mail leaves by {where}"),
        say(
            "試すには kuramori doctor --send-test アドレス", "To try it: kuramori doctor --send-test ADDRESS"
        ),
    )


def reach(settings: Instance, data: Path, *, ask: Callable[..., Answer] = fetch) -> Finding:
    """Whether people outside the office can open this house, tried at its own address; what they miss otherwise.

    The result is noted in the data folder: the share page is offered only where it stands there.
    """
    address = reached.plain(settings.site.address)
    if address.startswith("https://"):
        return _tried(address, data, ask)
    hidden = say(
        "取引先など外の方が開くリンクと、ほかの蔵守の立会いは使えません。",
        "Links for people outside, and witnessing by other instances, are not offered.",
    )
    if settings.site.address:
        return Finding(
            "reach",
            "care",
            say(
                f"アドレス {settings.site.address} は HTTPS ではありません",
                f"{settings.site.address} is not HTTPS",
            ),
            hidden,
        )
    return Finding(
        "reach", "ok", say("社内だけで使います（外からは開けません）", "used from inside only"), hidden
    )


def _tried(address: str, data: Path, ask: Callable[..., Answer]) -> Finding:
    """Asked as a partner's browser would. A house that never served has no key to know itself by."""
    key = trying.key_of(data)
    if key is None:
        text = say(f"{address} は、動かしてから確かめます", f"{address} is tried once it serves")
        return Finding("reach", "care", text, say("./start で動かしてから、もう一度。", "Run ./start first."))
    found = trying.try_address(address, key, ask=ask)
    try:
        reached.keep(data, found)
        known = reached.proof(data, address, found.at)
        advice = "" if known.is_good else _by_telephone(data, address)
    except OSError:
        text = say("結果を保存先に残せませんでした", "the result could not be noted in the data folder")
        return Finding(
            "reach", "care", text, say("保存先の許可を確かめてください。", "Look at its permissions.")
        )
    if found.is_reached:
        text = say(
            f"外からは {address} で開けます（開いて確かめました）", f"opened at {address} a moment ago"
        )
        return Finding("reach", "ok", text)
    if known.is_good and known.tried is not None:
        day = f"{known.tried.at.astimezone(clock.TOKYO):%Y-%m-%d}"
        text = say(
            f"{address} は、{day} に外のスマートフォンで開けました（社内からは届かない回線です）",
            f"{address} was opened outside on {day}; this line does not lead back in",
        )
        return Finding("reach", "ok", text)
    text = say(f"{address} を開けませんでした: {found.ja}", f"{address} was not reached: {found.en}")
    return Finding("reach", "care", text, advice)


def _by_telephone(data: Path, address: str) -> str:
    """What to do: look to it, or try it from where partners are. Raises `OSError`."""
    where = asking.ask(data, address)
    return say(
        "直るまで、共有ページは選べません。社内からは届かない回線もあります。そのときは30分以内に、"
        f"Wi-Fi を切ったスマートフォンで開いてください: {where}",
        "Until it is put right the share page is not offered. Some lines do not lead back in: then open this on a "
        f"telephone outside (Wi-Fi off) within 30 minutes: {where}",
    )


def backup(data: Path, settings: Instance) -> Finding:
    """When the last backup was made; care where none was, or not for a week."""
    made = last.read(data)
    automatic = settings.backup.folder
    advice = say(
        "kuramori backup OUT で取るか、kuramori.toml の [backup] で毎日取ります。",
        "Run `kuramori backup OUT`, or let [backup] of kuramori.toml do it daily.",
    )
    if made is None:
        return Finding(
            "backup", "care", say("写しを取ったことがありません", "no backup was ever made"), advice
        )
    age = clock.now() - made.at
    day = f"{made.at.astimezone(clock.TOKYO):%Y-%m-%d %H:%M}"
    text = say(f"最後の写し {day}", f"last backup {day}")
    if age > last.STALE_AFTER:
        return Finding("backup", "care", text + say(f"（{age.days}日前）", f" ({age.days} days ago)"), advice)
    if automatic and _same_disk(data, Path(automatic)):
        return Finding(
            "backup",
            "care",
            text,
            say(
                "写しの置き場所が、記録と同じディスクです。別のディスクにしてください。",
                "Backups lie on the same disk as the records. Choose another disk.",
            ),
        )
    return Finding("backup", "ok", text)


def _same_disk(data: Path, place: Path) -> bool:
    try:
        return data.stat().st_dev == (data / place).stat().st_dev
    except OSError:
        return False


def clock_kept(data: Path) -> Finding:
    """Whether something sets the clock right, as the kernel says; and whether it went back."""
    newest = max((path.stat().st_mtime for path in data.glob(f"{folder.DATABASE}*")), default=0.0)
    ahead = newest - clock.now().timestamp()
    if ahead > 60:
        text = say(
            f"時計が、最後の記録より {ahead / 60:,.0f}分 前を指しています",
            f"the clock is {ahead / 60:,.0f} min before the last record",
        )
        advice = say("コンピューターの時計を合わせてください。", "Set the computer's clock.")
        return Finding("clock_kept", "stop" if ahead > _DAYS else "care", text, advice)
    kept = _is_synchronised()
    if kept is None:
        return Finding(
            "clock_kept",
            "ok",
            say(
                "時計が自動で合わされているかは、ここからはわかりません",
                "cannot tell whether the clock is kept right",
            ),
        )
    if not kept:
        return Finding(
            "clock_kept",
            "care",
            say("時計が自動で合わされていません", "nothing keeps the clock right"),
            say(
                "NTP を使ってください（timedatectl set-ntp true）。",
                "Use NTP (timedatectl set-ntp true).",
            ),
        )
    return Finding("clock_kept", "ok", say("時計は自動で合わされています", "the clock is kept right"))


def _is_synchronised() -> bool | None:
    """What adjtimex(2) says, asked without changing anything; None where it cannot be asked."""
    if sys.platform != "linux":
        return None
    try:
        state = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(_ADJTIMEX_BYTES))
    except (OSError, AttributeError):
        return None
    return None if state < 0 else state != _TIME_ERROR
