"""Which list of questions the portfolio is about, and how its items are called."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Sum
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kuramori.ground.packs import read as packs
from kuramori.rules.catalogue import Pack
from kuramori.work.requests.models import Request, RequestState, Tally

MOST_ROUNDS = 30
WENT = (RequestState.SENT, RequestState.CLOSED)


@dataclass(frozen=True, slots=True)
class PartOf:
    """A part of a list of questions with the ids of its items; `mark` is its sign, such as ①."""

    id: str
    mark: str
    title: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Questions:
    """One list of questions; `digest` is the edition most partners answered, `older` how many answered another.

    `titles` are "number title" by item id, in the list's order. Where the edition is lost, its ids stand for titles.
    """

    pack_id: str
    digest: str
    name: str
    partners: int
    older: int
    parts: tuple[PartOf, ...]
    titles: dict[str, str]


def choices() -> tuple[tuple[str, str], ...]:
    """The lists that were asked or answered: (id, name), the most answered first."""
    return tuple((pack_id, _name(pack_id)) for pack_id in _ids())


def questions(pack_id: str = "") -> Questions | None:
    """The list that was asked for, else the most answered one; None where nothing was asked yet."""
    known = _ids()
    if not known:
        return None
    chosen = pack_id if pack_id in known else known[0]
    editions = list(
        Tally.objects.filter(pack_id=chosen, partners__gt=0)
        .values_list("digest")
        .annotate(n=Sum("partners"))
        .order_by("-n", "digest")
    )
    if editions:
        digest = editions[0][0]
    else:
        asked = Request.objects.filter(pack_id=chosen, state__in=WENT).order_by("-made_at")
        digest = asked.values_list("digest", flat=True)[0]
    return _questions(chosen, digest, [n for _digest, n in editions])


def rounds(asked: Questions) -> tuple[tuple[str, str], ...]:
    """The newest requests over this list that went out: (id, number and title)."""
    rows = Request.objects.filter(pack_id=asked.pack_id, state__in=WENT).order_by("-made_at", "pk")
    told = rows.values_list("pk", "number", "title")[:MOST_ROUNDS]
    return tuple((str(key), f"{number} {title}") for key, number, title in told)


def _ids() -> tuple[str, ...]:
    answered = Tally.objects.filter(partners__gt=0).values_list("pack_id").annotate(n=Sum("partners"))
    found = [pack_id for pack_id, _n in answered.order_by("-n", "pack_id")]
    asked = Request.objects.filter(state__in=WENT).order_by("pack_id").values_list("pack_id", flat=True)
    return tuple(dict.fromkeys([*found, *asked.distinct()]))


def _questions(pack_id: str, digest: str, counted: list[int]) -> Questions:
    partners, older = (counted[0], sum(counted[1:])) if counted else (0, 0)
    try:
        pack = packs.by_digest(digest)
    except packs.PackLost:
        return Questions(pack_id, digest, pack_id, partners, older, (), {})
    text = pack.text(get_language() or "ja")
    titles = {one.id: f"{one.number} {text.items[one.id].title}".strip() for one in pack.items}
    parts = tuple(
        PartOf(
            one.id,
            one.mark,
            text.measures[one.id].title,
            tuple(item.id for item in pack.items_of_measure(one.id)),
        )
        for one in pack.measures
    )
    return Questions(pack_id, digest, text.title, partners, older, parts, titles)


def _name(pack_id: str) -> str:
    pack: Pack | None = packs.find(pack_id)
    return pack.text(get_language() or "ja").title if pack else pack_id


def class_name(klass: str) -> str:
    """What a class is called; "" where nobody decided."""
    return klass or _("区分なし")
