"""保管の確認: once a year the partner says by a link how things of ours are kept: lock, people, patrol, photo."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuramori.ground.contacts.models import Contact, Partner
from kuramori.ground.papers.models import File
from kuramori.ground.people import links
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.codes import Visitor
from kuramori.ground.people.roles import Can
from kuramori.ground.post.letter import Recipient
from kuramori.ground.post.purposes import Purpose
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import Doer, record
from kuramori.outside import clock
from kuramori.work.ledger.content import after_months
from kuramori.work.partners import events_take_back as events
from kuramori.work.partners import facts_of
from kuramori.work.partners.hand_over_wanted import LONGEST_LINE, Refused, line
from kuramori.work.partners.models import StorageConfirmation
from kuramori.work.partners.taking_back_content import taking_back

CONFIRM = links.LinkPurpose(
    "partners:storage", "storage:page", gettext_lazy("保管の確認"), Can.TAKE_BACK, tells_end=True
)
MAIL = Purpose("partners:storage", gettext_lazy("保管の確認のお願い"))
CHOICES = ("yes", "part", "no")
LONGEST_ANSWER = 400


@dataclass(frozen=True, slots=True)
class Asked:
    """`issued` is the link to hand over, told once."""

    confirmation: StorageConfirmation
    issued: links.Issued


def ask_storage(
    actor: Actor, partner: Partner, contact: Contact, *, about: str, due_on: datetime.date
) -> Asked:
    """Ask one person of a partner how what is kept there is kept. Raises `Refused`, `NotAllowed`."""
    actor.require(Can.TAKE_BACK)
    what = line(about)
    if not what or len(what) > LONGEST_LINE:
        raise Refused("about", _("何を預けているかを、200文字までで入れてください。"))
    today = clock.today()
    most = today + datetime.timedelta(days=taking_back().link_days)
    if not today <= due_on <= most:
        raise Refused("due_on", _("答えてもらう日は、今日から60日先までにしてください。"))
    if contact.partner_id != partner.pk or not contact.email:
        raise Refused("contact", _("この方のメールアドレスがありません。取引先の画面で書き足してください。"))
    with transaction.atomic():
        row = StorageConfirmation.objects.create(
            organisation=actor.organisation,
            partner=partner,
            about=what,
            due_on=due_on,
            asked_by_id=actor.person_id,
            asked_at=clock.now(),
        )
        row_link = links.issue(
            actor,
            CONFIRM,
            about=("storage", row.pk),
            until_on=most,
            outside=Recipient(contact.email, contact.name),
            most_uses=None,
        )
        row.link = row_link.link
        row.save(update_fields=["link"])
        record(
            actor,
            events.STORAGE_ASKED,
            kind="storage",
            thing_id=row.pk,
            by=due_on.isoformat(),
            **between(None, facts_of.storage(row), private=facts_of.STORAGE_TEXTS),
        )
    return Asked(row, row_link)


def answer(
    visitor: Visitor, row: StorageConfirmation, answers: Mapping[str, str], *, by: str, photo: File | None
) -> StorageConfirmation:
    """What the partner says. It can be said once; the link ends with it. Raises `Refused`."""
    name = line(by)
    if not name or len(name) > 60:
        raise Refused("by", _("お名前を、60文字までで入れてください。"))
    kept = _sound(answers)
    with transaction.atomic():
        held: StorageConfirmation = StorageConfirmation.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if held.answered_at is not None:
            raise Refused("", _("もう答えをいただいています。ありがとうございました。"))
        before = facts_of.storage(held)
        held.answers, held.answered_by, held.answered_at = kept, name, clock.now()
        held.photo = photo
        held.save(update_fields=["answers", "answered_by", "answered_at", "photo"])
        visitor_link = type(visitor.link).objects.filter(pk=visitor.link.pk, used_at__isnull=True)
        visitor_link.update(used_at=clock.now())
        _record_answer(visitor, held, before, name)
    return held


def due_again(row: StorageConfirmation) -> datetime.date | None:
    """The day by which the same should be asked again; None for one that is still unanswered."""
    if row.answered_at is None:
        return None
    return after_months(clock.day_of(row.answered_at), taking_back().storage_months)


def weak_points(row: StorageConfirmation) -> tuple[str, ...]:
    """The questions that were answered with いいえ or 一部, in words."""
    return tuple(
        one.words
        for one in taking_back().questions
        if one.kind == "choice" and row.answers.get(one.id) in {"part", "no"}
    )


def _sound(answers: Mapping[str, str]) -> dict[str, str]:
    kept: dict[str, str] = {}
    for question in taking_back().questions:
        said = answers.get(question.id, "").strip()
        if question.kind == "choice":
            if said not in CHOICES:
                raise Refused(question.id, _("はい・一部・いいえのどれかを選んでください。"))
        elif question.id == "place" and not said:
            raise Refused(question.id, _("置いている場所を入れてください。"))
        if len(said) > LONGEST_ANSWER:
            raise Refused(question.id, _("400文字までで入れてください。"))
        if said:
            kept[question.id] = said
    return kept


def _record_answer(doer: Doer, row: StorageConfirmation, before: dict[str, object], name: str) -> None:
    record(
        doer,
        events.STORAGE_ANSWERED,
        kind="storage",
        thing_id=row.pk,
        person=name,
        **between(before, facts_of.storage(row), private=facts_of.STORAGE_TEXTS),
    )
