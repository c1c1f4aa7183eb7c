"""Answer an inquiry: somebody asks for approval, the keeper approves exactly what is seen, and it is told and kept.

Where the customer's Kuramori is connected it goes there; else it is kept here, and goes as the letter asks for it.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.requests import reply_text
from kuramori.rules.requests.reply_text import Shown
from kuramori.rules.statements.bodies_asking import ReplyGiven
from kuramori.rules.statements.refusals import StatementRefused
from kuramori.work.partners.telling import tell
from kuramori.work.requests import events_inquiries as events
from kuramori.work.requests import facts_inquiries as facts
from kuramori.work.requests import own_answers
from kuramori.work.requests.handing_in import AnotherReply, digest_of, seen_of
from kuramori.work.requests.inquiring import OVER, held
from kuramori.work.requests.models import Inquiry, InquiryState, OwnReply
from kuramori.work.requests.reading.inquiries import OwnSheet, goes_by_channel
from kuramori.work.requests.refusing import NotSo, words


def composed(sheet: OwnSheet, *, disclosure: str, given_by: str) -> Shown:
    """What the customer would see of what stands."""
    evidence = own_answers.evidence_of(sheet.inquiry)
    return seen_of(sheet, disclosure=disclosure, given_by=given_by, evidence=evidence)


def propose(actor: Actor, sheet: OwnSheet, *, disclosure: str, given_by: str, looked_at: str) -> Inquiry:
    """Ask the keeper for approval of exactly what was looked at. Raises `AnotherReply`, `NotSo`, `NotAllowed`."""
    actor.require(Can.REPLY_GIVE)
    with transaction.atomic():
        row = _unchanged(sheet, disclosure=disclosure, given_by=given_by, looked_at=looked_at)
        if row.state == InquiryState.WAITING:
            return row
        before = facts.inquiry(row)
        row.state, row.proposed_by_id = InquiryState.WAITING, actor.person_id
        row.revision += 1
        row.save(update_fields=["state", "proposed_by", "revision"])
        record(
            actor,
            events.PROPOSED,
            kind="inquiry",
            thing_id=row.pk,
            number=row.number,
            **between(before, facts.inquiry(row), private=facts.TEXTS),
        )
    return row


def give_back(actor: Actor, inquiry: Inquiry, reason: str) -> Inquiry:
    """Not yet: back to those who write, with a reason; they may also take it back themselves.

    Raises `NotSo`, `NotAllowed`.
    """
    actor.require(Can.REPLY_GIVE)
    why = words("reason", reason, 400)
    with transaction.atomic():
        row = held(inquiry)
        if row.state != InquiryState.WAITING:
            raise NotSo("", _("承認を待っている回答は、いまはありません。"))
        before = facts.inquiry(row)
        row.state = InquiryState.ANSWERED if row.answered_at is not None else InquiryState.OPEN
        row.proposed_by, row.end_reason = None, why
        row.revision += 1
        row.save(update_fields=["state", "proposed_by", "end_reason", "revision"])
        record(
            actor,
            events.GIVEN_BACK,
            kind="inquiry",
            thing_id=row.pk,
            number=row.number,
            **between(before, facts.inquiry(row), private=facts.TEXTS),
        )
    return row


def approve(actor: Actor, sheet: OwnSheet, *, disclosure: str, given_by: str, looked_at: str) -> OwnReply:
    """The keeper approves what was looked at: it is kept and goes out. The same form sent twice is one reply.

    Raises `AnotherReply`, `NotSo`, `NotAllowed`.
    """
    actor.require(Can.REPLY_APPROVE)
    with transaction.atomic():
        newest = newest_of(held(sheet.inquiry))
        if newest is not None and newest.digest == looked_at and sheet.inquiry.state == InquiryState.ANSWERED:
            return newest
        row = _unchanged(sheet, disclosure=disclosure, given_by=given_by, looked_at=looked_at)
        seen = composed(sheet, disclosure=disclosure, given_by=given_by)
        before, text, moment = facts.inquiry(row), reply_text.text_of(seen), clock.now()
        made: OwnReply = OwnReply.objects.create(
            organisation=row.organisation,
            inquiry=row,
            round=row.replies.count() + 1,
            disclosure=disclosure,
            content=text,
            digest=looked_at,
            share=seen.share,
            short=seen.short,
            given_by=given_by[:120],
            approved_by_id=actor.person_id,
            as_of=seen.as_of,
            given_at=moment,
        )
        row.state, row.answered_at, row.proposed_by, row.end_reason = InquiryState.ANSWERED, moment, None, ""
        row.revision += 1
        row.save(update_fields=["state", "answered_at", "proposed_by", "end_reason", "revision"])
        made.is_told = _tell(actor, row, text, looked_at)
        made.save(update_fields=["is_told"])
        record(
            actor,
            events.GIVEN,
            kind="inquiry",
            thing_id=row.pk,
            number=row.number,
            partner=row.partner.name,
            disclosure=disclosure,
            digest=looked_at,
            **between(before, facts.inquiry(row) | facts.reply(made), private=facts.TEXTS),
        )
    return made


def newest_of(inquiry: Inquiry) -> OwnReply | None:
    """What counts of our replies."""
    found: OwnReply | None = OwnReply.objects.filter(inquiry=inquiry).order_by("-round").first()
    return found


def _tell(actor: Actor, row: Inquiry, text: str, digest: str) -> bool:
    if not goes_by_channel(row):
        return False
    try:
        return tell(actor, row.partner, ReplyGiven(text, digest), row.thread)
    except StatementRefused as refused:
        raise NotSo(
            "", _("回答が長すぎるか、使えない文字があり、送れません。書いたものは残っています。")
        ) from refused


def _unchanged(sheet: OwnSheet, *, disclosure: str, given_by: str, looked_at: str) -> Inquiry:
    """The row, locked, where it still says what was looked at."""
    row = held(sheet.inquiry)
    if row.state in OVER:
        raise NotSo("", _("このお願いは終わったので、回答は要りません。書いたものは残っています。"))
    if row.draft_revision != sheet.draft.revision:
        raise AnotherReply
    if digest_of(composed(sheet, disclosure=disclosure, given_by=given_by)) != looked_at:
        raise AnotherReply
    return row
