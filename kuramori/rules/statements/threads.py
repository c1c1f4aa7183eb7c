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
from kuramori.rules.statements.bodies_asking import (
    ConsultationTold,
    GapMoved,
    GapNoted,
    GapStep,
    ReplyGiven,
    ReplyTaken,
    RequestOpened,
    RequestSent,
    RequestWithdrawn,
    TalkStep,
)
from kuramori.rules.statements.refusals import StatementRefused
from kuramori.rules.statements.statement import Statement

OPENING: Final = (
    HandOverOffered,
    AgreementOffered,
    AssuranceTold,
    RequestSent,
    GapMoved,
    ConsultationTold,
)


def may_follow(said: Sequence[Statement], statement: Statement) -> None:
    """Whether a statement has its place in its matter, after those of both sides that were applied.

    Raises `StatementRefused`. ``said`` is in the order of applying; all are of this statement's thread.
    """
    if not said:
        if not isinstance(statement.body, OPENING):
            raise StatementRefused("first-missing")
        _may_open(statement)
        return
    opening = said[0]
    if {statement.sender, statement.recipient} != {opening.sender, opening.recipient}:
        raise StatementRefused("other-channel")
    if isinstance(opening.body, HandOverOffered):
        _hand_over(opening, opening.body, said, statement)
    elif isinstance(opening.body, AgreementOffered):
        _agreement(said, statement)
    elif isinstance(opening.body, RequestSent):
        _request(opening, said, statement)
    elif isinstance(opening.body, GapMoved):
        _gap(opening, said, statement)
    elif isinstance(opening.body, ConsultationTold):
        _talk(said, statement)
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


def _may_open(statement: Statement) -> None:
    """What a first move has to bring, so that the other side knows what it is about."""
    body = statement.body
    if isinstance(body, GapMoved) and (body.step is not GapStep.OPENED or body.matter is None):
        raise StatementRefused("first-missing")
    if isinstance(body, ConsultationTold) and (body.step is not TalkStep.ASKED or not body.topic.strip()):
        raise StatementRefused("first-missing")
    if isinstance(body, GapMoved | ConsultationTold) and body.turn != 1:
        raise StatementRefused("turn")


def _request(opening: Statement, said: Sequence[Statement], statement: Statement) -> None:
    """The asker may withdraw, and says what became of a reply; the asked may say that it looked, and answer, as often
    as it corrects itself."""
    is_asker = statement.sender == opening.sender
    body = statement.body
    if not isinstance(body, RequestWithdrawn | RequestOpened | ReplyGiven | ReplyTaken):
        raise StatementRefused("other-matter")
    if is_asker == isinstance(body, RequestOpened | ReplyGiven):
        raise StatementRefused("not-their-part")
    given = {one.body.sha256 for one in said if isinstance(one.body, ReplyGiven)}
    if isinstance(body, ReplyTaken) and body.sha256 not in given:
        raise StatementRefused("other-reply")


ONLY_ASKING: Final = frozenset(
    {
        GapStep.AGREED,
        GapStep.GIVEN_BACK,
        GapStep.CLOSED,
        GapStep.ACCEPTED,
        GapStep.WITHDRAWN,
        GapStep.SUPPORTED,
    }
)
ONLY_ASKED: Final = frozenset({GapStep.PROPOSED, GapStep.STARTED, GapStep.EVIDENCE})


def _gap(opening: Statement, said: Sequence[Statement], statement: Statement) -> None:
    """Whoever is asked proposes and does, whoever asks agrees and ends. Only the asker writes down what it was told:
    so nobody who is asked can agree to its own plan."""
    body, is_asker = statement.body, statement.sender == opening.sender
    if isinstance(body, GapNoted):
        if body.for_other and not is_asker:
            raise StatementRefused("not-their-part")
        return
    if not isinstance(body, GapMoved):
        raise StatementRefused("other-matter")
    if body.step is GapStep.OPENED:
        raise StatementRefused("begun-already")
    if body.for_other and not (is_asker and body.person.strip()):
        raise StatementRefused("not-their-part")
    speaks_as_asker = is_asker and not body.for_other
    if body.step in (ONLY_ASKED if speaks_as_asker else ONLY_ASKING):
        raise StatementRefused("not-their-part")
    _in_turn(said, statement, body.turn)


def _talk(said: Sequence[Statement], statement: Statement) -> None:
    """Either side writes down what it was told by telephone, but nobody ends a talk in the other's name."""
    body = statement.body
    if not isinstance(body, ConsultationTold):
        raise StatementRefused("other-matter")
    if body.for_other and (not body.person.strip() or body.step is TalkStep.ENDED):
        raise StatementRefused("not-their-part")
    _in_turn(said, statement, body.turn)


def _in_turn(said: Sequence[Statement], statement: Statement, turn: int) -> None:
    """After its sender's last one, and at most one after all that was said: nobody can jump to the end."""
    turns = [(one.sender, one.body.turn) for one in said if isinstance(one.body, GapMoved | ConsultationTold)]
    own = max((turn for sender, turn in turns if sender == statement.sender), default=0)
    highest = max(turn for _sender, turn in turns)
    if not own < turn <= highest + 1:
        raise StatementRefused("turn")
