"""Mail to the hosts: a guest is at the entrance; a guest has not signed out by the evening."""

from __future__ import annotations

from collections import defaultdict

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_scopes import scope

from kuramori.ground.jobs.schedule import schedule
from kuramori.ground.people import access
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Organisation, Person
from kuramori.ground.post.addresses import AddressUnusable
from kuramori.ground.post.carrier import MailIsOff, is_on
from kuramori.ground.post.letter import Recipient
from kuramori.ground.post.purposes import Purpose
from kuramori.ground.post.queue import queue
from kuramori.ground.trail.record import Doer, record
from kuramori.outside import clock
from kuramori.work.places import events
from kuramori.work.places.models import Visit, Visitor
from kuramori.work.places.receiving import inside

ARRIVAL = Purpose("places:arrival", gettext_lazy("来訪の知らせ"))
FORGOTTEN = Purpose("places:forgotten", gettext_lazy("退出もれの知らせ"))


def tell_host(doer: Doer, guest: Visitor) -> bool:
    """Tell the host that a guest is here; False where no mail is set up or they have no address."""
    host = guest.visit.host
    return _write(
        doer,
        host,
        ARRIVAL,
        ("visit", guest.visit_id),
        _("お客さまが受付にいらしています"),
        _("%(company)sの方が受付を済ませました。お迎えをお願いします。\n") % {"company": guest.visit.company},
    )


def tell_asked(doer: Doer, visit: Visit) -> bool:
    """Ask the host whether a guest without an appointment may come in; False as for `tell_host`."""
    return _write(
        doer,
        visit.host,
        ARRIVAL,
        ("visit", visit.pk),
        _("約束のないお客さまが受付でお待ちです"),
        _(
            "%(company)sの方が、受付でお待ちです（用件: %(purpose)s）。\n\n"
            "蔵守の「来訪」を開き、迎えるか、お断りするかを選んでください。"
            "迎えるまで、お客さまは中に入れません。\n"
        )
        % {"company": visit.company, "purpose": visit.purpose},
    )


@schedule("places:chase_guests", daily_at="18:30", says=gettext_lazy("退出の記録がない来訪者を知らせる"))
def chase_guests() -> None:
    """In every organisation."""
    for organisation in Organisation.objects.all():
        with scope(organisation=organisation):
            chase(access.actor_of_schedule(organisation))


def chase(actor: Actor) -> int:
    """Tell each escort who has not signed out, once an evening; returns how many guests that are.

    Home shows them too, so that nothing depends on mail.
    """
    waiting: dict[Person, list[Visitor]] = defaultdict(list)
    for guest in inside().select_related("visit__host", "escort").order_by("arrived_at"):
        waiting[guest.escort or guest.visit.host].append(guest)
    guests = [guest for whose in waiting.values() for guest in whose]
    if not guests:
        return 0
    with transaction.atomic():
        for escort, theirs in waiting.items():
            lines = "\n".join(
                _("・%(company)sの方（名札 %(badge)s、%(day)sから）")
                % {
                    "company": guest.visit.company,
                    "badge": guest.badge or "—",
                    "day": clock.day_of(guest.arrived_at).isoformat() if guest.arrived_at else "",
                }
                for guest in theirs
            )
            _write(
                actor,
                escort,
                FORGOTTEN,
                ("person", escort.pk),
                _("退出の記録がないお客さまがいます"),
                _(
                    "次の方の退出が、まだ記録されていません。\n\n%(lines)s\n\n蔵守の「来訪」で記録してください。\n"
                )
                % {"lines": lines},
            )
        record(
            actor,
            events.GUESTS_CHASED,
            kind="visitor_log",
            thing_id=clock.today().isoformat(),
            shows=[guest.pk for guest in guests],
            guests=len(guests),
        )
    return len(guests)


def _write(
    doer: Doer, person: Person, purpose: Purpose, about: tuple[str, object], subject: str, text: str
) -> bool:
    address = person.account.email if person.account else person.email
    if not is_on() or not address:
        return False
    try:
        queue(
            doer,
            to=[Recipient(address, person.name, person.pk)],
            subject=subject,
            text=text,
            purpose=purpose,
            about=about,
        )
    except (MailIsOff, AddressUnusable):
        return False
    return True
