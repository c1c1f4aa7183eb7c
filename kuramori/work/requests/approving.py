"""承認: what the linter holds back goes no further, what it asks about is answered, and another person approves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.asof import held_on
from kuramori.ground.people.models import Membership, Person
from kuramori.ground.people.roles import PERMISSIONS, Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.events import Event
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.document import FORBIDDEN
from kuramori.work.requests import events_asking as events
from kuramori.work.requests import facts_asking as facts
from kuramori.work.requests.asking import RequestRefused, StaleRequest, held, require_deadline
from kuramori.work.requests.choosing import prepared
from kuramori.work.requests.linting import Looked, look
from kuramori.work.requests.models import Request, RequestState

LONGEST_REASON = 200


class HeldBack(Exception):
    """The linter does not let it through; `looked` says why. Nothing was changed."""

    def __init__(self, looked: Looked) -> None:
        super().__init__(", ".join(one.rule for one in looked.red) or "open")
        self.looked = looked

    @property
    def sentence(self) -> str:
        if self.looked.holds_back:
            return _("赤の点検が残っているので、送れません。直すところを下に示しています。")
        return _("黄の点検に、承知のうえで進めるわけを書いてください。")


class OwnRequest(Exception):
    """A colleague who may approve has to: whoever drafted it does not approve it."""

    @property
    def sentence(self) -> str:
        return _("自分で作ったお願いは承認できません。調達のほかの方に頼んでください。")


def hand_in(actor: Actor, request: Request, accepted: Mapping[str, str], *, revision: int) -> Request:
    """Check it and ask for approval. `accepted`: the reason for each amber rule.

    Raises `HeldBack`, `StaleRequest`, `WrongState`, `RequestRefused`, `NotAllowed`.
    """
    actor.require(Can.REQUEST_MAKE)
    with transaction.atomic():
        row = held(request, RequestState.DRAFT)
        if row.revision != revision:
            raise StaleRequest(row)
        _require_whole(row)
        before = facts.request(row)
        row.lint = {"accepted": {rule: words.strip()[:LONGEST_REASON] for rule, words in accepted.items()}}
        looked = look(row)
        if looked.holds_back or looked.open:
            raise HeldBack(looked)
        row.lint = _kept(looked)
        return _moved(actor, row, events.HANDED_IN, before, state=RequestState.WAITING)


def give_back(actor: Actor, request: Request, reason: str) -> Request:
    """Back to a draft, by whoever may draft or approve; what was accepted has to be accepted anew.

    Raises `WrongState`, `NotAllowed`.
    """
    actor.require(Can.REQUEST_MAKE)
    with transaction.atomic():
        row = held(request, RequestState.WAITING, RequestState.APPROVED)
        before = facts.request(row)
        row.end_reason = FORBIDDEN.sub("", reason).strip()[:400]
        row.approved_by, row.approved_at, row.lint = None, None, {}
        return _moved(actor, row, events.GIVEN_BACK, before, state=RequestState.DRAFT)


def approve(actor: Actor, request: Request) -> Request:
    """調達 lets it out. What it says is checked once more, on this day.

    Raises `OwnRequest`, `HeldBack`, `WrongState`, `RequestRefused`, `NotAllowed`.
    """
    actor.require(Can.REQUEST_APPROVE)
    with transaction.atomic():
        row = held(request, RequestState.WAITING)
        if row.made_by_id == actor.person_id and another_may_approve(actor):
            raise OwnRequest
        _require_whole(row)
        looked = look(row)
        if looked.holds_back:
            raise HeldBack(looked)
        before = facts.request(row)
        row.lint = _kept(looked)
        row.approved_by_id, row.approved_at, row.end_reason = actor.person_id, clock.now(), ""
        return _moved(actor, row, events.APPROVED, before, state=RequestState.APPROVED)


def approvers() -> QuerySet[Any]:
    """People who may approve today and can sign in."""
    roles = [role for role, cans in PERMISSIONS.items() if Can.REQUEST_APPROVE in cans]
    holding = Membership.objects.filter(held_on(), role__in=roles).values("person_id")
    return Person.objects.filter(Q(pk__in=holding), account__isnull=False, account__is_active=True)


def another_may_approve(actor: Actor) -> bool:
    """Whether the house has somebody else who may approve: then the one who drafts does not."""
    return approvers().exclude(pk=actor.person_id).exists()


def missing(row: Request) -> tuple[RequestRefused, ...]:
    """What a draft has to say before anybody approves it, in the order of the page that writes it."""
    return tuple(
        refused
        for refused in (
            _deadline_refused(row),
            None if prepared(row).exists() else RequestRefused("asked", _("お願い先を選んでください。")),
            None
            if row.readers.strip()
            else RequestRefused("readers", _("回答をだれが読むかを書いてください。手紙に載ります。")),
            None
            if row.call_back.strip()
            else RequestRefused(
                "call_back", _("本物のお願いか確かめるための電話番号を書いてください。手紙に載ります。")
            ),
        )
        if refused is not None
    )


def _require_whole(row: Request) -> None:
    for refused in missing(row):
        raise refused


def _deadline_refused(row: Request) -> RequestRefused | None:
    if row.deadline_on is None:
        return RequestRefused("deadline_on", _("期限を決めてください。"))
    try:
        require_deadline(row.deadline_on)
    except RequestRefused as refused:
        return refused
    return None


def _kept(looked: Looked) -> dict[str, Any]:
    return {
        "version": looked.version,
        "found": [one.rule for one in looked.told],
        "accepted": {one.rule: one.accepted for one in looked.amber},
        "looked_at": clock.now().isoformat(),
    }


def _moved(
    actor: Actor, row: Request, event: Event, before: dict[str, Any], *, state: RequestState
) -> Request:
    row.state = state
    row.revision += 1
    row.save()
    record(
        actor,
        event,
        kind="request",
        thing_id=row.pk,
        number=row.number,
        **between(before, facts.request(row), private=facts.REQUEST_TEXTS),
    )
    return row
