"""The worker tries our own address: at its start, once a day, and again soon where it was not reached."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kuramori.ground.jobs.schedule import schedule
from kuramori.outside import clock, reach
from kuramori.outside.reach import Tried
from kuramori.site.reach.trying import try_address

OFTEN = datetime.timedelta(minutes=5)
DAY = datetime.timedelta(days=1)
# What this very process tried: with another start, whatever lies before us may be another.
_tried_here: set[str] = set()


@schedule("site:reach", every=OFTEN, says=_("外から開けるかを確かめる"))
def keep_trying() -> None:
    """Nothing where no https address is set."""
    address = reach.plain(settings.INSTANCE.site.address)
    if not address.startswith("https://"):
        return
    if address in _tried_here and not is_due(reach.read(settings.DATA), address, clock.now()):
        return
    _tried_here.add(address)
    reach.keep(settings.DATA, try_address(address, settings.VAULT.key(reach.PURPOSE)))


def is_due(last: Tried | None, address: str, now: datetime.datetime) -> bool:
    """Whether another try would tell something new."""
    if last is None or last.address != address or not last.is_reached:
        return True
    return not datetime.timedelta() <= now - last.at < DAY
