"""What somebody wants to hand over, made sound: who, what, for what, until when; and every reason why not."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kuramori.ground.contacts.models import Contact, Partner
from kuramori.outside import clock
from kuramori.rules.document import FORBIDDEN
from kuramori.work.ledger.models import Asset, Layer, Stage
from kuramori.work.partners.letting_go import Form
from kuramori.work.partners.models import Agreement, AgreementState, Medium, Mode, TheirWay
from kuramori.work.partners.sharing_content import periods
from kuramori.work.places.models import Visit

MOST_ITEMS, MOST_PEOPLE = 30, 10
LONGEST_PURPOSE, LONGEST_LINE = 200, 200
MEDIA_OF = {
    Mode.PAPER: (Medium.PAPER, Medium.OBJECT),
    Mode.VISIT: (Medium.VISIT, Medium.ORAL),
    Mode.THEIR_WAY: (Medium.FILE, Medium.PAPER, Medium.OBJECT),
    Mode.SHARE_PAGE: (Medium.FILE,),
}
"""The media that go with each way, the usual one first."""


class Refused(ValueError):
    """It cannot be done so; `field` is the field of a form, `sentence` says why. Nothing was changed."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(field)
        self.field, self.sentence = field, sentence


@dataclass(frozen=True, slots=True)
class Wanted:
    """A hand-over as somebody wrote it. Days left out get their usual length, by the heaviest grade."""

    partner: Partner
    assets: Sequence[Asset]
    contacts: Sequence[Contact]
    purpose: str
    mode: Mode
    medium: Medium | None = None
    way: TheirWay | None = None
    agreement: Agreement | None = None
    expires_on: datetime.date | None = None
    return_by: datetime.date | None = None
    visit: Visit | None = None

    @property
    def form(self) -> Form:
        return Form(self.mode, self.medium or MEDIA_OF[self.mode][0], self.way)


@dataclass(frozen=True, slots=True)
class Days:
    expires_on: datetime.date
    return_by: datetime.date | None


def line(text: str, most: int = LONGEST_LINE) -> str:
    """One tidy line."""
    return " ".join(FORBIDDEN.sub("", text).split())[:most]


def sound(wanted: Wanted) -> Days:
    """The days of a hand-over that makes sense. Raises `Refused`."""
    _who(wanted)
    _what(wanted.assets)
    if not line(wanted.purpose):
        raise Refused("purpose", _("何のために渡すかを書いてください。契約の目的と比べます。"))
    if wanted.form.medium not in MEDIA_OF[wanted.mode]:
        raise Refused("medium", _("この渡し方では使えない形です。選び直してください。"))
    if (wanted.mode == Mode.THEIR_WAY) != (wanted.way is not None):
        raise Refused("way", _("相手の指定の方法を1つ選んでください。"))
    if wanted.agreement is not None:
        require_concluded(wanted.agreement, wanted.partner)
    if wanted.visit is not None and wanted.visit.cancelled_at is not None:
        raise Refused("visit", _("その来訪は取りやめになっています。"))
    start = wanted.visit.on if wanted.visit is not None else clock.today()
    return days(
        {asset.grade for asset in wanted.assets}, wanted.form, wanted.expires_on, wanted.return_by, start
    )


def days(
    grades: Collection[str],
    form: Form,
    expires_on: datetime.date | None,
    return_by: datetime.date | None,
    start: datetime.date,
) -> Days:
    """The last day of use and the day of return, from the day it begins. Raises `Refused`."""
    usual, most = periods().usual(set(grades)), periods().most(set(grades))
    expires = expires_on or max(start, clock.today()) + datetime.timedelta(days=usual)
    if expires < max(start, clock.today()):
        raise Refused("expires_on", _("使ってよい最後の日が、渡す日より前です。"))
    if (expires - max(start, clock.today())).days > most:
        raise Refused(
            "expires_on",
            _("この秘密区分では、一度に%(most)s日までです。短くして、要るときに延ばしてください。")
            % {"most": most},
        )
    if form.mode == Mode.VISIT:
        return Days(expires, None)
    if return_by is not None and return_by < max(start, clock.today()):
        raise Refused("return_by", _("返してもらう日が、渡す日より前です。"))
    back = return_by or expires + datetime.timedelta(days=periods().return_after_days)
    if back < expires:
        raise Refused(
            "return_by", _("返してもらう日が、使ってよい最後の日より前です。どちらかを直してください。")
        )
    return Days(expires, back)


def require_concluded(agreement: Agreement, partner: Partner) -> None:
    """Raises `Refused`. Whether it runs and covers this is asked of the layered decision."""
    if agreement.partner_id != partner.pk:
        raise Refused("agreement", _("ほかの取引先との契約です。"))
    if agreement.state != AgreementState.CONCLUDED:
        raise Refused("agreement", _("まだ締結していない契約です。締結してから選んでください。"))


def require_deal(partner: Partner) -> None:
    """Raises `Refused`."""
    if partner.retired_on is not None:
        raise Refused(
            "partner", _("取引をやめた取引先です。続けるときは、取引先の欄で取引を再開してください。")
        )


def _who(wanted: Wanted) -> None:
    require_deal(wanted.partner)
    if not wanted.contacts:
        raise Refused("contacts", _("受け取る方を1人は選んでください。会社あてには渡せません。"))
    if len(wanted.contacts) > MOST_PEOPLE:
        raise Refused("contacts", _("受け取る方は%(n)s人までです。") % {"n": MOST_PEOPLE})
    for contact in wanted.contacts:
        if contact.partner_id != wanted.partner.pk:
            raise Refused("contacts", _("ほかの取引先の方が入っています。"))
        if contact.retired_on is not None:
            raise Refused("contacts", _("%(name)sさんは担当を外れています。") % {"name": contact.name})


def _what(assets: Sequence[Asset]) -> None:
    if not assets:
        raise Refused("numbers", _("渡すものを1つは選んでください。"))
    if len(assets) > MOST_ITEMS:
        raise Refused("numbers", _("一度に渡せるのは%(n)s件までです。分けてください。") % {"n": MOST_ITEMS})
    for asset in assets:
        if asset.stage != Stage.ADMITTED:
            raise Refused(
                "numbers",
                _("%(number)s は、いまの台帳にありません（提案中か、手放した情報です）。")
                % {"number": asset.number},
            )


def goes_by_statement(asset: Asset) -> bool:
    """Whether it may be told to the other side: what is shared with nobody never is."""
    return asset.layer != Layer.NEVER
