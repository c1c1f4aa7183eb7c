"""When the errands outside are run. Each looks itself whether anything is new, so most minutes cost one question."""

from __future__ import annotations

import datetime
from importlib import import_module
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kuramori.ground.jobs.schedule import schedule
from kuramori.ground.trail.anchors import witness

MINUTE = datetime.timedelta(minutes=1)


@schedule("trail:witness", every=MINUTE, says=_("立会人に連署してもらう"))
def ask_witnesses() -> None:
    witness.ask_all()


@schedule("trail:timestamp", every=datetime.timedelta(minutes=10), says=_("証跡にタイムスタンプをもらう"))
def stamp_the_day() -> None:
    if settings.INSTANCE.timestamp.url:
        _errand("stamping").stamp_today()


@schedule("trail:mirror", every=MINUTE, says=_("証跡の控えを別の場所に写す"))
def copy_tiles() -> None:
    if settings.INSTANCE.mirror.folder or settings.INSTANCE.mirror.s3_bucket:
        _errand("mirror").copy_all()


def _errand(name: str) -> Any:
    """Loaded when first run: their libraries (minio, rfc3161) cost every process half a second and 20 MB otherwise."""
    return import_module(f"kuramori.ground.trail.anchors.{name}")
