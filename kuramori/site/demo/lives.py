"""What happened to the secrets of the invented companies: decisions, copies, a review, rounds, and one that went."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Person
from kuramori.work.ledger import deciding, disposing, life, reviewing, rounds, tasks_of
from kuramori.work.ledger.fields import Known
from kuramori.work.ledger.models import (
    Asset,
    Found,
    Grade,
    PriorKind,
    ReviewChoice,
    RoundKind,
    Route,
    Stage,
    Stop,
    Task,
)
from kuramori.work.ledger.prior_use import PriorWanted, add_prior

Standing = Callable[[str], AbstractContextManager[None]]
PRIOR = (
    (PriorKind.DRAWING, "仕様書 初版", "2018-11-20", "書庫B 3段目"),
    (PriorKind.TRIAL, "試作1号の測定表", "2019-02-08", ""),
    (PriorKind.SHIPMENT, "はじめての出荷伝票", "2019-04-12", "経理の倉庫"),
)


def live_on(steward: Actor, staff: Actor, owner: Person, standing: Standing) -> None:
    """Inside the scope of one company that has a K-001; nothing for another."""
    first = Asset.objects.filter(number="K-001").first()
    if first is None:
        return
    with standing("2026-09-02"):
        _decide(steward, first)
    with standing("2026-09-09"):
        _copies(steward, first)
    with standing("2026-10-07"):
        _review(steward)
    with standing("2026-10-30"):
        _closing(staff)
    with standing("2026-11-06"):
        _stock(steward)
    with standing("2026-11-13"):
        _let_go(steward, owner)


def _decide(actor: Actor, asset: Asset) -> None:
    proposed = deciding.proposed_route({"kept": True})
    deciding.decide_route(actor, asset, Route(proposed.route), proposed.why)
    compared = ("patents", "catalogues", "exhibitions")
    deciding.check_public(actor, asset, deciding.PublicCheck(Known.NOT_KNOWN, compared))
    for kind, title, of_on, kept_at in PRIOR:
        # Of a file that nobody has: the invented companies keep theirs at home and only its hash here.
        sha256 = "" if kept_at else hashlib.sha256(title.encode()).hexdigest()
        wanted = PriorWanted(kind, title, datetime.date.fromisoformat(of_on), sha256=sha256, kept_at=kept_at)
        add_prior(actor, asset, wanted)


def _copies(actor: Actor, asset: Asset) -> None:
    life.make_copy(actor, asset, life.CopyWanted(holder=asset.keeper, note="現場の控え"))
    spare = life.make_copy(actor, asset, life.CopyWanted(to_whom="外注の立会い用"))
    life.take_copy_back(actor, spare, note="裁断しました")
    life.note_use(actor, asset, "段取り替えの前に条件を確かめた")


def _review(actor: Actor) -> None:
    assets = list(reviewing.reviewable(actor)[:6])
    answers = {one.pk: reviewing.Answered(ReviewChoice.SAME) for one in assets}
    if len(assets) > 1:
        answers[assets[-1].pk] = reviewing.Answered(ReviewChoice.CHANGE, "置き場所の名前が古い")
    reviewing.review_all(actor, answers)
    task = Task.objects.filter(done_on__isnull=True).first()
    if task is not None:
        tasks_of.finish_task(actor, task, "いまの場所の名前に直しました")


def _closing(actor: Actor) -> None:
    try:
        walk = rounds.begin_round(actor, RoundKind.CLOSING)
    except rounds.NothingToSee:
        return
    stops = Stop.objects.filter(round=walk)
    rounds.see_all(actor, walk, {stop.pk: rounds.Seen(Found.THERE) for stop in stops})
    rounds.close_round(actor, walk)


def _stock(actor: Actor) -> None:
    try:
        walk = rounds.begin_round(actor, RoundKind.STOCK)
    except rounds.NothingToSee:
        return
    stops = list(Stop.objects.filter(round=walk).order_by("position"))
    seen = {stop.pk: rounds.Seen(Found.THERE) for stop in stops}
    seen[stops[0].pk] = rounds.Seen(Found.UNMARKED, "背表紙にも付けたい")
    rounds.see_all(actor, walk, seen)
    rounds.close_round(actor, walk)


def _let_go(actor: Actor, owner: Person) -> None:
    """The lightest one that is nobody else's goes; the most secret ones stay."""
    gone = (
        Asset.objects.filter(stage=Stage.ADMITTED, grade=Grade.INTERNAL, origin="own")
        .exclude(number="K-001")
        .order_by("-number")
        .first()
    )
    if gone is not None and Asset.objects.filter(stage=Stage.ADMITTED).count() > 5:
        disposing.dispose(actor, gone, disposing.Way("paper:shred", "新しい版に替わった", witness=owner))
