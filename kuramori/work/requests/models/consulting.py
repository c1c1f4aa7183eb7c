"""価格・費用の協議: who asked for talks, what was answered, what was agreed; each side keeps its own rows."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.owned import Owned
from kuramori.work.requests.models.moves import Told


class TalkState(models.TextChoices):
    """Where a talk is."""

    ASKED = "asked", _("答え待ち")
    ANSWERED = "answered", _("答えあり・相談中")
    AGREED = "agreed", _("合意")
    ENDED = "ended", _("合意せずに終えた")


class TalkStep(models.TextChoices):
    """One step, as `rules.statements.bodies_asking.TalkStep` names it."""

    ASKED = "asked", _("協議を求めた")
    ANSWERED = "answered", _("答えた")
    AGREED = "agreed", _("合意した")
    ENDED = "ended", _("合意せずに終えた")


class Consultation(Owned):
    """One talk. `is_asked_by_us`: whether we are the side that wants to talk about a price; `is_begun_here`: whether
    it was first written down by us. `asked`: behind whose link it
    was asked for. The columns say where the steps have led (`rules.requests.talk_states`); money is
    in yen."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20)
    partner = models.ForeignKey("contacts.Partner", on_delete=models.PROTECT, related_name="+")
    gap = models.ForeignKey(
        "requests.Gap", null=True, blank=True, on_delete=models.PROTECT, related_name="talks"
    )
    asked = models.ForeignKey(
        "requests.Asked", null=True, blank=True, on_delete=models.PROTECT, related_name="talks"
    )
    topic = models.CharField(max_length=200)
    is_asked_by_us = models.BooleanField()
    is_begun_here = models.BooleanField(default=True)
    thread = models.UUIDField(default=uuid.uuid4)
    state = models.CharField(max_length=8, choices=TalkState.choices, default=TalkState.ASKED)
    asked_on = models.DateField()
    asked_yen = models.PositiveBigIntegerField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    agreed_on = models.DateField(null=True, blank=True)
    agreed_yen = models.PositiveBigIntegerField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    last = models.PositiveIntegerField(default=1)
    turn = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="requests_talk_number_once")
        ]
        indexes = [
            models.Index(fields=["organisation", "state", "asked_on"], name="requests_talks_by_state"),
            models.Index(fields=["partner", "asked_on"], name="requests_talks_of_a_partner"),
        ]

    def __str__(self) -> str:
        return self.number


class ConsultationStep(Owned):
    """One step. `is_written_here`: in our house; `is_ours`: whether it is our step or theirs."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="steps")
    turn = models.PositiveIntegerField()
    is_written_here = models.BooleanField()
    is_ours = models.BooleanField()
    step = models.CharField(max_length=8, choices=TalkStep.choices)
    upon = models.PositiveIntegerField(default=0)
    on = models.DateField()
    yen = models.PositiveBigIntegerField(null=True, blank=True)
    words = models.CharField(max_length=1_000, blank=True)
    person = models.CharField(max_length=120, blank=True)
    way = models.CharField(max_length=8, choices=Told.choices, default=Told.PAGE)
    recorded_at = models.DateTimeField()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "turn", "is_written_here"], name="requests_one_step_per_turn"
            )
        ]


class ConsultationPaper(Owned):
    """A paper of a talk: an estimate, minutes, a letter. `given_by`: who of the partner gave it behind a link; "" where
    one of us attached it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="papers")
    title = models.CharField(max_length=120)
    file = models.ForeignKey("papers.File", on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    given_by = models.CharField(max_length=120, blank=True)
    added_at = models.DateTimeField()

    class Meta(Owned.Meta):
        pass
