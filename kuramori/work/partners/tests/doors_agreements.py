"""What the addresses of agreements promise, and one of everything that they name."""

from __future__ import annotations

from kuramori.ground.contacts.models import Partner
from kuramori.ground.papers.store import Received, receive
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.work.ledger.tests import making
from kuramori.work.partners import agreeing, annexing
from kuramori.work.partners.exchanging import draft
from kuramori.work.partners.exchanging.reading import Line, Lines
from kuramori.work.partners.tests import agreed
from tests.house.promises import Door, form, get, post

DOORS: dict[str, Door] = {
    "partners:agreements": get(Can.AGREEMENT_READ),
    "partners:new_agreement": form(Can.AGREEMENT_CHANGE),
    "partners:coverage": get(Can.AGREEMENT_READ),
    "partners:tie": form(Can.AGREEMENT_CHANGE),
    "partners:promise": get(Can.AGREEMENT_READ),
    "partners:promise_paper": get(Can.AGREEMENT_READ),
    "partners:import_agreements": form(Can.AGREEMENT_CHANGE),
    "partners:agreements_template": get(Can.AGREEMENT_CHANGE),
    "partners:export_agreements": post(Can.AGREEMENT_READ),
    "partners:agreements_look": get(Can.AGREEMENT_CHANGE),
    "partners:agreements_take": post(Can.AGREEMENT_CHANGE),
    "partners:agreements_drop": post(Can.AGREEMENT_CHANGE),
    "partners:agreement": get(Can.AGREEMENT_READ),
    "partners:change_agreement": form(Can.AGREEMENT_CHANGE),
    "partners:change_terms": form(Can.AGREEMENT_CHANGE),
    "partners:offer_agreement": post(Can.AGREEMENT_CHANGE),
    "partners:decline_agreement": post(Can.AGREEMENT_CONCLUDE),
    "partners:conclude": form(Can.AGREEMENT_CONCLUDE),
    "partners:keep_original": form(Can.AGREEMENT_CHANGE),
    "partners:original": get(Can.AGREEMENT_READ),
    "partners:annex": get(Can.AGREEMENT_READ),
    "partners:name_assets": post(Can.AGREEMENT_CHANGE),
    "partners:annex_paper": get(Can.AGREEMENT_READ),
    "partners:annex_book": get(Can.AGREEMENT_READ),
    "partners:strike": post(Can.AGREEMENT_CHANGE),
}
_OF_AGREEMENT = (
    "agreement", "change_agreement", "change_terms", "offer_agreement", "decline_agreement", "conclude",
    "keep_original", "original", "annex", "name_assets", "annex_paper", "annex_book", "strike",
)  # fmt: skip
THINGS: dict[str, str] = {
    **dict.fromkeys(_OF_AGREEMENT, "agreement"),
    **dict.fromkeys(("promise", "promise_paper"), "dealing_partner"),
    **dict.fromkeys(("agreements_look", "agreements_take", "agreements_drop"), "agreements_file"),
}
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def furnish(owner: Actor, partner: Partner) -> dict[str, object]:
    """A draft with its scan and a line in its annex, and a file that waits to be taken in."""
    row = agreed.draft(owner, partner)
    asset = making.asset(owner)
    annexing.name_assets(owner, row, [annexing.Named(asset)], revision=row.revision)
    scan: Received = receive(owner, name="nda.pdf", chunks=[PDF])
    agreeing.keep_original(owner, row, scan, revision=row.revision + 1)
    lines = Lines((Line(2, {"partner": partner.name}),), ("相手方",), ())
    file = draft.keep(owner, lines, b"a file")
    return {"agreement": row.pk, "agreements_file": file.pk}
