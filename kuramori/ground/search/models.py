"""What can be looked for: the texts of a thing, and the number under which an organisation's words stand."""

from __future__ import annotations

from django.db import models

from kuramori.ground.people.owned import Owned


class Shelf(Owned):
    """An organisation's number in the index: it stands before each of its words, so that nobody meets another's."""

    class Meta(Owned.Meta):
        constraints = [models.UniqueConstraint(fields=["organisation"], name="search_one_shelf")]


class Text(Owned):
    """One text of a thing, for one audience, as it is compared (`rules.tokens.normal`).

    `audience` names the permission that it takes to find the thing by this text, or "" for everybody in the house.
    Its words stand beside it: on SQLite in the FTS5 table `search_words` under the same number, on PostgreSQL in the
    column `words`, which Django does not know. Written only by `index`, which keeps both together.
    """

    kind = models.CharField(max_length=30)
    thing_id = models.CharField(max_length=40)
    audience = models.CharField(max_length=60, blank=True)
    plain = models.TextField()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "thing_id", "audience"], name="search_one_text_per_audience"
            )
        ]
        indexes = [models.Index(fields=["organisation", "id"], name="search_texts_in_order")]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing_id}"
