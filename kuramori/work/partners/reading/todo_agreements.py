"""What agreements leave to do, and the days that come with them."""

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
from kuramori.outside import clock
from kuramori.rules.tokens import normal
from kuramori.work.partners.days_ahead import BEHIND_DAYS
from kuramori.work.partners.dues import Due, dues_between
from kuramori.work.partners.models import Agreement, AgreementState, CoveredAsset
from kuramori.work.partners.reading.agreements import Asked, lines_of, narrowed
from kuramori.work.partners.reading.coverage import unknown_count

AHEAD_DAYS, MOST_FOUND = 60, 20


def next_actions(actor: Actor) -> Iterator[NextAction]:
    """Whatever agreements want of this person; unsorted."""
    if not actor.may(Can.AGREEMENT_CHANGE):
        return
    today = clock.today()
    since, until = today - datetime.timedelta(days=BEHIND_DAYS), today + datetime.timedelta(days=AHEAD_DAYS)
    for due in dues_between(since, until, most=MOST_FOUND):
        yield action(
            title=_("%(number)s の%(what)s") % {"number": due.number or due.partner, "what": due.words},
            why=_WHY[due.kind]() % {"partner": due.partner},
            minutes=15,
            due_on=due.on,
            url=_url(actor, due),
            button=_("開く"),
            base=25,
            room=_("取引先との約束"),
        )
    yield from _unknown(actor)


def deadlines(actor: Actor, from_on: datetime.date, to_on: datetime.date) -> Iterator[Deadline]:
    """Days of agreements between two days, both included."""
    if actor.may(Can.AGREEMENT_READ):
        for due in dues_between(from_on, to_on):
            places = {"number": due.number, "partner": due.partner, "what": due.words}
            if due.number:
                title = _("%(number)s（%(partner)s）の%(what)s") % places
            else:
                title = _("%(partner)s の%(what)s") % places
            yield Deadline(due.on, title, _url(actor, due))


def find(actor: Actor, words: str) -> tuple[About, ...]:
    """Agreements with every word in number, title or partner."""
    if not actor.may(Can.AGREEMENT_READ) or not normal(words).strip():
        return ()
    return tuple(
        About(f"{row.number} {row.title}", row.partner.name, url_for(actor, "partners:agreement", id=row.pk))
        for row in narrowed(Asked(q=words))[:MOST_FOUND]
    )


def about(actor: Actor, kind: str, thing_id: uuid.UUID) -> tuple[About, ...]:
    """The agreements with a partner, or those that name an asset."""
    if not actor.may(Can.AGREEMENT_READ) or kind not in {"partner", "asset"}:
        return ()
    rows = Agreement.objects.exclude(state=AgreementState.DECLINED).select_related("partner")
    if kind == "partner":
        rows = rows.filter(partner=thing_id)
    else:
        named = CoveredAsset.objects.filter(asset=thing_id, superseded_at__isnull=True).values("agreement")
        rows = rows.filter(pk__in=named)
    told = [
        About(
            f"{line.number} {line.title}",
            line.standing.where.label if kind == "partner" else f"{line.partner} {line.standing.where.label}",
            url_for(actor, "partners:agreement", id=line.id),
        )
        for line in lines_of(list(rows.order_by("number")[:50]))
    ]
    if kind == "partner":
        told.insert(0, About(_("約束の一枚"), "", url_for(actor, "partners:promise", id=thing_id)))
        if len(told) == 1 and actor.may(Can.AGREEMENT_CHANGE):
            new = url_for(actor, "partners:new_agreement") + f"?partner={thing_id}"
            told.append(About(_("契約を加える"), _("まだ契約がありません"), new))
    return tuple(told)


def mentions(person_id: uuid.UUID) -> tuple[str, ...]:
    """The agreements that somebody keeps, for whoever hands them to another when they leave."""
    rows = Agreement.objects.filter(keeper=person_id).exclude(state=AgreementState.DECLINED)
    return tuple(
        _("担当になっている契約 %(number)s") % {"number": row.number} for row in rows.order_by("number")
    )


def _unknown(actor: Actor) -> Iterator[NextAction]:
    count = unknown_count(actor)
    if count:
        title = ngettext("契約が分からない情報%(n)s件を調べる", "契約が分からない情報%(n)s件を調べる", count)
        yield action(
            title=title % {"n": count},
            why=_("渡したもの、預かったもので、もとになる契約がはっきりしないものがあります。"),
            minutes=max(5, min(60, count * 3)),
            url=url_for(actor, "partners:coverage") + "?only=unknown",
            button=_("不明を見る"),
            base=40,
            room=_("取引先との約束"),
        )


def _url(actor: Actor, due: Due) -> str:
    if due.agreement_id is not None:
        return url_for(actor, "partners:agreement", id=due.agreement_id)
    name = "partners:assurance" if due.kind == "assurance" else "partners:promise"
    return url_for(actor, name, id=due.partner_id)


_WHY = {
    "notice": lambda: _("%(partner)sとの契約です。断らなければ、自動で更新されます。"),
    "end": lambda: _("%(partner)sとの契約です。続けるなら更新を、終えるなら返してもらうものを決めます。"),
    "secrecy": lambda: _("%(partner)sに渡したものが、この日の後は守られなくなります。"),
    "review": lambda: _("%(partner)sとの契約を見直す日です。"),
    "assurance": lambda: _(
        "%(partner)sには渡したものがあります。この日から段階を低く数えるので、確かめ直すか、渡し方を見直します。"
    ),
    "oral": lambda: _("%(partner)sに話したことを、この日までに書面で確かめると契約の対象になります。"),
}
