"""A house whose log is stamped each day by an authority (OpenSSL's `ts`) on this machine, by its own schedule."""

from __future__ import annotations

import dataclasses
import datetime
import io
import uuid
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import transaction

from kuramori.ground.trail.anchors.tasks import stamp_the_day
from kuramori.ground.trail.events import Event
from kuramori.ground.trail.models import Anchor, AnchorKind
from kuramori.ground.trail.pack import pack, rising
from kuramori.ground.trail.record import Happened, record_all
from kuramori.outside import clock
from kuramori.outside.tests.stamping import Stamper, serving
from kuramori.site.instance import Timestamp

LENT = Event("trail:stamped:lent", "{person}", "{person}")
DAY = datetime.timedelta(days=1)


@dataclasses.dataclass(frozen=True)
class Sato:
    organisation_id: uuid.UUID
    person_id: uuid.UUID | None = None
    name: str = "佐藤"
    via: str = "browser"


@contextmanager
def stamping(settings: Any, authority: Stamper) -> Iterator[None]:
    """Within it the settings name the authority."""
    with serving(authority) as listener:
        said = Timestamp(
            url=f"http://127.0.0.1:{listener.port}/tsa", roots=str(authority.roots), private_network=True
        )
        settings.INSTANCE = dataclasses.replace(settings.INSTANCE, timestamp=said)
        yield


def lend(sato: Sato, count: int) -> None:
    with transaction.atomic():
        record_all(sato, [Happened(LENT, "key", n, {"number": n, "person": "田所"}) for n in range(count)])


def stamped_pack(sato: Sato, wanted: list[int]) -> dict[str, bytes]:
    """Sixty entries, two daily stamps, ten entries more, and the members of a pack of those `wanted`."""
    for days, count in ((0, 40), (1, 20)):
        with clock.standing_at(clock.now() + days * DAY):
            lend(sato, count)
            stamp_the_day()
    lend(sato, 10)
    assert list(Anchor.objects.filter(kind=AnchorKind.TIMESTAMP).values_list("size", flat=True)) == [40, 60]
    return packed(sato, wanted)


def packed(sato: Sato, wanted: list[int]) -> dict[str, bytes]:
    """The members of a pack of these entries."""
    out = io.BytesIO()
    pack(sato, rising(wanted), out)
    with zipfile.ZipFile(out) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def checked_by_hand(pack_path: Path, *words: str) -> list[str]:
    """The command line with which somebody checks the pack by the script that lies in it."""
    return ["-I", "-S", str(pack_path.parent / "verify.py"), str(pack_path), *words]
