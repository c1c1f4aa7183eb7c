"""The one-time code that goes with a link: six digits, ten minutes, by mail to the address the link is bound to.

Five wrong ones in an hour lock the person, whatever link, code or process they were tried with: the count lies in the
database, in a row that each try locks.
"""

from __future__ import annotations

import datetime
import hashlib
import hmac
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuramori.ground.people import events, links
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Link, LinkCode, LinkTries, Organisation
from kuramori.ground.post.purposes import Purpose
from kuramori.ground.post.queue import queue
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules import tries

VALID = datetime.timedelta(minutes=10)
DIGITS = 6
MAIL = Purpose("people:code", gettext_lazy("確認コード"))


class Locked(Exception):
    """Five wrong codes in an hour: none is taken before `until`."""

    def __init__(self, until: datetime.datetime) -> None:
        super().__init__(until)
        self.until = until


class AskedTooOften(Exception):
    """Five codes in an hour were asked for: no further one is made before `until`."""

    def __init__(self, until: datetime.datetime) -> None:
        super().__init__(until)
        self.until = until


class CodeWrong(Exception):
    """This is not the code, or it is too old; `left` more may be tried at once."""

    def __init__(self, left: int) -> None:
        super().__init__(left)
        self.left = left


class NoAddress(Exception):
    """This person of the roster has no mail address: the code can only be told by telephone."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who gave the right code for a link: the doer in the trail. May nothing but see that one thing."""

    link: Link

    @property
    def organisation(self) -> Organisation:
        return self.link.organisation

    @property
    def organisation_id(self):  # type: ignore[no-untyped-def]
        return self.link.organisation_id

    @property
    def person_id(self):  # type: ignore[no-untyped-def]
        return self.link.person_id

    @property
    def name(self) -> str:
        return links.recipient_of(self.link).name

    @property
    def via(self) -> str:
        return "link"


def send_code(link: Link) -> None:
    """Make a code and mail it to whom the link is bound to; older ones are worth nothing any more.

    Raises `AskedTooOften`, `Locked`, `NoAddress`, `post.carrier.MailIsOff`; then nothing was made.
    """
    recipient = links.recipient_of(link)
    if not recipient.address:
        raise NoAddress
    with transaction.atomic():
        code = _make(link)
        places = {"organisation": link.organisation.name, "code": f"{code[:3]} {code[3:]}"}
        queue(
            Visitor(link),
            to=[recipient],
            subject=_("確認コードのお知らせ（%(organisation)s）") % places,
            text=_(
                "%(organisation)sから渡されたリンクを開くための確認コードです。\n\n    %(code)s\n\n"
                "10分の間、1回だけ使えます。ほかの方には教えないでください。\n"
                "心当たりのないときは、このメールを読み捨ててください。何も開きません。\n"
            )
            % places,
            purpose=MAIL,
            about=("link", link.pk),
            expires_at=clock.now() + VALID,
        )


def tell_code(actor: Actor, link: Link) -> str:
    """A code for the one who gave the link, to tell by telephone; shown once. Raises `AskedTooOften`, `Locked`."""
    purpose = links.purposes()[link.purpose]
    actor.require(purpose.can)
    with transaction.atomic():
        code = _make(link)
        record(
            actor,
            events.CODE_TOLD,
            kind="link",
            thing_id=link.pk,
            person=links.recipient_of(link).name,
            purpose=str(purpose.words),
        )
    return code


def try_code(link: Link, given: str) -> None:
    """Use up the code; raises `CodeWrong` or `Locked`. Either way the try is counted before anybody hears of it."""
    now = clock.now()
    fault: CodeWrong | Locked | None = None
    # Who is locked out is told so without the row being held: a flood of guesses keeps nobody else from writing.
    for seen in LinkTries.objects.filter(holder=link.holder):
        if locked := _locked(seen, now):
            raise locked
    with transaction.atomic():
        row = _row_of(link)
        past = tries.within(row.wrong, now.timestamp())
        if locked := _locked(row, now):
            fault = locked
        elif not _is_right(link, given, now):
            row.wrong = [*past, now.timestamp()]
            row.save(update_fields=["wrong"])
            left = tries.left(row.wrong, now.timestamp())
            fault = CodeWrong(left)
            record(Visitor(link), events.CODE_WRONG, kind="link", thing_id=link.pk, left=left)
            if not left:
                record(Visitor(link), events.LINK_LOCKED, kind="link", thing_id=link.pk)
            _count_wrong(link, now)
        else:
            _opened(link, now)
    if fault is not None:
        raise fault


def _count_wrong(link: Link, now: datetime.datetime) -> None:
    """One more; a link that lasts longer than usual ends after `links.MOST_WRONG` of them."""
    Link.objects.filter(pk=link.pk).update(wrong=F("wrong") + 1)
    purpose = links.purposes()[link.purpose]
    if purpose.longest_days <= links.LONGEST_DAYS:
        return
    over = Link.objects.filter(pk=link.pk, wrong__gte=links.MOST_WRONG, revoked_at__isnull=True)
    if over.update(revoked_at=now):
        record(
            Visitor(link),
            events.LINK_REVOKED,
            kind="link",
            thing_id=link.pk,
            person=links.recipient_of(link).name,
            purpose=str(purpose.words),
            **between({"is_revoked": False}, {"is_revoked": True}),
        )


def _locked(row: LinkTries, now: datetime.datetime) -> Locked | None:
    """What to raise where five codes were wrong within the hour."""
    wrong = tries.within(row.wrong, now.timestamp())
    if tries.may_try(wrong, now.timestamp()):
        return None
    return Locked(_moment(tries.free_again(wrong, now.timestamp())))


def _make(link: Link) -> str:
    now = clock.now()
    row = _row_of(link)
    if locked := _locked(row, now):
        raise locked
    asked = tries.within(row.asked, now.timestamp())
    if not tries.may_try(asked, now.timestamp()):
        raise AskedTooOften(_moment(tries.free_again(asked, now.timestamp())))
    row.asked = [*asked, now.timestamp()]
    row.save(update_fields=["asked"])
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    LinkCode.objects.filter(link=link, used_at__isnull=True, expires_at__gt=now).update(expires_at=now)
    LinkCode.objects.create(
        organisation=link.organisation,
        link=link,
        code_hash=_hash_of(link, code),
        made_at=now,
        expires_at=now + VALID,
    )
    return code


def _row_of(link: Link) -> LinkTries:
    """The holder's row, locked until the transaction ends."""
    LinkTries.objects.get_or_create(holder=link.holder)
    return LinkTries.objects.select_for_update().get(holder=link.holder)


def _is_right(link: Link, given: str, now: datetime.datetime) -> bool:
    """Whether it is the newest code, still good; then it is used up. In the transaction that holds the row."""
    code = LinkCode.objects.filter(link=link, used_at__isnull=True, expires_at__gt=now).first()
    if code is None or not hmac.compare_digest(code.code_hash, _hash_of(link, given)):
        return False
    return bool(LinkCode.objects.filter(pk=code.pk, used_at__isnull=True).update(used_at=now))


def _opened(link: Link, now: datetime.datetime) -> None:
    Link.objects.filter(pk=link.pk).update(uses=F("uses") + 1)
    used_up = Q(most_uses__isnull=False, uses__gte=F("most_uses"), used_at__isnull=True)
    Link.objects.filter(used_up, pk=link.pk).update(used_at=now)
    record(
        Visitor(link),
        events.LINK_OPENED,
        kind="link",
        thing_id=link.pk,
        purpose=str(links.purposes()[link.purpose].words),
    )


def _hash_of(link: Link, code: str) -> str:
    # A million codes are hashed in a second: without the key, outside the database, a hash would tell the code.
    key = settings.VAULT.key("link code", str(link.organisation_id))
    return hmac.new(key, f"{link.pk}/{code}".encode(), hashlib.sha256).hexdigest()


def _moment(seconds: float) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC)
