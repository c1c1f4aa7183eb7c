"""Agreements and assurance as told by the other side."""

from __future__ import annotations

from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.statements.bodies import AgreementConcluded, AgreementOffered, AssuranceTold
from kuramori.rules.statements.refusals import StatementRefused
from kuramori.rules.statements.statement import Statement
from kuramori.work.partners import events_channels as events
from kuramori.work.partners import facts_of
from kuramori.work.partners.channels.peer import Peer
from kuramori.work.partners.models import (
    Agreement,
    AgreementKind,
    AgreementState,
    AgreementTerms,
    Assurance,
    BasisKind,
    Channel,
    ConcludedBy,
)
from kuramori.work.partners.numbers import AGREEMENT, next_number


def offered(peer: Peer, channel: Channel, statement: Statement, body: AgreementOffered) -> None:
    """A text they want to conclude. A new wording in the same matter takes the place of the last one."""
    row = Agreement.objects.select_for_update(of=("self",)).filter(thread=statement.thread).first()
    if row is not None and row.partner_id != channel.partner_id:
        raise StatementRefused("other-matter")
    before = _facts(row) if row is not None else None
    if row is None:
        row = Agreement(
            organisation=channel.organisation,
            partner=channel.partner,
            number=next_number(Agreement, channel.organisation, AGREEMENT),
            kind=AgreementKind.MUTUAL,
            thread=statement.thread,
        )
    row.title = body.title[:120]
    row.state = AgreementState.OFFERED
    row.their_number = body.number[:60]
    row.text_sha256 = body.text_sha256
    # The signatory named in an offer is the one it is offered to: ours.
    row.our_signatory = {"name": body.signatory.name, "post": body.signatory.post}
    row.revision = row.revision + 1 if before else 1
    row.save()
    if before is None:
        AgreementTerms.objects.create(
            organisation=channel.organisation,
            agreement=row,
            values={
                "from_on": body.from_on.isoformat(),
                **({"until_on": body.until_on.isoformat()} if body.until_on else {}),
            },
            from_on=body.from_on,
            recorded_at=clock.now(),
        )
    record(
        peer,
        events.AGREEMENT_TOLD,
        kind="agreement",
        thing_id=row.pk,
        number=row.number,
        **between(before, _facts(row), private=("title", "our_signatory", "their_signatory")),
    )


def concluded(peer: Peer, channel: Channel, statement: Statement, body: AgreementConcluded) -> None:
    """They concluded exactly the text that we offered."""
    row = (
        Agreement.objects.select_for_update(of=("self",))
        .filter(thread=statement.thread, partner=channel.partner)
        .first()
    )
    if row is None:
        raise StatementRefused("first-missing")
    if row.state == AgreementState.CONCLUDED:
        raise StatementRefused("concluded-already")
    before = _facts(row)
    row.state = AgreementState.CONCLUDED
    row.concluded_on = body.concluded_on
    row.concluded_by = ConcludedBy(str(body.way))
    row.their_signatory = {"name": body.signatory.name, "post": body.signatory.post}
    row.revision += 1
    row.save()
    record(
        peer,
        events.CONCLUSION_TOLD,
        kind="agreement",
        thing_id=row.pk,
        number=row.number,
        **between(before, _facts(row), private=("title", "our_signatory", "their_signatory")),
    )


def assurance_told(peer: Peer, channel: Channel, statement: Statement, body: AssuranceTold) -> None:
    """How far they say they were looked at: the newest day counts, and what it rests on is theirs to prove."""
    now = clock.now()
    if body.as_of > clock.day_of(now):
        raise StatementRefused("shape", "as_of")
    row = Assurance.objects.create(
        organisation=channel.organisation,
        partner=channel.partner,
        information=body.information,
        it=body.it,
        as_of=body.as_of,
        valid_until=body.valid_until,
        basis=BasisKind.TOLD,
        words=body.basis[:200],
        recorded_at=now,
    )
    record(
        peer,
        events.ASSURANCE_TOLD,
        kind="partner",
        thing_id=channel.partner_id,
        **between(None, facts_of.assurance(row), part=row.pk, private=facts_of.ASSURANCE_TEXTS),
    )


def _facts(row: Agreement) -> dict[str, object]:
    return {
        "number": row.number,
        "title": row.title,
        "state": row.state,
        "their_number": row.their_number,
        "text_sha256": row.text_sha256,
        "concluded_on": row.concluded_on,
        "concluded_by": row.concluded_by,
        "our_signatory": _told(row.our_signatory),
        "their_signatory": _told(row.their_signatory),
    }


def _told(signatory: dict[str, str]) -> str:
    return " ".join(part for part in (signatory.get("post", ""), signatory.get("name", "")) if part)
