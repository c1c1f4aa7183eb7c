"""What the trail calls help, visits and good practice."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.named import rows_of
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.naming import register
from kuramori.work.requests import models

register(
    "offered_help",
    _("手伝い"),
    rows_of(models.OfferedHelp, lambda row: row.partner.name, can=Can.REQUEST_READ, related=("partner",)),
)
register(
    "partner_visit", _("訪問"), rows_of(models.PartnerVisit, lambda row: row.number, can=Can.REQUEST_READ)
)
register(
    "good_practice", _("好事例"), rows_of(models.GoodPractice, lambda row: row.topic, can=Can.REQUEST_READ)
)
