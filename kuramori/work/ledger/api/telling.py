"""How each refusal of the ledger is told: status and one sentence."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kuramori.ground.people.calls import Refusal, Telling, Told
from kuramori.work.ledger.entry import FieldRefused, Missing
from kuramori.work.ledger.first_session import SessionMoved
from kuramori.work.ledger.laying import AssetClosed, EntryRefused, StaleEntry
from kuramori.work.ledger.life import AlreadyBack
from kuramori.work.ledger.models import Asset, Stop
from kuramori.work.ledger.numbers import NumberTaken
from kuramori.work.ledger.prior_use import Withdrawn
from kuramori.work.ledger.register import NotProposed
from kuramori.work.ledger.rounds import RoundClosed
from kuramori.work.ledger.scanning.running import AlreadyRunning
from kuramori.work.ledger.tasks_of import TaskDone


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
    AlreadyBack: lambda _error: Told(409, _("この写しは、もう戻ったことになっています。")),
    RoundClosed: lambda _error: Told(409, _("この点検はもう終わっています。何も変えていません。")),
    SessionMoved: lambda error: Told(
        409,
        _("ほかの方が先に書きました。読み直してください。"),
        {"revision": error.current.revision},
    ),
    Withdrawn: lambda _error: Told(409, _("もう済んでいます。何も変えていません。")),
    Asset.DoesNotExist: lambda _error: Told(404, _("見つかりません。")),
    Stop.DoesNotExist: lambda _error: Told(404, _("見つかりません。")),
    TaskDone: lambda _error: Told(409, _("もう済んでいます。何も変えていません。")),
    AlreadyRunning: lambda _error: Told(409, _("いま、さがしている途中です。")),
    NotProposed: lambda _error: Told(409, _("この提案は、もうほかの方が決めました。")),
}
