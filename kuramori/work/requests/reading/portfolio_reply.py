"""How far each partner is with what it was asked last: by this the list is narrowed, and each line tells it.

Whoever has not answered has no standing: such a list is of partners, and their standings are looked up for one page.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuramori.ground.contacts.models import Partner
from kuramori.ground.post.models import Delivery, State
from kuramori.outside import clock
from kuramori.work.requests.matching import UNDECIDED, Choice, matching
from kuramori.work.requests.models import Asked, AskedState, RequestState
from kuramori.work.requests.reading.portfolio_lists import WENT, Questions

ANSWERED: Final = (AskedState.REPLIED, AskedState.EQUIVALENT)
UNSEEN: Final = (AskedState.PREPARED, AskedState.SENT)
BEGUN: Final = (AskedState.OPENED, AskedState.ANSWERING)
AWAITED: Final = (*UNSEEN, *BEGUN)
NOT_ASKED: Final = "none"
WORDS: Final = {
    NOT_ASKED: gettext_lazy("お願いしていない"),
    "sent": gettext_lazy("まだ開いていない"),
    "opened": gettext_lazy("開いた"),
    "begun": gettext_lazy("書きかけ"),
    "reading": gettext_lazy("開いた・書きかけ"),
    "waiting": gettext_lazy("返事を待っている"),
    "over": gettext_lazy("期限を過ぎた"),
    "dead": gettext_lazy("宛先に届かない"),
    "declined": gettext_lazy("答えられない"),
    "answered": gettext_lazy("回答済み"),
}
"""What the list can be narrowed to. They overlap: who is over its day has also not opened it, or begun."""
_TONES: Final = {"over": "stop", "dead": "stop", "declined": "care"}
_PLAIN: Final[Mapping[str, str]] = {
    AskedState.PREPARED: "sent",
    AskedState.SENT: "sent",
    AskedState.OPENED: "opened",
    AskedState.ANSWERING: "begun",
    AskedState.DECLINED: "declined",
    **dict.fromkeys(ANSWERED, "answered"),
}


@dataclass(frozen=True, slots=True)
class Reply:
    """How one partner stands with its newest request. `code` is the most pressing of `WORDS`; `on` the day that
    belongs to it: of the answer, of the opening, else the last day to answer."""

    code: str
    words: str
    tone: str
    on: datetime.date | None
    number: str
    klass: str


def choices() -> tuple[tuple[str, str], ...]:
    """Every state with its words, for a form."""
    return tuple((code, str(words)) for code, words in WORDS.items())


def newest(asked: Questions, round_id: uuid.UUID | None = None) -> QuerySet[Asked]:
    """Of each partner the row of the newest request over this list of questions; with `round_id` those of that one."""
    rows = _went(asked)
    if round_id is not None:
        return rows.filter(request=round_id)
    newer = _went(asked).filter(
        partner=OuterRef("partner"), request__made_at__gt=OuterRef("request__made_at")
    )
    return rows.filter(~Exists(newer))


def narrowed(asked: Questions, *, reply: str, round_id: uuid.UUID | None, klass: str) -> QuerySet[Partner]:
    """The partners whose newest request (or that of `round_id`) stands like this; `klass` as it was when asked."""
    if reply == NOT_ASKED:
        meant = matching(Choice(klass=UNDECIDED if klass == "-" else klass)).order_by()
        those = _went(asked) if round_id is None else newest(asked, round_id)
        return meant.filter(~Exists(those.filter(partner=OuterRef("pk"))))
    rows = newest(asked, round_id)
    if reply:
        rows = rows.filter(_are(reply))
    if klass:
        rows = rows.filter(klass="" if klass == "-" else klass)
    found: QuerySet[Partner] = Partner.objects.filter(pk__in=rows.values("partner"))
    return found


def replies_of(asked: Questions, partners: Collection[uuid.UUID]) -> dict[uuid.UUID, Reply]:
    """Of the partners of one page; one question. Whom nobody asked is not in it."""
    today = clock.today()
    rows = _went(asked).filter(partner__in=partners).annotate(is_dead=_dead())
    columns = ("partner_id", "state", "replied_at", "number", "klass", "is_dead")
    of_request = ("request__deadline_on", "request__state")
    # Plain columns: fifty rows with their requests as objects were a sixth of the page.
    told = rows.order_by("request__made_at", "pk").values_list(*columns, *of_request)
    newest_of = {row[0]: row[1:] for row in told}
    return {key: _reply(*row, today=today) for key, row in newest_of.items()}


def nobody() -> Reply:
    """Of whom nothing was asked over this list."""
    return Reply(NOT_ASKED, str(WORDS[NOT_ASKED]), "", None, "", "")


def _went(asked: Questions) -> QuerySet[Asked]:
    rows: QuerySet[Asked] = Asked.objects.filter(request__pack_id=asked.pack_id, request__state__in=WENT)
    return rows.exclude(state=AskedState.WITHDRAWN)


def _are(reply: str) -> Q:
    today = clock.today()
    awaited = Q(state__in=AWAITED)
    return {
        "sent": Q(state__in=UNSEEN),
        "opened": Q(state=AskedState.OPENED),
        "begun": Q(state=AskedState.ANSWERING),
        "reading": Q(state__in=BEGUN),
        "waiting": awaited,
        "over": awaited & (Q(request__deadline_on__lt=today) | Q(request__state=RequestState.CLOSED)),
        "dead": awaited & Q(_dead()),
        "declined": Q(state=AskedState.DECLINED),
        "answered": Q(state__in=ANSWERED),
    }[reply]


def _dead() -> Exists:
    return Exists(Delivery.objects.filter(message=OuterRef("mail"), state=State.FAILED))


def _reply(
    state: str,
    replied_at: datetime.datetime | None,
    number: str,
    klass: str,
    is_dead: bool,
    until: datetime.date | None,
    request_state: str,
    *,
    today: datetime.date,
) -> Reply:
    code, on = _PLAIN[state], until
    if state in AWAITED:
        if is_dead:
            code = "dead"
        elif request_state == RequestState.CLOSED or (until is not None and until < today):
            code = "over"
    elif code == "answered":
        on = clock.day_of(replied_at) if replied_at else None
    words = _("同等の証明で済んだ") if state == AskedState.EQUIVALENT else str(WORDS[code])
    return Reply(code, words, _TONES.get(code, ""), on, number, klass)
