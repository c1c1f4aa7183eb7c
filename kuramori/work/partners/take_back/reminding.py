"""催促: what is to come back, what we have to give back and what partners should confirm, mailed once for each step.

Before the day, on it and after it (`taking_back().remind_days`). Of what is out our own person hears, and the person of
the partner who was asked, with a link of their own that takes the place of the last one. A step is noted in the
transaction of its mail, and the database lets it be noted once.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_scopes import scope

from kuramori.ground.jobs.schedule import schedule
from kuramori.ground.people import access, links
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Organisation, Person
from kuramori.ground.people.named import day_of
from kuramori.ground.people.roles import Can
from kuramori.ground.post.addresses import AddressUnusable, checked
from kuramori.ground.post.carrier import is_on
from kuramori.ground.post.letter import Recipient
from kuramori.ground.post.queue import queue
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.work.partners import events_take_back as events
from kuramori.work.partners.models import HandOver, Reminder, Side, StorageConfirmation, TakeBack
from kuramori.work.partners.reading.take_back import due_between, due_of
from kuramori.work.partners.take_back import asking, storing
from kuramori.work.partners.taking_back_content import taking_back

LOOKS_BACK_DAYS = 400
TAKE_BACK, GIVE_BACK, STORAGE = "take_back", "give_back", "storage"


@schedule("partners:remind_returns", daily_at="08:50", says=gettext_lazy("返還・廃棄の期日を知らせる"))
def remind_all() -> None:
    """Remind in every organisation."""
    if not is_on():
        return
    for organisation in Organisation.objects.all():
        with scope(organisation=organisation):
            remind(access.actor_of_schedule(organisation))


def remind(actor: Actor) -> int:
    """Queue today's mails of the acting organisation; returns how many steps were taken."""
    today = clock.today()
    ahead = datetime.timedelta(days=max(taking_back().remind_days))
    days = today - datetime.timedelta(days=LOOKS_BACK_DAYS), today + ahead
    taken = sum(_remind_given(actor, row, today) for row in due_between(*days, Side.GIVEN))
    taken += sum(_remind_received(actor, row, today) for row in due_between(*days, Side.RECEIVED))
    open_ones = StorageConfirmation.objects.filter(answered_at__isnull=True, due_on__range=days)
    return taken + sum(_remind_storage(actor, row, today) for row in open_ones.select_related("partner"))


def _remind_given(actor: Actor, row: HandOver, today: datetime.date) -> bool:
    on = due_of(row)
    if on is None or not (step := taking_back().step(on, today)):
        return False
    asked = asking.standing_with(row)
    with transaction.atomic():
        if not _first(actor, TAKE_BACK, row.pk, on, step):
            return False
        told = _to_our_side(actor, row, on, _("返してもらう期限"))
        if asked is not None and asked.link is not None:
            told = _to_their_side(actor, row, asked, today) or told
        if not told:
            transaction.set_rollback(True)
            return False
        record(
            actor,
            events.REMINDED,
            kind="hand_over",
            thing_id=row.pk,
            number=row.number,
            by=on.isoformat(),
            step=step,
        )
    return True


def _remind_received(actor: Actor, row: HandOver, today: datetime.date) -> bool:
    on = due_of(row)
    if on is None or not (step := taking_back().step(on, today)):
        return False
    with transaction.atomic():
        if not _first(actor, GIVE_BACK, row.pk, on, step):
            return False
        if not _to_our_side(actor, row, on, _("こちらが返す期限")):
            transaction.set_rollback(True)
            return False
        record(
            actor,
            events.REMINDED,
            kind="hand_over",
            thing_id=row.pk,
            number=row.number,
            by=on.isoformat(),
            step=step,
        )
    return True


def _remind_storage(actor: Actor, row: StorageConfirmation, today: datetime.date) -> bool:
    step = taking_back().step(row.due_on, today)
    person = row.asked_by
    if not step or person is None or not (recipient := _recipient(person)):
        return False
    with transaction.atomic():
        if not _first(actor, STORAGE, row.pk, row.due_on, step):
            return False
        queue(
            actor,
            to=[recipient],
            subject=_("保管の確認の返事がまだです: %(partner)s") % {"partner": row.partner.name},
            text=_(
                "「%(about)s」の保管の確認に、まだ返事がありません（期限 %(on)s）。\n"
                "蔵守の「返還・廃棄」から、もう一度リンクを作れます。\n"
            )
            % {"about": row.about, "on": day_of(row.due_on)},
            purpose=storing.MAIL,
            about=("storage", row.pk),
        )
    return True


def _first(actor: Actor, kind: str, thing: uuid.UUID, on: datetime.date, step: int) -> bool:
    """Note the step; False where it was noted before. Two workers wait for each other here."""
    Organisation.objects.select_for_update().get(pk=actor.organisation_id)
    _row, is_new = Reminder.objects.get_or_create(
        organisation=actor.organisation,
        kind=kind,
        thing_id=thing,
        on=on,
        step=step,
        defaults={"noted_at": clock.now()},
    )
    return bool(is_new)


def _to_our_side(actor: Actor, row: HandOver, on: datetime.date, what: str) -> bool:
    people = [one for one in (row.made_by, *_stewards(row)) if one is not None]
    recipients = [one for one in map(_recipient, dict.fromkeys(people)) if one is not None]
    if not recipients:
        return False
    queue(
        actor,
        to=recipients[:1],
        subject=f"{what}: {row.number}（{row.partner.name}）",
        text=_(
            "提供 %(number)s（%(partner)s）の%(what)sは %(on)s です。\n"
            "蔵守の「返還・廃棄」で、頼む・証明する・記録することができます。\n"
        )
        % {"number": row.number, "partner": row.partner.name, "what": what, "on": day_of(on)},
        purpose=asking.MAIL,
        about=("hand_over", row.pk),
    )
    return True


def _to_their_side(actor: Actor, row: HandOver, asked: TakeBack, today: datetime.date) -> bool:
    """A fresh link where we know our own address; without one the mail points at the link they have."""
    assert asked.link is not None  # noqa: S101  asked by the caller
    recipient = links.recipient_of(asked.link)
    address = settings.INSTANCE.site.address
    url = ""
    if address:
        again = _again(actor, asked, recipient, today)
        url = f"{address.rstrip('/')}{reverse('front:link', kwargs={'secret': again.secret})}"
    queue(
        actor,
        to=[recipient],
        subject=_("返還・廃棄のお願い（%(organisation)s）") % {"organisation": actor.organisation.name},
        text=_(
            "%(person)s 様\n\nお渡ししたもの（提供 %(number)s）の返還または廃棄の期限は %(on)s です。\n"
            "済みましたら、%(where)sからお知らせください。\n\n%(organisation)s"
        )
        % {
            "person": recipient.name,
            "number": row.number,
            "on": day_of(asked.by_on),
            "where": f"\n{url}\n" if url else _("お渡ししてあるリンク"),
            "organisation": actor.organisation.name,
        },
        purpose=asking.MAIL,
        about=("hand_over", row.pk),
    )
    return True


def _again(actor: Actor, asked: TakeBack, recipient: Recipient, today: datetime.date) -> links.Issued:
    doer = Actor(
        organisation=actor.organisation,
        person_id=None,
        name=actor.name,
        roles=frozenset(),
        permissions=frozenset({Can.TAKE_BACK}),
        via="command",
    )
    if asked.link is not None:
        links.revoke(doer, asked.link)
    issued = links.issue(
        doer,
        asking.CERTIFY,
        about=("take_back", asked.pk),
        until_on=today + datetime.timedelta(days=taking_back().link_days),
        outside=recipient,
        most_uses=None,
    )
    asked.link = issued.link
    asked.save(update_fields=["link"])
    return issued


def _stewards(row: HandOver) -> Sequence[Person]:
    """Who hears of it where whoever made it has no address or has left."""
    return list(
        Person.objects.filter(
            pk__in=[one.asked_by_id for one in row.take_backs.all() if one.asked_by_id is not None]
        )
    )


def _recipient(person: Person | None) -> Recipient | None:
    if person is None:
        return None
    try:
        return Recipient(checked(person.email), person.name, person.pk)
    except AddressUnusable:
        return None
