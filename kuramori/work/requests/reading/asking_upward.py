"""What requests tell the rooms above: what to do next, deadlines, what is found, what hangs on somebody."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kuramori.ground.people.about import About
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.roles import Can
from kuramori.ground.people.todo import Deadline, NextAction, action
from kuramori.ground.post.carrier import is_on
from kuramori.outside import clock
from kuramori.rules.tokens import normal
from kuramori.work.requests import removing_in_time
from kuramori.work.requests.approving import another_may_approve
from kuramori.work.requests.models import Asked, AskedState, Request, RequestState
from kuramori.work.requests.reading.asking import narrowed

MOST_FOUND = 20
OPEN = (RequestState.DRAFT, RequestState.WAITING, RequestState.APPROVED, RequestState.SENT)


def about(actor: Actor, kind: str, thing_id: uuid.UUID) -> Iterator[About]:
    """What a partner was asked, the newest first."""
    if kind != "partner" or not actor.may(Can.REQUEST_READ):
        return
    rows = Asked.objects.filter(partner_id=thing_id, sent_at__isnull=False).select_related("request")
    for row in rows.order_by("-sent_at")[:5]:
        yield About(
            f"{row.request.title}（{row.number}）",
            str(AskedState(row.state).label),
            url_for(actor, "requests:asked_one", id=row.pk),
        )


def deadlines(actor: Actor, from_on: datetime.date, to_on: datetime.date) -> Iterator[Deadline]:
    """When answers are due."""
    if not actor.may(Can.REQUEST_READ):
        return
    rows = Request.objects.filter(state=RequestState.SENT, deadline_on__range=(from_on, to_on))
    for row in rows.defer("content").order_by("deadline_on"):
        if row.deadline_on is not None:
            title = _("お願い %(number)s の回答の期限") % {"number": row.number}
            yield Deadline(row.deadline_on, title, url_for(actor, "requests:request", id=row.pk))


def next_actions(actor: Actor) -> Iterator[NextAction]:
    """Approve what waits, send what was approved, call whom no mail reaches; what ends of what was kept."""
    if not actor.may(Can.REQUEST_MAKE):
        return
    yield from _kept(actor)
    rows = Request.objects.filter(state__in=OPEN[1:]).defer("content").order_by("made_at")[:MOST_FOUND]
    for row in rows:
        url = url_for(actor, "requests:request", id=row.pk)
        if row.state == RequestState.SENT:
            yield from _calls(actor, row)
        elif actor.may(Can.REQUEST_APPROVE) and (
            row.state == RequestState.APPROVED
            or row.made_by_id != actor.person_id
            or not another_may_approve(actor)
        ):
            waits = row.state == RequestState.WAITING
            told = {"number": row.number}
            yield action(
                title=_("お願い %(number)s を承認する") % told
                if waits
                else _("お願い %(number)s を送る") % told,
                why=_("点検が済み、承認を待っています。") if waits else _("承認が済んでいます。"),
                minutes=10,
                due_on=None,
                url=url,
                button=_("開く"),
                base=30,
                room=_("お願いと回答"),
            )


def _kept(actor: Actor) -> Iterator[NextAction]:
    if not actor.may(Can.REQUEST_APPROVE):
        return
    for request, count, on in removing_in_time.soon(clock.today()):
        words = ngettext(
            "お願い %(number)s の%(count)s社の回答が、まもなく消える",
            "お願い %(number)s の%(count)s社の回答が、まもなく消える",
            count,
        )
        yield action(
            title=words % {"number": request.number, "count": count},
            why=_(
                "手紙で約束した保管の期間が終わります。夜のうちに消し、証明書を送ります。争いなどで残すときは、先に「消してはいけないもの」に入れてください。"
            ),
            minutes=5,
            due_on=on,
            url=url_for(actor, "requests:asked", id=request.pk) + "?part=replied",
            button=_("回答を見る"),
            base=45,
            room=_("お願いと回答"),
        )
    removals = removing_in_time.uncertified()
    by_hand = removals.select_related("asked__contact", "asked__partner")[:MOST_FOUND]
    for one in by_hand:
        if is_on() and removing_in_time.recipient(one.asked) is not None:
            continue
        yield action(
            title=_("%(partner)s に、回答を消した証明書を渡す") % {"partner": one.asked.partner.name},
            why=_("手紙で約束した証明書です。メールで送れないので、紙で渡します。"),
            minutes=10,
            url=url_for(actor, "requests:replies_of", id=one.asked.partner_id),
            button=_("証明書を受け取る"),
            base=45,
            room=_("お願いと回答"),
        )


def _calls(actor: Actor, row: Request) -> Iterator[NextAction]:
    count = narrowed(Asked.objects.filter(request=row), row, "phone").count()
    if count:
        words = ngettext(
            "お願い %(number)s の%(count)s社に電話する", "お願い %(number)s の%(count)s社に電話する", count
        )
        yield action(
            title=words % {"number": row.number, "count": count},
            why=_("メールが届かないか、開かれないまま期限が近づいています。"),
            minutes=5 * min(count, 12),
            due_on=row.deadline_on,
            url=url_for(actor, "requests:asked", id=row.pk) + "?part=phone",
            button=_("相手を見る"),
            base=40,
            room=_("お願いと回答"),
        )


def find(actor: Actor, words: str) -> Iterator[About]:
    """Requests by number and title."""
    wanted = normal(words).split()
    if not actor.may(Can.REQUEST_READ) or not wanted:
        return
    found = 0
    for row in Request.objects.defer("content").order_by("-made_at")[:500]:
        if all(word in normal(f"{row.number} {row.title}") for word in wanted):
            yield About(
                f"{row.number} {row.title}",
                str(RequestState(row.state).label),
                url_for(actor, "requests:request", id=row.pk),
            )
            found += 1
            if found == MOST_FOUND:
                return


def mentions(person_id: uuid.UUID) -> Iterator[str]:
    """Open requests that somebody drafted."""
    rows = Request.objects.filter(made_by_id=person_id, state__in=OPEN).defer("content").order_by("made_at")
    for row in rows[:MOST_FOUND]:
        told = {"number": row.number, "state": RequestState(row.state).label}
        yield _("確認のお願い %(number)s（%(state)s）") % told
