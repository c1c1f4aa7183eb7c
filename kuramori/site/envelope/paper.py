"""The printed page."""

from __future__ import annotations

import platform
from pathlib import Path

from django.conf import settings

from kuramori.ground.people.models import Account
from kuramori.ground.trail import keys
from kuramori.outside import clock
from kuramori.press import qr
from kuramori.press.pdf import pdf
from kuramori.site.backup import sealing
from kuramori.site.envelope import codes

# What every identity begins with; the rest is grouped for who types it.
HEAD = "AGE-SECRET-KEY-1"
TEMPLATE = Path(__file__).with_name("envelope.typ")


def make(account: Account, address: str) -> bytes:
    """A new envelope as PDF, with new codes for `account`; `address` is where the pages are.

    Raises a `PressFault`; the older envelope is then as good as before.
    """
    data = Path(settings.DATA)
    identity = str(sealing.own_identity(data))
    today, made = clock.today(), codes.drawn()
    values = {
        "name": settings.INSTANCE.site.name,
        "address": settings.INSTANCE.site.address or address,
        "machine": platform.node(),
        "folder": str(data),
        "account": account.email,
        "codes": list(made),
        "identity": [HEAD, *(identity[at : at + 4] for at in range(len(HEAD), len(identity), 4))],
        "qr": qr.svg(identity),
        "verifier": keys.log_verifier().text,
        "made_on": f"{today.year}年{today.month}月{today.day}日",
    }
    content = pdf(TEMPLATE, values, made_on=today)
    codes.renew(account, made)
    return content
