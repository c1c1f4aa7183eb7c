"""What is somebody else's answers like what is nobody's: the same words, and the same work for the database.

Time is compared as statements, not by the clock of a busy machine.
"""

from __future__ import annotations

import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from kuramori.ground.contacts.models import Contact
from kuramori.ground.people.codes import Visitor, tell_code
from kuramori.ground.people.models import Link
from kuramori.outside import clock
from kuramori.work.requests import evidencing
from kuramori.work.requests.gapping.by_link import give_link
from kuramori.work.requests.gapping.opening import open_from_reply
from kuramori.work.requests.models import Asked, Gap, GapMove, GapNote, Request, RequestState
from kuramori.work.requests.tests import asked_world
from kuramori.work.requests.tests.answering import guest
from kuramori.work.requests.tests.gap_world import short_reply

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


def _gaps(cast, at, name, number="R-9001"):
    owner = cast.actor("owner", at=at)
    with scope(organisation=owner.organisation):
        return open_from_reply(owner, short_reply(owner, name, number=number))


def test_a_gap_of_another_partner_or_house_is_behind_a_link_what_nobody_has(cast) -> None:
    mine = _gaps(cast, cast.here, "見本金型")[0]
    others = (
        _gaps(cast, cast.here, "例示表面処理", "R-9002")[0].pk,
        _gaps(cast, cast.there, "試料成形")[0].pk,
    )
    owner = cast.actor("owner")
    with scope(organisation=cast.organisation):
        issued = give_link(owner, mine.partner, Contact.objects.get(partner=mine.partner))
        code = tell_code(owner, issued.link)
    client, before = Client(), _rows()
    assert client.post(f"/link/{issued.secret}/code/", {"code": code}).status_code == 302
    told = {"plan": "棚を買う", "plan_on": f"{clock.today():%Y/%m/%d}", "revision": 1, "words": "ひとこと"}
    for rest in ("", "move/proposed/", "move/evidence/", "note/"):
        for method in ("get", "post") if rest else ("get",):
            answers = [
                _answer(client, method, f"/link/{issued.secret}/gaps/{one}/{rest}", told)
                for one in (*others, uuid.uuid4())
            ]
            assert answers[0] == answers[1] == answers[2], (rest, method)
            assert answers[0][0] == 404
    assert _rows() == before


def _rows() -> list[tuple[object, ...]]:
    with scope(organisation=None):
        return [
            *Gap.everywhere.order_by("pk").values_list("pk", "state", "revision"),
            *GapMove.everywhere.order_by("pk").values_list("pk"),
            *GapNote.everywhere.order_by("pk").values_list("pk"),
        ]


def test_evidence_of_another_supplier_is_behind_a_link_what_nobody_has(cast) -> None:
    owner, other = cast.actor("owner"), cast.actor("owner", at=cast.there)
    with scope(organisation=cast.organisation):
        asked = asked_world.sent(owner, ("見本金型", "例示表面処理")).asked
    with scope(organisation=other.organisation):
        elsewhere = asked_world.sent(other, ("試料成形",)).asked[0]
    theirs = []
    for doer, one in ((owner, asked[1]), (other, elsewhere)):
        visitor = Visitor(guest(doer, one).link)
        with scope(organisation=doer.organisation):
            theirs.append(evidencing.add(visitor, one, "q01", title="棚の写真").pk)
    mine = guest(owner, asked[0])
    answers = [
        _answer(mine.client, "post", mine.url(f"evidence/{one}/remove/")) for one in (*theirs, uuid.uuid4())
    ]
    assert answers[0] == answers[1] == answers[2]
    assert answers[0][0] == 404


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
