"""The columns of a row with days."""

from __future__ import annotations

from django.db import models

from kuramori.ground.people.owned import Owned


class Dated(Owned):
    """Holds from a day until a day, both included (None: open), as it was known from `recorded_at` on.

    Nothing is overwritten: a newer row is added and this one marked `superseded_at`. Written by `timeline`, read by
    `asof.held_on`.
    """

    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        abstract = True
