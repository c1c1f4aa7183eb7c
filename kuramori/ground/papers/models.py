from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.owned import Owned
from kuramori.ground.people.sealed_text import SealedText


class File(Owned):
    """A file that was handed in. The bytes lie in the store under their hash; `name` is what people called it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_at = models.DateTimeField()
    stored_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Owned.Meta):
        pass


class Text(Owned):
    """A text that people accept, frozen: it never changes, a new wording is a new row.

    `kind` says what it is for (`places:device_rule`), `sha256` is of `title`, a line feed and `body` in UTF-8: the
    same wording is one row. Of one kind the newest (`frozen_at`) is the one in force.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=120)
    body = SealedText(purpose="text")
    sha256 = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "sha256"], name="papers_text_is_frozen_once"
            )
        ]


class Way(models.TextChoices):
    """How somebody accepted a text."""

    SCREEN = "screen", _("画面で")
    TABLET = "tablet", _("受付のタブレットで")
    LINK = "link", _("リンクの先で")
    PAPER = "paper", _("紙に署名して")


class Acceptance(Owned):
    """That somebody accepted exactly this text: who (somebody of the roster or, by `name`, of elsewhere), how, when.

    `kind` and `thing_id` say on what occasion; `noted_by` is who took a paper in or stood beside the tablet.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="acceptances")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    name = SealedText(null=True, purpose="text")
    way = models.CharField(max_length=10, choices=Way.choices)
    kind = models.CharField(max_length=40, blank=True)
    thing_id = models.CharField(max_length=64, blank=True)
    accepted_at = models.DateTimeField()
    noted_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Owned.Meta):
        indexes = [models.Index(fields=["organisation", "kind", "thing_id"], name="papers_accepted_by_thing")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False) | models.Q(name__isnull=False),
                name="papers_acceptance_is_somebodys",
            )
        ]
