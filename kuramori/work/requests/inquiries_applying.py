"""What two connected houses say of a request: ours to answer, theirs that was answered, and what became of it."""

from __future__ import annotations

from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.requests import reply_text
from kuramori.rules.requests import requirements as rules
from kuramori.rules.requests.reply_fit import fitting
from kuramori.rules.requests.reply_text import ReplyRefused
from kuramori.rules.requests.requirements import Requirements, RequirementsRefused
from kuramori.rules.statements.bodies_asking import (
    ReplyGiven,
    ReplyTaken,
    RequestOpened,
    RequestSent,
    RequestWithdrawn,
)
from kuramori.rules.statements.refusals import StatementRefused
from kuramori.rules.statements.statement import Statement
from kuramori.work.partners.channels import appliers
from kuramori.work.partners.channels.peer import Peer
from kuramori.work.partners.models import Channel
from kuramori.work.partners.telling import tell
from kuramori.work.requests import events_inquiries as events
from kuramori.work.requests import events_replies, facts_replies
from kuramori.work.requests import facts_inquiries as facts
from kuramori.work.requests.inquiring import NOTHING_WRITTEN
from kuramori.work.requests.models import (
    Asked,
    AskedState,
    Axis,
    Disclosure,
    Inquiry,
    InquiryState,
    InquiryWay,
    OwnReply,
    Reply,
    ReplyWay,
)
from kuramori.work.requests.taking_in import ReplyNotTaken, take_in
from kuramori.work.requests.to_their_house import end_links

MOST_MONTHS = 1_200


def request_sent(peer: Peer, channel: Channel, statement: Statement, body: RequestSent) -> None:
    """A customer asks: a row of ours, with exactly what is asked."""
    requirements = _requirements(body)
    row: Inquiry = Inquiry.objects.create(
        organisation=channel.organisation,
        partner=channel.partner,
        number=body.number,
        title=body.title[:120],
        way=InquiryWay.CHANNEL,
        came_on=clock.today(),
        thread=statement.thread,
        axis=requirements.axis,
        pack_id=requirements.pack,
        version=requirements.version,
        digest=requirements.digest,
        content=body.requirements,
        content_digest=body.content_sha256,
        reason=body.reason[:600],
        scope=body.scope[:400],
        deadline_on=body.deadline_on,
        disclosure=body.disclosure,
        readers=body.readers[:200],
        keep_months=body.keep_months,
        support=body.support[:400],
        cost_contact=body.cost_contact[:200],
        draft=NOTHING_WRITTEN,
        recorded_at=clock.now(),
    )
    record(
        peer,
        events.CAME,
        kind="inquiry",
        thing_id=row.pk,
        number=row.number,
        partner=channel.partner.name,
        **between(None, facts.inquiry(row), private=facts.TEXTS),
    )


def request_withdrawn(peer: Peer, channel: Channel, statement: Statement, body: RequestWithdrawn) -> None:
    """No answer is wanted any more. What was written and given stays with us."""
    row = _inquiry(channel, statement)
    before = facts.inquiry(row)
    row.state, row.end_reason, row.ended_at = InquiryState.WITHDRAWN, body.reason[:400], clock.now()
    row.proposed_by = None
    row.revision += 1
    row.save(update_fields=["state", "end_reason", "ended_at", "proposed_by", "revision"])
    record(
        peer,
        events.WITHDRAWN,
        kind="inquiry",
        thing_id=row.pk,
        number=row.number,
        partner=channel.partner.name,
        **between(before, facts.inquiry(row), private=facts.TEXTS),
    )


def request_opened(peer: Peer, channel: Channel, statement: Statement, body: RequestOpened) -> None:
    """Somebody there has opened it. What is further along already, or was ended, keeps where it stands."""
    row: Asked | None = (
        Asked.objects.select_for_update(of=("self",))
        .select_related("partner")
        .filter(thread=statement.thread)
        .first()
    )
    if row is None:
        raise StatementRefused("first-missing")
    if row.partner_id != channel.partner_id:
        raise StatementRefused("other-matter")
    if row.opened_at is not None:
        return
    was = facts_replies.asked(row)
    # Their clock said when; a day before it was sent, or after today, is none.
    row.opened_at = max(row.sent_at or statement.said_at, min(statement.said_at, clock.now()))
    row.state = AskedState.OPENED if row.state == AskedState.SENT else row.state
    row.revision += 1
    row.save(update_fields=["state", "opened_at", "revision"])
    record(
        peer,
        events_replies.OPENED_THERE,
        kind="asked",
        thing_id=row.pk,
        number=row.number,
        partner=channel.partner.name,
        **between(was, facts_replies.asked(row)),
    )


def reply_given(peer: Peer, channel: Channel, statement: Statement, body: ReplyGiven) -> None:
    """A partner answers: taken in as any other reply, once, and it is told what became of it."""
    row: Asked | None = (
        Asked.objects.select_related("request", "partner", "reply").filter(thread=statement.thread).first()
    )
    if row is None:
        raise StatementRefused("first-missing")
    if row.partner_id != channel.partner_id:
        raise StatementRefused("other-matter")
    if reply_text.digest_of(body.content) != body.sha256:
        raise StatementRefused("shape", "body.sha256")
    try:
        seen = fitting(body.content, rules.read_requirements(row.request.content))
    except ReplyRefused as refused:
        raise StatementRefused("shape", f"body.content {refused}") from refused
    kept: Reply | None = row.reply
    if kept is None or kept.digest != body.sha256:
        try:
            kept = take_in(peer.with_right(Can.REPLY_TAKE), row, seen, way=ReplyWay.CHANNEL)
        except ReplyNotTaken as refused:
            told = ReplyTaken(body.sha256, False, clock.today(), None, refused.code)
            tell(peer, channel.partner, told, row.thread)
            return
    # Whatever was written behind a link before the houses were connected was kept readable until now.
    end_links(peer.with_right(Can.REQUEST_MAKE), row)
    told = ReplyTaken(body.sha256, True, clock.day_of(kept.received_at), kept.valid_until, "")
    tell(peer, channel.partner, told, row.thread)


def reply_taken(peer: Peer, channel: Channel, statement: Statement, body: ReplyTaken) -> None:
    """What became of our reply."""
    row = _inquiry(channel, statement)
    reply: OwnReply | None = row.replies.filter(digest=body.sha256).order_by("-round").first()
    if reply is None:
        raise StatementRefused("other-reply")
    before = facts.reply(reply)
    if body.is_taken:
        reply.taken_at, reply.valid_until, reply.not_taken = clock.now(), body.valid_until, ""
    else:
        reply.not_taken = body.reason[:400] or "other"
    reply.save(update_fields=["taken_at", "valid_until", "not_taken"])
    record(
        peer,
        events.TAKEN,
        kind="inquiry",
        thing_id=row.pk,
        number=row.number,
        partner=channel.partner.name,
        digest=reply.digest,
        **between(before, facts.reply(reply), part=reply.pk, private=facts.TEXTS),
    )


def _inquiry(channel: Channel, statement: Statement) -> Inquiry:
    row: Inquiry | None = (
        Inquiry.objects.select_for_update(of=("self",)).filter(thread=statement.thread).first()
    )
    if row is None:
        raise StatementRefused("first-missing")
    if row.partner_id != channel.partner_id:
        raise StatementRefused("other-matter")
    return row


def _requirements(body: RequestSent) -> Requirements:
    """What is asked, where it is what its hash says and can be kept whole."""
    if rules.digest_of(body.requirements) != body.content_sha256:
        raise StatementRefused("shape", "body.content_sha256")
    try:
        found = rules.read_requirements(body.requirements)
        is_canonical = rules.text_of(found) == body.requirements
    except (RequirementsRefused, RecursionError, AttributeError) as fault:
        raise StatementRefused("shape", "body.requirements") from fault
    fits = (
        is_canonical
        and found.axis in Axis.values
        and len(found.pack) <= 120
        and len(found.version) <= 30
        and len(found.digest) <= 64
        and all(len(one.item) <= 40 for one in found.required)
    )
    if not fits:
        raise StatementRefused("shape", "body.requirements")
    if body.disclosure not in Disclosure.values:
        raise StatementRefused("shape", "body.disclosure")
    if len(body.number) > 40 or body.keep_months > MOST_MONTHS:
        raise StatementRefused("shape", "body.number")
    return found


appliers.register(RequestSent, request_sent)
appliers.register(RequestWithdrawn, request_withdrawn)
appliers.register(RequestOpened, request_opened)
appliers.register(ReplyGiven, reply_given)
appliers.register(ReplyTaken, reply_taken)
