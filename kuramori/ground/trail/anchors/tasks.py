"""When the errands outside are run. Each looks itself whether anything is new, so most minutes cost one question."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext_lazy as _

from kuramori.ground.jobs.schedule import schedule
from kuramori.ground.trail.anchors import mirror, stamping, witness

MINUTE = datetime.timedelta(minutes=1)


@schedule("trail:witness", every=MINUTE, says=_("立会人に連署してもらう"))
def ask_witnesses() -> None:
    witness.ask_all()


@schedule("trail:timestamp", every=datetime.timedelta(minutes=10), says=_("証跡にタイムスタンプをもらう"))
def stamp_the_day() -> None:
    stamping.stamp_today()


@schedule("trail:mirror", every=MINUTE, says=_("証跡の控えを別の場所に写す"))
def copy_tiles() -> None:
    mirror.copy_all()
