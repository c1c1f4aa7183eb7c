"""Evidence beside an answer, from behind the link: a file, or only its title and the hash that the browser computed.

Nothing of it is seen by the asking side before a reply shows it (the last step of disclosure); then exactly what the
reply names. A file is taken as it is: it is not opened here, and whoever opens it treats it as any file from outside.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.papers.store import keep, receive
from kuramori.ground.people.codes import Visitor
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.work.requests.by_link import with_rights
from kuramori.work.requests.drafting import tidy
from kuramori.work.requests.models import Asked, ReplyEvidence
from kuramori.work.requests.wording import secret_in

MOST = 100
LONGEST_TITLE = 120
Triple = tuple[str, str, str]


class NotAdded(ValueError):
    """It was not added; `field` of the form, and why."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(field)
        self.field, self.sentence = field, sentence


def of(asked: Asked) -> tuple[ReplyEvidence, ...]:
    """What stands beside the answers, by item."""
    rows = ReplyEvidence.objects.filter(asked=asked, removed_at__isnull=True).select_related("file")
    return tuple(rows.order_by("item", "added_at"))


def add(
    visitor: Visitor,
    asked: Asked,
    item: str,
    *,
    title: str = "",
    sha256: str = "",
    file: Any = None,
    is_sure: bool = False,
) -> ReplyEvidence:
    """Put one beside an answer; the same sent twice is one. Raises `NotAdded` and what `papers.store.receive` does.

    A file that is secret itself by its name is taken only from somebody who says that it is not (`is_sure`).
    """
    name, told = " ".join(tidy(title).split())[:LONGEST_TITLE], sha256.strip().lower()
    if file is None and not name:
        raise NotAdded("title", _("根拠の名前を入れるか、ファイルを選んでください。"))
    if ReplyEvidence.objects.filter(asked=asked, removed_at__isnull=True).count() >= MOST:
        raise NotAdded("", _("根拠は100件までです。要らないものを外してください。"))
    if file is not None and not is_sure and (word := secret_in([name, file.name])):
        sentence = _(
            "名前に「%(word)s」とあり、それ自体が秘密の中身かもしれません。ファイルは受け取っていません。"
            "名前だけか照合値で足ります。秘密でなければ、下に印を付けて、ファイルをもう一度選んでください。"
        )
        raise NotAdded("is_sure", sentence % {"word": word})
    doer = with_rights(visitor, Can.REPLY_TAKE)
    received = receive(doer, name=file.name, chunks=file.chunks()) if file is not None else None
    what = {
        "item": item,
        "title": name or (received.name[:LONGEST_TITLE] if received else ""),
        "sha256": received.sha256 if received else told,
    }
    with transaction.atomic():
        Asked.objects.select_for_update(of=("self",)).get(pk=asked.pk)
        beside = ReplyEvidence.objects.filter(asked=asked, removed_at__isnull=True, **what)
        if (stands := beside.filter(file__isnull=received is None).first()) is not None:
            return stands
        kept = keep(doer, received, is_shown=False) if received is not None else None
        made: ReplyEvidence = ReplyEvidence.objects.create(
            organisation=asked.organisation,
            asked=asked,
            **what,
            file=kept,
            added_by=visitor.name[:120],
            added_at=clock.now(),
        )
    return made


def take_off(asked: Asked, evidence_id: uuid.UUID) -> bool:
    """No longer beside the answer: whether it was."""
    rows = ReplyEvidence.objects.filter(pk=evidence_id, asked=asked, removed_at__isnull=True)
    return bool(rows.update(removed_at=clock.now(), is_shown=False))


def triples(asked: Asked) -> tuple[Triple, ...]:
    """As a reply names them."""
    return tuple((one.item, one.title, one.sha256) for one in of(asked))


def show(asked: Asked, *, is_shown: bool) -> None:
    """Let what stands now be seen by the asking side, or no longer. In the transaction that hands in."""
    rows = ReplyEvidence.objects.filter(asked=asked)
    rows.filter(removed_at__isnull=True).update(is_shown=is_shown)
    rows.filter(removed_at__isnull=False).update(is_shown=False)
