"""What each kind of statement does in our own records: rows of ours change, nothing of theirs.

Each records what it changed, in the transaction in which the statement is marked as taken in.
"""

from __future__ import annotations

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
from kuramori.work.partners.channels import (
    appliers,
    applying_agreements,
    applying_hand_overs,
    applying_take_back,
)
from kuramori.work.partners.channels.peer import Peer
from kuramori.work.partners.models import Channel

appliers.register(HandOverOffered, applying_hand_overs.offered)
appliers.register(HandOverReceived, applying_hand_overs.received)
appliers.register(HandOverViewed, applying_hand_overs.viewed)
appliers.register(TakeBackAsked, applying_take_back.asked)
appliers.register(DisposalCertified, applying_take_back.certified)
appliers.register(AgreementOffered, applying_agreements.offered)
appliers.register(AgreementConcluded, applying_agreements.concluded)
appliers.register(AssuranceTold, applying_agreements.assurance_told)


def apply(peer: Peer, channel: Channel, statement: Statement) -> None:
    """Carry out one statement that has its place. Raises `StatementRefused` where our own records contradict it."""
    appliers.of(type(statement.body))(peer, channel, statement, statement.body)
