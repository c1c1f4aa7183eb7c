"""Three organisations with one of everything in each: what the walks through all doors are made in."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings
from django_scopes import scope

from kuramori.across.reports.sharing import MAIL, share
from kuramori.ground.jobs.enqueue import enqueue
from kuramori.ground.packs.read import public_packs
from kuramori.ground.people.departments import open_department
from kuramori.ground.people.importing.draft import keep
from kuramori.ground.people.importing.file import read
from kuramori.ground.people.roles import Can, Role
from kuramori.ground.people.tokens import issue
from kuramori.ground.post.letter import Recipient
from kuramori.ground.post.queue import queue
from kuramori.ground.trail.holds import hold
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock
from kuramori.site.instance import Mail
from kuramori.work.checks.answer import answer
from kuramori.work.checks.begin import begin
from kuramori.work.checks.delegate import delegate
from kuramori.work.checks.evidence import attach_file
from kuramori.work.checks.finalise import finalise
from kuramori.work.checks.plan import Wanted, plan
from tests.canary import CANARY, stain
from tests.cast import Cast, add_company, make_cast
from tests.house import rooms

ITEM = "q05"
THIRD = "reiji-hyomen"
ROOMS = rooms.modules()


@dataclass(frozen=True, slots=True)
class Things:
    """One of everything that an address may name, in one organisation; `for_staff` hangs on the staff member."""

    ids: dict[str, object] = field(default_factory=dict)

    def unknown(self) -> Things:
        """The same names with ids that nobody has."""
        return Things(
            {name: uuid.uuid4() if isinstance(one, uuid.UUID) else 2**40 for name, one in self.ids.items()}
        )

    def kwargs(self, name: str, wanted: set[str]) -> dict[str, object]:
        """What to fill into the address `name`, beside the organisation."""
        room, _, page = name.partition(":")
        if room in ROOMS:
            parts = {"id": self.ids[ROOMS[room].THINGS[page]]} if "id" in wanted else {}
            return {**parts, **ROOMS[room].PARTS.get(page, {})}
        filled: dict[str, object] = {}
        if "id" in wanted:
            # What lies behind a link is nobody's where the secret is made up.
            filled["id"] = uuid.UUID(int=0) if "secret" in wanted else self.ids[thing_of(name)]
        if "index" in wanted:
            filled["index"] = self.ids["entry"]
        if "item" in wanted:
            filled["item"] = ITEM
        if "form" in wanted:
            filled["form"] = "csv"
        if "name" in wanted:
            filled["name"] = "verify.py"
        if "format" in wanted:
            filled["format"] = "svg" if name == "reports:sheet" else "html"
        if "secret" in wanted:
            filled["secret"] = "nobody-knows"
        if "part" in wanted:
            filled["part"] = "all"
        if "step" in wanted:
            filled["step"] = "evidence"
        if "number" in wanted:
            filled["number"] = 1
        if "provider_id" in wanted:
            filled["provider_id"] = "no-such-provider"
        if "file" in wanted:
            filled["file"] = "verify.html"
        if "pk" in wanted:
            filled["pk"] = 1
        return filled


def thing_of(name: str) -> str:
    """Which thing the `id` in the address `name` means."""
    room, _, page = name.partition(":")
    if name == "lift_hold":
        return "hold"
    if room == "trail":
        return "pack_job"
    if room == "people":
        if page.startswith("import_"):
            return "draft_roster"
        if page == "mail_again":
            return "delivery"
        return (
            "department" if page.endswith("_department") else "token" if page == "token_revoke" else "person"
        )
    if room == "reports":
        if page.startswith("link_"):
            return "link"
        return "final" if page in {"sheet", "share"} else "job"
    if page in {"evidence", "remove_evidence"}:
        return "evidence"
    if page == "withdraw":
        return "delegation"
    if page in {"plan", "finish_plan", "reopen_plan", "drop_plan"}:
        return "plan"
    return "final" if page in {"revise", "result"} else "draft"


@dataclass(frozen=True, slots=True)
class House:
    """Three organisations with everything in them, made once for all tests of this file."""

    cast: Cast
    things: dict[str, Things]


def three_organisations(*, canary: bool = False) -> House:
    """Everybody and everything, with the canary in every field of the first organisation where it is asked for."""
    cast = make_cast()
    add_company(cast, THIRD, "例示表面処理株式会社", {role: f"例示 {role}" for role in Role})
    if canary:
        stain(cast.here)  # Names first: what verbs write into the trail and into mails then carries the word.
    word = CANARY if canary else ""
    things = {
        cast.here: furnish(cast, cast.here, word=word),
        **{slug: furnish(cast, slug) for slug in (cast.there, THIRD)},
    }
    if canary:
        stain(cast.here)
    return House(cast, things)


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[House]:
    """Every test rolls back to this; the whole is rolled back when the file is through."""
    mail = Mail(host="mail.example", sender="kura@mail.example")
    furnished = {
        "DATA": tmp_path_factory.mktemp("house"),
        "INSTANCE": dataclasses.replace(settings.INSTANCE, mail=mail),
    }
    with override_settings(**furnished), django_db_blocker.unblock(), transaction.atomic():
        yield three_organisations()
        transaction.set_rollback(True)


def furnish(cast: Cast, slug: str, *, word: str = "") -> Things:
    """One of everything in the organisation `slug`; `word` stands in every text that somebody gave."""
    owner = cast.actor("owner", slug)
    pack = public_packs()[0]
    roster = f"氏名,部署\n見本 花子{word},検査課{word}\n".encode()
    with scope(organisation=owner.organisation):
        draft, final = begin(owner, pack), begin(owner, pack)
        for item in pack.items:
            answer(owner, final, pack, item.id, value=1, comment=word, revision=0)
        finalise(owner, final, pack)
        staff = cast.person("staff", slug)
        token = issue(
            owner, label=f"試し{word}", permissions=[Can.SHEET_READ], expires_on=clock.today()
        ).token
        job = enqueue("reports:bundle", organisation_id=owner.organisation_id, person_id=owner.person_id)
        sealing = enqueue("trail:pack", organisation_id=owner.organisation_id, person_id=owner.person_id)
        evidence = attach_file(
            owner, draft, pack, ITEM, title=f"控え{word}", name=f"a{word}.txt", chunks=[b"abc", word.encode()]
        )
        to = Recipient(f"ito{word}@{slug}.example", f"伊藤 様{word}")
        mailed = queue(owner, to=[to], subject=f"ご案内{word}", text=f"本文{word}", purpose=MAIL)
        by_room = [module.furnish(cast, owner) for module in ROOMS.values()]
        return Things(
            {
                **{key: thing for things in by_room for key, thing in things.items()},
                "draft": draft.pk,
                "final": final.pk,
                "evidence": evidence.pk,
                "delegation": delegate(owner, draft, pack, ITEM, person=staff).pk,
                "plan": plan(owner, final, pack, ITEM, Wanted(action=f"鍵を数える{word}", owner=staff)).pk,
                "person": cast.person("auditor", slug).pk,
                "token": token.pk,
                "job": job.pk,
                "pack_job": sealing.pk,
                "entry": Entry.objects.filter(organisation_id=owner.organisation_id).first().index,
                "delivery": mailed.deliveries.get().pk,
                "link": share(owner, final, name=to.name, address=to.address, until_on=clock.today()).link.pk,
                "department": open_department(owner, name=f"検査課{word}").pk,
                "hold": hold(owner, f"調べのため{word}", [("sheet", final.pk)]).pk,
                "draft_roster": keep(owner, read("名簿.csv", roster), roster).pk,
            }
        )
