"""What is shown of a thing on the share page: its file, and how. Before anybody has confirmed; afterwards never."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.papers.store import keep, receive
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.events import Event
from kuramori.ground.trail.record import record
from kuramori.press import labelling
from kuramori.work.ledger import access as ledger
from kuramori.work.partners import events_share as events
from kuramori.work.partners import facts_of
from kuramori.work.partners.models import HandedItem, HandOver, HandOverState, Mode, ShownAs
from kuramori.work.partners.sharing_page import preparing
from kuramori.work.partners.sharing_page.standing import NO_COPY

BEFORE = frozenset({HandOverState.DRAFT, HandOverState.WAITING, HandOverState.OFFERED})


class NotPut(ValueError):
    """Nothing was changed. `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def sentence(self) -> str:
        return {
            "gone": _("もう相手の手元にあるため、変えられません。取りやめて、新しく提供してください。"),
            "mode": _("共有ページで渡す提供ではありません。"),
            "no_mark": _("この形式のファイルには表示を付けられないため、写しは渡せません。"),
            "no_pages": _(
                "この形式のファイルは、このサーバーでは画面に出せません。PDFにして入れるか、表示を付けた写しを選んでください。"
            ),
            "look_only": _("この提供は「見るだけ」の条件が付いているため、写しは渡せません。"),
        }[self.code]


def put_content(
    actor: Actor, item: HandedItem, *, name: str, chunks: Iterable[bytes], shown_as: ShownAs, may_print: bool
) -> HandedItem:
    """Keep a file for one thing of a hand-over and say how it is shown; an older file of it is left behind.

    Raises `NotPut`, `NotAllowed`, `papers.kinds.KindRefused`, `outside.store.TooLarge`, `papers.store.EmptyFile`.
    """
    _require(actor, item)
    received = receive(actor, name=name, chunks=chunks)
    with transaction.atomic():
        row = _locked(item)
        _check(row, received.name, shown_as)
        before = facts_of.item(row)
        row.content, row.shown_as, row.may_print = keep(actor, received), shown_as, may_print
        row.sha256 = received.sha256
        row.save(update_fields=["content", "shown_as", "may_print", "sha256"])
        _record(actor, events.CONTENT_PUT, row, before)
        preparing.ask_for_pages(row.content, actor.person_id)
    return row


def decide_shown(actor: Actor, item: HandedItem, *, shown_as: ShownAs, may_print: bool) -> bool:
    """Say how the file that lies there is shown. False where nothing changes. Raises `NotPut`, `NotAllowed`."""
    _require(actor, item)
    with transaction.atomic():
        row = _locked(item)
        if (row.shown_as, row.may_print) == (shown_as, may_print):
            return False
        _check(row, row.content.name if row.content else "", shown_as)
        before = facts_of.item(row)
        row.shown_as, row.may_print = shown_as, may_print
        row.save(update_fields=["shown_as", "may_print"])
        _record(actor, events.SHOWN_AS, row, before)
    return True


def _require(actor: Actor, item: HandedItem) -> None:
    actor.require(Can.HAND_OVER_MAKE)
    if item.asset is not None:
        ledger.require_open(actor, item.asset)


def _locked(item: HandedItem) -> HandedItem:
    HandOver.objects.select_for_update(of=("self",)).get(pk=item.hand_over_id)
    row: HandedItem = HandedItem.objects.select_related("hand_over", "content").get(pk=item.pk)
    if row.hand_over.mode != Mode.SHARE_PAGE:
        raise NotPut("mode")
    if row.hand_over.state not in BEFORE:
        raise NotPut("gone")
    return row


def _check(row: HandedItem, name: str, shown_as: ShownAs) -> None:
    if shown_as == ShownAs.COPY:
        if NO_COPY in row.hand_over.conditions:
            raise NotPut("look_only")
        if name and not labelling.can_bear(name):
            raise NotPut("no_mark")
    elif name and not preparing.can_show(name):
        raise NotPut("no_pages")


def _record(actor: Actor, event: Event, row: HandedItem, before: dict[str, Any]) -> None:
    record(
        actor,
        event,
        kind="hand_over",
        thing_id=row.hand_over_id,
        number=row.hand_over.number,
        item=row.number,
        **between(before, facts_of.item(row), part=f"handed_item:{row.pk}", private=facts_of.ITEM_TEXTS),
    )
