"""Hand in what was written: exactly the text that was looked at, at the step of disclosure that was chosen."""

from __future__ import annotations

from django.db import transaction

from kuramori.ground.people.codes import Visitor
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.rules.requests import reply_text
from kuramori.rules.requests.claiming import claimed
from kuramori.rules.requests.reply_text import STEPS, Shown
from kuramori.work.requests import drafting, evidencing
from kuramori.work.requests.by_link import with_rights
from kuramori.work.requests.models import Asked, AskedBy, Reply, ReplyWay
from kuramori.work.requests.reading.answering import AnswerSheet, Sheet, parts_of
from kuramori.work.requests.taking_in import ReplyNotTaken, take_in


class AnotherReply(ValueError):
    """What would be handed in is no longer what was looked at: a colleague wrote meanwhile, or a day began."""


def composed(sheet: Sheet, *, disclosure: str, given_by: str) -> Shown:
    """What the asking side would see of what stands behind a link."""
    return seen_of(sheet, disclosure=disclosure, given_by=given_by, evidence=evidencing.triples(sheet.asked))


def seen_of(
    sheet: AnswerSheet, *, disclosure: str, given_by: str, evidence: tuple[evidencing.Triple, ...]
) -> Shown:
    """What the asking side would see today. What an equivalent covers counts as met, and says by what."""
    said = claimed(sheet.requirements, sheet.draft.given, sheet.draft.held, on=clock.today())
    return reply_text.shown(
        sheet.requirements,
        said.answers,
        disclosure=disclosure,
        as_of=clock.today(),
        given_by=given_by,
        parts=parts_of(sheet.pack),
        evidence=evidence,
        covered=said.covered,
        further=sheet.draft.further,
    )


def digest_of(seen: Shown) -> str:
    return reply_text.digest_of(reply_text.text_of(seen))


def hand_in(visitor: Visitor, sheet: Sheet, *, disclosure: str, given_by: str, looked_at: str) -> Reply:
    """Hand in. The same form sent twice is one reply. Raises `AnotherReply`, `taking_in.ReplyNotTaken`."""
    asked = sheet.asked
    with transaction.atomic():
        row: Asked = Asked.objects.select_for_update(of=("self",)).select_related("reply").get(pk=asked.pk)
        if drafting.draft_of(asked).revision != sheet.draft.revision:
            raise AnotherReply
        seen = composed(sheet, disclosure=disclosure, given_by=given_by)
        if digest_of(seen) != looked_at:
            raise AnotherReply
        if row.reply is not None and row.reply.digest == looked_at:
            return row.reply
        if row.way == AskedBy.CHANNEL and row.reply is None:
            # Meanwhile it went on to their own house, and is answered there.
            raise ReplyNotTaken("moved")
        evidencing.show(asked, is_shown=disclosure == STEPS[-1])
        reply = take_in(with_rights(visitor, Can.REPLY_TAKE), asked, seen, way=ReplyWay.LINK)
        drafting.handed_in(asked)
    return reply
