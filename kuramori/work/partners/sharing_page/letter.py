"""The words of the letter that goes with a person's link to a share page. They do not tell what it is about."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kuramori.ground.people import links
from kuramori.outside import clock
from kuramori.work.partners.models import HandOver


def words() -> str:
    """With places for what `told` gives, and for `person`, `url`, `organisation` and `who`."""
    return _(
        "%(partner)s\n%(person)s 様\n\n"
        "%(organisation)sからお渡しするもの（%(number)s）を、下のリンクからご覧いただけます。\n"
        "%(url)s\n\n"
        "開くときに、%(person)s様あてのメールで届く6けたの確認コードが要ります。パスワード付きのファイルはお送りしません。\n"
        "%(last)sまで見られます。このリンクと確認コードは、ほかの方には渡さないでください。\n%(who)s"
    )


def told(hand_over: HandOver, issued: links.Issued) -> dict[str, str]:
    """What is known of the hand-over beside its link."""
    last = clock.day_of(issued.link.expires_at - links.A_SECOND)
    return {
        "partner": hand_over.partner.name,
        "number": hand_over.number,
        "last": f"{last.year}/{last.month}/{last.day}",
    }
