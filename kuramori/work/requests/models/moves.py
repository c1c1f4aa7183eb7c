"""What was done and said about a gap, by both sides: every move is kept, and together they say where it is."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.owned import Owned
from kuramori.work.requests.models.choices import Side


class Step(models.TextChoices):
    """A move, as `rules.statements.bodies_asking.GapStep` names it."""

    OPENED = "opened", _("ギャップを挙げた")
    PROPOSED = "proposed", _("計画の案を出した")
    AGREED = "agreed", _("計画に合意した")
    GIVEN_BACK = "given_back", _("もう一度相談をお願いした")
    STARTED = "started", _("始めた")
    EVIDENCE = "evidence", _("できたと知らせた")
    CLOSED = "closed", _("確かめて終えた")
    ACCEPTED = "accepted", _("代わりの方法を認めた")
    WITHDRAWN = "withdrawn", _("求めを取り下げた")
    SUPPORTED = "supported", _("手伝えることを伝えた")
    PROTECTED = "protected", _("それまでの守り方を決めた")


class Told(models.TextChoices):
    """How it came into our records."""

    PAGE = "page", _("画面で")
    PHONE = "phone", _("電話などで聞いて")
    LINK = "link", _("リンクの画面で")
    REPLY = "reply", _("回答書から")
    CHANNEL = "channel", _("相手の蔵守から")


class GapMove(Owned):
    """One move. `house`: on whose side it was written down; `part`: whose move it is; `upon`: what it answers.

    `turn` and `house` put all moves of both sides into one order (`rules.requests.gap_states`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    gap = models.ForeignKey("requests.Gap", on_delete=models.PROTECT, related_name="moves")
    turn = models.PositiveIntegerField()
    house = models.CharField(max_length=6, choices=Side.choices)
    part = models.CharField(max_length=6, choices=Side.choices)
    step = models.CharField(max_length=10, choices=Step.choices)
    upon = models.PositiveIntegerField(default=0)
    plan = models.CharField(max_length=400, blank=True)
    plan_on = models.DateField(null=True, blank=True)
    interim = models.CharField(max_length=400, blank=True)
    support = models.CharField(max_length=400, blank=True)
    words = models.CharField(max_length=400, blank=True)
    person = models.CharField(max_length=120, blank=True)
    way = models.CharField(max_length=8, choices=Told.choices, default=Told.PAGE)
    made_at = models.DateTimeField()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["gap", "turn", "house"], name="requests_one_move_per_turn")
        ]


class GapNote(Owned):
    """A comment; both sides read it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    gap = models.ForeignKey("requests.Gap", on_delete=models.PROTECT, related_name="notes")
    part = models.CharField(max_length=6, choices=Side.choices)
    words = models.CharField(max_length=1_000)
    person = models.CharField(max_length=120, blank=True)
    way = models.CharField(max_length=8, choices=Told.choices, default=Told.PAGE)
    made_at = models.DateTimeField()

    class Meta(Owned.Meta):
        pass
