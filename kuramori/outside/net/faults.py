"""Why something outside could not be reached, or was not even tried, as a person says it.

A message names the machine at most: addresses may carry a password or a token in their path or query.
"""

from __future__ import annotations


class NetFault(Exception):
    """Nothing usable came back. `str()` is Japanese; `told("en")` the same in English."""

    def __init__(self, ja: str, en: str) -> None:
        super().__init__(ja)
        self.ja = ja
        self.en = en

    def told(self, lang: str = "ja") -> str:
        return self.ja if lang == "ja" else self.en


class AddressMalformed(NetFault):
    """The address is written in a form that we do not take. Nothing was resolved or connected."""


class PlaceRefused(NetFault):
    """The name leads (also) to an address that must not be reached from here. Nothing was connected."""


class Unreachable(NetFault):
    """The name is unknown, or nobody listens there, or the connection broke."""


class CertificateRefused(NetFault):
    """TLS failed: the certificate is not for this name, not trusted, or out of date. Nothing was sent."""


class TooSlow(NetFault):
    """The time for the whole exchange is over."""


class AnswerTooLarge(NetFault):
    """The answer is larger than the asker takes; what came was thrown away."""


class AnswerBroken(NetFault):
    """What came back is not an HTTP answer that can be relied on: cut short, contradicting itself, or packed."""


def short_word(fault: NetFault) -> str:
    """One word for the kind of fault, for a column or a log: slow, certificate, answer, setting or unreachable."""
    if isinstance(fault, TooSlow):
        return "slow"
    if isinstance(fault, CertificateRefused):
        return "certificate"
    if isinstance(fault, AnswerBroken | AnswerTooLarge):
        return "answer"
    return "setting" if isinstance(fault, AddressMalformed) else "unreachable"
