"""Link: the only bearer credential for people without a session. Invitations are links, too: one table, one end."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes.manager import ScopedManager

from kuramori.ground.people.models.roster import Person
from kuramori.ground.people.owned import Owned, OwnedQuerySet
from kuramori.ground.people.sealed_text import SealedText


class Link(Owned):
    """Something that whoever holds its secret may open until it ends. Only the secret's hash is kept.

    It is bound to a person of the roster, or to somebody outside (name and address, sealed). `holder` is the same
    for every link of one person or one address, so that tries are counted across links; it tells nobody who it is.
    `used_at`: the moment it was used up; `uses`: how often it was opened, `most_uses` None where that is not limited.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(max_length=40)
    secret_hash = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    outside = SealedText(null=True, purpose="link")
    holder = models.CharField(max_length=64, blank=True)
    kind = models.CharField(max_length=40, blank=True)
    thing_id = models.CharField(max_length=64, blank=True)
    # Empty where no member made it: the one who runs the instance, or a command.
    issued_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    uses = models.PositiveIntegerField(default=0)
    most_uses = models.PositiveIntegerField(null=True, default=1)
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    # Codes that were not the right one, in all its time.
    wrong = models.PositiveIntegerField(default=0, db_default=0)

    class Meta(Owned.Meta):
        indexes = [models.Index(fields=["organisation", "kind", "thing_id"], name="people_link_by_thing")]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(outside__isnull=False),
                name="people_link_is_somebodys",
            ),
        ]


class LinkCode(Owned):
    """A one-time code of six digits for a link; of several only the newest opens it. Its keyed hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="codes")
    code_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        pass


class LinkTries(models.Model):
    """Wrong codes and codes asked for of one holder in the last hour: seconds, oldest first. Of the whole instance."""

    holder = models.CharField(max_length=64, primary_key=True)
    wrong = models.JSONField(default=list)
    asked = models.JSONField(default=list)


class InvitationPurpose(models.TextChoices):
    JOIN = "join", _("招待")
    PASSWORD = "password", _("パスワードの決め直し")


class _InvitationManager(models.Manager.from_queryset(OwnedQuerySet)):  # type: ignore[misc]
    """Only the links that are invitations."""

    def get_queryset(self) -> models.QuerySet[Link]:
        return super().get_queryset().filter(purpose__in=InvitationPurpose.values)


class Invitation(Link):
    """A link that lets somebody of the roster come in, once: to join, or with a new password."""

    if TYPE_CHECKING:
        # Never empty: an invitation is always somebody's of the roster.
        person: Person
        person_id: uuid.UUID

    objects = ScopedManager(  # type: ignore[misc]  # made while running
        organisation="organisation", _manager_class=_InvitationManager
    )

    class Meta(Owned.Meta):
        proxy = True
