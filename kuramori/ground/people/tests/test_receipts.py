"""The proof of what concerns somebody goes to them by mail, once: a new role, joining, a report taken by link."""

from __future__ import annotations

import dataclasses
import datetime
import json
import re
import subprocess
import sys
import uuid

import pytest

from kuramori.ground.jobs.models import Job
from kuramori.ground.people import receipts
from kuramori.ground.people.codes import Visitor
from kuramori.ground.people.enrol import Particulars, enrol
from kuramori.ground.people.invite import accept, invite
from kuramori.ground.people.leave import change_role, leave
from kuramori.ground.people.links import LinkPurpose, issue, revoke
from kuramori.ground.people.models import Account, Invitation
from kuramori.ground.people.roles import Can, Role
from kuramori.ground.post.letter import Recipient
from kuramori.ground.post.models import Delivery, Message
from kuramori.ground.post.sealing import letter_of, recipient_of
from kuramori.ground.trail import keys
from kuramori.ground.trail.models import Entry
from kuramori.ground.trail.pack import OFFLINE
from kuramori.outside import clock
from kuramori.rules import merkle, notes
from kuramori.site.instance import Mail, Site

PURPOSE = LinkPurpose("test:receipt", "shared_reports:sheet", "試し", Can.REPORT_SHARE)


@pytest.fixture(autouse=True)
def _mail(settings):
    settings.INSTANCE = dataclasses.replace(
        settings.INSTANCE, mail=Mail(host="mail.example", sender="kura@mail.example")
    )


def _work() -> None:
    for job in Job.objects.filter(kind=receipts.SEND):
        receipts.send(
            organisation_id=str(job.organisation_id),
            person_id=str(job.person_id) if job.person_id else None,
            progress=lambda done, total: None,
            **job.arguments,
        )


def _sent() -> list[tuple[str, str]]:
    """Address and event of each receipt; every proof among them holds."""
    found = []
    for delivery in Delivery.objects.filter(message__purpose=receipts.MAIL.id).order_by("message__queued_at"):
        attached = {one.name: one.content.decode() for one in letter_of(delivery.message).attachments}
        proof = notes.proof_from(
            next(text for name, text in attached.items() if name.endswith(".tlog-proof"))
        )
        entry = json.loads(next(text for name, text in attached.items() if name.endswith(".json")))
        signed = notes.checkpoint_from(notes.note_from(proof.note).text)
        leaf = merkle.leaf_hash(entry["leaf"].encode())
        merkle.check_inclusion(leaf, proof.index, signed.size, proof.path, signed.root)
        found.append((recipient_of(delivery).address, Entry.objects.get(index=proof.index).event))
    return found


def test_whose_role_changed_gets_the_proof_and_not_who_changed_it(acting):
    change_role(acting.actor("owner"), acting.person("staff"), role=Role.SECTION)
    _work()
    _work()
    assert _sent() == [(acting.account("staff").email, "people:membership:given")]


def test_who_accepts_an_invitation_gets_the_proof_of_it(acting):
    invited = invite(acting.actor("owner"), name="新田 光", email="nitta@kakuu.example", role=Role.STAFF)
    invitation = Invitation.objects.get(pk=invited.invitation.pk)
    accept(invitation, Account.objects.create_user("nitta@kakuu.example", "aozora-densha-77"))
    _work()
    assert _sent() == [("nitta@kakuu.example", "people:person:joined")]


def test_whoever_gets_it_checks_it_with_nothing_but_the_letter(acting, settings, tmp_path):
    settings.INSTANCE = dataclasses.replace(settings.INSTANCE, site=Site(address="https://kura.example"))
    change_role(acting.actor("owner"), acting.person("staff"), role=Role.SECTION)
    _work()
    letter = letter_of(Delivery.objects.get(message__purpose=receipts.MAIL.id).message)
    assert acting.organisation.name in letter.subject
    assert "https://kura.example/verify/" in letter.text
    key = re.search(r"\n    (kuramori/\S+)\n", letter.text)
    for one in letter.attachments:
        (tmp_path / one.name).write_bytes(one.content)
    checked = subprocess.run(
        [sys.executable, "-I", "-S", OFFLINE / "verify.py", "--key", key[1], *tmp_path.iterdir()],
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout.decode()
    fingerprint = keys.log_verifier().fingerprint
    assert fingerprint in letter.text
    assert fingerprint in checked.stdout.decode()


def test_who_takes_over_as_steward_and_every_owner_get_the_proof(acting):
    """The owner did it and so needs none; a steward who does it, and the owner does."""
    change_role(acting.actor("owner"), acting.person("section"), role=Role.STEWARD)
    change_role(acting.actor("steward"), acting.person("section"), role=Role.STAFF)
    _work()
    given = "people:membership:given"
    section, owner = acting.account("section").email, acting.account("owner").email
    assert sorted(_sent()) == sorted([(section, given), (section, given), (owner, given)])


def test_the_owners_get_the_proof_that_a_steward_left_and_the_one_who_did_it_does_not(acting):
    second = change_role(acting.actor("owner"), acting.person("auditor"), role=Role.OWNER).person
    leave(acting.actor("owner"), acting.person("steward"), until_on=clock.today())
    leave(acting.actor("owner"), acting.person("staff"), until_on=clock.today())
    _work()
    ended = [address for address, event in _sent() if event == "people:membership:ended"]
    assert ended == [Account.objects.get(pk=second.account_id).email]


def test_somebody_without_an_address_gets_none(acting):
    person = enrol(acting.actor("owner"), Particulars(name="見本 花子"))
    change_role(acting.actor("owner"), person, role=Role.STAFF)
    _work()
    assert _sent() == []


def _link(acting):
    until = clock.today() + datetime.timedelta(days=7)
    outside = Recipient("ito@yoso.example", "伊藤 様")
    return issue(
        acting.actor("owner"), PURPOSE, about=("sheet", uuid.uuid4()), until_on=until, outside=outside
    ).link


def test_who_takes_by_a_link_gets_one_however_often_they_take_it(acting):
    link = _link(acting)
    entry = Entry.objects.order_by("-index").first()
    for _ in range(3):
        assert receipts.promise(Visitor(link), entry.index, link=link, once=f"link:{link.pk}")
    _work()
    assert [address for address, _event in _sent()] == ["ito@yoso.example"]


def test_a_link_that_was_taken_back_gets_none(acting):
    link = _link(acting)
    entry = Entry.objects.order_by("-index").first()
    receipts.promise(Visitor(link), entry.index, link=link)
    revoke(acting.actor("owner"), link)
    _work()
    assert not Message.objects.filter(purpose=receipts.MAIL.id).exists()


def test_without_mail_nothing_is_promised(acting, settings):
    settings.INSTANCE = dataclasses.replace(settings.INSTANCE, mail=Mail())
    change_role(acting.actor("owner"), acting.person("staff"), role=Role.SECTION)
    assert not Job.objects.exists()
