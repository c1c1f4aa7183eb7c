"""All workbooks of a request as one ZIP: made by the worker one after another, and streamed as they are made."""

from __future__ import annotations

import uuid
import zipfile
from collections.abc import Iterator
from typing import BinaryIO, Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_scopes import scope

from kuramori.ground.jobs.enqueue import enqueue
from kuramori.ground.jobs.kinds import Progress, Result, Trouble, job
from kuramori.ground.jobs.models import Job
from kuramori.ground.jobs.tasks import store
from kuramori.ground.packs.read import PackLost
from kuramori.ground.papers.whole import open_whole
from kuramori.ground.people import access
from kuramori.ground.people.actor import Actor, NotAllowed
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.record import record
from kuramori.press.faults import PressFault
from kuramori.work.requests import events_bulk as events
from kuramori.work.requests.models import Asked, AskedState, Request
from kuramori.work.requests.workbooks.making import CALLED, name_of, stencil_of, words_of

KIND = "requests:workbooks"
PORTION: Final = 200


def ask_for_all(actor: Actor, request: Request, lang: str = "ja") -> Job:
    """Queue the making of a request's workbooks, in one of `making.CALLED`."""
    actor.require(Can.REQUEST_MAKE)
    with transaction.atomic():
        queued = enqueue(
            KIND,
            organisation_id=actor.organisation_id,
            person_id=actor.person_id,
            request=str(request.pk),
            lang=lang,
        )
        record(
            actor,
            events.TAKEN_OUT,
            kind="request",
            thing_id=request.pk,
            number=request.number,
            files=_rows(request).count(),
        )
    return queued


@job(KIND)
def make_all(
    *, organisation_id: str, person_id: str | None, progress: Progress, **arguments: object
) -> Result:
    """The worker's part; it may run twice."""
    actor = access.actor_of_person(uuid.UUID(organisation_id), uuid.UUID(person_id) if person_id else None)
    if actor is None or not actor.may(Can.REQUEST_MAKE):
        raise Trouble(_("頼んだ方が、いまはお願いを作れない役割です。"))
    with scope(organisation=actor.organisation):
        request = Request.objects.filter(pk=str(arguments["request"])).first()
        if request is None:
            raise Trouble(_("お願いが見つかりません。"))
        lang = str(arguments.get("lang", "ja"))
        return Result(
            name=f"{CALLED[lang]}_{request.number}.zip",
            media_type="application/zip",
            content=_in_scope(actor, _zip(request, progress, lang)),
        )


def take(actor: Actor, made: Job) -> BinaryIO:
    """Open the finished ZIP. Raises `NotAllowed` for whoever did not ask for it, `papers.whole.FileDamaged`."""
    actor.require(Can.REQUEST_MAKE)
    if made.person_id != actor.person_id:
        raise NotAllowed(Can.REQUEST_MAKE)
    return open_whole(actor, store(), made.result_sha256, kind="job", thing_id=made.pk, before=lambda: None)


def _rows(request: Request) -> QuerySet[Asked]:
    return Asked.objects.filter(request=request).exclude(state=AskedState.WITHDRAWN)


def _in_scope(actor: Actor, chunks: Iterator[bytes]) -> Iterator[bytes]:
    """What is made while the result is written away is made for the same organisation."""
    while True:
        with scope(organisation=actor.organisation):
            chunk = next(chunks, None)
        if chunk is None:
            return
        yield chunk


def _zip(request: Request, progress: Progress, lang: str = "ja") -> Iterator[bytes]:
    try:
        stencil = stencil_of(request, lang)
    except PressFault as fault:
        raise Trouble(fault.sentence()) from None
    except PackLost:
        raise Trouble(_("このお願いの設問の文面が、もうありません。")) from None
    total, done, last, out = _rows(request).count(), 0, "", _Pipe()
    rows = _rows(request).select_related("partner", "contact").order_by("number")
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        # From number to number: no list of all partners is held, however many there are.
        while portion := list(rows.filter(number__gt=last)[:PORTION]):
            for asked in portion:
                packed.writestr(name_of(asked, lang), stencil.fill(words_of(asked)))
                yield out.taken()
            done, last = done + len(portion), portion[-1].number
            progress(min(done, total), total)
    yield out.taken()


class _Pipe:
    """Where a ZIP is written to: what came is taken away at once. A ZIP can be written without going back in it."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing waits here."""

    def close(self) -> None:
        """Nothing is open."""

    def taken(self) -> bytes:
        told = b"".join(self._pieces)
        self._pieces.clear()
        return told
