"""Partners and the people there."""

from __future__ import annotations

import pytest

from kuramori.ground.contacts import read
from kuramori.ground.contacts.dealing import (
    ContactWanted,
    NameMissing,
    NoLonger,
    NumberTaken,
    PartnerWanted,
    StalePartner,
    add_contact,
    add_partner,
    change_contact,
    change_partner,
    retire_contact,
    retire_partner,
)
from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.actor import NotAllowed
from kuramori.ground.post.addresses import AddressUnusable
from kuramori.rules.corporate_numbers import NotACorporateNumber

NUMBER = "8700110005901"


@pytest.fixture
def steward(acting):
    return acting.actor("steward")


@pytest.fixture
def partner(steward):
    return add_partner(steward, PartnerWanted("仮想重機株式会社", "カソウジュウキ", NUMBER, is_customer=True))


def test_a_number_is_checked_and_belongs_to_one_partner(steward, partner):
    with pytest.raises(NumberTaken):
        add_partner(steward, PartnerWanted("別の会社", corporate_number="T8700110005901"))
    with pytest.raises(NotACorporateNumber):
        add_partner(steward, PartnerWanted("別の会社", corporate_number="1234567890123"))
    assert add_partner(steward, PartnerWanted("番号のない会社")).corporate_number == ""


def test_a_stale_change_is_refused(steward, partner):
    change_partner(steward, partner, PartnerWanted("仮想重機㈱"), revision=1)
    with pytest.raises(StalePartner):
        change_partner(steward, partner, PartnerWanted("仮想"), revision=1)


def test_a_former_partner_stays_on_record_and_is_not_changed(steward, partner):
    retire_partner(steward, partner)
    assert read.partners() == ()
    assert [line.name for line in read.partners(former=True)] == ["仮想重機株式会社"]
    with pytest.raises(NoLonger):
        add_contact(steward, partner, ContactWanted("例示 一郎"))


def test_people_come_and_go_at_a_partner(steward, partner):
    person = add_contact(steward, partner, ContactWanted("例示 一郎", "調達部", "ichiro@kasou.example"))
    change_contact(steward, person, ContactWanted("例示 一郎", "設計部"))
    assert [one.department for one in read.partner_line(partner).called] == ["設計部"]
    retire_contact(steward, person)
    assert read.partner_line(partner).called == ()
    with pytest.raises(AddressUnusable):
        add_contact(steward, partner, ContactWanted("例示 二郎", email="nobody"))
    with pytest.raises(NameMissing):
        add_contact(steward, partner, ContactWanted(" "))


def test_partners_are_found_by_every_word_whatever_its_width(steward, partner):
    add_contact(steward, partner, ContactWanted("例示 一郎"))
    assert [hit.title for hit in read.find(steward, "ｶｿｳ 一郎")] == ["仮想重機株式会社"]
    assert read.find(steward, "無い") == ()
    assert len(read.partners(side="supplier")) == 0


def test_who_may_only_look_changes_nothing(acting, partner):
    with pytest.raises(NotAllowed):
        add_partner(acting.actor("auditor"), PartnerWanted("別の会社"))
    assert read.find(acting.actor("staff"), "仮想") == ()


def test_a_partner_is_written_down_and_changed_on_its_pages(acting, steward):
    client = acting.client("steward")
    assert "まだ1社もありません" in client.get(acting.url("partners/")).content.decode()
    wrong = client.post(acting.url("partners/add/"), {"name": "仮想重機", "corporate_number": "1"})
    assert wrong.status_code == 422
    client.post(
        acting.url("partners/add/"), {"name": "仮想重機", "is_customer": "on", "corporate_number": NUMBER}
    )
    row = Partner.objects.get()
    page = acting.url(f"partners/{row.pk}/")
    assert client.post(f"{page}contacts/", {"name": "例示 一郎", "email": "x"}).status_code == 422
    client.post(f"{page}contacts/", {"name": "例示 一郎"})
    assert "例示 一郎" in client.get(page).content.decode()
    assert client.post(f"{page}change/", {"name": "仮想", "revision": "9"}).status_code == 409
    client.post(f"{page}retire/")
    assert "取引を終えた会社" in client.get(acting.url("partners/")).content.decode()
