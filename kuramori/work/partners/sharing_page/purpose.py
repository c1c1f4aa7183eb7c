"""What links of the share page are for, and the letter that goes with one."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.links import LinkPurpose
from kuramori.ground.people.roles import Can
from kuramori.ground.post.purposes import Purpose

SHARED = LinkPurpose(
    "partners:hand_over", "shared:page", _("提供されたもの"), Can.HAND_OVER_MAKE, tells_end=True
)
MAIL = Purpose("partners:share_link", _("共有ページのリンク"))
