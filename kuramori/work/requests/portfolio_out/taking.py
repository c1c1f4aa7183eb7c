"""The verbs of taking out: at once where it is short, by the worker where it is long; each is told in the trail.

A file holds what its page shows to the same person: `REPLY_READ`, and hand-overs and assurances for who may read them.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from django.db import transaction
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django_scopes import scope

from kuramori.ground.jobs.enqueue import enqueue
from kuramori.ground.jobs.kinds import Progress, Result, Trouble, job
from kuramori.ground.jobs.models import Job
from kuramori.ground.jobs.tasks import store
from kuramori.ground.papers.whole import open_whole
from kuramori.ground.people.access import actor_of_person
from kuramori.ground.people.actor import Actor, NotAllowed
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.record import record
from kuramori.press.faults import PressFault
from kuramori.work.requests import events_portfolio as events
from kuramori.work.requests.portfolio_out import board_paper, files, tables
from kuramori.work.requests.portfolio_out.files import About, Form
from kuramori.work.requests.portfolio_out.told import told
from kuramori.work.requests.reading import portfolio_list, portfolio_lists, portfolio_map
from kuramori.work.requests.reading.portfolio_board import board
from kuramori.work.requests.reading.portfolio_list import Filters, filters_from
from kuramori.work.requests.reading.portfolio_lists import Questions

KIND: Final = "requests:portfolio"
AT_ONCE: Final = 1_000
"""Lines that are handed out while one waits; more are made by the worker."""


class TooLong(ValueError):
    """More lines than are printed."""


def title_of_list() -> str:
    """What the file is called, before its day."""
    return _("取引先の状況_一覧")


def count(actor: Actor, asked: Questions, filters: Filters) -> int:
    """How many lines it would have. Raises `NotAllowed`."""
    actor.require(Can.REPLY_READ)
    return portfolio_list.found(actor, asked, filters).count()


def take_list(actor: Actor, asked: Questions, filters: Filters, form: Form) -> bytes | Job:
    """The list with all filters in force; a job where it is long. Raises `TooLong`, a `PressFault`."""
    rows = count(actor, asked, filters)
    if form is Form.PDF and rows > files.MOST_ON_PAPER:
        raise TooLong(rows)
    parts = told(asked, filters)
    said: dict[str, Any] = {
        "form": form.upper(),
        "rows": rows,
        "asked": "・".join(parts) or _("しぼり込みなし"),
    }
    if rows > AT_ONCE:
        with transaction.atomic():
            record(actor, events.LIST_ASKED, kind="portfolio", thing_id=actor.organisation_id, **said)
            return enqueue(
                KIND,
                organisation_id=actor.organisation_id,
                person_id=actor.person_id,
                form=form.value,
                asked={**dict(filters.pairs), "pack": asked.pack_id},
                lang=get_language() or "ja",
            )
    about = About(_("取引先の状況 会社の一覧"), asked, parts)
    content = b"".join(files.list_file(actor, about, form, tables.lines(actor, asked, filters)))
    with transaction.atomic():
        record(actor, events.LIST_TAKEN, kind="portfolio", thing_id=actor.organisation_id, **said)
    return content


def take_map(actor: Actor, asked: Questions, form: Form, *, by_item: bool, part: str) -> bytes:
    """The map as it is looked at. Raises a `PressFault`; then nothing has left."""
    actor.require(Can.REPLY_READ)
    found = portfolio_map.heat(asked, by_item=by_item, part=part)
    inside = tuple(f"{one.mark} {one.title}".strip() for one in asked.parts if one.id == part)
    inside = inside or (_("すべての設問") if by_item else _("分野ごと"),)
    content = b"".join(files.map_file(actor, About(_("設問 × 区分の地図"), asked, inside), form, found))
    with transaction.atomic():
        record(
            actor,
            events.MAP_TAKEN,
            kind="portfolio",
            thing_id=actor.organisation_id,
            form=form.upper(),
            rows=len(found.rows),
        )
    return content


def take_board(actor: Actor, asked: Questions) -> bytes:
    """The page for the board, A4. Raises a `PressFault`; then nothing has left."""
    actor.require(Can.REPLY_READ)
    content = board_paper.paper(actor, asked, board(actor, asked))
    with transaction.atomic():
        record(actor, events.BOARD_TAKEN, kind="portfolio", thing_id=actor.organisation_id)
    return content


@job(KIND)
def make_list(
    *, organisation_id: str, person_id: str | None, progress: Progress, **arguments: object
) -> Result:
    """The worker's part: may run twice."""
    actor = actor_of_person(uuid.UUID(organisation_id), uuid.UUID(person_id) if person_id else None)
    lang, said = str(arguments.get("lang", "ja")), arguments.get("asked")
    with override(lang):
        if actor is None or not actor.may(Can.REPLY_READ):
            raise Trouble(_("頼んだ方が、いまは回答書を読めない役割です。"))
        form = Form(str(arguments["form"]))
        filters = filters_from(said if isinstance(said, dict) else {})
        return Result(
            name=files.name_of(title_of_list(), form),
            media_type=form.media_type,
            content=_in_scope(actor, lang, _made(actor, form, filters, progress)),
        )


def fetch(actor: Actor, made: Job) -> BinaryIO:
    """Open the finished file; that it was taken out is in the trail before its bytes are sent.

    Raises `NotAllowed` for whoever did not ask for it, `papers.whole.FileDamaged`.
    """
    actor.require(Can.REPLY_READ)
    if made.person_id != actor.person_id:
        raise NotAllowed(Can.REPLY_READ)
    return open_whole(
        actor,
        store(),
        made.result_sha256,
        kind="job",
        thing_id=made.pk,
        before=lambda: record(actor, events.LIST_FETCHED, kind="job", thing_id=made.pk),
    )


def _made(actor: Actor, form: Form, filters: Filters, progress: Progress) -> Iterator[bytes]:
    asked = portfolio_lists.questions(filters.pack)
    if asked is None:
        raise Trouble(_("取り出せる回答が、もうありません。"))
    about = About(_("取引先の状況 会社の一覧"), asked, told(asked, filters))
    try:
        yield from files.list_file(actor, about, form, tables.lines(actor, asked, filters, progress))
    except PressFault as fault:
        raise Trouble(fault.sentence()) from None


def _in_scope(actor: Actor, lang: str, chunks: Iterator[bytes]) -> Iterator[bytes]:
    """What is made while the result is written away is made for the same organisation, in the same language."""
    while True:
        with scope(organisation=actor.organisation), override(lang):
            chunk = next(chunks, None)
        if chunk is None:
            return
        yield chunk
