"""How each refusal of the ledger is told: status and one sentence."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kuramori.ground.people.calls import Refusal, Telling, Told
from kuramori.work.ledger.entry import FieldRefused, Missing
from kuramori.work.ledger.laying import AssetClosed, EntryRefused, StaleEntry
from kuramori.work.ledger.numbers import NumberTaken
from kuramori.work.ledger.register import NotProposed


class Conflict(Refusal):
    """Somebody was first, or the entry is closed: `revision` is that of what stands, where it can still change."""

    revision: int | None = None


TELLING: Telling = {
    EntryRefused: lambda error: Told(422, error.sentence),
    FieldRefused: lambda error: Told(422, error.sentence),
    Missing: lambda error: Told(422, error.sentence),
    NumberTaken: lambda error: Told(
        409, _("「%(number)s」は、もうほかの情報の番号です。") % {"number": error.number}
    ),
    StaleEntry: lambda error: Told(
        409, _("ほかの方が先に直しました。読み直してください。"), {"revision": error.current.revision}
    ),
    AssetClosed: lambda _error: Told(409, _("この登録は見送りか手放し済みです。何も変えていません。")),
    NotProposed: lambda _error: Told(409, _("この提案は、もうほかの方が決めました。")),
}
