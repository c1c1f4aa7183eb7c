"""クラウドサービス: what the house uses, what was promised in which terms, and what was found in use without asking."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.owned import Owned


class MayLie(models.TextChoices):
    """The highest grade that may lie there. The words are the ledger's, the knowledge is this list's alone."""

    NOTHING = "", _("何も置かない")
    PUBLIC = "public", _("公開してよいものだけ")
    INTERNAL = "internal", _("社外秘まで")
    SECRET = "secret", _("秘まで")
    TOP = "top", _("極秘まで")


class Agreed(models.TextChoices):
    """Whether the provider has promised to keep silent. A place on some list says nothing about it."""

    YES = "yes", _("約束がある")
    NO = "no", _("約束がない")
    UNKNOWN = "unknown", _("まだ確かめていない")


class CloudService(Owned):
    """A service under its name. `listing_number` is the registration number a person matched it with, opaque text.

    `agreed` repeats what the newest check sheet says, `review_on` when to look again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    provider = models.CharField(max_length=120, blank=True)
    used_for = models.CharField(max_length=200, blank=True)
    may_lie = models.CharField(max_length=10, choices=MayLie.choices, blank=True)
    owner = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    place = models.OneToOneField("places.Place", on_delete=models.PROTECT, related_name="cloud_service")
    agreed = models.CharField(max_length=8, choices=Agreed.choices, default=Agreed.UNKNOWN)
    review_on = models.DateField(null=True, blank=True)
    listing_number = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=400, blank=True)
    retired_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta(Owned.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class TermsSnapshot(Owned):
    """The terms as they stood on a day: a file with its hash, or the text itself. Nothing replaces a snapshot."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(CloudService, on_delete=models.PROTECT, related_name="terms")
    taken_on = models.DateField()
    url = models.CharField(max_length=500, blank=True)
    file = models.ForeignKey("papers.File", null=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64)
    note = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Owned.Meta):
        pass


class CloudReview(Owned):
    """One check sheet as it was filled in on a day.

    `answers`: `{item: {"answer": yes|no|unknown, "where": …, "note": …}}` with the items of `cloud_items`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(CloudService, on_delete=models.PROTECT, related_name="reviews")
    terms = models.ForeignKey(TermsSnapshot, null=True, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    answers = models.JSONField(default=dict)
    agreed = models.CharField(max_length=8, choices=Agreed.choices)
    reviewed_at = models.DateTimeField()
    reviewed_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Owned.Meta):
        pass


class ShadowDecision(models.TextChoices):
    """What became of a use that nobody had agreed to."""

    OPEN = "open", _("まだ決めていない")
    STOP = "stop", _("やめてもらう")
    ADMIT = "admit", _("確かめて使う")
    REPLACE = "replace", _("別のサービスに替える")


class ShadowUse(Owned):
    """見つけた無許可の利用: what was seen, where, and what was decided. It blames nobody: who used it is not asked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service_words = models.CharField(max_length=120)
    found_on = models.DateField()
    how = models.CharField(max_length=300)
    decision = models.CharField(max_length=8, choices=ShadowDecision.choices, default=ShadowDecision.OPEN)
    decision_note = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Owned.Meta):
        pass
