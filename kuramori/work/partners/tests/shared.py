"""Share pages for tests: a hand-over that opens for one person at the partner, and that person's browser."""

from __future__ import annotations

import dataclasses
import io
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
from django.conf import settings
from django.test import Client
from django_scopes import scope

from kuramori.ground.contacts.models import Contact
from kuramori.ground.people import codes
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.links import Issued
from kuramori.outside import clock, reach
from kuramori.outside.reach import Tried
from kuramori.work.partners import hand_over, hand_over_checks
from kuramori.work.partners.models import HandedItem, HandOver, Mode, Recipient, ShownAs
from kuramori.work.partners.sharing_page import opening, putting
from kuramori.work.partners.tests import handed

ADDRESS = "saburo@kasou.example"


HOUSE = "https://kura.example"


def reachable() -> Any:
    """Settings of a house that people outside can open, tried a moment ago."""
    reach.keep(settings.DATA, Tried(clock.now(), HOUSE, is_reached=True))
    site = dataclasses.replace(settings.INSTANCE.site, address=HOUSE)
    return dataclasses.replace(settings.INSTANCE, site=site)


def pdf(pages: int = 2, width: float = 595, height: float = 842) -> bytes:
    """Empty pages: whatever is dark on them is the watermark."""
    made, written = pypdfium2.PdfDocument.new(), io.BytesIO()
    for _page in range(pages):
        made.new_page(width, height)
    made.save(written)
    return written.getvalue()


@dataclass(slots=True)
class Share:
    """A hand-over by share page with one thing and one person."""

    owner: Actor
    row: HandOver
    item: HandedItem
    person: Recipient
    original: bytes
    issued: Issued
    client: Client = field(default_factory=Client)

    def url(self, rest: str = "share/") -> str:
        return f"/link/{self.issued.secret}/{rest}"

    def at(self, rest: str = "") -> str:
        """An address of its one thing."""
        return self.url(f"share/items/{self.item.pk}/{rest}")

    def code(self) -> str:
        with scope(organisation=self.owner.organisation):
            return codes.tell_code(self.owner, self.issued.link)

    def enter(self, client: Client | None = None) -> Client:
        """The right code, in this browser."""
        browser = client or self.client
        assert browser.post(self.url("code/"), {"code": self.code()}).status_code == 302
        return browser

    def confirm(self) -> Client:
        """The code, then 「この契約の条件で受け取ります」."""
        self.enter()
        self.row.refresh_from_db()
        assert self.row.terms is not None
        answer = self.client.post(self.url("share/confirm/"), {"shown": self.row.terms.sha256})
        assert answer.status_code == 302, answer.content.decode()
        self.row.refresh_from_db()
        return self.client


def ready(
    owner: Actor,
    *,
    name: str = "図面.pdf",
    content: bytes | None = None,
    shown_as: ShownAs = ShownAs.PAGES,
    may_print: bool = False,
    contacts: list[Contact] | None = None,
    **more: Any,
) -> HandOver:
    """Prepared, its one file put in, and made ready. Needs `handed.opened` before."""
    more |= {"contacts": contacts} if contacts else {}
    row = handed.prepared(owner, mode=Mode.SHARE_PAGE, way=None, **more)
    for item in row.items.select_related("asset"):
        putting.put_content(
            owner,
            item,
            name=name,
            chunks=[pdf() if content is None else content],
            shown_as=shown_as,
            may_print=may_print,
        )
    for code in ("label", "no_onward"):
        hand_over_checks.tick(owner, row, code)
    return hand_over.offer(owner, row)


def shared(owner: Actor, **more: Any) -> Share:
    """The same, and its one person let in. Inside the owner's scope."""
    handed.opened(owner, level=more.pop("level", 3))
    row = ready(owner, **more)
    item = row.items.select_related("content").get()
    person = row.recipients.get()
    issued = opening.let_in(owner, person)
    person.refresh_from_db()
    assert item.content is not None
    original = more.get("content") or pdf()
    return Share(owner, row, item, person, original, issued)
