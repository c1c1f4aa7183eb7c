"""確認のお願い: draft it from a profile and write it down. A stale write is refused; what went out never changes."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.post.addresses import one_line
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.requests.requirements import digest_of
from kuramori.work.requests import events_asking as events
from kuramori.work.requests import facts_asking as facts
from kuramori.work.requests.asking_content import calendar, letter_words
from kuramori.work.requests.models import Disclosure, Profile, Request, RequestState
from kuramori.work.requests.numbers import SIGNS, signs
from kuramori.work.requests.support_content import support

NUMBER = re.compile(rf"R[0-9]{{2}}(-[{SIGNS}]{{4}}){{2}}(-[{SIGNS}]{{6}})?")
USUAL_DAYS = 40
LONGEST_KEPT_MONTHS = 120


class RequestRefused(ValueError):
    """It cannot be done so; `field` is where, `sentence` says why. Nothing was changed."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(field)
        self.field, self.sentence = field, sentence


class StaleRequest(Exception):
    """Somebody changed it since it was opened; `current` is what stands now."""

    def __init__(self, current: Request) -> None:
        super().__init__(current.pk)
        self.current = current

    @staticmethod
    def sentence() -> str:
        return _("ほかの方が先に直しました。開き直して、もう一度見てください。")


class WrongState(Exception):
    """It is not possible any more, or not yet: `state` is how it stands."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state

    @property
    def sentence(self) -> str:
        return _("このお願いは、いま「%(state)s」です。画面を開き直してください。") % {
            "state": RequestState(self.state).label
        }


@dataclass(frozen=True, slots=True)
class RequestWanted:
    """A request as somebody writes it. `helps`: kinds of help of the catalogue. The last
    four are what the linter looks at besides."""

    title: str
    deadline_on: datetime.date | None
    division: str = ""
    reason: str = ""
    scope: str = ""
    disclosure: Disclosure = Disclosure.ITEMS
    evidence_wanted: str = ""
    readers: str = ""
    keep_months: int = 24
    support: str = ""
    helps: tuple[str, ...] = ()
    cost_contact: str = ""
    call_back: str = ""
    shows_place: bool = True
    level_reason: str = ""
    named_product: str = ""
    or_equivalent: bool = False
    evidence_contains_secrets: bool = False


APART = ("helps", "level_reason", "named_product", "or_equivalent", "evidence_contains_secrets")
"""What stands in `Request.draft` instead of a column of its own."""
LONGEST: Mapping[str, int] = {
    "title": 120,
    "division": 60,
    "reason": 600,
    "scope": 400,
    "evidence_wanted": 400,
    "readers": 200,
    "support": 400,
    "cost_contact": 200,
    "call_back": 60,
    "level_reason": 400,
    "named_product": 120,
}


def usual(profile: Profile) -> RequestWanted:
    """How a new request over this profile begins."""
    return RequestWanted(
        title=letter_words()["title"], deadline_on=clock.today() + datetime.timedelta(days=USUAL_DAYS)
    )


def make(actor: Actor, profile: Profile, wanted: RequestWanted, *, series: Request | None = None) -> Request:
    """A draft; `series`: an earlier round of the same question. Raises `RequestRefused`, `NotAllowed`."""
    actor.require(Can.REQUEST_MAKE)
    _require_sense(wanted)
    if profile.retired_at is not None:
        raise RequestRefused("profile", _("この求める水準は、もう使われていません。選び直してください。"))
    with transaction.atomic():
        row = Request(
            organisation=actor.organisation,
            number=fresh_number(),
            profile=profile,
            axis=profile.axis,
            pack_id=profile.pack_id,
            version=profile.version,
            digest=profile.digest,
            content=profile.content,
            content_digest=digest_of(profile.content),
            made_by_id=actor.person_id,
            made_at=clock.now(),
            **_columns(wanted),
        )
        if series is not None:
            row.series = series.series
        row.save()
        record(
            actor,
            events.REQUEST_MADE,
            kind="request",
            thing_id=row.pk,
            number=row.number,
            **between(None, facts.request(row), private=facts.REQUEST_TEXTS),
        )
    return row


def change(actor: Actor, request: Request, wanted: RequestWanted, *, revision: int) -> Request:
    """Write a draft anew. Raises `StaleRequest`, `WrongState`, `RequestRefused`, `NotAllowed`."""
    actor.require(Can.REQUEST_MAKE)
    _require_sense(wanted)
    with transaction.atomic():
        row = held(request, RequestState.DRAFT)
        if row.revision != revision:
            raise StaleRequest(row)
        before = facts.request(row)
        lay_over(row, wanted)
        row.revision += 1
        row.save()
        record(
            actor,
            events.REQUEST_CHANGED,
            kind="request",
            thing_id=row.pk,
            number=row.number,
            **between(before, facts.request(row), private=facts.REQUEST_TEXTS),
        )
    return row


def lay_over(row: Request, wanted: RequestWanted) -> None:
    """Let the row say this, without keeping it: for a change, and for a look at one before it is made."""
    for name, value in _columns(wanted).items():
        setattr(row, name, value)


def wanted_of(request: Request) -> RequestWanted:
    """What stands, as a form shows it."""
    columns = {one.name: getattr(request, one.name) for one in fields(RequestWanted) if one.name not in APART}
    said = {name: request.draft[name] for name in APART if name in request.draft}
    said |= {"helps": tuple(said.get("helps", ()))}
    return RequestWanted(**{**columns, "disclosure": Disclosure(request.disclosure), **said})


def held(request: Request, *states: RequestState) -> Request:
    """The row, locked, in one of these states. Inside a transaction. Raises `WrongState`."""
    row: Request = Request.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if row.state not in states:
        raise WrongState(row.state)
    return row


def fresh_number() -> str:
    """`R26-K7Q2-M4XD`: nobody can guess one (31⁸), and paper carries it."""
    return f"R{clock.today():%y}-{signs(4)}-{signs(4)}"


def fresh_asked_number(request: Request) -> str:
    """The request's number and six signs more, for one partner."""
    return f"{request.number}-{signs(6)}"


def days_of_deadline(today: datetime.date) -> tuple[datetime.date, datetime.date]:
    """The first and the last day that a deadline may be."""
    days = calendar()
    first, last = days.shortest_days, days.most_days
    return today + datetime.timedelta(days=first), today + datetime.timedelta(days=last)


def _columns(wanted: RequestWanted) -> dict[str, object]:
    said = asdict(wanted)
    apart = {name: said.pop(name) for name in APART} | {"helps": list(wanted.helps)}
    for name in LONGEST:
        if name in said:
            said[name] = said[name].strip()
    return {
        **said,
        "title": one_line(wanted.title).strip(),
        "draft": {name: value for name, value in apart.items() if value},
    }


def _require_sense(wanted: RequestWanted) -> None:
    if not wanted.title.strip():
        raise RequestRefused("title", _("件名を書いてください。"))
    for name, most in LONGEST.items():
        if len(getattr(wanted, name)) > most:
            raise RequestRefused(name, _("%(most)s文字までで書いてください。") % {"most": most})
    if not set(wanted.helps) <= {one.id for one in support().helps}:
        raise RequestRefused("helps", _("一覧にある手伝いから選んでください。"))
    if not 1 <= wanted.keep_months <= LONGEST_KEPT_MONTHS:
        raise RequestRefused("keep_months", _("預かる月数は、1から120までです。"))
    if wanted.deadline_on is not None:
        require_deadline(wanted.deadline_on)


def require_deadline(on: datetime.date) -> None:
    """Raises `RequestRefused` for a day that has come, or lies further ahead than a link lasts."""
    first, last = days_of_deadline(clock.today())
    if not first <= on <= last:
        raise RequestRefused(
            "deadline_on",
            _("期限は、明日から%(last)sまでの日にしてください。リンクは、直しの日数を含めて1年で閉じます。")
            % {"last": f"{last.year}/{last.month}/{last.day}"},
        )
