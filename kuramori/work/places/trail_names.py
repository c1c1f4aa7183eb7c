"""What the trail calls places, keys, visits, devices, take-outs and cloud services."""

from __future__ import annotations

import functools

from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.named import day_of, found_in, rows_of
from kuramori.ground.people.roles import Can
from kuramori.ground.trail import finding
from kuramori.ground.trail.naming import register
from kuramori.work.places import models
from kuramori.work.places.countries import named

_rows = functools.partial(rows_of, can=Can.PLACE_READ)

register("place", _("保管場所"), _rows(models.Place, lambda row: row.path))
register("drawing", _("見取り図"), _rows(models.Drawing, lambda row: row.place.path, related=["place"]))
register("key", _("鍵"), _rows(models.Key, lambda row: f"{row.number} {row.name}"))
register(
    "keycopy",
    _("鍵の一本"),
    _rows(models.KeyCopy, lambda row: f"{row.key.number} {row.mark}", related=["key"]),
)
register(
    "keyopening",
    _("開く場所"),
    _rows(models.KeyOpening, lambda row: f"{row.key.number} {row.place.path}", related=["key", "place"]),
)
register("key_count", _("鍵の棚卸し"), _rows(models.KeyCount, lambda row: day_of(row.counted_on)))
# Never by the reception number: whoever knows one may speak of that visit at the desk.
register("visit", _("来訪"), _rows(models.Visit, lambda row: f"{row.company} {day_of(row.on)}"))
register("visitor", _("来訪の方"), _rows(models.Visitor, lambda row: row.name), tells_who=True)
register("visitor_log", _("来訪の記録"), _rows(models.LogCheck, lambda row: f"{row.month:%Y/%m}"))
register("route", _("見学コース"), _rows(models.Route, lambda row: row.name))
register("device", _("端末・媒体"), _rows(models.Device, lambda row: f"{row.number} {row.name}".strip()))
register("device_count", _("台数棚卸し"), _rows(models.DeviceCount, lambda row: row.name))
register(
    "device_count_line",
    _("棚卸しの一行"),
    _rows(
        models.DeviceCountLine,
        lambda row: row.device.number if row.device else row.words,
        related=["device"],
    ),
)
register(
    "software",
    _("ソフト"),
    _rows(models.Software, lambda row: f"{row.name}（{row.device.number}）", related=["device"]),
)
# What goes out may be a secret of another room: the day and whoever asked say enough.
register(
    "take_out",
    _("持出し"),
    _rows(
        models.TakeOut,
        lambda row: f"{day_of(row.asked_at)} {row.asked_by.name if row.asked_by else ''}".strip(),
        related=["asked_by"],
    ),
    tells_who=True,
)
register(
    "take_out_rule",
    _("持出しの決まり"),
    _rows(models.TakeOutRule, lambda row: named(row.country) or row.kind),
)
register(
    "trip",
    _("海外出張"),
    _rows(
        models.Trip,
        lambda row: f"{row.person.name} {named(row.country)} {day_of(row.from_on)}",
        related=["person"],
    ),
    tells_who=True,
)
register("cloud_service", _("クラウド"), _rows(models.CloudService, lambda row: row.name))
_of_service = functools.partial(_rows, related=["service"])
register(
    "terms_snapshot",
    _("規約の写し"),
    _of_service(models.TermsSnapshot, lambda row: f"{row.service.name} {day_of(row.taken_on)}"),
)
register(
    "cloud_review",
    _("クラウドの見直し"),
    _of_service(models.CloudReview, lambda row: f"{row.service.name} {day_of(row.on)}"),
)
register("shadow_use", _("見つけた利用"), _rows(models.ShadowUse, lambda row: row.service_words))
register("listing", _("登録一覧"), _rows(models.Listing, lambda row: day_of(row.as_of_on)))
register("listing", _("登録一覧"), _rows(models.ListingDraft, lambda row: day_of(row.made_at)))

_found = functools.partial(found_in, can=Can.PLACE_READ)
finding.register("place", _found(models.Place, "path"))
finding.register("key", _found(models.Key, "number", "name"))
finding.register("visit", _found(models.Visit, "company"))
finding.register("visitor", _found(models.Visitor, "name"))
finding.register("route", _found(models.Route, "name"))
finding.register("device", _found(models.Device, "number", "name"))
finding.register("cloud_service", _found(models.CloudService, "name"))
finding.register("shadow_use", _found(models.ShadowUse, "service_words"))
