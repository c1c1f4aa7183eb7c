"""Everyday verbs in a drawn order: what people are doing while something goes wrong.

Each doing looks up what it needs by itself, so that it can be tried again after a fault. One that finds nothing to do,
or is refused by a rule of the house, changes nothing.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from kuramori.ground.packs import read as packs
from kuramori.ground.people.actor import Actor
from kuramori.rules.catalogue import Pack
from kuramori.work.checks.answer import answer
from kuramori.work.checks.begin import begin
from kuramori.work.checks.evidence import attach_link, remove_evidence
from kuramori.work.checks.models import Answer, Evidence, Plan, Sheet, State
from kuramori.work.checks.note import mark_of, note
from kuramori.work.checks.plan import Wanted, drop_plan, finish_plan, plan

Doing = Callable[["Scene"], None]


@dataclass(frozen=True, slots=True)
class Scene:
    """Who acts, with which pack, and the dice: the same seed in the same state does the same."""

    actor: Actor
    pack: Pack
    dice: random.Random

    @property
    def draft(self) -> Sheet:
        """The newest draft; one is begun where there is none."""
        found = Sheet.objects.filter(state=State.DRAFT).order_by("-begun_at", "pk").first()
        return found or begin(self.actor, self.pack)

    @property
    def item(self) -> str:
        return self.dice.choice([item.id for item in self.pack.items])


def scene(actor: Actor, seed: int) -> Scene:
    pack = packs.find("jp/meti/tics")
    if pack is None:
        raise LookupError("jp/meti/tics")
    return Scene(actor, pack, random.Random(seed))


def begin_another(on: Scene) -> None:
    begin(on.actor, on.pack, name=f"第{on.dice.randrange(1000)}回")


def answer_an_item(on: Scene) -> None:
    sheet, item = on.draft, on.item
    stands = Answer.objects.filter(sheet=sheet, item=item).first()
    level = (stands.level + 1) % 4 if stands and stands.level is not None else on.dice.randrange(4)
    answer(on.actor, sheet, on.pack, item, value=level, revision=stands.revision if stands else 0)


def show_evidence(on: Scene) -> None:
    attach_link(on.actor, on.draft, on.pack, on.item, title=f"書庫Bの{on.dice.randrange(9)}段目")


def take_evidence_off(on: Scene) -> None:
    found = Evidence.objects.filter(removed_at__isnull=True, sheet__state=State.DRAFT).order_by("pk").first()
    if found:
        remove_evidence(on.actor, found, on.pack)


def write_a_note(on: Scene) -> None:
    sheet = on.draft
    note(
        on.actor, sheet, name=sheet.name, official_score=None, text=str(on.dice.random()), seen=mark_of(sheet)
    )


def plan_an_action(on: Scene) -> None:
    plan(on.actor, on.draft, on.pack, on.item, Wanted(action=f"鍵を付ける {on.dice.randrange(99)}"))


def finish_or_drop_a_plan(on: Scene) -> None:
    made = Plan.objects.filter(done_on__isnull=True, dropped_at__isnull=True).order_by("pk").first()
    if made:
        (finish_plan if on.dice.random() < 0.5 else drop_plan)(on.actor, made, on.pack)


ALL: tuple[Doing, ...] = (
    begin_another,
    answer_an_item,
    show_evidence,
    take_evidence_off,
    write_a_note,
    plan_an_action,
    finish_or_drop_a_plan,
)
