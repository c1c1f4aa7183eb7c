"""Mail on pages: an invitation sent by mail, the list of mails with its button, and the operator's counts."""

from __future__ import annotations

import dataclasses
import datetime
import re

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from kuramori.ground.people import access
from kuramori.ground.people.models import Invitation, Link
from kuramori.ground.post.models import Delivery
from kuramori.ground.post.send import send_due
from kuramori.outside import clock
from kuramori.outside.tests.letterbox import CUT, letterbox
from kuramori.site.instance import Mail, Site

URANO = "urano@kakuu-seiko.example"


@pytest.fixture
def box(settings):
    with letterbox() as found:
        mail = Mail(
            host=found.host,
            port=found.port,
            security="none",
            sender="kura@kakuu.example",
            private_network=True,
        )
        site = Site(address="https://kura.kakuu.example/")
        settings.INSTANCE = dataclasses.replace(settings.INSTANCE, mail=mail, site=site)
        yield found


def _send():
    send_due(organisation_id="", person_id=None, progress=lambda _done, _total: None)


def _invite(cast, client, email=URANO):
    given = {"name": "浦野 千晴", "email": email, "role": "staff", "department": "", "until_on": ""}
    page = client.post(cast.url("people/invite/"), given).content.decode()
    return page, Invitation.everywhere.latest("created_at")


def _secret_in(page):
    return re.search(r'name="secret" value="([\w-]{40,})"', page)[1]


@pytest.mark.django_db
def test_an_invitation_is_sent_by_mail_and_opens(cast, box):
    client = cast.client("owner")
    page, invitation = _invite(cast, client)
    url = cast.url(f"people/{invitation.person_id}/link/mail/")
    told = client.post(url, {"secret": _secret_in(page)}, follow=True).content.decode()
    assert "浦野 千晴さんにメールを送ります" in told
    _send()
    address = re.search(r"https://kura\.kakuu\.example(/join/[\w-]+/)", box.text_to(URANO))[1]
    assert box.read()["Subject"] == "蔵守へのご招待（架空精工株式会社）"
    assert Client().get(address).status_code == 200
    assert access.invitation_by_secret(address.split("/")[2]).pk == invitation.pk


@pytest.mark.django_db
@pytest.mark.parametrize("secret", ["", "x", "of another"])
def test_only_the_link_of_this_very_person_is_mailed(cast, box, secret):
    client = cast.client("owner")
    first, _ = _invite(cast, client)
    _page, second = _invite(cast, client, email="")
    given = _secret_in(first) if secret == "of another" else secret
    assert (
        client.post(cast.url(f"people/{second.person_id}/link/mail/"), {"secret": given}).status_code == 404
    )
    assert Delivery.objects.count() == 0


@pytest.mark.django_db
def test_without_mail_or_address_the_link_is_handed_over_as_ever(cast, settings):
    page, _invitation = _invite(cast, cast.client("owner"))
    assert "メールで送る" not in page
    assert "メールに貼る文" in page


@pytest.mark.django_db
def test_a_mail_in_doubt_is_told_and_sent_again_by_a_person(cast, box):
    client = cast.client("steward")
    page, invitation = _invite(cast, client)
    box.on_data = lambda _address: CUT
    client.post(cast.url(f"people/{invitation.person_id}/link/mail/"), {"secret": _secret_in(page)})
    _send()
    listed = client.get(cast.url("people/mail/")).content.decode()
    assert "届いたか分かりません" in listed
    assert URANO in listed
    box.on_data = lambda _address: None
    again = cast.url(f"people/mail/{Delivery.objects.get().pk}/again/")
    assert cast.client("auditor").post(again).status_code == 403
    assert cast.client("owner", at=cast.there).post(again.replace(cast.here, cast.there)).status_code == 404
    for _ in range(2):
        client.post(again)
    _send()
    assert Delivery.objects.count() == 2
    assert box.text_to(URANO).startswith("もう一度お送りします。")
    listed = client.get(cast.url("people/mail/")).content.decode()
    assert "このあと、もう一度送りました。" in listed
    assert "もう一度送る<span" not in listed


@pytest.mark.django_db
def test_the_list_is_filtered_and_paged_whatever_the_address_says(cast, box):
    page, invitation = _invite(cast, client := cast.client("owner"))
    client.post(cast.url(f"people/{invitation.person_id}/link/mail/"), {"secret": _secret_in(page)})
    _send()
    for query, shows in (
        ("?state=sent", True),
        ("?state=failed", False),
        ("?state=nonsense", True),
        ("?page=1", False),
        ("?page=-1&state=", True),
        ("?page=99999999999", True),
        ("?page=²", True),
    ):
        listed = client.get(cast.url(f"people/mail/{query}")).content.decode()
        assert (URANO in listed) is shows, query


@pytest.mark.django_db
def test_the_operator_sees_how_mail_stands_and_no_more(cast, box):
    client = cast.client("owner")
    page, invitation = _invite(cast, client)
    box.on_rcpt = lambda _address: "550 5.1.1 no such user"
    client.post(cast.url(f"people/{invitation.person_id}/link/mail/"), {"secret": _secret_in(page)})
    _send()
    told = cast.client("operator").get("/operator/mail/").content.decode()
    assert "この宛先はありません。アドレスを確かめてください。" in told
    for canary in ("urano", "浦野", "架空精工", "招待"):
        assert canary not in told.split("<main")[1].split("</main")[0]


@pytest.mark.django_db(transaction=True)
def test_links_that_were_handed_over_before_this_version_still_open(cast):
    """The table of invitations becomes the table of links with every row in it."""
    executor = MigrationExecutor(connection)
    latest = executor.loader.graph.leaf_nodes()
    page_before = [("people", "0008_token_may_be_elevated")]
    try:
        executor.migrate(page_before)
        old = executor.loader.project_state(page_before).apps
        person = old.get_model("people", "Person").objects.get(name="西村 直")
        rows = [("open", None), ("used", clock.now())]
        for name, used_at in rows:
            old.get_model("people", "Invitation").objects.create(
                organisation_id=person.organisation_id,
                purpose="join",
                secret_hash=access.secrets.hash_of(name),
                person=person,
                invited_by=person,
                created_at=clock.now(),
                expires_at=clock.now() + datetime.timedelta(days=1),
                used_at=used_at,
            )
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(latest)
    kept = {link.secret_hash: link for link in Link.everywhere.all()}
    opened, used = (kept[access.secrets.hash_of(name)] for name, _used_at in rows)
    assert (opened.uses, used.uses, opened.most_uses) == (0, 1, 1)
    assert opened.issued_by_id == opened.person_id
    assert Client().get("/join/open/").status_code == 200
    assert Client().get("/join/used/").status_code == 404
