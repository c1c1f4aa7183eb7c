"""Links to texts, requests, certificates and storage: used by another, again, ahead of time, or after their end."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client
from django_scopes import scope

from kuramori.ground.people import links
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.codes import tell_code
from kuramori.ground.people.links import Issued
from kuramori.ground.people.models import Link, Person
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock
from kuramori.work.ledger.tests import making
from kuramori.work.partners import agreeing
from kuramori.work.partners.joint import answering_by_link, onward
from kuramori.work.partners.models import (
    Agreement,
    Certificate,
    HandOver,
    OnwardRequest,
    OnwardSide,
    StorageConfirmation,
)
from kuramori.work.partners.take_back import asking, storing
from kuramori.work.partners.tests import agreed, handed
from kuramori.work.partners.tests.test_wordings import TERMS
from kuramori.work.partners.wordings import concluding, shelf
from kuramori.work.partners.wordings.filling import filled
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SOON = datetime.timedelta(days=14)
TRIED = "partners:link:tried_after_end"


@dataclass(slots=True)
class Way:
    """A link of one sort, the end of its address, a form that would do, and where its giver looks."""

    owner: Actor
    issued: Issued
    end: str
    says: dict[str, str]
    inside: str
    settled: Callable[[], bool]

    @property
    def page(self) -> str:
        return f"/link/{self.issued.secret}/{self.end}/"

    def enter(self, client: Client) -> Client:
        with scope(organisation=self.owner.organisation):
            code = tell_code(self.owner, self.issued.link)
        assert client.post(f"/link/{self.issued.secret}/code/", {"code": code}).status_code == 302
        return client

    def filled(self, client: Client) -> dict[str, str]:
        """The form as it stands before the person, filled in."""
        shown = re.findall(r'name="shown" value="([0-9a-f]{64})"', client.get(self.page).content.decode())
        return self.says | ({"shown": shown[0]} if shown else {})

    def tried(self) -> int:
        return Entry.objects.filter(event=TRIED, thing_id=str(self.issued.link.pk)).count()

    def has_changed(self) -> bool:
        with scope(organisation=self.owner.organisation):
            return self.settled()


def _agreement(owner: Actor) -> Way:
    partner = making.partner(owner)
    wanted = agreeing.Wanted(partner, agreed.AgreementKind.MUTUAL, "秘密保持契約")
    row = agreeing.draft(owner, wanted, {**agreed.NDA, **TERMS})
    known = shelf.for_kind(row.kind)
    assert known is not None
    text = filled(known, owner.organisation.name, agreement=row, terms=TERMS)
    who = concluding.Signatories(
        Person.objects.get(pk=str(owner.person_id)),
        "代表取締役",
        handed.contact(owner),
        "購買部長",
        "登記事項で確かめた",
    )
    offered = concluding.offer_text(owner, row, text, who, revision=row.revision)
    says = {"name": "仮想 三郎", "post": "購買部長", "may": "on"}
    return Way(
        owner,
        offered.issued,
        "agreement",
        says,
        f"sharing/wordings/agreement/{row.pk}/",
        lambda: concluding.acceptances(Agreement.objects.get(pk=row.pk))[1] is not None,
    )


def _onward(owner: Actor) -> Way:
    partner, other = making.partner(owner), making.partner(owner, "例示表面処理")
    held = making.asset(owner, origin="received", partner=partner, agreement="NDA-7")
    wanted = onward.Wanted(OnwardSide.SENT, partner, other.name, "図面", "めっき", clock.today(), held, other)
    row = onward.ask_onward(owner, wanted)
    issued = answering_by_link.send_onward(owner, row, handed.contact(owner), revision=row.revision)
    says = {"answer": "no", "name": "仮想 三郎", "post": "購買部長", "may": "on"}
    return Way(
        owner,
        issued,
        "onward",
        says,
        f"sharing/joint/onward/{row.pk}/",
        lambda: OnwardRequest.objects.get(pk=row.pk).state != "asked",
    )


def _storage(owner: Actor) -> Way:
    asked = storing.ask_storage(
        owner, making.partner(owner), handed.contact(owner), about="金型 M-12", due_on=clock.today() + SOON
    )
    says = dict.fromkeys(("lock", "people", "zone", "patrol", "mark"), "yes")
    row = asked.confirmation
    return Way(
        owner,
        asked.issued,
        "storage",
        says | {"place": "第2工場 金型棚", "by": "例示 一郎"},
        f"sharing/take-back/storage/{row.pk}/",
        lambda: StorageConfirmation.objects.get(pk=row.pk).answered_at is not None,
    )


def _take_back(owner: Actor) -> Way:
    handed.opened(owner)
    gone: HandOver = handed.out(owner)
    item = gone.items.get()
    asked = asking.ask_back(
        owner, gone, [item], by_on=clock.today() + SOON, reason="済んだ", contact=handed.contact(owner)
    )
    assert asked.issued is not None
    says = {
        f"done_{item.pk}": "destroyed",
        f"method_{item.pk}": "file:overwrite",
        "company": "仮想重機株式会社",
        "person": "仮想 三郎",
    }
    return Way(
        owner,
        asked.issued,
        "take-back",
        says | {f"on_{item.pk}": clock.today().isoformat()},
        f"sharing/hand-overs/{gone.pk}/",
        lambda: Certificate.objects.exists(),
    )


@pytest.fixture(params=[_agreement, _onward, _storage, _take_back], ids=lambda one: one.__name__[1:])
def way(request: pytest.FixtureRequest, acting: Cast) -> Way:
    return request.param(acting.actor("owner"))


def _stop(way: Way) -> None:
    with scope(organisation=way.owner.organisation):
        assert links.revoke(way.owner, way.issued.link)


def test_a_link_that_is_stopped_while_a_form_is_filled_in_sends_nothing_and_says_so(
    way: Way, acting: Cast
) -> None:
    client = way.enter(acting.client())
    form = way.filled(client)
    _stop(way)
    answer = client.post(way.page, form)
    told = answer.content.decode()
    assert (answer.status_code, "止められています" in told, "送られていません" in told) == (410, True, True)
    assert way.owner.organisation.name in told
    assert not way.has_changed()
    for _again in range(3):
        assert client.get(way.page).status_code == 410
    assert way.tried() == 1
    inside = acting.client("owner").get(acting.url(way.inside)).content.decode()
    assert "開かれようとしました" in inside


def test_a_link_that_ran_out_says_until_when_it_opened(way: Way, acting: Cast) -> None:
    client = way.enter(acting.client())
    with clock.standing_at(way.issued.link.expires_at + datetime.timedelta(seconds=1)):
        assert client.post(way.page, way.says).status_code == 410
        told = Client().get(f"/link/{way.issued.secret}/", follow=True)
    assert (told.status_code, "期限が過ぎました" in told.content.decode()) == (410, True)
    assert not way.has_changed()


def test_whoever_has_only_the_address_sees_nothing_of_it_and_uses_nothing_up(way: Way, acting: Cast) -> None:
    stranger = Client()
    for extra in ({}, {"sec-purpose": "prefetch"}, {"range": "bytes=0-9"}):
        answer = stranger.get(way.page, headers=extra)
        assert (answer.status_code, answer.content) == (302, b"")
    assert stranger.post(way.page, way.says).status_code == 302
    assert stranger.head(way.page).status_code in {302, 405}
    assert not way.has_changed()
    assert way.enter(acting.client()).get(way.page).status_code == 200
    assert way.tried() == 0


def test_the_code_of_one_link_opens_no_other_link(way: Way, acting: Cast) -> None:
    other = storing.ask_storage(
        way.owner,
        making.partner(way.owner),
        handed.contact(way.owner),
        about="別の金型",
        due_on=clock.today(),
    )
    client = way.enter(acting.client())
    client.cookies["kura_link"]["path"] = "/"
    there = client.get(f"/link/{other.issued.secret}/storage/")
    assert (there.status_code, there["Location"]) == (302, f"/link/{other.issued.secret}/")


def test_the_secret_of_one_sort_is_nothing_at_the_address_of_another(way: Way, acting: Cast) -> None:
    client = way.enter(acting.client())
    _stop(way)
    for end in {"agreement", "onward", "storage", "take-back", "report"} - {way.end}:
        assert client.get(f"/link/{way.issued.secret}/{end}/").status_code == 404
    assert client.get(f"/link/{way.issued.secret}/share/").status_code == 404
    assert client.get(f"/link/{way.issued.secret[:-1]}/{way.end}/").status_code == 404
    assert way.tried() == 0


def test_somebody_of_another_organisation_with_a_link_of_their_own_gets_nowhere(
    way: Way, acting: Cast
) -> None:
    there = acting.actor("owner", at=acting.there)
    with scope(organisation=there.organisation):
        theirs = _storage(there)
    client = theirs.enter(acting.client("owner", at=acting.there))
    client.cookies["kura_link"]["path"] = "/"
    assert client.get(way.page).status_code == 302
    assert client.post(way.page, way.says).status_code == 302
    assert not way.has_changed()


def test_the_same_form_sent_twice_counts_once(way: Way, acting: Cast) -> None:
    client = way.enter(acting.client())
    form = way.filled(client)
    first = client.post(way.page, form)
    if first.status_code == 200:  # the wording stands there to be read once more
        (digest,) = re.findall(r'name="shown" value="([0-9a-f]{64})"', first.content.decode())
        form |= {"shown": digest}
        first = client.post(way.page, form)
    assert first.status_code == 302
    assert way.has_changed()
    entries = Entry.objects.count()
    assert client.post(way.page, form).status_code in {200, 302, 409, 422}
    assert Entry.objects.count() == entries
    assert Link.everywhere.filter(pk=way.issued.link.pk, revoked_at__isnull=True).exists()
