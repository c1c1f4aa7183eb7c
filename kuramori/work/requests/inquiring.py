"""An inquiry that came by letter is recorded by hand; one that will not be answered is put away with a reason."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.catalogue import Pack
from kuramori.rules.requests import requirements as rules
from kuramori.rules.statements.bodies_asking import RequestOpened
from kuramori.work.partners.telling import tell
from kuramori.work.requests import events_inquiries as events
from kuramori.work.requests import facts_inquiries as facts
from kuramori.work.requests.models import Axis, Inquiry, InquiryState, InquiryWay
from kuramori.work.requests.refusing import NotSo, Stale, words

NOTHING_WRITTEN = json.dumps(
    {"answers": {}, "equivalents": [], "evidence": [], "disclosure": "", "given_by": ""}
)
NO_NUMBER = frozenset({"なし", "無し", "ナシ", "無", "-", "ー", "none"})
OVER = (InquiryState.WITHDRAWN, InquiryState.ENDED)


@dataclass(frozen=True, slots=True)
class Letter:
    """What a letter says: its number, its title, by when."""

    number: str
    title: str
    came_on: datetime.date
    deadline_on: datetime.date | None = None
    reason: str = ""
    scope: str = ""
    axis: str = Axis.INFORMATION


def record_letter(actor: Actor, partner: Partner, pack: Pack, letter: Letter) -> Inquiry:
    """Keep one that came by letter, mail or mouth. Raises `NotSo`, `NotAllowed`."""
    actor.require(Can.REPLY_GIVE)
    number = words("number", letter.number, 40, needed=_("手紙の番号を入れてください。無ければ「なし」と。"))
    title = words("title", letter.title, 120, needed=_("何のお願いかを、ひとことで書いてください。"))
    reason, scope = words("reason", letter.reason, 600), words("scope", letter.scope, 400)
    if letter.came_on > clock.today():
        raise NotSo("came_on", _("届いた日は、今日か、それより前の日です。"))
    if letter.deadline_on is not None and letter.deadline_on < letter.came_on:
        raise NotSo("deadline_on", _("期限は、届いた日か、それより後の日です。"))
    why = reason[: rules.LONGEST_WHY] or _("お客様のお願い（%(number)s）") % {"number": number}
    content = rules.text_of(rules.whole_pack(pack, axis=letter.axis, why=why))
    with transaction.atomic():
        _once(partner, number, title)
        row: Inquiry = Inquiry.objects.create(
            organisation=actor.organisation,
            partner=partner,
            number=number,
            title=title,
            way=InquiryWay.LETTER,
            came_on=letter.came_on,
            axis=letter.axis,
            pack_id=pack.id,
            version=pack.version,
            digest=pack.digest,
            content=content,
            content_digest=rules.digest_of(content),
            reason=reason,
            scope=scope,
            deadline_on=letter.deadline_on,
            draft=NOTHING_WRITTEN,
            recorded_at=clock.now(),
        )
        record(
            actor,
            events.RECORDED,
            kind="inquiry",
            thing_id=row.pk,
            number=row.number,
            partner=partner.name,
            **between(None, facts.inquiry(row), private=facts.TEXTS),
        )
    return row


def _once(partner: Partner, number: str, title: str) -> None:
    """Pressed twice, written down by two, or come over the channel already: one request of a customer is kept once."""
    # Two at once wait here.
    Partner.objects.select_for_update().get(pk=partner.pk)
    rows = Inquiry.objects.filter(partner=partner, number__iexact=number).exclude(state__in=OVER)
    if number.lower() in NO_NUMBER:
        rows = rows.filter(title=title)
    same = rows.order_by("-recorded_at").first()
    if same is not None:
        told = _(
            "このお客様の同じ番号のお願い「%(title)s」が、もう記録にあります。「届いたお願い」から開けます。"
        )
        raise NotSo("number", told % {"title": same.title})


def note_opened(actor: Actor, inquiry: Inquiry) -> None:
    """Somebody who may answer has opened it: told once to the customer whose Kuramori asked, who need not chase."""
    if inquiry.opened_at is not None or not actor.may(Can.REPLY_GIVE) or inquiry.way != InquiryWay.CHANNEL:
        return
    with transaction.atomic():
        row = held(inquiry)
        if row.opened_at is not None or row.state in OVER:
            return
        row.opened_at = clock.now()
        row.save(update_fields=["opened_at"])
        record(
            actor,
            events.OPENED,
            kind="inquiry",
            thing_id=row.pk,
            number=row.number,
            partner=row.partner.name,
            **between({"opened_at": None}, {"opened_at": row.opened_at}),
        )
        tell(actor, row.partner, RequestOpened(clock.today()), row.thread)
    inquiry.opened_at = row.opened_at


def end(actor: Actor, inquiry: Inquiry, reason: str, *, revision: int) -> Inquiry:
    """It will not be answered here, and why: answered elsewhere, or not at all. What was written stays.

    Raises `NotSo`, `Stale`, `NotAllowed`.
    """
    actor.require(Can.REPLY_GIVE)
    why = words("reason", reason, 400, needed=_("答えずに終えるわけを書いてください。"))
    with transaction.atomic():
        row = held(inquiry)
        if row.revision != revision:
            raise Stale
        if row.state in OVER:
            raise NotSo("", _("このお願いは、もう終わっています。"))
        before = facts.inquiry(row)
        row.state, row.end_reason, row.ended_at = InquiryState.ENDED, why, clock.now()
        row.revision += 1
        row.save(update_fields=["state", "end_reason", "ended_at", "revision"])
        record(
            actor,
            events.ENDED,
            kind="inquiry",
            thing_id=row.pk,
            number=row.number,
            partner=row.partner.name,
            **between(before, facts.inquiry(row), private=facts.TEXTS),
        )
    return row


def held(inquiry: Inquiry) -> Inquiry:
    """The row, locked. Inside a transaction."""
    row: Inquiry = (
        Inquiry.objects.select_for_update(of=("self",)).select_related("partner").get(pk=inquiry.pk)
    )
    return row
