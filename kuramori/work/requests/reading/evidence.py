"""Which records of this room show something for a question of a self-check; which question is data."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from kuramori.ground.packs.shelf import CONTENT
from kuramori.ground.people.about import About
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.roles import Can
from kuramori.outside.late import late
from kuramori.work.requests.reading.promises import indicators

# A fifth of a second, which whoever starts the house should not wait for.
yaml = late("ruamel.yaml")
FILE = CONTENT / "jp" / "kuramori" / "requests" / "evidence.yaml"
PROMISES = "promises"


def evidence(actor: Actor, pack_id: str, item: str) -> tuple[About, ...]:
    """What the register of promises shows for one question of a pack; () where it is about something else."""
    if (PROMISES, pack_id, item) not in _shown_by() or not actor.may(Can.REQUEST_READ):
        return ()
    told, page = indicators(), url_for(actor, "requests:promises")
    if not told.demands:
        return (About(_("お客様への約束"), _("求められたことの記録は、まだありません。"), page),)
    counts = {"customers": told.customers, "demands": told.demands, "proven": told.proven, "kept": told.kept}
    title = _("お客様%(customers)s社から求められたこと %(demands)s件") % counts
    note = _("約束 %(promised)s件のうち、証明あり %(proven)s件・守れていると見たもの %(kept)s件")
    return (About(title, note % (counts | {"promised": told.promised}), page),)


@cache
def _shown_by() -> frozenset[tuple[str, str, str]]:
    said: dict[str, Any] = yaml.YAML(typ="safe").load(FILE.read_text("utf-8"))
    return frozenset((one["record"], one["pack"], one["item"]) for one in said["evidence"])
