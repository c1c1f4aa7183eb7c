"""What the rooms above ask about gaps and talks: days that come, whose turn it is, what a partner has."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kuramori.ground.people.about import About
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.roles import Can
from kuramori.ground.people.todo import Deadline, NextAction, action
from kuramori.work.requests.consulting.talking import waiting_for_us
from kuramori.work.requests.models import Consultation, Gap, GapState, HelpState, OfferedHelp, Side
from kuramori.work.requests.support_content import support

MOST = 20
TO_AGREE = (GapState.PROPOSED, GapState.EVIDENCE_IN)


def about(actor: Actor, kind: str, thing_id: uuid.UUID) -> tuple[About, ...]:
    """The gaps that run with a `partner`, and the talks about prices that are not at their end."""
    if kind != "partner" or not actor.may(Can.REQUEST_READ):
        return ()
    running = Gap.objects.filter(partner=thing_id, ended_at__isnull=True).order_by("plan_on", "number")
    talks = Consultation.objects.filter(partner=thing_id).order_by("-asked_on", "-number")
    told = [
        About(
            f"{row.number} {row.what}",
            str(row.get_state_display()),
            url_for(actor, "requests:gap", id=row.pk),
        )
        for row in running[:MOST]
    ]
    told += [
        About(
            f"{row.number} {row.topic}",
            _("協議：%(state)s") % {"state": row.get_state_display()},
            url_for(actor, "requests:talk", id=row.pk),
        )
        for row in talks[:MOST]
    ]
    if talks.exists():
        told.append(
            About(
                _("協議の記録"),
                _("%(n)s年分をまとめて出せます") % {"n": support().keep_years},
                url_for(actor, "requests:talk_folder", id=thing_id),
            )
        )
    return tuple(told)


def deadlines(actor: Actor, from_on: datetime.date, to_on: datetime.date) -> Iterator[Deadline]:
    """Days of plans, the nearest first: at most so many as a calendar shows."""
    if not actor.may(Can.REQUEST_READ):
        return
    for row in _planned().filter(plan_on__range=(from_on, to_on)).order_by("plan_on", "number")[:MOST]:
        assert row.plan_on is not None  # noqa: S101  it lies in a range
        title = _("%(partner)sの計画の日：%(what)s") % {"partner": row.partner.name, "what": row.what}
        yield Deadline(row.plan_on, title, url_for(actor, "requests:gap", id=row.pk))


def next_actions(actor: Actor) -> Iterator[NextAction]:
    """Talks that nobody answered first of all; then what waits for our word, and plans of ours."""
    if actor.may(Can.CONSULT):
        yield from _talks(actor)
    if actor.may(Can.GAP_CHANGE):
        yield from _gaps(actor)


def find(actor: Actor, words: str) -> tuple[About, ...]:
    """By number, requirement or topic."""
    asked = words.strip()[:60]
    if not asked or not actor.may(Can.REQUEST_READ):
        return ()
    gaps = Gap.objects.filter(Q(number__iexact=asked) | Q(what__icontains=asked)).order_by("number")[:MOST]
    talks = Consultation.objects.filter(Q(number__iexact=asked) | Q(topic__icontains=asked))
    return (
        *(
            About(f"{row.number} {row.what}", _("ギャップ"), url_for(actor, "requests:gap", id=row.pk))
            for row in gaps
        ),
        *(
            About(
                f"{row.number} {row.topic}", _("価格・費用の協議"), url_for(actor, "requests:talk", id=row.pk)
            )
            for row in talks.order_by("number")[:MOST]
        ),
    )


def mentions(person_id: uuid.UUID) -> tuple[str, ...]:
    """Nothing hangs on one person here."""
    return ()


def _planned() -> QuerySet[Gap]:
    rows: QuerySet[Gap] = Gap.objects.filter(ended_at__isnull=True).select_related("partner")
    return rows.exclude(state=GapState.EVIDENCE_IN)


def _talks(actor: Actor) -> Iterator[NextAction]:
    answer_by = datetime.timedelta(days=support().answer_days)
    for row in waiting_for_us().select_related("partner").order_by("asked_on")[:5]:
        yield action(
            title=_("%(partner)sの協議の求めに答える") % {"partner": row.partner.name},
            why=_("「%(topic)s」について話したいと言われています。答えないまま代金は決められません。")
            % {"topic": row.topic},
            minutes=15,
            due_on=row.asked_on + answer_by,
            url=url_for(actor, "requests:talk", id=row.pk),
            button=_("答えを残す"),
            base=5,
            room=_("お願いと回答"),
        )


def _gaps(actor: Actor) -> Iterator[NextAction]:
    rows = Gap.objects.filter(ended_at__isnull=True)
    counts = dict(
        rows.filter(side=Side.ASKING, state__in=TO_AGREE)
        .values_list("state")
        .annotate(Count("pk"))
        .order_by()
    )
    board = url_for(actor, "requests:gaps")
    plans, done = counts.get(GapState.PROPOSED, 0), counts.get(GapState.EVIDENCE_IN, 0)
    if plans:
        title = ngettext("取引先の計画%(n)s件に返事をする", "取引先の計画%(n)s件に返事をする", plans)
        yield action(
            title=title % {"n": plans},
            why=_("計画の案が届いています。合意するか、もう一度相談します。"),
            minutes=5 * min(plans, 12),
            url=f"{board}?state=proposed",
            button=_("見る"),
            base=30,
            room=_("お願いと回答"),
        )
    if done:
        title = ngettext("できたとの連絡%(n)s件を確かめる", "できたとの連絡%(n)s件を確かめる", done)
        yield action(
            title=title % {"n": done},
            why=_("確かめて終えると、取引先の状況がよくなります。"),
            minutes=5 * min(done, 12),
            url=f"{board}?state=evidence_in",
            button=_("見る"),
            base=32,
            room=_("お願いと回答"),
        )
    yield from _helps(actor)
    ours = rows.filter(side=Side.ASKED, state__in=(GapState.OPEN, GapState.AGREED, GapState.IN_PROGRESS))
    for row in ours.select_related("partner").order_by("plan_on", "opened_at")[:3]:
        is_open = row.state == GapState.OPEN
        yield action(
            title=_("「%(what)s」の計画を伝える") % {"what": row.what}
            if is_open
            else _("「%(what)s」を進める") % {"what": row.what},
            why=_("%(partner)sから求められています。できることを、できる日で。")
            % {"partner": row.partner.name}
            if is_open
            else _("%(partner)sと合意した計画です。") % {"partner": row.partner.name},
            minutes=15,
            due_on=row.plan_on,
            url=url_for(actor, "requests:gap", id=row.pk),
            button=_("開く"),
            base=35,
            room=_("お願いと回答"),
        )


def _helps(actor: Actor) -> Iterator[NextAction]:
    """Help that somebody asked for behind a link and that nobody has arranged yet."""
    asked = OfferedHelp.objects.filter(state=HelpState.ASKED).count()
    if asked:
        title = ngettext("申し込まれた手伝い%(n)s件を手配する", "申し込まれた手伝い%(n)s件を手配する", asked)
        yield action(
            title=title % {"n": asked},
            why=_("取引先が申し込んで、待っています。どうなったかを残すと、次の会社に勧めやすくなります。"),
            minutes=10 * min(asked, 6),
            url=f"{url_for(actor, 'requests:support')}#asked",
            button=_("見る"),
            base=28,
            room=_("お願いと回答"),
        )
