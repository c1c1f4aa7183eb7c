"""A request over the API from the draft to its end, with the rights that the pages ask for."""

from __future__ import annotations

import datetime

from django_scopes import scope

from kuramori.ground.people.roles import Can, Role
from kuramori.outside import clock
from kuramori.work.requests import asking, choosing
from kuramori.work.requests.api.asking import Drafted
from kuramori.work.requests.models import Request, RequestState
from kuramori.work.requests.tests import asking_world
from tests.api.conftest import Caller, Company


def _drafted(company: Company, **other: object) -> Request:
    """With one supplier who has no mail address."""
    with scope(organisation=company.organisation):
        row = asking_world.draft(company.actor(), **other)
        (partner,) = asking_world.suppliers(company.actor(), "見本鋳造", address=False)
        choosing.choose_one(company.actor(), row, partner)
    return row


def _body(row: Request, **other: object) -> dict[str, object]:
    wanted = asking.wanted_of(row)
    said = {name: getattr(wanted, name) for name in Drafted.model_fields}
    on = clock.today() + datetime.timedelta(days=50)
    return said | {"deadline_on": on.isoformat(), "revision": row.revision} | other


def test_a_draft_is_changed_checked_approved_sent_and_closed(company: Company) -> None:
    row = _drafted(company)
    maker = Caller(company.slug, company.key())
    other = Caller(company.slug, company.key(Role.STEWARD))
    at = f"/requests/{row.pk}"
    changed = maker.put(at, _body(row, title="図面の扱いのご確認"))
    assert changed.status == 200, changed.json
    assert (changed.status, changed.json["title"], changed.json["revision"]) == (200, "図面の扱いのご確認", 2)
    assert maker.put(at, _body(row)).status == 409
    assert maker.post(f"{at}/approve").status == 409
    assert maker.post(f"{at}/hand-in", {"revision": 2}).json["state"] == "waiting"
    assert maker.post(f"{at}/approve").status == 409
    assert other.post(f"{at}/approve").json["state"] == "approved"
    sent = other.post(f"{at}/send")
    assert (sent.status, sent.json["state"], sent.json["prepared"]) == (202, "sent", 1)
    assert sent.json["by_hand"]
    assert maker.get(f"{at}/sending").json["went"] == 0
    assert other.post(f"{at}/close", {"reason": "そろったため"}).json["state"] == "closed"


def test_what_the_linter_holds_back_is_held_back_here_too(company: Company) -> None:
    row = _drafted(company, reason="")
    caller = Caller(company.slug, company.key())
    assert caller.post(f"/requests/{row.pk}/hand-in", {"revision": 1}).status == 422
    with scope(organisation=company.organisation):
        Request.objects.filter(pk=row.pk).update(state=RequestState.SENT, sent_at=clock.now())
    drafts_only = Caller(company.slug, company.key(Role.OWNER, [Can.REQUEST_MAKE]))
    assert drafts_only.post(f"/requests/{row.pk}/withdraw", {"reason": "求めすぎたため"}).status == 403
