"""Every page of an organisation, from the list of doors, in walks of some fifty pages: a new one joins by itself."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from kuramori.ground.jobs.enqueue import enqueue
from kuramori.ground.people import access
from kuramori.ground.people.models import Account, Person
from kuramori.ground.people.roles import Can
from kuramori.ground.people.tokens import issue
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock
from kuramori.work.checks.evidence import attach_file, attach_link
from kuramori.work.checks.models import Sheet
from kuramori.work.checks.plan import Wanted, plan
from kuramori.work.ledger.first_session import begin_session
from tests.canary import write_over
from tests.cast import Cast, just_signed_in
from tests.house.addresses import ADDRESSES
from tests.house.doors import DOORS, Audience
from tests.house.furnished import ROOMS, Things
from tests.journeys import moves

# One walk each; the last is for everything that has none of its own.
WALKS = ("checks", "contacts", "ledger", "partners", "places", "requests", "rest")
# There only after something was done: the stories of the roster, of partners and of packs look at them.
LED_TO = frozenset(
    {"people:import_look", "people:left", "people:elevated", "trail:pack_job", "contacts:pair"}
)
# Answered, open, not applicable or asked of somebody: questions look different.
QUESTIONS = ("q01", "q12", "q15", "q17")


@dataclass(frozen=True, slots=True)
class House:
    """An organisation, and the account of its owner."""

    slug: str
    owner: Account

    def client(self, account: Account | None = None) -> Client:
        client = Client()
        client.force_login(account or self.owner)
        just_signed_in(client, account or self.owner)
        return client


def names(audience: Audience) -> frozenset[str]:
    """Addresses for this audience that may be looked at."""
    return frozenset(
        name for name, door in DOORS.items() if door.audience is audience and "GET" in door.methods
    )


def names_of(walk: str) -> frozenset[str]:
    """The members' addresses of one walk."""
    return frozenset(name for name in names(Audience.MEMBER) if _walk_of(name) == walk)


def _walk_of(name: str) -> str:
    room = name.partition(":")[0]
    return room if room in WALKS else "rest"


def pages(house: House, sheet: Sheet, walk: str, *, word: str = "") -> Iterator[str]:
    """Everything on this walk that answers the owner with a page; files to save are passed over.

    `word` is written over every text of the room that is walked.
    """
    things, client = _furnish(house, sheet, walk), house.client()
    if word:
        write_over(house.slug, word, (walk,))
    for name in sorted(names_of(walk) - LED_TO):
        for place in _places(name, ADDRESSES[name] - {"organisation"}, things):
            url = reverse(name, kwargs={"organisation": house.slug, **place})
            url += f"?one={things['other']}&other={sheet.pk}" if name == "checks:compare" else ""
            answer = client.get(url)
            is_saved = answer.get("Content-Disposition", "").startswith("attachment")
            assert answer.status_code in {200, 302}, (url, answer.status_code)
            is_page = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
            answer.close()
            if is_page and not is_saved:
                yield url


def _places(name: str, wanted: set[str], things: dict[str, object]) -> Iterator[dict[str, object]]:
    room, _, page = name.partition(":")
    if room in ROOMS:
        yield Things(things).kwargs(name, wanted)
        return
    of_a_sheet = page in {"sheet", "share"}
    kind = {"people": "person", "reports": "sheet" if of_a_sheet else "job"}.get(room, "sheet")
    kind = {"checks:plan": "plan", "checks:evidence": "evidence"}.get(name, kind)
    place: dict[str, object] = {"id": things[kind]} if "id" in wanted else {}
    if "format" in wanted:
        place["format"] = "html"
    if "index" in wanted:
        place["index"] = things["entry"]
    if "file" in wanted:
        place["file"] = "verify.html"
    if "item" in wanted:
        yield from ({**place, "item": item} for item in QUESTIONS)
    else:
        yield place


def _furnish(house: House, sheet: Sheet, walk: str) -> dict[str, object]:
    """One of everything that an address of this walk may name."""
    actor = dataclasses.replace(access.actor_for(house.owner, house.slug), elevated=True)
    pack = moves.the_pack()
    with scope(organisation=actor.organisation):
        if walk in ROOMS:
            here = Cast.found(house.slug)
            with transaction.atomic():
                rooms = [room.furnish(here, actor) for room in ROOMS.values()]
                begin_session(actor)
            return {name: thing for things in rooms for name, thing in things.items()}
        if not sheet.is_final:
            attach_file(actor, sheet, pack, "q15", title="来客簿の写し", name="a.txt", chunks=[b"abc"])
            attach_link(actor, sheet, pack, "q15", title="台帳", url="https://example.com/ledger")
        issue(actor, label="月次の集計", permissions=[Can.SHEET_READ], expires_on=clock.today())
        return {
            "sheet": sheet.pk,
            "entry": Entry.objects.filter(organisation_id=actor.organisation_id).latest("index").index,
            "other": Sheet.objects.exclude(pk=sheet.pk).order_by("-begun_at")[0].pk,
            "evidence": sheet.evidence.all()[0].pk,
            "plan": plan(actor, sheet, pack, "q01", Wanted(action="守るべき情報の一覧を作る")).pk,
            "person": Person.objects.order_by("name")[0].pk,
            "job": enqueue(
                "reports:bundle", organisation_id=actor.organisation_id, person_id=actor.person_id
            ).pk,
        }
