"""Who may say what, when, in one matter: a hand-over, an agreement, a told assurance. Both sides judge alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from kuramori.rules.statements.bodies import (
    AgreementConcluded,
    AgreementOffered,
    AssuranceTold,
    DisposalCertified,
    HandOverOffered,
    HandOverReceived,
    HandOverViewed,
    TakeBackAsked,
)
from kuramori.rules.statements.refusals import StatementRefused
from kuramori.rules.statements.statement import Statement

OPENING: Final = (HandOverOffered, AgreementOffered, AssuranceTold)


def may_follow(said: Sequence[Statement], statement: Statement) -> None:
    """Whether a statement has its place in its matter, after those of both sides that were applied.

    Raises `StatementRefused`. ``said`` is in the order of applying; all are of this statement's thread.
    """
    if not said:
        if not isinstance(statement.body, OPENING):
            raise StatementRefused("first-missing")
        return
    opening = said[0]
    if {statement.sender, statement.recipient} != {opening.sender, opening.recipient}:
        raise StatementRefused("other-channel")
    if isinstance(opening.body, HandOverOffered):
        _hand_over(opening, opening.body, said, statement)
    elif isinstance(opening.body, AgreementOffered):
        _agreement(said, statement)
    elif not isinstance(statement.body, AssuranceTold):
        raise StatementRefused("other-matter")
    elif statement.sender != opening.sender:
        raise StatementRefused("not-their-part")


def _hand_over(
    opening: Statement, offered: HandOverOffered, said: Sequence[Statement], statement: Statement
) -> None:
    body, is_giver = statement.body, statement.sender == opening.sender
    if not isinstance(body, HandOverReceived | HandOverViewed | TakeBackAsked | DisposalCertified):
        raise StatementRefused("other-matter")
    # A look is told by whoever has the log of it: the giver of a share page, or the house that received.
    is_told_look = is_giver and isinstance(body, HandOverViewed)
    if is_giver != isinstance(body, TakeBackAsked) and not is_told_look:
        raise StatementRefused("not-their-part")
    received = is_told_look or any(isinstance(one.body, HandOverReceived) for one in said)
    if isinstance(body, HandOverViewed | DisposalCertified) and not received:
        raise StatementRefused("not-yet-received")
    known = {item.number for item in offered.items}
    for number in _numbers(body):
        if number not in known:
            raise StatementRefused("item-not-offered", number)


def _numbers(
    body: HandOverReceived | HandOverViewed | TakeBackAsked | DisposalCertified,
) -> Iterable[str]:
    if isinstance(body, HandOverViewed):
        return (body.number,)
    if isinstance(body, TakeBackAsked):
        return body.numbers
    if isinstance(body, DisposalCertified):
        return (one.number for one in body.disposals)
    return ()


def _agreement(said: Sequence[Statement], statement: Statement) -> None:
    """Offers go to and fro until one side concludes the other's last text, exactly as it was."""
    if any(isinstance(one.body, AgreementConcluded) for one in said):
        raise StatementRefused("concluded-already")
    body = statement.body
    if isinstance(body, AgreementOffered):
        return
    if not isinstance(body, AgreementConcluded):
        raise StatementRefused("other-matter")
    last = said[-1]
    if last.sender == statement.sender:
        raise StatementRefused("own-offer")
    assert isinstance(last.body, AgreementOffered)  # noqa: S101  nothing else was let in above
    if (last.body.text_sha256, last.body.number) != (body.text_sha256, body.number):
        raise StatementRefused("other-text")
