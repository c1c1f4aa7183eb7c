"""What the layered decision tells the rooms above: who is waited for, what is known of a partner or an asset."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator

from django.utils.translation import gettext as _

from kuramori.ground.people.about import About
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.roles import Can
from kuramori.ground.people.todo import Deadline, NextAction, action
from kuramori.outside import clock
from kuramori.rules.sharing.policy import Outcome
from kuramori.work.ledger import loosening
from kuramori.work.ledger.models import Loosening
from kuramori.work.partners import answering, bringing
from kuramori.work.partners.facts_deciding import OUTCOMES
from kuramori.work.partners.models import Decision, Demand, DemandState
from kuramori.work.partners.reading.deciding import level_name, state_of
from kuramori.work.partners.reading.demands import due

MOST = 10
AHEAD = datetime.timedelta(days=14)


def next_actions(actor: Actor) -> Iterator[NextAction]:
    """Answers that wait for this person, layers to confirm, demands to answer."""
    yield from _to_answer(actor)
    yield from _to_confirm(actor)
    if actor.may(Can.SHARING_ASK):
        for row in due(datetime.date.min, clock.today() + AHEAD)[:MOST]:
            yield action(
                title=_("%(number)s（%(partner)s）の求めに答える")
                % {"number": row.number, "partner": row.partner.name},
                why=_("求められた理由・目的・対価がそろっているかを見てから答えます。"),
                minutes=20,
                due_on=row.answer_by,
                url=url_for(actor, "partners:demand", id=row.pk),
                button=_("開く"),
                base=20,
                room=_("取引先から求められたら"),
            )


def deadlines(actor: Actor, from_on: datetime.date, to_on: datetime.date) -> Iterator[Deadline]:
    """Demands to answer, and the last days of approvals."""
    if not actor.may(Can.HAND_OVER_READ):
        return
    for row in due(from_on, to_on):
        title = _("%(number)s（%(partner)s）の求めに答える日") % {
            "number": row.number,
            "partner": row.partner.name,
        }
        yield Deadline(row.answer_by or from_on, title, url_for(actor, "partners:demand", id=row.pk))
    approved = Decision.objects.filter(approved_until__gte=from_on, approved_until__lte=to_on)
    for kept in approved.select_related("asset", "partner").order_by("approved_until"):
        title = _("%(number)s を %(partner)s に渡す承認の最後の日") % {
            "number": kept.asset.number,
            "partner": kept.partner.name,
        }
        yield Deadline(kept.approved_until or from_on, title, url_for(actor, "partners:decision", id=kept.pk))


def about(actor: Actor, kind: str, thing_id: uuid.UUID) -> tuple[About, ...]:
    """How far a partner was looked at, what it demanded; the newest decisions on an asset."""
    if kind == "partner" and actor.may(Can.PARTNER_READ):
        return _of_partner(actor, thing_id)
    if kind == "asset" and actor.may(Can.HAND_OVER_READ):
        rows = Decision.objects.filter(asset=thing_id).select_related("partner").order_by("-asked_at")
        return tuple(_decision(actor, row, row.partner.name) for row in rows[:5])
    return ()


def find(actor: Actor, words: str) -> tuple[About, ...]:
    """Demands by number or by what was asked."""
    wanted = words.split()
    if not wanted or not actor.may(Can.HAND_OVER_READ):
        return ()
    rows = Demand.objects.select_related("partner").order_by("-asked_on")
    found = [
        row
        for row in rows[:1000]
        if all(word.lower() in f"{row.number} {row.what} {row.partner.name}".lower() for word in wanted)
    ]
    return tuple(_demand(actor, row) for row in found[:MOST])


def mentions(person_id: uuid.UUID) -> tuple[str, ...]:
    """Decisions that wait for somebody are asked by role and by the table: nothing hangs on a person."""
    return ()


def _to_answer(actor: Actor) -> Iterator[NextAction]:
    if not actor.may(Can.SHARING_APPROVE):
        return
    rows = Decision.objects.filter(
        outcome=Outcome.ESCALATE, approved_at__isnull=True, refused_at__isnull=True
    )
    for row in rows.select_related("asset", "partner").order_by("asked_at")[:50]:
        if answering.may_answer(actor, row):
            yield action(
                title=_("%(number)s を %(partner)s に渡してよいか答える")
                % {"number": row.asset.number, "partner": row.partner.name},
                why=_("会社の決まりで、あなたの承認が要ります。わけと期限を添えて答えます。"),
                minutes=5,
                url=url_for(actor, "partners:decision", id=row.pk) + "#answer",
                button=_("答える"),
                base=10,
                room=_("共有の判断"),
            )


def _to_confirm(actor: Actor) -> Iterator[NextAction]:
    rows = Loosening.objects.filter(done_at__isnull=True, withdrawn_at__isnull=True)
    for row in rows.select_related("asset", "asked_by").order_by("asked_at")[:50]:
        if loosening.why_not(actor, row) is None:
            yield action(
                title=_("%(number)s の「共有しない」を解くか確かめる") % {"number": row.asset.number},
                why=_("%(person)sさんが申し出ています。もう1人の確認が要ります。")
                % {"person": row.asked_by.name if row.asked_by else "—"},
                minutes=5,
                url=url_for(actor, "ledger:loosen", id=row.asset_id),
                button=_("確かめる"),
                base=10,
                room=_("情報管理台帳"),
            )


def _of_partner(actor: Actor, partner_id: uuid.UUID) -> tuple[About, ...]:
    row = bringing.assured([partner_id], clock.today()).get(partner_id)
    words = (
        _("情報管理は%(information)s、ITは%(it)s（%(day)sの姿）")
        % {
            "information": level_name(row.information),
            "it": level_name(row.it),
            "day": f"{row.as_of.year}/{row.as_of.month}/{row.as_of.day}",
        }
        if row
        else _("まだ確かめていません")
    )
    found = [About(_("確認の段階"), words, url_for(actor, "partners:assurance", id=partner_id))]
    if actor.may(Can.HAND_OVER_READ):
        demands = Demand.objects.filter(partner=partner_id).select_related("partner").order_by("-asked_on")
        found += [_demand(actor, one) for one in demands[:5]]
        rows = Decision.objects.filter(partner=partner_id).select_related("asset").order_by("-asked_at")
        found += [_decision(actor, one, one.asset.number) for one in rows[:5]]
    return tuple(found)


def _decision(actor: Actor, row: Decision, beside: str) -> About:
    states = {
        "open": str(OUTCOMES[row.outcome]),
        "waits": _("承認待ち"),
        "approved": _("承認済み"),
        "over": _("承認の期限切れ"),
        "refused": _("承認されなかった"),
        "shut": _("渡せない"),
    }
    day = clock.day_of(row.asked_at)
    title = _("共有の判断 %(day)s") % {"day": f"{day.year}/{day.month}/{day.day}"}
    return About(title, f"{beside} {states[state_of(row)]}", url_for(actor, "partners:decision", id=row.pk))


def _demand(actor: Actor, row: Demand) -> About:
    return About(
        f"{row.number} {row.what}",
        f"{row.partner.name} {DemandState(row.state).label}",
        url_for(actor, "partners:demand", id=row.pk),
    )
