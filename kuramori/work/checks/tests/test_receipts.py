"""Whoever finalises a round gets its proof by mail: then it is in other hands."""

from __future__ import annotations

import dataclasses
import json

import pytest

from kuramori.ground.jobs.models import Job
from kuramori.ground.people import receipts
from kuramori.ground.people.models import Membership
from kuramori.ground.post.models import Message
from kuramori.ground.post.send import send_due
from kuramori.ground.trail.models import Entry
from kuramori.outside.tests.letterbox import letterbox
from kuramori.rules import merkle, notes
from kuramori.site.instance import Mail
from kuramori.work.checks.finalise import finalise

pytestmark = pytest.mark.django_db


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
        settings.INSTANCE = dataclasses.replace(settings.INSTANCE, mail=mail)
        yield found


def work(job: Job) -> None:
    receipts.send(
        organisation_id=str(job.organisation_id),
        person_id=str(job.person_id),
        progress=lambda done, total: None,
        **job.arguments,
    )


def test_the_proof_of_a_finalised_round_arrives_once_and_holds(box, steward, full, pack, cast):
    finalise(steward, full, pack)
    job = Job.objects.get(kind=receipts.SEND)
    work(job)
    work(job)  # a worker that died may have done it before
    assert Message.objects.count() == 1
    send_due(organisation_id="", person_id=None, progress=lambda done, total: None)
    letter = box.read()
    parts = {
        part.get_filename(): part.get_payload(decode=True).decode()
        for part in letter.walk()
        if part.get_filename()
    }
    index = job.arguments["index"]
    proof = notes.proof_from(parts[f"entry-{index}.tlog-proof"])
    leaf = json.loads(parts[f"entry-{index}.entry.json"])["leaf"].encode()
    signed = notes.checkpoint_from(notes.note_from(proof.note).text)
    merkle.check_inclusion(merkle.leaf_hash(leaf), index, signed.size, proof.path, signed.root)
    assert Entry.objects.get(index=index).event == "checks:sheet:finalised"
    assert letter["To"].endswith(f"<{cast.account('steward').email}>")


def test_without_mail_or_without_a_person_nothing_is_promised(steward, full, pack):
    finalise(steward, full, pack)
    assert not Job.objects.exists()


def test_who_left_meanwhile_gets_nothing(box, steward, full, pack, cast):
    finalise(steward, full, pack)
    job = Job.objects.get(kind=receipts.SEND)
    Membership.objects.filter(person_id=steward.person_id).update(until_on="2020-01-01", from_on="2019-01-01")
    work(job)
    assert not Message.objects.exists()
