"""Which papers there are, and the plain values of each; the templates lie beside this file."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.outside import clock
from kuramori.press import qr
from kuramori.press.pdf import pdf
from kuramori.work.places import read
from kuramori.work.places.models import PlaceKind

HERE = Path(__file__).parent
LABELLED = frozenset(PlaceKind) - {PlaceKind.HEAD}

# What a paper is about: `place_url` turns the id of a place into its whole address; `choice` narrows it.
Gather = Callable[["Asked"], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for a paper, how addresses are made, and what the address asked for (`?place=…`)."""

    actor: Actor
    address: Callable[[str], str]
    wanted: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper: its title for people, its template, and where its values come from."""

    title: str | Promise
    says: str | Promise
    template: str
    gather: Gather


def _key_ledger(asked: Asked) -> Mapping[str, Any]:
    keys = read.keys_page().keys
    return {
        "heads": [_("鍵"), _("開く場所"), _("持っている人"), _("渡した日"), _("返す日"), _("確認")],
        "rows": [
            [
                f"{copy.number} {key.name}",
                _("、").join(name for _id, name in key.places) or "—",
                _("紛失") if copy.lost_on else copy.holder or key.box or _("鍵箱"),
                _day(copy.since),
                _day(copy.due_on),
                "",
            ]
            for key in keys
            for copy in key.copies
        ],
        "widths": [1.7, 1.5, 1.4, 1.0, 1.0, 0.6],
        "empty": _("鍵がまだ載っていません。"),
    }


def _key_tags(asked: Asked) -> Mapping[str, Any]:
    return {
        "tags": [
            {
                "number": copy.number,
                "name": key.name,
                "qr": qr.svg(asked.address(f"places/keys/{key.id}/")),
            }
            for key in read.keys_page().keys
            for copy in key.copies
            if copy.lost_on is None
        ],
        "back": _("拾った方は、総務へお届けください。"),
        "empty": _("鍵がまだ載っていません。"),
    }


def _place_labels(asked: Asked) -> Mapping[str, Any]:
    root = asked.wanted.get("place", "")
    lines = [line for line in read.in_order(read.tree().roots) if line.kind in LABELLED]
    return {
        "labels": [
            {
                "name": line.name,
                "where": line.above,
                "kind": line.kind_label,
                "qr": qr.svg(asked.address(f"places/{line.id}/")),
            }
            for line in lines
            if root in {"", str(line.id)}
        ],
        "empty": _("場所がまだ書かれていません。"),
    }


def _day(value: datetime.date | None) -> str:
    return f"{value.year}/{value.month}/{value.day}" if value else ""


PAPERS: dict[str, Paper] = {
    "key_ledger": Paper(
        gettext_lazy("鍵の台帳"),
        gettext_lazy("だれがどの鍵を持っているかの一覧です。棚卸しの紙にもなります。"),
        "list.typ",
        _key_ledger,
    ),
    "key_tags": Paper(
        gettext_lazy("鍵の札"),
        gettext_lazy("切り取って鍵に付けます。どこの鍵かは、札を拾った人には分かりません。"),
        "key_tags.typ",
        _key_tags,
    ),
    "place_labels": Paper(
        gettext_lazy("場所の QR ラベル"),
        gettext_lazy("棚や部屋に貼ります。読みとると、その場所のページが開きます。"),
        "labels.typ",
        _place_labels,
    ),
}


def printed(what: str, asked: Asked) -> tuple[str, bytes]:
    """The file's name and its bytes. Raises `KeyError` for a paper there is none of, and a `PressFault`."""
    paper, today = PAPERS[what], clock.today()
    values = {
        "title": str(paper.title),
        "organisation": asked.actor.organisation.name,
        "made_on": _day(today),
        "lang": (get_language() or "ja").split("-")[0],
        **paper.gather(asked),
    }
    return f"{paper.title}.pdf", pdf(HERE / paper.template, values, made_on=today)
