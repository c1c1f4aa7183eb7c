"""Where somebody is signed in: each browser in words, and the end of its session."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.people import events
from kuramori.ground.people.models import Account
from kuramori.ground.people.tell import tell

# In this order: each later name also calls itself by the earlier ones' signs.
BROWSERS = (
    (r"Edg(e|A|iOS)?/", "Edge"),
    (r"OPR/|Opera", "Opera"),
    (r"SamsungBrowser/", "Samsung Internet"),
    (r"Firefox/|FxiOS/", "Firefox"),
    (r"Chrome/|CriOS/|Chromium/", "Chrome"),
    (r"Safari/", "Safari"),
)
SYSTEMS = (
    (r"iPhone", "iPhone"),
    (r"iPad", "iPad"),
    (r"Android", "Android"),
    (r"Windows", "Windows"),
    (r"CrOS", "ChromeOS"),
    (r"Macintosh|Mac OS X", "Mac"),
    (r"Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class Device:
    """One session. `words` reads 「Windows の Edge」; `seen_at` is exact to five minutes."""

    id: int
    words: str
    ip: str
    since: datetime.datetime
    seen_at: datetime.datetime
    is_here: bool


def devices_of(account: Account, session_key: str | None) -> tuple[Device, ...]:
    """Every living session of an account, this one first, then the one used last."""
    rows = UserSession.objects.purge_and_list(account)
    devices = (
        Device(
            id=row.pk,
            words=in_words(row.user_agent),
            ip=row.ip,
            since=row.created_at,
            seen_at=row.last_seen_at,
            is_here=row.session_key == session_key,
        )
        for row in rows
    )
    return tuple(sorted(devices, key=lambda device: (not device.is_here, -device.seen_at.timestamp())))


def end(account: Account, session_key: str | None, *, only: int | None = None) -> int:
    """End all sessions of the account but `session_key`, or only the one with this id; how many were ended.

    The session itself goes, so the very next request from there is nobody's.
    """
    with transaction.atomic():
        rows = UserSession.objects.filter(user_id=account.pk).exclude(session_key=session_key)
        ended = list(rows if only is None else rows.filter(pk=only))
        for row in ended:
            SessionStore().delete(row.session_key)
            row.delete()
        if ended:
            tell(account, events.DEVICES_ENDED, count=len(ended))
    return len(ended)


def in_words(user_agent: str) -> str:
    """「Windows の Chrome」, or what is known of it."""
    browser = _first(BROWSERS, user_agent)
    system = _first(SYSTEMS, user_agent)
    if browser and system:
        return _("%(system)s の %(browser)s") % {"system": system, "browser": browser}
    return browser or system or _("わからない端末")


def _first(signs: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for sign, name in signs if re.search(sign, text)), "")
