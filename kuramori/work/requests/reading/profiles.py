"""What pages show of 求める水準 and 区分け."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Subquery

from kuramori.ground.contacts.kinds import labels
from kuramori.ground.contacts.models import Partner
from kuramori.ground.packs import read as packs
from kuramori.ground.packs.read import PackLost
from kuramori.rules.requests.requirements import read_requirements
from kuramori.work.requests.asking_content import is_english, tiers
from kuramori.work.requests.matching import UNDECIDED, Choice, matching
from kuramori.work.requests.models import Profile, Tiering

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class ProfileLine:
    row: Profile
    pack: str
    items: int
    critical: int
    equivalents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TierLine:
    """One partner with its class, None where it has none yet."""

    partner: Partner
    kinds: tuple[str, ...]
    tiering: Tiering | None


@dataclass(frozen=True, slots=True)
class TierPage:
    """`classes`: how many partners stand in each class, and words for those the table knows."""

    lines: tuple[TierLine, ...]
    total: int
    number: int
    pages: int
    classes: tuple[tuple[str, str, int], ...]
    undecided: int


def current() -> list[Profile]:
    """The newest edition of each profile that is in use, by class and name."""
    newest = Profile.objects.filter(series=OuterRef("series")).order_by("-edition").values("edition")[:1]
    rows = Profile.objects.filter(edition=Subquery(newest), retired_at__isnull=True)
    return list(rows.order_by("klass", "name"))


def profile_lines() -> tuple[ProfileLine, ...]:
    return tuple(line_of(one) for one in current())


def line_of(row: Profile) -> ProfileLine:
    said = read_requirements(row.content)
    return ProfileLine(
        row,
        pack_title(row),
        len(said.required),
        sum(one.is_critical for one in said.required),
        tuple(one.words for one in said.equivalents),
    )


def pack_title(row: Profile) -> str:
    """What the pack calls itself; its id where no text is left of it."""
    try:
        return packs.by_digest(row.digest).text("en" if is_english() else "ja").short_title
    except PackLost:
        return row.pack_id


def editions(row: Profile) -> list[Profile]:
    """All editions, the newest first."""
    return list(Profile.objects.filter(series=row.series).select_related("made_by").order_by("-edition"))


def standing_of(partner: Partner) -> Tiering | None:
    """The class that counts today."""
    row: Tiering | None = (
        Tiering.objects.filter(partner=partner, superseded_at__isnull=True)
        .select_related("decided_by")
        .first()
    )
    return row


def tier_page(choice: Choice, number: int) -> TierPage:
    """Fifty partners, and a sum over the index of classes."""
    rows = matching(choice)
    total = rows.count()
    pages = max(1, -(-total // PER_PAGE))
    number = min(max(1, number), pages)
    shown = list(rows[(number - 1) * PER_PAGE : number * PER_PAGE])
    known: Mapping[uuid.UUID, Tiering] = {
        one.partner_id: one for one in Tiering.objects.filter(partner__in=shown, superseded_at__isnull=True)
    }
    lines = tuple(TierLine(one, tuple(labels(one.kinds)), known.get(one.pk)) for one in shown)
    return TierPage(lines, total, number, pages, classes(), matching(Choice(klass=UNDECIDED)).count())


def classes() -> tuple[tuple[str, str, int], ...]:
    """Every class that the table or the house knows, its words, and how many partners are in it."""
    rows = Tiering.objects.filter(superseded_at__isnull=True).order_by().values_list("klass")
    counts = dict(rows.annotate(Count("pk")))
    known = {one.klass: one.words for one in tiers().classes}
    own = sorted({*counts, *(one.klass for one in current())} - known.keys())
    return tuple((klass, known.get(klass, ""), counts.get(klass, 0)) for klass in (*known, *own))
