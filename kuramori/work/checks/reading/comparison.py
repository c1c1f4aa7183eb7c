"""Two rounds side by side: score, figure over figure, what changed, and what the plan had to do with it."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass, replace

from django.db.models import Q
from django.utils.translation import gettext as _

from kuramori.outside import clock
from kuramori.press import svg
from kuramori.rules.answers import Answer as Given
from kuramori.rules.answers import Answered
from kuramori.rules.catalogue import Item, Pack
from kuramori.rules.figures import FEWEST, MOST, radar_shape
from kuramori.rules.scoring import Group, Number, Score, score
from kuramori.work.checks.given import as_given
from kuramori.work.checks.models import Answer, Plan, Sheet
from kuramori.work.checks.reading.packs import language, pack_of, text_of
from kuramori.work.checks.reading.people import name_of
from kuramori.work.checks.reading.result import score_of


@dataclass(frozen=True, slots=True)
class Round:
    """One of the two. `on` is the day it was finalised, or begun while it is a draft; `score` None: not complete."""

    id: uuid.UUID
    name: str
    on: datetime.date
    is_final: bool
    version: str
    score: int | None
    points: Number
    max: Number


@dataclass(frozen=True, slots=True)
class MeasureChange:
    """A measure group in both rounds; whole percents, None where nothing applies (`delta` then None too)."""

    mark: str
    title: str
    before: int | None
    after: int | None
    delta: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """An answer of one round: a level with its name, N/A with its reason, or neither (not answered)."""

    level: int | None
    name: str
    na_reason: str


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An item that is answered differently. `direction` is 1 up, -1 down, 0 where N/A or no answer is on one side."""

    id: str
    number: str
    title: str
    before: Standing
    after: Standing
    direction: int


@dataclass(frozen=True, slots=True)
class PlanEffect:
    """A plan of the earlier round and what became of it. `level` is where the item stands in the later round."""

    number: str
    action: str
    owner: str
    due_on: datetime.date | None
    done_on: datetime.date | None
    reaches: int | None
    level: int | None
    is_reached: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """`common` counts the items that both editions ask, out of `items`; the scores are those of the whole rounds.

    `delta` is in points of the score, None unless both are complete and of the same edition.
    """

    older: Round
    newer: Round
    is_same_edition: bool
    common: int
    items: int
    delta: int | None
    measures: tuple[MeasureChange, ...]
    changes: tuple[ItemChange, ...]
    unchanged: int
    effects: tuple[PlanEffect, ...]
    wide: str
    narrow: str

    @property
    def delta_down(self) -> int:
        """By how many points the score fell; 0 where it did not."""
        return max(-self.delta, 0) if self.delta is not None else 0


class OtherList(ValueError):
    """The two rounds answer different lists."""


def comparison(one: Sheet, other: Sheet) -> Comparison:
    """Two rounds of the same list, whichever order they are given in. Raises `OtherList`."""
    if one.pack_id != other.pack_id:
        raise OtherList(other.pack_id)
    older, newer = sorted([one, other], key=lambda sheet: sheet.begun_at)
    pack, before, after = pack_of(newer), _given(older), _given(newer)
    common = [item for item in pack.items if item.id in pack_of(older)]
    is_same = older.digest == newer.digest
    first, second = _round(older), _round(newer)
    counted = (score_of(older), score_of(newer)) if is_same else _common_scores(pack, common, before, after)
    measures = _measures(pack, *counted)
    changes = _changes(pack, [item.id for item in common], before, after)
    wide, narrow = _figures(pack, *counted)
    return Comparison(
        older=first,
        newer=second,
        is_same_edition=is_same,
        common=len(common),
        items=len(pack.items),
        delta=_difference(first.score, second.score) if is_same else None,
        measures=measures,
        changes=changes,
        unchanged=len(common) - len(changes),
        effects=_effects(older, newer, pack, after),
        wide=wide,
        narrow=narrow,
    )


def _given(sheet: Sheet) -> dict[str, Given]:
    return as_given(Answer.objects.filter(sheet=sheet))


def _round(sheet: Sheet) -> Round:
    total = score_of(sheet).total
    return Round(
        id=sheet.pk,
        name=sheet.name,
        on=clock.day_of(sheet.finalised_at or sheet.begun_at),
        is_final=sheet.is_final,
        version=sheet.version,
        score=total.score,
        points=total.points,
        max=total.max,
    )


def _common_scores(
    pack: Pack, common: list[Item], before: dict[str, Given], after: dict[str, Given]
) -> tuple[Score, Score]:
    """Both rounds counted over the items that both editions ask, by the newer edition's groups and weights."""
    ids = {item.id for item in common}
    # Another digest: what the scoring remembers about a whole pack must not be taken for this part of it.
    part = replace(pack, items=tuple(common), digest=f"{pack.digest}:{len(common)}")
    best = pack.profile.best

    def kept(given: dict[str, Given]) -> dict[str, Given]:
        return {
            item: answer
            for item, answer in given.items()
            if item in ids and not (isinstance(answer, Answered) and answer.level > best)
        }

    return score(part, kept(before)), score(part, kept(after))


def _measures(pack: Pack, before: Score, after: Score) -> tuple[MeasureChange, ...]:
    text = text_of(pack)
    return tuple(
        MeasureChange(
            mark=measure.mark,
            title=text.measures[measure.id].short,
            before=first.percent,
            after=second.percent,
            delta=_difference(first.percent, second.percent),
        )
        for measure, first, second in zip(pack.measures, before.measures, after.measures, strict=True)
    )


def _changes(
    pack: Pack, items: list[str], before: dict[str, Given], after: dict[str, Given]
) -> tuple[ItemChange, ...]:
    text = text_of(pack)
    return tuple(
        ItemChange(
            id=item,
            number=pack.item(item).number,
            title=text.items[item].title,
            before=_standing(pack, before.get(item)),
            after=_standing(pack, after.get(item)),
            direction=_direction(before.get(item), after.get(item)),
        )
        for item in items
        if before.get(item) != after.get(item)
    )


def _standing(pack: Pack, given: Given | None) -> Standing:
    if given is None:
        return Standing(None, "", "")
    if isinstance(given, Answered):
        return Standing(given.level, text_of(pack).levels[given.level].name, "")
    return Standing(None, text_of(pack).na_name, given.reason)


def _direction(before: Given | None, after: Given | None) -> int:
    if isinstance(before, Answered) and isinstance(after, Answered):
        return (after.level > before.level) - (after.level < before.level)
    return 0


def _effects(older: Sheet, newer: Sheet, pack: Pack, after: dict[str, Given]) -> tuple[PlanEffect, ...]:
    """Plans made before the newer round began, and done neither before the older one nor dropped."""
    begun = clock.day_of(older.finalised_at or older.begun_at)
    plans = Plan.objects.filter(planned_at__lt=newer.begun_at, dropped_at__isnull=True).filter(
        Q(done_on__isnull=True) | Q(done_on__gte=begun)
    )
    return tuple(
        _effect(plan, pack, after)
        for plan in plans.select_related("owner").order_by("done_on", "due_on")
        if plan.item in pack
    )


def _effect(plan: Plan, pack: Pack, after: dict[str, Given]) -> PlanEffect:
    given = after.get(plan.item)
    level = given.level if isinstance(given, Answered) else None
    return PlanEffect(
        number=pack.item(plan.item).number,
        action=plan.action,
        owner=name_of(plan.owner),
        due_on=plan.due_on,
        done_on=plan.done_on,
        reaches=plan.reaches,
        level=level,
        is_reached=level is not None and plan.reaches is not None and level >= plan.reaches,
    )


def _figures(pack: Pack, before: Score, after: Score) -> tuple[str, str]:
    """The newer round solid, the older one dashed beneath it; nothing for a list with too few or too many groups."""
    if not FEWEST <= len(pack.measures) <= MOST:
        return "", ""
    text = pack.text(language())
    now, then = _shares(after.measures), _shares(before.measures)
    labels = [
        svg.Label(measure.mark, text.measures[measure.id].short, _note(first, second))
        for measure, first, second in zip(pack.measures, before.measures, after.measures, strict=True)
    ]
    title = _("2回の形を重ねた図")
    desc = _("実線が新しい回、点線が古い回です。同じ数字を下の表に示しています。")
    wide = svg.radar(
        radar_shape(now, then, "wide"), labels, svg.Caption("cw", title, desc), svg.WIDE, "radar radar--wide"
    )
    narrow = svg.radar(
        radar_shape(now, then, "narrow"),
        labels,
        svg.Caption("cn", title, desc),
        svg.NARROW,
        "radar radar--narrow",
    )
    return wide, narrow


def _note(before: Group, after: Group) -> str:
    return " → ".join("–" if group.percent is None else f"{group.percent}%" for group in (before, after))


def _shares(groups: tuple[Group, ...]) -> list[float | None]:
    return [group.share for group in groups]


def _difference(before: int | None, after: int | None) -> int | None:
    return None if before is None or after is None else after - before
