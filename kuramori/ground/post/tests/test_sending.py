"""The outbox: with the change or not at all, each recipient by themselves, and never twice without being asked."""

from __future__ import annotations

import dataclasses
import datetime
import uuid

import pytest
from django.db import connection as database
from django.db import transaction

from kuramori.ground.jobs.models import Job
from kuramori.ground.post import again, read
from kuramori.ground.post.addresses import AddressUnusable
from kuramori.ground.post.carrier import MailIsOff
from kuramori.ground.post.forget import forget_letters
from kuramori.ground.post.letter import Recipient
from kuramori.ground.post.models import Delivery, Message, State
from kuramori.ground.post.queue import SEND, NobodyToWriteTo
from kuramori.ground.post.send import GIVE_UP_AFTER, LEASE, PAUSES, claim, doubt_what_was_handed_over
from kuramori.ground.post.tests.moves import HERE, Somebody, send, states, write_to
from kuramori.ground.trail import read as trail
from kuramori.outside import clock
from kuramori.outside.tests.letterbox import CUT

pytestmark = pytest.mark.django_db

ITO, ABE, UNO = "ito@torihiki.example", "abe@torihiki.example", "uno@torihiki.example"


def _told() -> list[str]:
    return [line.event for line in trail.lines(HERE)]


def _later(**pause: int) -> datetime.datetime:
    return clock.now() + datetime.timedelta(**pause)


def test_a_mail_is_queued_sent_and_noted(box):
    write_to(ITO, subject="ご案内")
    assert (states(), box.mails) == ({ITO: "queued"}, [])
    send()
    assert states() == {ITO: "sent"}
    assert (box.read()["Subject"], box.text_to(ITO)) == ("ご案内", "こんにちは。\n")
    assert _told() == ["post:delivery:sent", "post:message:queued"]


def test_a_change_that_is_taken_back_sends_nothing(box):
    with transaction.atomic():
        write_to(ITO)
        transaction.set_rollback(True)
    send()
    assert (Message.objects.count(), Job.objects.count(), box.mails) == (0, 0, [])


def test_without_a_mail_server_nothing_is_queued():
    with pytest.raises(MailIsOff):
        write_to(ITO)
    assert (Message.objects.count(), Job.objects.count(), _told()) == (0, 0, [])


def test_one_wrong_address_among_several_queues_nothing(box):
    with pytest.raises(AddressUnusable):
        write_to(ITO, "abe@torihiki.example\r\nBcc: all@torihiki.example")
    with pytest.raises(NobodyToWriteTo):
        write_to()
    assert Message.objects.count() == 0


def test_everybody_gets_a_mail_of_their_own_over_one_connection(box):
    write_to(ITO, ABE, UNO)
    send()
    assert sorted(to for to, _content in box.mails) == [ABE, ITO, UNO]
    for to, content in box.mails:
        assert [other for other in (ITO, ABE, UNO) if other != to and other.encode() in content] == []
    assert box.connections == 1


def test_nothing_readable_lies_in_the_database(box):
    write_to(ITO, subject="極秘の件", text="カナリア７７１")
    with database.cursor() as cursor:
        found = b""
        for table in ("post_message", "post_delivery", "jobs_job"):
            cursor.execute(f"SELECT * FROM {table}")
            for row in cursor.fetchall():
                found += b" ".join(
                    bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in row
                )
    for secret in ("torihiki", "宛名", "極秘の件", "カナリア"):
        assert secret.encode() not in found


def test_a_refused_recipient_leaves_the_others_alone(box):
    box.on_rcpt = lambda address: "550 5.1.1 no such user" if address == ABE else None
    write_to(ITO, ABE, UNO)
    send()
    assert states() == {ITO: "sent", ABE: "failed", UNO: "sent"}
    line = next(line for line in read.deliveries(HERE) if line.address == ABE)
    assert line.reason == "この宛先はありません。アドレスを確かめてください。"
    assert box.connections == 1


def test_what_the_server_puts_off_is_tried_again_with_growing_pauses(box):
    box.on_rcpt = lambda _address: "451 4.7.1 try later"
    write_to(ITO)
    start, pauses = clock.now(), []
    for _ in range(4):
        send()
        row = Delivery.objects.get()
        assert (row.state, row.handed_at, row.lease) == (State.QUEUED, None, None)
        pauses.append(row.next_at)
        send()
        assert Delivery.objects.get().attempts == len(pauses), "not before its time"
        Delivery.objects.update(next_at=start)
    waits = [moment - start for moment in pauses]
    assert [round(wait.total_seconds() / 60) for wait in waits] == [
        round(pause.total_seconds() / 60) for pause in PAUSES[:4]
    ]
    box.on_rcpt = lambda _address: None
    send()
    assert (states(), len(box.mails)) == ({ITO: "sent"}, 1)


def test_after_two_days_it_is_given_up_with_its_reason(box):
    box.on_rcpt = lambda _address: "452 4.2.2 mailbox full"
    write_to(ITO)
    with clock.standing_at(clock.now() + GIVE_UP_AFTER):
        send()
        (line,) = read.deliveries(HERE)
    assert (line.state, line.reason) == ("failed", "相手の受信箱がいっぱいです。")


def test_a_server_that_closes_is_not_knocked_at_again_at_once(box):
    box.on_rcpt = lambda _address: "421 4.3.2 closing"
    write_to(ITO, ABE, UNO)
    send()
    assert (states(), box.connections) == ({ITO: "queued", ABE: "queued", UNO: "queued"}, 1)
    box.on_rcpt = lambda _address: None
    with clock.standing_at(_later(minutes=2)):
        send()
    assert set(states().values()) == {"sent"}
    assert len(box.mails) == 3


def test_a_connection_that_breaks_after_the_text_is_unknown_and_not_sent_again(box):
    box.on_data = lambda address: CUT if address == ABE else None
    write_to(ITO, ABE, UNO)
    send()
    assert states() == {ITO: "sent", ABE: "unknown", UNO: "sent"}
    box.on_data = lambda _address: None
    for hours in (1, 24, 24 * 7):
        with clock.standing_at(_later(hours=hours)):
            send()
    assert [to for to, _content in box.mails].count(ABE) == 1
    assert states()[ABE] == "unknown"
    assert "post:delivery:unknown" in _told()


def test_a_person_may_send_an_unknown_one_again_and_the_mail_says_so(box):
    box.on_data = lambda _address: CUT
    write_to(ITO)
    send()
    box.on_data = lambda _address: None
    newer = again.send_again(Somebody(), Delivery.objects.get())
    send()
    assert {row.pk: row.state for row in Delivery.objects.all()} == {
        newer.pk: "sent",
        newer.again_of_id: "unknown",
    }
    assert box.text_to(ITO).startswith("もう一度お送りします。")
    assert "こんにちは。" in box.text_to(ITO)
    lines = {line.id: line for line in read.deliveries(HERE)}
    assert lines[newer.pk].is_again
    assert lines[newer.again_of_id].was_sent_again
    assert _told()[1] == "post:delivery:again"


def test_again_works_once_and_only_for_what_is_in_doubt(box):
    box.on_data = lambda address: CUT if address == ITO else None
    write_to(ITO, ABE)
    with pytest.raises(again.NotInDoubt):
        again.send_again(Somebody(), Delivery.objects.first())
    send()
    rows = {row.state: row for row in Delivery.objects.select_related("message")}
    with pytest.raises(again.NotInDoubt):
        again.send_again(Somebody(), rows["sent"])
    again.send_again(Somebody(), rows["unknown"])
    with pytest.raises(again.SentAgainAlready):
        again.send_again(Somebody(), rows["unknown"])
    assert Delivery.objects.count() == 3


def test_a_worker_killed_between_sending_and_noting_leaves_a_doubt(box, monkeypatch):
    class Killed(BaseException):
        """As if the power went."""

    def kill(*_given: object) -> None:
        raise Killed

    write_to(ITO, ABE)
    with monkeypatch.context() as patched:
        patched.setattr("kuramori.ground.post.send._close", kill)
        with pytest.raises(Killed):
            send()
    assert len(box.mails) == 1
    (first, _content) = box.mails[0]
    send()
    assert states()[first] == "queued", "its lease is still running"
    with clock.standing_at(clock.now() + LEASE + datetime.timedelta(seconds=1)):
        send()
        send()
    assert states() == {ITO: "sent", ABE: "sent"} | {first: "unknown"}
    assert sorted(to for to, _content in box.mails) == [ABE, ITO]


def test_a_worker_killed_before_handing_over_loses_nothing(box):
    write_to(ITO)
    assert len(claim()) == 1
    send()
    assert states() == {ITO: "queued"}
    with clock.standing_at(clock.now() + LEASE + datetime.timedelta(seconds=1)):
        assert doubt_what_was_handed_over() == 0
        send()
    assert (states(), len(box.mails)) == ({ITO: "sent"}, 1)


def test_a_lease_is_held_by_one(box):
    write_to(*(f"a{number}@torihiki.example" for number in range(7)))
    first, second = claim(5), claim(5)
    assert (len(first), len(second), claim()) == (5, 2, [])
    assert not {row.pk for row in first} & {row.pk for row in second}


def test_a_thousand_recipients_get_one_mail_each(box):
    write_to(*(f"a{number}@torihiki.example" for number in range(1000)))
    send()
    assert set(states().values()) == {"sent"}
    assert len({to for to, _content in box.mails}) == len(box.mails) == 1000
    assert box.connections == 20, "one for each batch of fifty"


def test_a_mail_that_came_too_late_is_not_sent(box):
    write_to(ITO, expires_at=_later(minutes=10))
    with clock.standing_at(_later(minutes=11)):
        send()
        (line,) = read.deliveries(HERE)
    assert (line.state, line.reason, box.mails) == ("failed", "期限を過ぎたため、送りませんでした。", [])
    assert not line.may_send_again
    with pytest.raises(again.LetterForgotten):
        again.send_again(Somebody(), Delivery.objects.select_related("message").get())


def test_the_text_is_forgotten_once_everybody_has_it(box):
    box.on_rcpt = lambda address: "550 no" if address == ABE else None
    for addresses in ([ITO], [ITO, ABE]):
        write_to(*addresses)
    send()
    kept = {message.deliveries.count(): bool(message.letter) for message in Message.objects.all()}
    assert kept == {1: False, 2: True}, "what failed may still be sent again"
    with clock.standing_at(_later(days=15)):
        forget_letters()
        assert not any(line.may_send_again for line in read.deliveries(HERE))
    assert not any(message.letter for message in Message.objects.all())


def test_an_unreachable_server_is_tried_later_and_the_reason_is_told(box, settings):
    write_to(ITO)
    host = settings.INSTANCE.mail
    settings.INSTANCE = _with(settings.INSTANCE, private_network=False)
    send()
    (line,) = read.deliveries(HERE)
    assert line.state == "queued"
    assert line.reason == "メールサーバーが社内の場所を指しています。設定で許されていません。"
    assert line.next_at is not None
    settings.INSTANCE = _with(settings.INSTANCE, private_network=host.private_network)
    with clock.standing_at(_later(minutes=2)):
        send()
    assert states() == {ITO: "sent"}


def _with(instance, **mail):
    return dataclasses.replace(instance, mail=dataclasses.replace(instance.mail, **mail))


def test_what_waits_is_taken_up_by_a_job_of_its_own(box):
    box.on_rcpt = lambda _address: "451 later"
    write_to(ITO)
    Job.objects.all().delete()
    send()
    send()
    (coming,) = Job.objects.filter(kind=SEND)
    assert coming.arguments["at"] >= Delivery.objects.get().next_at.isoformat()


def test_mail_switched_off_leaves_what_was_queued_for_better_days(box, settings):
    write_to(ITO)
    on = settings.INSTANCE
    settings.INSTANCE = _with(on, host="")
    Job.objects.all().delete()
    send()
    assert (states(), read.health().is_on, Job.objects.count()) == ({ITO: "queued"}, False, 1)
    settings.INSTANCE = on
    send()
    assert states() == {ITO: "sent"}


def test_the_operator_sees_counts_and_reasons_and_nothing_else(box):
    box.on_rcpt = lambda address: "550 5.1.1 no" if address == ABE else None
    box.on_data = lambda address: CUT if address == UNO else None
    write_to(ITO, ABE, UNO, subject="カナリア")
    send()
    health = read.health()
    assert (health.sent, health.failed, health.unknown, health.queued) == (1, 1, 1, 0)
    assert [(reason.sentence, reason.count) for reason in health.reasons] == [
        ("この宛先はありません。アドレスを確かめてください。", 1)
    ]
    for canary in ("torihiki", "カナリア", "宛名", str(HERE)):
        assert canary not in repr(health)


def test_an_organisation_sees_its_own_mail_only(box):
    write_to(ITO)
    other = Somebody(organisation_id=uuid.UUID(int=8))
    write_to(ABE, actor=other)
    write_to(UNO, actor=Somebody(organisation_id=None))
    assert [line.address for line in read.deliveries(HERE)] == [ITO]
    assert read.counts(HERE).all == 1
    hers = Delivery.objects.get(message__organisation_id=other.organisation_id)
    assert again.delivery_of(HERE, hers.pk) is None


def test_a_letter_sealed_for_one_row_opens_for_no_other(box):
    write_to(ITO)
    write_to(ABE)
    one, other = Delivery.objects.order_by("pk")
    Delivery.objects.filter(pk=one.pk).update(recipient=bytes(other.recipient))
    send()
    assert sorted(Delivery.objects.values_list("state", flat=True)) == ["failed", "sent"]
    assert len(box.mails) == 1


def test_a_name_from_the_roster_cannot_add_a_recipient(box):
    to = [Recipient(ITO, "伊藤\r\nBcc: all@torihiki.example")]
    write_to(to=to, subject="x\r\nBcc: all@torihiki.example")
    send()
    assert [address for address, _content in box.mails] == [ITO]
    assert box.read()["Bcc"] is None
