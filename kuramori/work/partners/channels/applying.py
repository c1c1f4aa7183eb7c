"""What each kind of statement does in our own records: rows of ours change, nothing of theirs.

A function for each kind of body; a kind without one is refused by the type checker, not at night. Each records what it
changed, in the transaction in which the statement is marked as taken in.
"""

from __future__ import annotations

from typing import assert_never

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
from kuramori.rules.statements.statement import Statement
from kuramori.work.partners.channels import applying_agreements, applying_hand_overs, applying_take_back
from kuramori.work.partners.channels.peer import Peer
from kuramori.work.partners.models import Channel


def apply(peer: Peer, channel: Channel, statement: Statement) -> None:
    """Carry out one statement that has its place. Raises `StatementRefused` where our own records contradict it."""
    body = statement.body
    match body:
        case HandOverOffered():
            applying_hand_overs.offered(peer, channel, statement, body)
        case HandOverReceived():
            applying_hand_overs.received(peer, channel, statement, body)
        case HandOverViewed():
            applying_hand_overs.viewed(peer, channel, statement, body)
        case TakeBackAsked():
            applying_take_back.asked(peer, channel, statement, body)
        case DisposalCertified():
            applying_take_back.certified(peer, channel, statement, body)
        case AgreementOffered():
            applying_agreements.offered(peer, channel, statement, body)
        case AgreementConcluded():
            applying_agreements.concluded(peer, channel, statement, body)
        case AssuranceTold():
            applying_agreements.assurance_told(peer, channel, statement, body)
        case _:
            assert_never(body)
