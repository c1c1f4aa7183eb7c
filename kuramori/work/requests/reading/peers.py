"""Where somebody who answered stands among peers of the same size, as one of four words (`rules.cohorts`).

An answer to an older round is compared with the group as it stood when that round gave way to the next: the same group
that was told then, out of the one sequence there is, so that looking back shows nothing that was not told before.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Min, QuerySet
from django.utils.translation import gettext as _

from kuramori.outside import clock
from kuramori.rules import cohorts
from kuramori.rules.cohorts import Group, Place, Quarter, Told, Why
from kuramori.work.requests.asking_content import peers
from kuramori.work.requests.models import Asked, Reply, Request


@dataclass(frozen=True, slots=True)
class PlaceTold:
    """`words` is the place, "" where there is none; `says` with whom one was compared, or why there is none.

    `quarters`: their names from the lowest up, and whether one is there.
    """

    words: str
    says: str
    quarters: tuple[tuple[str, bool], ...] = ()


def place_among(asked: Asked) -> PlaceTold | None:
    """The place of the newest reply of `asked`; None where there is no reply, or the asker does not show places."""
    if asked.reply is None or not asked.request.shows_place:
        return None
    over = _over_on(asked, asked.reply)
    found = _place(asked, over or clock.today())
    if isinstance(found, Why):
        return PlaceTold("", _few_then() if over and found is Why.FEW else _why(found))
    says = _says(asked, found)
    if over:
        says += _("あとの回の回答は入っていません。")
    return PlaceTold(_words(found.quarter), says, _quarters(found.quarter))


def _over_on(asked: Asked, reply: Reply) -> datetime.date | None:
    """The day on which the round was over: the next one was sent, or the same partner answered the same demands anew.

    None for the round that is going on.
    """
    request = asked.request
    later = Request.objects.filter(series=request.series, sent_at__gt=request.sent_at or reply.received_at)
    again = _same_demands(asked).filter(asked__partner_id=asked.partner_id, received_at__gt=reply.received_at)
    moments = (
        later.exclude(pk=request.pk).aggregate(at=Min("sent_at"))["at"],
        again.exclude(asked=asked).aggregate(at=Min("received_at"))["at"],
    )
    return min((clock.day_of(at) for at in moments if at is not None), default=None)


def _place(asked: Asked, on: datetime.date) -> Place | Why:
    if asked.employees is None:
        return Why.NO_SIZE
    if asked.reply is None or asked.reply.share is None:
        return Why.NOT_SHOWN
    return cohorts.place(
        asked.reply.share, str(asked.partner_id), _group(asked, asked.employees, on), peers()
    )


def _group(asked: Asked, employees: int, on: datetime.date) -> Group:
    """Everybody who answered the same demands, of the same asker and size; every reply since the first, before `on`."""
    first, last = cohorts.size_class(employees, peers())
    rows = _same_demands(asked).filter(asked__employees__gte=first)
    if last is not None:
        rows = rows.filter(asked__employees__lte=last)
    came = rows.order_by("received_at", "pk").values_list("asked__partner_id", "received_at", "share")
    told = (Told(str(whose), clock.day_of(at), share) for whose, at, share in came.iterator(chunk_size=2_000))
    return cohorts.group(told, on, peers())


def _same_demands(asked: Asked) -> QuerySet[Reply]:
    rows: QuerySet[Reply] = Reply.objects.filter(
        asked__request__content_digest=asked.request.content_digest,
        asked__request__pack_id=asked.request.pack_id,
    )
    return rows


def _words(quarter: Quarter) -> str:
    return {
        Quarter.TOP: _("上の4分の1にいます。"),
        Quarter.UPPER: _("真ん中か、その少し上にいます。"),
        Quarter.LOWER: _("真ん中より少し下にいます。"),
        Quarter.BOTTOM: _("下の4分の1にいます。次にやることから、一つずつで大丈夫です。"),
    }[quarter]


def _quarters(here: Quarter) -> tuple[tuple[str, bool], ...]:
    names = (
        (Quarter.BOTTOM, _("下の4分の1")),
        (Quarter.LOWER, _("少し下")),
        (Quarter.UPPER, _("少し上")),
        (Quarter.TOP, _("上の4分の1")),
    )
    return tuple((name, quarter is here) for quarter, name in names)


def _says(asked: Asked, found: Place) -> str:
    first, last = cohorts.size_class(asked.employees or 0, peers())
    size = (
        _("従業員%(first)s〜%(last)s人") % {"first": first, "last": last}
        if last is not None
        else _("従業員%(first)s人以上") % {"first": first}
    )
    return _(
        "%(organisation)sから同じお願いを受けた、%(size)sの会社%(others)s社以上と比べました（%(day)sまでの回答）。"
        "ほかの会社の数字は、どこにも出していません。"
    ) % {
        "organisation": asked.organisation.name,
        "size": size,
        "others": found.others,
        "day": f"{found.since.year}/{found.since.month}/{found.since.day}",
    }


def _why(why: Why) -> str:
    return {
        Why.FEW: _(
            "同じ規模の会社の回答が、まだ少ないので出していません。ほかに%(fewest)s社そろうと、ここに出ます。"
            "少ないうちに出すと、ほかの会社の答えがわかってしまうためです。"
        )
        % {"fewest": peers().fewest},
        Why.NOT_SHOWN: _("合計を見せない範囲で出した回答なので、ほかの会社とは比べていません。"),
        Why.NO_SIZE: _("従業員の人数が登録されていないので、同じ規模の会社を選べませんでした。"),
    }[why]


def _few_then() -> str:
    return _(
        "この回では、同じ規模の会社の回答が少なかったので、位置は出していません。"
        "少ないときに出すと、ほかの会社の答えがわかってしまうためです。"
    )
