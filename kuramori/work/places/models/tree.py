"""The tree of places: a site, the buildings on it, and down to a cabinet, a folder or a person's head."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.owned import Owned


class PlaceKind(models.TextChoices):
    """What a place is (種類). A folder may lie in a server or a cloud service, a cabinet in a room."""

    SITE = "site", _("事業所")
    BUILDING = "building", _("建物")
    ZONE = "zone", _("区域")
    ROOM = "room", _("部屋")
    CABINET = "cabinet", _("棚・金庫")
    MACHINE = "machine", _("機械・設備")
    SERVER = "server", _("サーバー")
    FOLDER = "folder", _("フォルダー")
    CLOUD = "cloud", _("クラウド")
    HEAD = "head", _("人の頭の中")
    ELSEWHERE = "elsewhere", _("社外の預け先")


class Place(Owned):
    """One place. `parent` is empty for what stands by itself (a site, a cloud service, somebody's head).

    `path` is the names from the root down, joined by " / ", written anew by the verbs whenever a name or a parent
    changes. `person` is whose head it is (kind `head` only). `country` is an ISO 3166 code, "" in Japan.
    A place that is no longer used keeps its row: `retired_on` is its last day.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=PlaceKind.choices)
    name = models.CharField(max_length=80)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=700)
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    country = models.CharField(max_length=2, blank=True)
    note = models.CharField(max_length=400, blank=True)
    is_locked = models.BooleanField(null=True)
    retired_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta(Owned.Meta):
        indexes = [models.Index(fields=["organisation", "parent"], name="places_by_parent")]

    def __str__(self) -> str:
        return self.name
