"""What the rooms above ask about this part: days that come, what to do next, what a partner or an asset has."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kuramori.ground.people.about import About
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.roles import Can
from kuramori.ground.people.todo import Deadline, NextAction, action
from kuramori.outside import clock
from kuramori.work.partners.joint.moulds import OVER
from kuramori.work.partners.joint.tooling import tooling
from kuramori.work.partners.models import JointProject, KeptMould, OnwardRequest, OnwardState
from kuramori.work.partners.reading.joint import newest_talks, old_moulds, onward_line

MOST = 20


def about(actor: Actor, kind: str, thing_id: uuid.UUID) -> tuple[About, ...]:
    """Requests, projects and moulds of a `partner`; requests about an `asset`."""
    if kind not in {"partner", "asset"} or not actor.may(Can.HAND_OVER_READ):
        return ()
    told = [
        About(
            _("承諾願 %(number)s") % {"number": row.number},
            f"{row.to} {onward_line(row).where}",
            url_for(actor, "partners:onward", id=row.pk),
        )
        for row in _requests(kind, thing_id)
    ]
    if kind == "partner":
        told += [
            About(
                f"{row.number} {row.title}",
                _("終わった共同開発") if row.ended_on else _("共同開発"),
                url_for(actor, "partners:project", id=row.pk),
            )
            for row in JointProject.objects.filter(partner=thing_id).order_by("-from_on")[:MOST]
        ]
        kept = KeptMould.objects.filter(partner=thing_id).exclude(state__in=OVER).order_by("number")
        told += [
            About(f"{row.number} {row.name}", _("預かり型"), url_for(actor, "partners:mould", id=row.pk))
            for row in kept[:MOST]
        ]
    return tuple(told)


def deadlines(actor: Actor, from_on: datetime.date, to_on: datetime.date) -> Iterator[Deadline]:
    """Last days of consents and projects, and days by which a mould goes."""
    if not actor.may(Can.HAND_OVER_READ):
        return
    for row in OnwardRequest.objects.filter(state=OnwardState.ALLOWED, until_on__range=(from_on, to_on)):
        title = _("承諾願 %(number)s の承諾の最後の日") % {"number": row.number}
        yield Deadline(_on(row.until_on), title, url_for(actor, "partners:onward", id=row.pk))
    running = JointProject.objects.filter(ended_on__isnull=True, until_on__range=(from_on, to_on))
    for project in running:
        title = _("共同開発 %(number)s の期間の終わり") % {"number": project.number}
        yield Deadline(_on(project.until_on), title, url_for(actor, "partners:project", id=project.pk))
    for mould in KeptMould.objects.filter(by_on__range=(from_on, to_on)).exclude(state__in=OVER):
        title = _("預かり型 %(number)s の返却・廃棄の期限") % {"number": mould.number}
        yield Deadline(_on(mould.by_on), title, url_for(actor, "partners:mould", id=mould.pk))


def next_actions(actor: Actor) -> Iterator[NextAction]:
    """Moulds that stood unused for long and nobody talked of, days that come near, answers that are ours to give."""
    if actor.may(Can.TAKE_BACK):
        yield from _moulds(actor)
    if actor.may(Can.SHARING_APPROVE):
        waiting = OnwardRequest.objects.filter(state=OnwardState.ASKED, side="received")
        for row in waiting.select_related("partner").order_by("asked_on")[:MOST]:
            yield action(
                title=_("承諾願 %(number)s に返事をする") % {"number": row.number},
                why=_("%(partner)sが、%(to)sに渡してよいかを尋ねています。")
                % {"partner": row.partner.name, "to": row.to},
                minutes=10,
                url=url_for(actor, "partners:onward", id=row.pk),
                button=_("開く"),
                base=30,
                room=_("提供と返還"),
            )


def find(actor: Actor, words: str) -> tuple[About, ...]:
    """By number, title, name or the owner's tag."""
    asked = words.strip()[:60]
    if not asked or not actor.may(Can.HAND_OVER_READ):
        return ()
    projects = JointProject.objects.filter(Q(number__iexact=asked) | Q(title__icontains=asked))
    moulds = KeptMould.objects.filter(
        Q(number__iexact=asked) | Q(name__icontains=asked) | Q(tag__iexact=asked)
    )
    requests = OnwardRequest.objects.filter(number__iexact=asked)
    return (
        *(
            About(f"{row.number} {row.title}", _("共同開発"), url_for(actor, "partners:project", id=row.pk))
            for row in projects.order_by("number")[:MOST]
        ),
        *(
            About(f"{row.number} {row.name}", _("預かり型"), url_for(actor, "partners:mould", id=row.pk))
            for row in moulds.order_by("number")[:MOST]
        ),
        *(
            About(
                _("承諾願 %(number)s") % {"number": row.number},
                row.to,
                url_for(actor, "partners:onward", id=row.pk),
            )
            for row in requests[:MOST]
        ),
    )


def mentions(person_id: uuid.UUID) -> tuple[str, ...]:
    """Nothing hangs on one person here."""
    return ()


def _on(day: datetime.date | None) -> datetime.date:
    """A day that the query asked for."""
    assert day is not None  # noqa: S101  it lies in a range
    return day


def _requests(kind: str, thing_id: uuid.UUID) -> list[OnwardRequest]:
    hangs = Q(asset=thing_id) if kind == "asset" else Q(partner=thing_id) | Q(recipient=thing_id)
    return list(OnwardRequest.objects.filter(hangs).order_by("-asked_on", "-number")[:MOST])


def _moulds(actor: Actor) -> Iterator[NextAction]:
    today, says = clock.today(), tooling()
    old = list(KeptMould.objects.filter(old_moulds(today), by_on__isnull=True).values_list("pk", flat=True))
    talks = newest_talks(old)
    silent = [one for one in old if one not in talks or talks[one].on <= says.unused_before(today)]
    if silent:
        title = ngettext(
            "長く使っていない預かり型%(n)s件を持ち主と話す",
            "長く使っていない預かり型%(n)s件を持ち主と話す",
            len(silent),
        )
        yield action(
            title=title % {"n": len(silent)},
            why=_("返すか、廃棄するか、保管の費用をどうするかを決めます。"),
            minutes=15,
            url=url_for(actor, "partners:moulds") + "?only=old",
            button=_("見る"),
            base=60,
            room=_("提供と返還"),
        )
    near = today + datetime.timedelta(days=says.remind_days)
    for row in KeptMould.objects.filter(by_on__lte=near).exclude(state__in=OVER).order_by("by_on")[:MOST]:
        yield action(
            title=_("預かり型 %(number)s の返却・廃棄を済ませる") % {"number": row.number},
            why=_("決めた日が近いか、過ぎています。"),
            minutes=10,
            due_on=row.by_on,
            url=url_for(actor, "partners:mould", id=row.pk),
            button=_("開く"),
            base=40,
            room=_("提供と返還"),
        )
