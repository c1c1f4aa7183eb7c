"""Whom to ask: partners by class, kind, tag, words or all suppliers, thousands in slices; some left out again."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django_scopes import scope

from kuramori.ground.contacts.models import Contact, Partner
from kuramori.ground.jobs.enqueue import enqueue
from kuramori.ground.jobs.kinds import Progress, Trouble, job
from kuramori.ground.jobs.models import Job
from kuramori.ground.people import access, ordered
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between, parts
from kuramori.ground.trail.record import record
from kuramori.work.requests import events_asking as events
from kuramori.work.requests.asking import fresh_asked_number, held
from kuramori.work.requests.facts_replies import asked as facts_of
from kuramori.work.requests.matching import Choice, choice_from, matching
from kuramori.work.requests.models import Asked, AskedBy, AskedState, Request, RequestState, Tiering

JOB = "requests:choose"
SLICE = 400
AT_ONCE = 1_200
"""So many are chosen while one waits; more by the worker."""


def choose(actor: Actor, request: Request, choice: Choice) -> int | Job:
    """Everybody who matches and is not asked yet: how many came in, or the job that does it.

    Raises `WrongState`, `NotAllowed`.
    """
    actor.require(Can.REQUEST_MAKE)
    if not_yet(request, choice).count() <= AT_ONCE:
        return bring_in(actor, request, choice)
    return enqueue(
        JOB,
        organisation_id=actor.organisation_id,
        person_id=actor.person_id,
        request=str(request.pk),
        choice=choice.kept(),
    )


def choose_one(actor: Actor, request: Request, partner: Partner) -> Asked:
    """One partner by hand, whatever it is to us. Raises `WrongState`, `NotAllowed`."""
    actor.require(Can.REQUEST_MAKE)
    with transaction.atomic():
        row = held(request, RequestState.DRAFT)
        _slice(actor, row, [partner])
        made: Asked = Asked.objects.get(request=row, partner=partner, merged_into__isnull=True)
    return made


def leave_out(actor: Actor, request: Request, ids: Iterable[uuid.UUID]) -> int:
    """These are not asked after all; at most a page of them. Raises `WrongState`, `NotAllowed`."""
    actor.require(Can.REQUEST_MAKE)
    with transaction.atomic():
        row = held(request, RequestState.DRAFT)
        return _leave_out(actor, row, prepared(row).filter(pk__in=list(ids)[:200]))


def leave_out_matching(actor: Actor, request: Request, choice: Choice) -> int:
    """Everybody who matches is left out, in one statement. Raises `WrongState`, `NotAllowed`."""
    actor.require(Can.REQUEST_MAKE)
    with transaction.atomic():
        row = held(request, RequestState.DRAFT)
        return _leave_out(
            actor, row, prepared(row).filter(partner__in=matching(choice).order_by().values("pk"))
        )


def prepared(request: Request) -> QuerySet[Asked]:
    """Whom it will go to."""
    rows: QuerySet[Asked] = Asked.objects.filter(request=request, state=AskedState.PREPARED)
    return rows


def not_yet(request: Request, choice: Choice) -> QuerySet[Partner]:
    """Who matches and is not asked by this request."""
    asked = Asked.objects.filter(request=request, partner=OuterRef("pk")).exclude(
        state=AskedState.WITHDRAWN, sent_at__isnull=True
    )
    return matching(choice).filter(~Exists(asked))


@job(JOB)
def choose_later(
    *, organisation_id: str, person_id: str | None, progress: Progress, **arguments: object
) -> None:
    """The worker's part. May run twice: who is asked already is not asked again."""
    actor = access.actor_of_person(uuid.UUID(organisation_id), uuid.UUID(person_id) if person_id else None)
    if actor is None or not actor.may(Can.REQUEST_MAKE):
        raise Trouble(_("頼んだ方が、いまはお願いを作れない役割です。"))
    choice = arguments["choice"]
    assert isinstance(choice, dict)  # noqa: S101  as it was enqueued
    with scope(organisation=actor.organisation):
        request = Request.objects.filter(pk=uuid.UUID(str(arguments["request"]))).first()
        if request is None:
            raise Trouble(_("お願いが見つかりません。"))
        bring_in(actor, request, choice_from(choice), progress)


def bring_in(actor: Actor, request: Request, choice: Choice, progress: Progress | None = None) -> int:
    """Slice by slice in the order of ids; each is a transaction. Raises `WrongState`."""
    rows = not_yet(request, choice).order_by("pk")
    total, done, last = rows.count(), 0, None
    while True:
        with transaction.atomic():
            row = held(request, RequestState.DRAFT)
            chunk = list((rows.filter(pk__gt=last) if last else rows)[:SLICE])
            if not chunk:
                return done
            _slice(actor, row, chunk)
        last = chunk[-1].pk
        done += len(chunk)
        if progress is not None:
            progress(done, total)


def _slice(actor: Actor, request: Request, partners: list[Partner]) -> None:
    """Four queries for as many partners as there are in a slice."""
    again = {
        one.partner_id: one
        for one in Asked.objects.filter(
            request=request, partner__in=partners, merged_into__isnull=True
        ).select_related("contact")
    }
    contacts = _contacts(partners)
    known = {
        row.partner_id: row
        for row in Tiering.objects.filter(partner__in=partners, superseded_at__isnull=True)
    }
    made = []
    for key, partner in zip(ordered.keys(len(partners)), partners, strict=True):
        if partner.pk in again:
            continue
        tiering = known.get(partner.pk)
        made.append(
            Asked(
                id=key,
                organisation=actor.organisation,
                request=request,
                partner=partner,
                contact=contacts.get(partner.pk),
                number=fresh_asked_number(request),
                klass=tiering.klass if tiering else request_class(request),
                employees=tiering.employees if tiering else None,
                way=AskedBy.MAIL,
            )
        )
    Asked.objects.bulk_create(made)
    back = [one for one in again.values() if one.state == AskedState.WITHDRAWN and one.sent_at is None]
    Asked.objects.filter(pk__in=[one.pk for one in back]).update(state=AskedState.PREPARED)
    for one in back:
        one.state = AskedState.PREPARED
    if made or back:
        record(
            actor,
            events.PARTNERS_CHOSEN,
            kind="request",
            thing_id=request.pk,
            number=request.number,
            count=len(made) + len(back),
            **parts({str(one.pk): facts_of(one) for one in (*made, *back)}),
        )


def request_class(request: Request) -> str:
    """What a partner without a class of its own is asked as: the profile's."""
    return request.profile.klass if request.profile is not None else ""


def _contacts(partners: list[Partner]) -> dict[uuid.UUID, Contact]:
    """Of each the first living person with an address; where nobody has one, the first who can be rung up."""
    rows = Contact.objects.filter(partner__in=partners, retired_on__isnull=True)
    found: dict[uuid.UUID, Contact] = {}
    for one in sorted(rows.order_by("name", "pk"), key=lambda one: (not one.email, not one.telephone)):
        found.setdefault(one.partner_id, one)
    return found


def _leave_out(actor: Actor, request: Request, rows: QuerySet[Asked]) -> int:
    count = int(rows.update(state=AskedState.WITHDRAWN))
    if count:
        record(
            actor,
            events.PARTNERS_LEFT_OUT,
            kind="request",
            thing_id=request.pk,
            number=request.number,
            count=count,
            **between(None, {"asked": -count}),
        )
    return count
