"""Links: let somebody without a session see one thing, until a day, and take that back in one stroke.

The link alone opens nothing where its purpose wants a code: a mail archive, a preview or a colleague who gets it
forwarded has the link too. A room registers what its links are for (`LinkPurpose`) and shows the thing in a view of its
own behind `visiting.by_link`.
"""

from __future__ import annotations

import datetime
import hashlib
import hmac
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.functional import Promise

from kuramori.ground.jobs import rooms
from kuramori.ground.people import events, facts_of, secrets
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Link, Person
from kuramori.ground.people.roles import Can
from kuramori.ground.post.addresses import checked, one_line
from kuramori.ground.post.letter import Recipient
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock

LONGEST_DAYS = 90
"""Of a purpose that says nothing else. Five tries an hour for so long find a code with 1 % (decision 0011)."""
LONGEST_OF_ALL = 366
MOST_WRONG = 200
"""Wrong codes that a link may see which lasts longer than usual; then it ends: a chance of 0.02 %, however long."""
# A link ends with its last day: the moment it ends belongs to the next.
A_SECOND = datetime.timedelta(seconds=1)
# How long a browser in which the code was given keeps the thing open.
OPEN_FOR = datetime.timedelta(minutes=30)


class LastsTooLong(ValueError):
    """A link lasts as long as its purpose lets it at most, and not until a day that has passed."""


class BoundToNobody(ValueError):
    """A link belongs to a person of the roster or to an address outside: exactly one of them."""


@dataclass(frozen=True, slots=True)
class LinkPurpose:
    """`id` reads `room:thing`; `view` names the address that shows it (its one argument is `secret`).

    `can`: what one needs to issue, revoke and tell codes. `words`: what it lets one see, such as 自己チェックの結果.
    `tells_end`: the view says plainly why a link of this purpose no longer opens; of others nobody is told.
    `longest_days`: how long one lasts at most, a year and a day. `without_mail`: may be given to somebody outside who
    has no mail address (`Recipient("", name)`); the code is then told by telephone.
    """

    id: str
    view: str
    words: str | Promise
    can: Can
    tells_end: bool = False
    longest_days: int = LONGEST_DAYS
    without_mail: bool = False

    def __post_init__(self) -> None:
        if self.longest_days > LONGEST_OF_ALL:
            raise ValueError(f"links of {self.id} would last too long")
        if _purposes.setdefault(self.id, self) != self:
            raise ValueError(f"two purposes of links are called {self.id}")


_purposes: dict[str, LinkPurpose] = {}


def purposes() -> Mapping[str, LinkPurpose]:
    """What links are for in all rooms, by id."""
    rooms.read_words()
    return _purposes


@dataclass(frozen=True, slots=True)
class Issued:
    """`secret` is told once, to be handed over; only its hash is kept."""

    link: Link
    secret: str


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A link that still opens something, for the list of those that were given."""

    id: uuid.UUID
    name: str
    address: str
    expires_at: datetime.datetime
    uses: int

    @property
    def last_day(self) -> datetime.date:
        """The last day on which it opens."""
        return clock.day_of(self.expires_at - A_SECOND)


def issue(
    actor: Actor,
    purpose: LinkPurpose,
    *,
    about: tuple[str, object],
    until_on: datetime.date,
    person: Person | None = None,
    outside: Recipient | None = None,
    most_uses: int | None = None,
) -> Issued:
    """A link to the thing `about` (kind, id) for one person, good until the end of the day `until_on`.

    Raises `NotAllowed`, `LastsTooLong`, `BoundToNobody`, `post.addresses.AddressUnusable`.
    """
    actor.require(purpose.can)
    if (person is None) == (outside is None):
        raise BoundToNobody
    today = clock.today()
    if not today <= until_on <= today + datetime.timedelta(days=purpose.longest_days):
        raise LastsTooLong(until_on)
    secret, secret_hash = secrets.fresh()
    link = Link(
        organisation=actor.organisation,
        purpose=purpose.id,
        secret_hash=secret_hash,
        person=person,
        holder=_holder(actor, purpose, about, person, outside),
        kind=about[0],
        thing_id=str(about[1]),
        issued_by_id=actor.person_id,
        created_at=clock.now(),
        expires_at=datetime.datetime.combine(
            until_on + datetime.timedelta(days=1), datetime.time(), clock.TOKYO
        ),
        most_uses=most_uses,
    )
    if outside is not None:
        address = checked(outside.address) if outside.address else ""
        link.outside = json.dumps([address, one_line(outside.name)], ensure_ascii=False)
    with transaction.atomic():
        link.save()
        record(
            actor,
            events.LINK_GIVEN,
            kind="link",
            thing_id=link.pk,
            person=recipient_of(link).name,
            purpose=str(purpose.words),
            until=until_on.isoformat(),
            **between(None, facts_of.link(link)),
        )
    return Issued(link, secret)


def revoke(actor: Actor, link: Link) -> bool:
    """Stop a link at once, for those too who have it open; False where it had ended already."""
    purpose = purposes()[link.purpose]
    actor.require(purpose.can)
    with transaction.atomic():
        stopped = Link.objects.filter(pk=link.pk, revoked_at__isnull=True).update(revoked_at=clock.now())
        if stopped:
            record(
                actor,
                events.LINK_REVOKED,
                kind="link",
                thing_id=link.pk,
                person=recipient_of(link).name,
                purpose=str(purpose.words),
                **between({"is_revoked": False}, {"is_revoked": True}),
            )
    return bool(stopped)


def of_person(person: Person) -> Q:
    """The links that end when this person leaves: their own, and those to people outside that they gave.

    Somebody who is about to leave may have given one to a private address of their own. One that was used up a moment
    ago may still be open in a browser.
    """
    open_still = Q(used_at__isnull=True) | Q(used_at__gt=clock.now() - OPEN_FOR)
    theirs = Q(person=person) | Q(person__isnull=True, issued_by=person)
    return Q(revoked_at__isnull=True) & open_still & theirs


def revoke_of_person(person: Person) -> int:
    """End every link of this person, invitations among them, by one UPDATE; returns how many. Inside a transaction."""
    return int(Link.objects.filter(of_person(person)).update(revoked_at=clock.now()))


def living(purpose: LinkPurpose, about: tuple[str, object]) -> tuple[LinkLine, ...]:
    """The links to one thing that still open, newest first."""
    return tuple(_line(row) for row in living_rows(purpose, about))


def living_rows(purpose: LinkPurpose, about: tuple[str, object]) -> tuple[Link, ...]:
    """The same as rows, for whoever ends them."""
    rows = Link.objects.filter(
        purpose=purpose.id,
        kind=about[0],
        thing_id=str(about[1]),
        revoked_at__isnull=True,
        used_at__isnull=True,
        expires_at__gt=clock.now(),
    ).select_related("person")
    return tuple(rows.order_by("-created_at"))


def turn_to(purpose: LinkPurpose, about: tuple[str, object], other: tuple[str, object]) -> int:
    """Let the links to one thing lead to another, which it has become; how many. In the transaction of that."""
    rows = Link.objects.filter(purpose=purpose.id, kind=about[0], thing_id=str(about[1]))
    return int(rows.update(kind=other[0], thing_id=str(other[1])))


def recipient_of(link: Link) -> Recipient:
    """Whose link it is; the address is "" for somebody of the roster without one."""
    if link.person is not None:
        return Recipient(link.person.email, link.person.name, link.person_id)
    address, name = json.loads(str(link.outside))
    return Recipient(address, name or address)


def holder_of(organisation_id: uuid.UUID, person: Person | None, outside: Recipient | None) -> str:
    """64 hex digits, the same for every link of one person or address in one organisation; they do not tell which.

    Another organisation's links to the same address count for themselves: it must neither lock ours nor see that we
    know this address.
    """
    if person is not None:
        who = f"person/{person.pk}"
    elif outside is not None:
        who = f"address/{organisation_id}/{checked(outside.address).lower()}"
    else:
        raise BoundToNobody
    return hmac.new(settings.VAULT.key("link holder"), who.encode(), hashlib.sha256).hexdigest()


def _holder(
    actor: Actor,
    purpose: LinkPurpose,
    about: tuple[str, object],
    person: Person | None,
    outside: Recipient | None,
) -> str:
    if outside is None or outside.address:
        return holder_of(actor.organisation_id, person, outside)
    if not (purpose.without_mail and outside.name.strip()):
        raise BoundToNobody
    # Tries are counted by what it is about: whoever holds the paper of one partner locks nobody else.
    who = f"thing/{actor.organisation_id}/{about[0]}/{about[1]}"
    return hmac.new(settings.VAULT.key("link holder"), who.encode(), hashlib.sha256).hexdigest()


def _line(row: Link) -> LinkLine:
    recipient = recipient_of(row)
    return LinkLine(row.pk, recipient.name, recipient.address, row.expires_at, row.uses)
