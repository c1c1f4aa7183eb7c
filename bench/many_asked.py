"""A request that was approved, with thousands of suppliers that it is still to be mailed to. Needs Django set up."""

from __future__ import annotations

import dataclasses

from django.conf import settings

from bench.mail_sink import Sink
from kuramori.ground.contacts.models import Contact, Partner
from kuramori.ground.people.actor import Actor
from kuramori.outside import clock
from kuramori.work.requests.models import Asked, Request, RequestState
from kuramori.work.requests.tests import asked_world

SLICE = 500


def mails_to(server: Sink) -> None:
    """Let this house mail there, and know its own address."""
    mail = dataclasses.replace(
        settings.INSTANCE.mail,
        host=server.host,
        port=server.port,
        security="none",
        sender="kura@kasou-juki.example",
        private_network=True,
    )
    site = dataclasses.replace(settings.INSTANCE.site, address="https://kura.example")
    settings.INSTANCE = dataclasses.replace(settings.INSTANCE, mail=mail, site=site)


def approved(owner: Actor, recipients: int) -> Request:
    """Inside the scope of the owner's organisation."""
    request = asked_world.sent(owner, ()).request
    request.state, request.sent_at, request.approved_at = RequestState.APPROVED, None, clock.now()
    request.save()
    organisation = owner.organisation
    partners = [
        Partner(organisation=organisation, name=f"見本{at:05}工業", is_supplier=True)
        for at in range(recipients)
    ]
    for partner in partners:
        partner.follow("")
    Partner.objects.bulk_create(partners, batch_size=SLICE)
    contacts = [
        Contact(organisation=organisation, partner=one, name="見本 次郎", email=f"jiro@mihon-{at:05}.example")
        for at, one in enumerate(partners)
    ]
    Contact.objects.bulk_create(contacts, batch_size=SLICE)
    Asked.objects.bulk_create(
        [
            Asked(
                organisation=organisation,
                request=request,
                partner=one,
                contact=contact,
                number=f"{request.number}-{at:05}",
                klass="A",
                employees=20,
            )
            for at, (one, contact) in enumerate(zip(partners, contacts, strict=True))
        ],
        batch_size=SLICE,
    )
    return request
