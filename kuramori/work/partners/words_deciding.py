"""What people call the closed choices of a decision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kuramori.rules.sharing.inputs import Direction, Medium, Place, Tag
from kuramori.rules.sharing.policy import Outcome

Words = str | Promise

PLACES: Final[Mapping[Place, Words]] = {
    Place.THEIRS: _("相手のところ"),
    Place.OURS: _("こちらのところ（来ていただく）"),
    Place.THIRD_PARTY: _("ほかの会社のところ（倉庫・加工先など）"),
    Place.CLOUD: _("クラウド・相手のポータル"),
}
MEDIA: Final[Mapping[Medium, Words]] = {
    Medium.FILE: _("電子のファイル"),
    Medium.PAPER: _("紙"),
    Medium.OBJECT: _("現物（型・試作品など）"),
    Medium.ORAL: _("口頭"),
    Medium.VISIT: _("見学"),
}
DIRECTIONS: Final[Mapping[Direction, Words]] = {
    Direction.TO_SUPPLIER: _("委託先へ"),
    Direction.TO_CUSTOMER: _("委託元へ"),
    Direction.TO_SUBSUPPLIER: _("委託先の先へ"),
}
TAGS: Final[Mapping[Tag, Words]] = {
    Tag.EXPORT_CONTROL: _("外為法のおそれ"),
    Tag.PERSONAL_DATA: _("個人情報を含む"),
    Tag.THIRD_PARTY_NDA: _("ほかの会社との契約で預かった"),
    Tag.CUSTOMER_OWNED: _("委託元から預かった"),
    Tag.CORE_KNOW_HOW: _("会社の核となるノウハウ"),
}
OUTCOMES: Final[Mapping[Outcome, Words]] = {
    Outcome.ALLOW: _("渡せる"),
    Outcome.ALLOW_WITH: _("条件つき"),
    Outcome.ESCALATE: _("承認が要る"),
    Outcome.DENY: _("渡せない"),
}
