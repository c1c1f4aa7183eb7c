"""Fill the ledgers of the invented companies, through the verbs, on the days on which it would have happened."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from django_scopes import scope

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.departments import open_department
from kuramori.ground.people.models import Organisation, Person
from kuramori.ground.people.roles import Role
from kuramori.site.demo.secrets import LEDGERS
from kuramori.site.demo.told import Later, Ledger, Let, Secret
from kuramori.work.ledger import register
from kuramori.work.ledger.entry import wanted
from kuramori.work.ledger.granting import Subject, grant
from kuramori.work.ledger.models import Asset, Grade, Layer
from kuramori.work.ledger.reclassify import Classes, reclassify
from kuramori.work.places.arranging import Particulars, add_place
from kuramori.work.places.models import Place

Standing = Callable[[str], AbstractContextManager[None]]


def keep_secrets(
    organisation: Organisation, owner: Actor, steward: Actor, staff: Actor, standing: Standing
) -> None:
    """The ledger of one company; nothing where it has none, or has entries already. `standing` sets the clock."""
    told = next((ledger for ledger in LEDGERS if ledger.company == organisation.slug), None)
    with scope(organisation=organisation):
        if told is None or Asset.objects.exists():
            return
        first_on = min(secret.on for secret in told.secrets)
        with standing(first_on):
            _places(steward, told)
        for at, secret in enumerate(told.secrets):
            with standing(secret.on):
                _enter(steward, told, secret, number=told.first if at == 0 else "")
            for let in secret.lets:
                with standing(let.on):
                    _let_in(steward, Asset.objects.get(name=secret.name), let)
        for later in told.later:
            with standing(later.on):
                _later(steward, owner, later)
        for proposal in told.proposals:
            with standing(proposal.on):
                register.propose(staff, wanted(_values(steward, told, proposal)))


def _places(actor: Actor, told: Ledger) -> None:
    for name, kind, parent in told.places:
        if not Place.objects.filter(name=name).exists():
            above = Place.objects.filter(name=parent).first() if parent else None
            add_place(actor, kind, above, Particulars(name=name))
    for name in told.partners:
        if not Partner.objects.filter(name=name).exists():
            Partner.objects.create(organisation=actor.organisation, name=name, is_customer=True)


def _enter(actor: Actor, told: Ledger, secret: Secret, *, number: str) -> None:
    register.register(actor, wanted(_values(actor, told, secret) | {"number": number}))


def _values(actor: Actor, told: Ledger, secret: Secret) -> dict[str, Any]:
    grade, layer, unit, marked = secret.marks
    more = dict(secret.more)
    if others := more.pop("other", ()):
        more["other_places"] = [_place(name) for name in others]
    if secret.partner:
        more |= {"origin": "received", "partner": Partner.objects.get(name=secret.partner)}
    return {
        "name": secret.name,
        "what": secret.what,
        "grade": grade,
        "layer": layer,
        "unit": unit,
        "marked": marked,
        "place": _place(secret.place),
        "keeper": _person(secret.keeper),
        "review_on": secret.review,
        **more,
    }


def _let_in(actor: Actor, asset: Asset, let: Let) -> None:
    until_on = datetime.date.fromisoformat(let.until) if let.until else None
    grant(actor, asset, _subject(actor, let.who), reason=let.why, until_on=until_on)


def _later(steward: Actor, owner: Actor, later: Later) -> None:
    asset = Asset.objects.get(number=later.number)
    if later.fields:
        register.change(steward, asset, wanted(later.fields), revision=asset.revision, reason=later.why)
    if later.grade:
        reclassify(
            steward,
            asset,
            Classes(Grade(later.grade), Layer(later.layer)),
            reason=later.why,
            approver=_person(owner.name),
            revision=asset.revision,
        )


def _subject(actor: Actor, who: str) -> Subject:
    if who == "全員":
        return Subject()
    kind, sign, name = who.partition(":")
    if not sign:
        return Subject(person=_person(who))
    if kind == "役割":
        return Subject(role=Role(name))
    return Subject(department=open_department(actor, name=name))


def _person(name: str) -> Person:
    found: Person = Person.objects.filter(name__startswith=name).order_by("name")[0]
    return found


def _place(name: str) -> Place:
    found: Place = Place.objects.filter(name=name).order_by("path")[0]
    return found
