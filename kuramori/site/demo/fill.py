"""Fill the world: organisations, people, rounds and plans, on the days they would have happened."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import cache

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django_scopes import scope

from kuramori.ground.packs.read import public_packs
from kuramori.ground.people import access
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.departments import open_department
from kuramori.ground.people.enrol import Particulars, enrol
from kuramori.ground.people.found import found
from kuramori.ground.people.invite import accept, invite
from kuramori.ground.people.leave import leave
from kuramori.ground.people.models import Account, Organisation, Person
from kuramori.ground.people.roles import Role
from kuramori.ground.people.settle import settle
from kuramori.outside import clock
from kuramori.outside.keys import secret_text
from kuramori.rules.catalogue import Pack
from kuramori.site.demo.agreements import agree
from kuramori.site.demo.answering import give_replies
from kuramori.site.demo.asking import ask
from kuramori.site.demo.assets import keep_secrets
from kuramori.site.demo.cast import COMPANIES, Company, Somebody
from kuramori.site.demo.dealing import deal
from kuramori.site.demo.deciding import decide
from kuramori.site.demo.developing import develop_and_keep
from kuramori.site.demo.gaps import close_gaps, close_one_between
from kuramori.site.demo.handing import hand_over_things
from kuramori.site.demo.holding import hold_drawings
from kuramori.site.demo.housing import house
from kuramori.site.demo.inquiries import ask_and_answer
from kuramori.site.demo.lives import live_on
from kuramori.site.demo.outgoing import fill_outgoing
from kuramori.site.demo.promising import promise
from kuramori.site.demo.roster import Worker, workers
from kuramori.site.demo.rounds import ROUNDS, Planned, Round
from kuramori.site.demo.shares import share
from kuramori.site.demo.showing import show_a_drawing
from kuramori.site.demo.standings import stand
from kuramori.site.demo.taking_back import connect_two, take_things_back
from kuramori.site.demo.workbooks import drop_workbooks
from kuramori.work.checks.answer import answer
from kuramori.work.checks.begin import begin
from kuramori.work.checks.delegate import delegate
from kuramori.work.checks.evidence import attach_link
from kuramori.work.checks.finalise import finalise
from kuramori.work.checks.models import Route, Sheet
from kuramori.work.checks.note import note
from kuramori.work.checks.plan import Wanted, finish_plan, plan

BEGAN_ON = "2024-10-01"
TALKING = ("kakuu-seiko", "mihon-kanagata")
"""Two whose Kuramori are connected."""


def password() -> str:
    """The one password of all invented people here: made for this data folder, kept beside its key."""
    return secret_text(settings.DATA / "demo.password", characters=12)


@cache
def _hashed_password() -> str:
    # Hashed once for all of them: argon2 is slow on purpose, and these people do not exist.
    return make_password(password())


def fill() -> tuple[str, ...]:
    """Fill what is not there yet; returns the short names that were added."""
    here = set(Organisation.objects.values_list("slug", flat=True))
    added = []
    for company in COMPANIES:
        if company.slug not in here:
            _settle_in(company)
            for past in (past for past in ROUNDS if past.company == company.slug):
                _play(company, past)
            _keep_secrets(company)
            _deal(company)
            _agree(company)
            _carry_about(company)
            _live_on(company)
            _house(company)
            _share(company)
            _hand_over(company)
            _decide(company)
            _take_back(company)
            _ask(company)
            _close_gaps(company)
            added.append(company.slug)
    if set(TALKING) <= set(added):
        asking, asked = (_steward_of(slug) for slug in TALKING)
        connect_two(asking, asked, _standing_on)
        close_one_between(asking, asked, _standing_on)
        ask_and_answer((_owner_of(TALKING[0]), asking), asked, _standing_on)
    return tuple(added)


def _steward_of(slug: str) -> Actor:
    company = next(one for one in COMPANIES if one.slug == slug)
    return _actor_of(company, company.somebody(Role.STEWARD))


def _owner_of(slug: str) -> Actor:
    company = next(one for one in COMPANIES if one.slug == slug)
    return _actor_of(company, company.owner)


def _take_back(company: Company) -> None:
    steward = _steward_of(company.slug)
    with scope(organisation=steward.organisation):
        take_things_back(company.slug, steward, _standing_on)
        develop_and_keep(steward, _standing_on)


def _ask(company: Company) -> None:
    owner, steward = (_actor_of(company, company.somebody(role)) for role in (Role.OWNER, Role.STEWARD))
    with scope(organisation=owner.organisation):
        ask(company.slug, owner, steward, _standing_on)
        stand(company.slug, owner, steward, _standing_on)
        give_replies(company.slug, _standing_on)
        drop_workbooks(steward, _standing_on)


def _close_gaps(company: Company) -> None:
    steward = _steward_of(company.slug)
    with scope(organisation=steward.organisation):
        close_gaps(company.slug, steward, _standing_on)
        promise(company.slug, steward, _standing_on)


def _deal(company: Company) -> None:
    steward = _actor_of(company, company.somebody(Role.STEWARD))
    with scope(organisation=steward.organisation):
        deal(company.slug, steward, _standing_on)


def _agree(company: Company) -> None:
    owner, steward = (_actor_of(company, company.somebody(role)) for role in (Role.OWNER, Role.STEWARD))
    with scope(organisation=owner.organisation):
        agree(company.slug, owner, steward, _standing_on)


def _house(company: Company) -> None:
    owner, steward, staff = (
        _actor_of(company, company.somebody(role)) for role in (Role.OWNER, Role.STEWARD, Role.STAFF)
    )
    with scope(organisation=owner.organisation):
        house(company.slug, owner, steward, staff)


def _share(company: Company) -> None:
    owner, steward = (_actor_of(company, company.somebody(role)) for role in (Role.OWNER, Role.STEWARD))
    with scope(organisation=owner.organisation):
        share(company.slug, owner, steward, _standing_on)


def _hand_over(company: Company) -> None:
    owner, steward = (_actor_of(company, company.somebody(role)) for role in (Role.OWNER, Role.STEWARD))
    with scope(organisation=owner.organisation):
        hand_over_things(company.slug, owner, steward, _standing_on)
        hold_drawings(company.slug, owner, _standing_on)
        show_a_drawing(owner, _standing_on)


def _decide(company: Company) -> None:
    owner, steward = (_actor_of(company, company.somebody(role)) for role in (Role.OWNER, Role.STEWARD))
    with scope(organisation=owner.organisation):
        decide(company.slug, owner, steward, _standing_on)


def _carry_about(company: Company) -> None:
    organisation = Organisation.objects.get(slug=company.slug)
    steward, section, staff = (
        _actor_of(company, company.somebody(role)) for role in (Role.STEWARD, Role.SECTION, Role.STAFF)
    )
    with scope(organisation=organisation):
        fill_outgoing(company.slug, steward, section, staff, _standing_on)


def _live_on(company: Company) -> None:
    organisation = Organisation.objects.get(slug=company.slug)
    steward, staff = (_actor_of(company, company.somebody(role)) for role in (Role.STEWARD, Role.STAFF))
    with scope(organisation=organisation):
        owner = Person.objects.filter(name=company.owner.name)[0]
        live_on(steward, staff, owner, _standing_on)


def _settle_in(company: Company) -> None:
    with _standing_on(BEGAN_ON):
        founder = company.owner
        founded = found(
            _account(company, founder),
            name=company.name,
            slug=company.slug,
            kinds=company.kinds,
            owner_name=founder.name,
            headcount=company.headcount,
            via="command",
        )
        with scope(organisation=founded.organisation):
            actor = _actor_of(company, founder)
            for somebody in company.people[1:]:
                _bring_in(actor, company, somebody)
            for worker in workers(company.slug):
                _put_on_roster(actor, worker)
            settle(actor)
    with scope(organisation=founded.organisation):
        _let_go(company)


def _bring_in(actor: Actor, company: Company, somebody: Somebody) -> None:
    department = open_department(actor, name=somebody.department) if somebody.department else None
    invited = invite(
        actor,
        name=somebody.name,
        email=_address(company, somebody) if somebody.mail else "",
        role=somebody.role,
        department=department,
        until_on=datetime.date.fromisoformat(somebody.until) if somebody.until else None,
    )
    if somebody.mail:
        accept(invited.invitation, _account(company, somebody))


def _put_on_roster(actor: Actor, worker: Worker) -> None:
    enrol(
        actor,
        Particulars(
            name=worker.name,
            kana=worker.kana,
            number=worker.number,
            kind=worker.kind,
            department=open_department(actor, name=worker.department),
            joined_on=worker.joined_on,
        ),
    )


def _let_go(company: Company) -> None:
    """Those who left told so three weeks before."""
    for worker in workers(company.slug):
        if worker.left_on is None:
            continue
        told_on = worker.left_on - datetime.timedelta(days=21)
        with _standing_on(told_on.isoformat()):
            person = Person.objects.get(number=worker.number)
            leave(_actor_of(company, company.owner), person, until_on=worker.left_on)


def _keep_secrets(company: Company) -> None:
    organisation = Organisation.objects.get(slug=company.slug)
    owner, steward = (_actor_of(company, somebody) for somebody in company.people[:2])
    staff = _actor_of(company, company.somebody(Role.STAFF))
    keep_secrets(organisation, owner, steward, staff, _standing_on)


def _account(company: Company, somebody: Somebody) -> Account:
    return Account.objects.create(email=_address(company, somebody), password=_hashed_password())


def _address(company: Company, somebody: Somebody) -> str:
    return f"{somebody.mail}@{company.slug}.example"


def _play(company: Company, past: Round) -> None:
    organisation = Organisation.objects.get(slug=company.slug)
    with scope(organisation=organisation), _standing_on(past.on):
        steward = _actor_of(company, company.people[1])
        pack = _pack()
        sheet = begin(
            steward, pack, name=past.name, route=Route.REVIEW if past.official_score else Route.FIRST
        )
        _answer_all(steward, sheet, pack, past)
        for item, title in past.evidence:
            attach_link(steward, sheet, pack, item, title=title)
        for asked in past.asked:
            person = _person(asked.who)
            due_on = datetime.date.fromisoformat(asked.due)
            delegate(steward, sheet, pack, asked.item, person=person, message=asked.message, due_on=due_on)
        if past.official_score is not None:
            note(steward, sheet, name=sheet.name, official_score=Decimal(past.official_score), text="")
        if "-" not in past.levels:
            finalise(_actor_of(company, company.owner), sheet, pack)
        for planned in past.plans:
            _plan(steward, sheet, pack, planned)


def _answer_all(actor: Actor, sheet: Sheet, pack: Pack, past: Round) -> None:
    for item, sign in zip(pack.items, past.levels, strict=True):
        if sign == "-":
            continue
        value: int | dict[str, str] = {"na": past.reasons[item.id]} if sign == "n" else int(sign)
        answer(actor, sheet, pack, item.id, value=value, comment=past.comments.get(item.id, ""), revision=0)


def _plan(actor: Actor, sheet: Sheet, pack: Pack, planned: Planned) -> None:
    action = pack.item(planned.item).actions[planned.way]
    made = plan(
        actor,
        sheet,
        pack,
        planned.item,
        Wanted(
            action=pack.text("ja").items[planned.item].actions[planned.way].title,
            owner=_person(planned.who),
            due_on=datetime.date.fromisoformat(planned.due),
            minutes=action.minutes,
            yen=action.yen,
            reaches=action.reaches,
        ),
    )
    if planned.done:
        with _standing_on(planned.done):
            finish_plan(actor, made, pack)


def _pack() -> Pack:
    return public_packs()[0]


def _person(family_name: str) -> Person:
    return Person.objects.filter(name__startswith=family_name).order_by("name")[0]


def _actor_of(company: Company, somebody: Somebody) -> Actor:
    account = Account.objects.get(email=_address(company, somebody))
    return access.actor_for(account, company.slug, via="command")


@contextmanager
def _standing_on(day: str) -> Iterator[None]:
    # Ten in the morning in Tokyo: an office hour, and the same calendar day everywhere that matters.
    moment = datetime.datetime.combine(datetime.date.fromisoformat(day), datetime.time(10, 0), clock.TOKYO)
    with clock.standing_at(moment):
        yield
