"""Somebody looks at a page, or takes a marked copy: written down and committed before a byte of it leaves."""

from __future__ import annotations

import dataclasses
import hashlib

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.papers.models import File
from kuramori.ground.papers.store import shelf
from kuramori.ground.people import links
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.outside.bucket import StorageAway
from kuramori.outside.store import Damaged
from kuramori.press import labelling
from kuramori.press.faults import PressFault
from kuramori.press.labels.mark import Mark, Refused
from kuramori.press.pages import watermarked
from kuramori.work.ledger import grades
from kuramori.work.ledger.marking import Marking
from kuramori.work.partners import events_share as events
from kuramori.work.partners.models import HandedItem, PageView
from kuramori.work.partners.sharing_page import preparing
from kuramori.work.partners.sharing_page.standing import (
    Closed,
    Opened,
    conditions_now,
    may_copy,
    require_still,
)

LONGEST_NAME = 40


class NoCopy(Exception):
    """No copy is handed out: not chosen, under the condition to look only, or the file takes no mark."""


class NotConfirmed(Exception):
    """They have not confirmed the terms yet: nothing is shown."""


def words_of(page: Opened) -> str:
    """What stands across each page: company, person, mail address, time, and the share's number."""
    told = links.recipient_of(page.visitor.link)
    now = clock.now().astimezone(clock.TOKYO)
    parts = (page.hand_over.partner.name, told.name, told.address, f"{now:%Y/%m/%d %H:%M}", page.share_id)
    return "　".join(_plain(part) for part in parts if part)


def page(opened: Opened, item: HandedItem, number: int, size: str = "page") -> bytes:
    """A page with the watermark, as a JPEG.

    Raises `NotConfirmed`, `Closed`, `preparing.NotShown`, `preparing.NotYet`, `LookupError`, a `PressFault`. The look
    is a row and an entry of the trail, committed, before this returns.
    """
    _require_open(opened, item)
    file = _file(item)
    found = preparing.pages_of(file)
    if not 1 <= number <= found.count:
        raise LookupError(number)
    made = watermarked(preparing.page_of(file, number, size), words_of(opened))
    with transaction.atomic():
        require_still(opened)
        _note(opened, item, number)
        record(
            opened.visitor,
            events.PAGE_VIEWED,
            kind="hand_over",
            thing_id=opened.hand_over.pk,
            shows=_shown(item),
            number=opened.hand_over.number,
            item=item.number,
            page=number,
            size=size,
        )
    return made


def copy(opened: Opened, item: HandedItem) -> bytes:
    """The file with a mark inside that names whom it went to.

    Raises `NoCopy`, `NotConfirmed`, `Closed`, `preparing.NotYet` where the storage of files does not answer.
    Never the bytes that were handed in: a file that takes no mark has no copy.
    """
    if not may_copy(item, _require_open(opened, item)):
        raise NoCopy
    file = _file(item)
    content = _content(file)
    made = _marked(opened, item, file.name, content)
    if made == content:
        raise NoCopy
    with transaction.atomic():
        require_still(opened)
        _note(opened, item, 0, as_copy=True)
        record(
            opened.visitor,
            events.COPY_TAKEN,
            kind="hand_over",
            thing_id=opened.hand_over.pk,
            shows=_shown(item),
            number=opened.hand_over.number,
            item=item.number,
            sha256=hashlib.sha256(made).hexdigest(),
        )
    return made


def _require_open(opened: Opened, item: HandedItem) -> frozenset[str]:
    if not opened.has_confirmed:
        raise NotConfirmed
    return conditions_now(opened, item)


def _note(opened: Opened, item: HandedItem, number: int, *, as_copy: bool = False) -> None:
    PageView.objects.create(
        organisation_id=opened.hand_over.organisation_id,
        recipient=opened.recipient,
        item=item,
        page=number,
        as_copy=as_copy,
        viewed_at=clock.now(),
    )


def _shown(item: HandedItem) -> list[object]:
    return [item.asset_id] if item.asset_id else []


def _file(item: HandedItem) -> File:
    if item.content is None:
        raise Closed("not_yet")
    return item.content


def _content(file: File) -> bytes:
    try:
        with shelf().open(str(file.organisation_id), file.sha256) as kept:
            return kept.read()
    except (FileNotFoundError, Damaged):
        raise NoCopy from None
    except StorageAway:
        raise preparing.NotYet from None


def _marked(opened: Opened, item: HandedItem, name: str, content: bytes) -> bytes:
    house = opened.visitor.organisation.name
    grade = item.asset.grade if item.asset else "secret"
    marking = Marking(grade, grades.names().get(grade, item.grade), item.number, house)
    to = _("提供先：%(partner)s %(person)s %(on)s %(share)s") % {
        "partner": opened.hand_over.partner.name,
        "person": opened.recipient.name,
        "on": clock.today().strftime("%Y/%m/%d"),
        "share": opened.share_id,
    }
    own = marking.for_files() or Mark("", opened.share_id, {})
    mark = dataclasses.replace(own, line=_plain(f"{own.line} {to}".strip(), 160))
    try:
        return labelling.label(name, content, mark)
    except (Refused, PressFault):
        raise NoCopy from None


def _plain(text: str, longest: int = LONGEST_NAME) -> str:
    return "".join(sign for sign in text if sign.isprintable())[:longest]
