"""An agreement as the layered decision asks for it: does it cover this, and until when is it protected?"""

from __future__ import annotations

from kuramori.rules.sharing.inputs import Agreement
from kuramori.rules.terms import running
from kuramori.rules.terms.agreements import HandOver, Terms
from kuramori.rules.terms.contradictions import contradictions
from kuramori.rules.terms.covering import protected
from kuramori.rules.terms.findings import Finding


class TermsContradict(ValueError):
    """The agreement's dates cannot all be right; `findings` say which."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__(", ".join(one.code for one in findings))


def for_sharing(agreement: Terms, hand_over: HandOver) -> Agreement:
    """For a hand-over that is about to happen on ``hand_over.on``. Only days that are sure count.

    Raises `TermsContradict`.
    """
    wrong = contradictions(agreement)
    if wrong:
        raise TermsContradict(wrong)
    on = hand_over.on
    protection, _findings = protected(agreement, on, on)
    period = running.period_on(agreement, on)
    secrecy_until = protection.sure_until
    # What is handed over before the first day or after the last is denied for that; its secrecy never began.
    if secrecy_until is not None and secrecy_until < agreement.from_on:
        secrecy_until = None
    return Agreement(
        from_on=min(on, agreement.from_on) if agreement.covers_earlier else agreement.from_on,
        until_on=period.last if period else running.end(agreement),
        secrecy_until=secrecy_until,
        covers_item=agreement.items is None or hand_over.item in agreement.items,
        covers_purpose=agreement.purposes is None or hand_over.purpose in agreement.purposes,
        covers_person=agreement.persons is None or hand_over.person in agreement.persons,
        redisclosure=agreement.redisclosure,
    )
