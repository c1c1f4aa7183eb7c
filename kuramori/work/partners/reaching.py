"""Whether the share page may be offered: people outside opened this house at its very address not long ago.

Asked where somebody chooses a way, and where a share page is got ready. Pages that are open stay open.
"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from kuramori.outside import clock, reach
from kuramori.outside.reach import Proof, Why
from kuramori.work.partners.models import HandOver, Mode, Side
from kuramori.work.partners.sharing_page.standing import OPEN_STATES


def proof() -> Proof:
    """What is known now about the address of this instance."""
    return reach.proof(Path(settings.DATA), settings.INSTANCE.site.address, clock.now())


def is_offered() -> bool:
    return proof().is_good


def why_not(found: Proof | None = None) -> str:
    """Why the share page is not offered, and what whoever runs the house does; "" where it is."""
    known = found or proof()
    if known.why is None:
        return ""
    return f"{_reason(known)} {_remedy(known.why)}"


def while_open(row: HandOver) -> str:
    """For whoever has this share page open: that the way to it is not proved now. "" where it is, or none is open."""
    is_open = row.mode == Mode.SHARE_PAGE and row.side == Side.GIVEN and row.state in OPEN_STATES
    known = proof() if is_open and row.stopped_at is None else Proof(None)
    if known.why is None:
        return ""
    stays = _("開いている共有ページは、閉じていません。")
    return f"{_reason(known)} {stays} {_remedy(known.why)}"


def _reason(known: Proof) -> str:
    if known.why in {Why.NO_ADDRESS, Why.NOT_HTTPS} or known.why is None:
        return _("この蔵守は、社内だけで使うようになっています。")
    if known.why == Why.NEVER:
        return _("この蔵守を社外から開けるかを、まだ確かめていません。")
    if known.why == Why.OTHER_ADDRESS:
        return _("アドレスが変わってから、社外から開けるかを確かめていません。")
    day = clock.day_of(known.tried.at) if known.tried else clock.today()
    told = {"day": f"{day.year}/{day.month}/{day.day}"}
    if known.why == Why.FAILED:
        return _("%(day)s に確かめたところ、社外からのアドレスで開けませんでした。") % told
    return (
        _("社外から開けることを最後に確かめたのは %(day)s です。日がたったので、確かめ直しが要ります。")
        % told
    )


def _remedy(why: Why) -> str:
    if why in {Why.NO_ADDRESS, Why.NOT_HTTPS}:
        return _("蔵守を動かす方が、HTTPSのアドレスを設定し、「kuramori doctor」で確かめると選べます。")
    return _("蔵守を動かす方が「kuramori doctor」で確かめます。")
