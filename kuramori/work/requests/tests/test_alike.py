"""What is somebody else's answers like what is nobody's: the same words, and the same work for the database.

Time is compared as statements, not by the clock of a busy machine.
"""

from __future__ import annotations

import io
import re
import uuid
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope

from kuramori.ground.contacts.models import Contact
from kuramori.ground.people.codes import Visitor, tell_code
from kuramori.ground.people.models import Link
from kuramori.outside import clock
from kuramori.press.tests.reading import pdf_text
from kuramori.work.requests import asking_letters, evidencing, link_urls, link_urls_gaps, sending
from kuramori.work.requests.consulting import guest_papers
from kuramori.work.requests.consulting.talking import Said, begin
from kuramori.work.requests.gapping.by_link import give_link
from kuramori.work.requests.gapping.moving import write_note
from kuramori.work.requests.gapping.opening import open_from_reply
from kuramori.work.requests.guest import Guest
from kuramori.work.requests.models import (
    Asked,
    Consultation,
    Gap,
    GapMove,
    GapNote,
    ReplyEvidence,
    Request,
    RequestState,
    Side,
)
from kuramori.work.requests.tests import asked_world
from kuramori.work.requests.tests.answering import guest
from kuramori.work.requests.tests.gap_world import short_reply
from kuramori.work.requests.workbooks.making import workbook_of

pytestmark = pytest.mark.django_db
_WRITTEN = re.compile(r"'[^']*'|\"s\d+_x\d+\"|\b\d+\b")


def _answer(client: Client, method: str, url: str, data: dict[str, object] | None = None, hide: str = ""):
    """Status, page and statements, without what this one request alone wrote."""
    with CaptureQueriesContext(connection) as asked:
        response = getattr(client, method)(url, data or {})
    page = response.content.decode()
    for own in (url, hide):
        page = page.replace(own, "") if own else page
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
    return response.status_code, page, [_WRITTEN.sub("?", one["sql"]) for one in asked]


NOBODY = "ナイショ工業"
"""A partner of the same house of which the one behind the link never hears."""


@dataclass(frozen=True, slots=True)
class Matters:
    """One of everything that lies behind the link of a partner."""

    asked: Asked
    ids: dict[str, uuid.UUID]


def _matters(cast, at: str, name: str, number: str, person: str) -> Matters:
    owner = cast.actor("owner", at=at)
    with scope(organisation=owner.organisation):
        reply = short_reply(owner, name, number=number)
        Contact.objects.filter(partner=reply.asked.partner).update(name=person)
        gap = open_from_reply(owner, reply)[0]
        write_note(owner, gap, f"{name}のこと", part=Side.ASKING)
        said = Said(clock.today(), 1_000_000, f"{name}の型代", person)
        talk = begin(owner, reply.asked.partner, f"{name}の型代", said, by_us=False, asked=reply.asked)
        asked = Asked.objects.select_related("request", "partner", "contact").get(pk=reply.asked_id)
    visitor = Visitor(guest(owner, asked, person, f"{number.lower()}@himitsu.example").link)
    with scope(organisation=owner.organisation):
        shown = evidencing.add(visitor, asked, "q01", title=f"{name}の写真")
        estimate = SimpleUploadedFile(f"{name}の見積.xlsx", workbook_of(asked))
        paper = guest_papers.give(Guest(visitor, asked.partner, asked), talk, "", estimate)
    return Matters(asked, {"gap": gap.pk, "talk": talk.pk, "evidence": shown.pk, "paper": paper.pk})


@pytest.fixture
def mine(cast) -> Matters:
    return _matters(cast, cast.here, "見本金型", "R-9001", "見本 次郎")


@pytest.fixture
def others(cast, mine) -> tuple[Matters, Matters]:
    """Of another partner of the same house, and of another house."""
    return (
        _matters(cast, cast.here, NOBODY, "R-9002", "内緒 花子"),
        _matters(cast, cast.there, f"{NOBODY}本社", "R-9003", "内緒 太郎"),
    )


def _browsers(cast, mine: Matters) -> dict[str, tuple[Client, str]]:
    """Somebody of the partner behind both kinds of links, past the code."""
    owner = cast.actor("owner")
    answering = guest(owner, mine.asked)
    assert mine.asked.contact is not None
    with scope(organisation=cast.organisation):
        issued = give_link(owner, mine.asked.partner, mine.asked.contact)
        code = tell_code(owner, issued.link)
    client = Client()
    assert client.post(f"/link/{issued.secret}/code/", {"code": code}).status_code == 302
    return {"answering": (answering.client, answering.secret), "gap_link": (client, issued.secret)}


def _addresses(app: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Every address behind this kind of link, and the parts of it."""
    patterns = {"answering": link_urls, "gap_link": link_urls_gaps}[app].urlpatterns
    for one in patterns:
        yield f"{app}:{one.name}", frozenset(one.pattern.converters)


PARTS = {"part": "all", "step": "proposed"}


def test_whatever_another_has_is_behind_a_link_what_nobody_has(cast, mine, others) -> None:
    before, walked = _rows(), 0
    told = {"plan": "棚を買う", "plan_on": f"{clock.today():%Y/%m/%d}", "revision": 1, "words": "ひとこと"}
    for app, (client, secret) in _browsers(cast, mine).items():
        for name, parts in _addresses(app):
            if "id" not in parts:
                continue
            given = {key: value for key, value in PARTS.items() if key in parts}
            ids = [one for other in others for one in other.ids.values()] + [mine.asked.pk]
            for method in ("get", "post"):
                answers = [
                    _answer(
                        client, method, reverse(name, kwargs={"secret": secret, "id": one, **given}), told
                    )
                    for one in (uuid.uuid4(), *ids)
                ]
                assert all(answer == answers[0] for answer in answers), (name, method)
                assert answers[0][0] in {302, 404, 405}, (name, method)
                walked += 1
    assert walked > 20
    assert _rows() == before


def test_nothing_that_a_supplier_sees_tells_of_another_one(cast, mine, others) -> None:
    seen = {}
    for app, (client, secret) in _browsers(cast, mine).items():
        for name, parts in _addresses(app):
            given = {key: value for key, value in PARTS.items() if key in parts}
            for id in mine.ids.values() if "id" in parts else (None,):
                here = {"id": id} if id else {}
                url = reverse(name, kwargs={"secret": secret, **given, **here})
                response = client.get(url, follow=True)
                if response.status_code == 200:
                    seen[url] = _read(response)
    # What was looked at is theirs and was read: their own name stands in it, the other's nowhere.
    assert len(seen) > 20
    assert {kind for kind, _text in seen.values()} >= {"text/html", "application/pdf", "application/json"}
    assert any("見本金型" in text for _kind, text in seen.values())
    with scope(organisation=cast.organisation):
        mail = sending.letter_text(mine.asked.request, mine.asked, "見本 次郎", "https://kura.example/", "")
        row = Asked.objects.select_related("request", "partner", "contact").get(pk=mine.asked.pk)
        book = workbook_of(row)
        letter = asking_letters.letter(row.request, row, "https://kura.example/genuine/")
    texts = [text for _kind, text in seen.values()] + [mail, _unpacked(book), pdf_text(letter)]
    found = [word for text in texts for word in (NOBODY, "内緒", "himitsu") if word in text]
    assert found == [], found


def _read(response) -> tuple[str, str]:
    """The kind of a document, and its text."""
    kind = response["Content-Type"].partition(";")[0]
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if kind == "application/pdf":
        return kind, pdf_text(body)
    return kind, _unpacked(body) if body.startswith(b"PK") else body.decode()


def _unpacked(book: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(book)) as packed:
        return "".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())


def _rows() -> list[tuple[object, ...]]:
    with scope(organisation=None):
        return [
            *Gap.everywhere.order_by("pk").values_list("pk", "state", "revision"),
            *GapMove.everywhere.order_by("pk").values_list("pk"),
            *GapNote.everywhere.order_by("pk").values_list("pk"),
            *Consultation.everywhere.order_by("pk").values_list("pk", "state", "revision"),
            *ReplyEvidence.everywhere.order_by("pk").values_list("pk", "removed_at"),
        ]


def test_a_link_of_another_kind_or_house_opens_no_page_of_this_one(cast) -> None:
    owner = cast.actor("owner")
    with scope(organisation=cast.organisation):
        asked = asked_world.sent(owner, ("見本金型", "例示表面処理")).asked
        gaps = give_link(owner, asked[0].partner, Contact.objects.get(partner=asked[0].partner))
    mine, theirs = guest(owner, asked[0]), guest(owner, asked[1])
    # The code that was given for one link opens no other, whoever's it is.
    assert mine.client.get(theirs.url()).headers["Location"] == f"/link/{theirs.secret}/"
    nobody = "x" * len(mine.secret)
    for method in ("get", "post"):
        of_another_kind, made_up = (
            _answer(mine.client, method, f"/link/{one}/request/items/all/")[:2]
            for one in (gaps.secret, nobody)
        )
        assert of_another_kind == made_up
        assert made_up[0] == 404
    assert Link.everywhere.count() == 3


def test_a_number_that_was_given_takes_the_same_work_as_one_that_was_not(cast, client) -> None:
    owner = cast.actor("owner")
    with scope(organisation=cast.organisation):
        world = asked_world.sent(owner, ("見本金型",))
        Request.objects.update(number="R26-AAAA-2222")
        Asked.objects.update(number="R26-AAAA-2222-333333")
        drafted = asked_world.sent(owner, ("例示表面処理",), number="R26-BBBB-2222").request
        Request.objects.filter(pk=drafted.pk).update(state=RequestState.WAITING, sent_at=None)
    page = "/genuine/"
    client.post(page, {"number": "R26-CCCC-2222"})
    for given, not_given, waits in (
        ("R26-AAAA-2222", "R26-CCCC-2222", "R26-BBBB-2222"),
        ("R26-AAAA-2222-333333", "R26-CCCC-2222-333333", "R26-BBBB-2222-00001"),
    ):
        found, lost, early = (
            _answer(client, "post", page, {"number": one}, hide=one) for one in (given, not_given, waits)
        )
        assert (found[0], found[2]) == (lost[0], lost[2])
        assert cast.organisation.name in found[1]
        assert early[:2] == lost[:2]
        # Both fit into the same packets: who listens does not learn from the length.
        assert abs(len(found[1].encode()) - len(lost[1].encode())) < 1_000
    assert "見本金型" not in found[1]
    assert world.request.title not in found[1]
