"""Whatever people type is shown as they typed it on the pages behind links too, on both sides, and never runs."""

from __future__ import annotations

import datetime
import re
import uuid
from dataclasses import dataclass, field

import pytest
from django.test import Client
from django_scopes import scope
from playwright.sync_api import Page, expect

from kuramori.ground.contacts.models import Contact, Partner
from kuramori.ground.people import links
from kuramori.ground.people.access import link_by_secret
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.codes import tell_code
from kuramori.ground.people.models import Link, OrganisationKind
from kuramori.ground.people.settle import change_organisation
from kuramori.outside import clock
from kuramori.press.tests.reading import pdf_text, squeezed
from kuramori.work.ledger.models import Asset
from kuramori.work.ledger.tests import making
from kuramori.work.partners import agreeing
from kuramori.work.partners.joint import answering_by_link, onward
from kuramori.work.partners.models import AgreementKind, OnwardSide, StorageConfirmation
from kuramori.work.partners.sharing_page import opening
from kuramori.work.partners.take_back import asking, storing
from kuramori.work.partners.tests import agreed, handed
from kuramori.work.partners.tests import shared as showing
from kuramori.work.partners.tests.decided import assured
from kuramori.work.partners.tests.test_wordings import TERMS
from tests.cast import Cast
from tests.journeys.barriers import Watch
from tests.journeys.conftest import OpenPage
from tests.journeys.hostile import ALL, COMPANY, IMAGE, OUT_OF_SVG, PERSON, SCRIPT, hurts, watched

pytestmark = pytest.mark.django_db(transaction=True)

PARTNER = f"{OUT_OF_SVG}{SCRIPT}"[:100]
SOON = datetime.timedelta(days=14)
PHOTO = {"name": f"{IMAGE}.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + b"0" * 40}


@dataclass(slots=True)
class Bad:
    """A house and a partner that are both called by the worst of names, and a person at the partner's screen."""

    cast: Cast
    partner: Partner
    contact: Contact
    asset: Asset
    page: Page
    told: str = ""
    watch: Watch = field(default_factory=Watch)

    @property
    def owner(self) -> Actor:
        return self.cast.actor("owner")

    def enter(self, secret: str, link: Link | None = None) -> str:
        """The code of this link, in the browser; where its pages begin."""
        with scope(organisation=self.cast.organisation):
            code = tell_code(self.owner, link or link_by_secret(secret))
        self.go(f"/link/{secret}/")
        self.page.fill("input[name=code]", code)
        self.page.get_by_role("button", name="開く").click()
        self.look()
        return f"/link/{secret}"

    def go(self, path: str) -> None:
        self.page.goto(path)
        self.look()

    def press(self, button: str) -> None:
        self.page.get_by_role("button", name=button).click()
        self.look()

    def look(self) -> None:
        self.page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        assert hurts(self.page) == [], self.page.url
        self.told += self.page.locator("body").inner_text()

    def paper(self, path: str) -> str:
        """A document behind the link, as the browser that gave the code takes it."""
        made = self.page.request.get(path)
        assert made.headers["content-type"] == "application/pdf"
        return pdf_text(made.body())

    def inside(self, path: str) -> None:
        """What the house is shown of it."""
        answer = self.house().get(self.cast.url(path))
        assert answer.status_code == 200, path
        text = answer.content.decode()
        assert not [bad for bad in (SCRIPT, "<img src=x") if bad in text], path

    def house(self) -> Client:
        return self.cast.client("owner")


@pytest.fixture
def bad(cast: Cast, visit: OpenPage, settings) -> Bad:
    settings.INSTANCE = showing.reachable()
    with scope(organisation=cast.organisation):
        change_organisation(cast.actor("owner"), name=COMPANY, kinds=[OrganisationKind.COMPANY], headcount=20)
        owner = cast.actor("owner")
        partner = making.partner(owner, PARTNER)
        agreed.concluded(owner, partner)
        assured(owner, partner, 3)
        contact, asset = handed.contact(owner, partner, PERSON), making.asset(owner, name=IMAGE)
    return Bad(cast, partner, contact, asset, visit())


def test_the_share_page_and_the_certificate_show_hostile_text_as_it_is(bad: Bad) -> None:
    dialogs, owner = watched(bad.page), bad.owner
    given = {"partner": bad.partner, "contacts": [bad.contact], "assets": [bad.asset], "purpose": ALL[:200]}
    with scope(organisation=owner.organisation):
        row = showing.ready(owner, name=f"{IMAGE}.pdf", **given)
        person = row.recipients.get()
        issued = opening.let_in(owner, person)
        gone = handed.out(owner, **given)
        thing = gone.items.get()
        asked = asking.ask_back(
            owner,
            gone,
            [thing],
            by_on=clock.today() + SOON,
            reason=ALL[:200],
            contact=bad.contact,
        )
        share = showing.Share(owner, row, row.items.get(), person, b"", issued)
    assert asked.issued is not None
    bad.enter(issued.secret, issued.link)
    bad.press("この契約の条件で受け取ります")
    for path in (share.url(), share.at(), share.at("pages/1/close/")):
        bad.go(path)
    back = bad.enter(asked.issued.secret, asked.issued.link)
    bad.page.select_option(f"[name=done_{thing.pk}]", "destroyed")
    bad.page.select_option(f"[name=method_{thing.pk}]", index=1)
    for name, value in (("company", PARTNER), ("person", PERSON), ("witness", IMAGE)):
        bad.page.fill(f"[name={name}]", value)
    bad.watch.look(bad.page, "certificate to fill in")
    bad.press("文面を確かめる")
    bad.watch.look(bad.page, "certificate to read")
    bad.press("書き直す")
    expect(bad.page.locator("[name=witness]")).to_have_value(IMAGE)
    bad.press("文面を確かめる")
    bad.press("この文面のとおり証明します")
    path = bad.page.get_by_role("link", name="証明書（PDF）").get_attribute("href")
    assert path is not None
    assert path.startswith(back)
    assert squeezed(SCRIPT) in squeezed(bad.paper(path))
    bad.inside(f"sharing/hand-overs/{gone.pk}/")
    bad.inside(f"sharing/share-pages/{row.pk}/")
    assert not dialogs
    bad.watch.ends_well()
    for text in (PERSON, IMAGE, COMPANY, PARTNER, ALL[:200]):
        assert text in bad.told, f"never shown as typed: {text}"


def test_a_text_to_conclude_shows_hostile_text_as_it_is(bad: Bad) -> None:
    dialogs, owner = watched(bad.page), bad.owner
    with scope(organisation=owner.organisation):
        wanted = agreeing.Wanted(bad.partner, AgreementKind.MUTUAL, IMAGE)
        row = agreeing.draft(owner, wanted, {**agreed.NDA, **TERMS, "purposes": [SCRIPT]})
    given = {
        "ours": str(bad.cast.person("owner").pk),
        "our_post": SCRIPT,
        "theirs": str(bad.contact.pk),
        "their_post": IMAGE[:60],
        "authority": ALL[:200],
        "revision": str(row.revision),
    }
    answer = bad.house().post(bad.cast.url(f"sharing/wordings/agreement/{row.pk}/"), given)
    (secret,) = set(re.findall(r"/link/([\w-]{30,})/", answer.content.decode()))
    back = bad.enter(secret)
    assert squeezed(SCRIPT) in squeezed(bad.paper(f"{back}/agreement/paper/"))
    bad.page.fill("[name=name]", PERSON)
    bad.page.fill("[name=post]", SCRIPT)
    bad.press("この文面で締結します")
    expect(bad.page.get_by_text("権限のある方だけが締結できます。")).to_be_visible()
    bad.page.check("[name=may]")
    bad.press("この文面で締結します")
    expect(bad.page.locator(".msg--ok")).to_be_visible()
    bad.inside(f"sharing/agreements/{row.pk}/")
    bad.inside(f"sharing/wordings/agreement/{row.pk}/")
    assert not dialogs
    for text in (PERSON, SCRIPT, COMPANY, PARTNER):
        assert text in bad.told, f"never shown as typed: {text}"


def test_a_request_to_pass_on_and_a_confirmation_of_storage_show_hostile_text_as_it_is(bad: Bad) -> None:
    dialogs, owner = watched(bad.page), bad.owner
    with scope(organisation=owner.organisation):
        other = making.partner(owner, f"{IMAGE}{SCRIPT}")
        held = making.asset(owner, name=SCRIPT, origin="received", partner=bad.partner, agreement=IMAGE[:40])
        wanted = onward.Wanted(
            OnwardSide.SENT, bad.partner, other.name, IMAGE, SCRIPT, clock.today(), held, other
        )
        row = onward.ask_onward(owner, wanted)
        sent = answering_by_link.send_onward(owner, row, bad.contact, revision=row.revision)
        kept = storing.ask_storage(
            owner, bad.partner, bad.contact, about=ALL[:200], due_on=clock.today() + SOON
        )
    back = bad.enter(sent.secret, sent.link)
    assert squeezed(SCRIPT) in squeezed(bad.paper(f"{back}/onward/paper/"))
    bad.watch.look(bad.page, "request to pass on")
    bad.page.check("[name=answer][value=yes]")
    for name, value in (("conditions", ALL), ("name", PERSON), ("post", IMAGE), ("until_on", SCRIPT)):
        bad.page.fill(f"[name={name}]", value)
    bad.page.check("[name=may]")
    bad.press("この返事を送る")
    expect(bad.page.locator("[name=until_on]")).to_have_value(SCRIPT)
    bad.page.fill("[name=until_on]", (clock.today() + SOON).isoformat())
    bad.press("この返事を送る")
    expect(bad.page.get_by_text("ご返事を受け取りました")).to_be_visible()
    with scope(organisation=owner.organisation):
        assert links.revoke(owner, sent.link)
    bad.page.reload()
    expect(bad.page.get_by_role("heading", name="止められています")).to_be_visible()
    bad.watch.look(bad.page, "stopped")
    bad.enter(kept.issued.secret, kept.issued.link)
    bad.watch.look(bad.page, "storage")
    for name, value in (("place", ALL), ("note", IMAGE), ("by", PERSON)):
        bad.page.fill(f"[name={name}]", value)
    for name in ("lock", "people", "zone", "patrol", "mark"):
        bad.page.check(f"[name={name}][value=part]")
    bad.page.set_input_files("[name=photo]", PHOTO)  # type: ignore[arg-type]
    bad.press("答えを送る")
    expect(bad.page.get_by_role("heading", name="答えをいただきました")).to_be_visible()
    bad.inside(f"sharing/take-back/storage/{_answered(owner, kept.confirmation.pk)}/")
    bad.inside(f"sharing/joint/onward/{row.pk}/")
    assert not dialogs
    bad.watch.ends_well()
    for text in (PERSON, SCRIPT, IMAGE, COMPANY, PARTNER, ALL[:200]):
        assert text in bad.told, f"never shown as typed: {text}"


def _answered(owner: Actor, key: uuid.UUID) -> uuid.UUID:
    with scope(organisation=owner.organisation):
        row = StorageConfirmation.objects.get(pk=key)
        assert row.answers["place"] == " ".join(ALL.split())
        return row.pk
