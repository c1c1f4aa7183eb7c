"""What links of this room are for, and the letters that go with them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.links import LONGEST_OF_ALL, LinkPurpose
from kuramori.ground.people.roles import Can
from kuramori.ground.post.purposes import Purpose

REPLY = LinkPurpose(
    "requests:reply",
    "answering:page",
    _("確認のお願い"),
    Can.REQUEST_MAKE,
    tells_end=True,
    longest_days=LONGEST_OF_ALL,
    without_mail=True,
)
"""About an `asked` row: the pages behind it let its holder answer that one request, and correct the answer for some
days after the deadline, which may be most of a year ahead."""
ASKED = Purpose("requests:asked", _("確認のお願い"))
REMINDED = Purpose("requests:reminded", _("確認のお願いの催促"))
ENDED = Purpose("requests:ended", _("確認のお願いの取り下げ・締め切り"))
KEPT = Purpose("requests:kept", _("預かった回答の終わり"))
SHARED = Purpose("requests:shared", _("回答の分担のお願い"))
KIND = "asked"
"""What a link is about: the contact's own, and one for each colleague whom it invites, of the same `asked` row.

A request that is withdrawn leaves them open: the page behind tells so and gives the answers back.
"""
