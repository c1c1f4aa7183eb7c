"""Addresses below `/o/<short name>/ledger/`. Each further part brings a list of its own, `urls_<part>.urlpatterns`."""

from __future__ import annotations

from django.urls import include, path

from kuramori.outside.late import late
from kuramori.work.ledger import (
    urls_exchange,
    urls_grid,
    urls_life,
    urls_loosening,
    urls_marks,
    urls_scan,
)

asset = late("kuramori.work.ledger.views.asset")
classes = late("kuramori.work.ledger.views.classes")
designated = late("kuramori.work.ledger.views.designated")
entry = late("kuramori.work.ledger.views.entry")
handling = late("kuramori.work.ledger.views.handling")
lists = late("kuramori.work.ledger.views.lists")
who = late("kuramori.work.ledger.views.who")

app_name = "ledger"

urlpatterns = [
    path("", lists.assets, name="assets"),
    path("new/", entry.new, name="new"),
    path("proposals/", lists.proposals, name="proposals"),
    path("grades/", classes.grade_names, name="grades"),
    path("handling/", handling.handling, name="handling"),
    path("handling/paper/", handling.handling_sheet, name="handling_sheet"),
    path("handling/<str:grade>/", handling.decide_handling, name="decide_handling"),
    path("schemes/<uuid:id>/", designated.scheme, name="scheme"),
    path("who/", who.table, name="who"),
    path("who/print/", who.table_paper, name="who_paper"),
    path("who/book/", who.table_book, name="who_book"),
    path("grants/<uuid:id>/end/", who.end, name="end_grant"),
    path("exchange/", include(urls_exchange.urlpatterns)),
    path("grid/", include(urls_grid.urlpatterns)),
    path("marks/", include(urls_marks.urlpatterns)),
    path("", include(urls_scan.urlpatterns)),
    path("", include(urls_life.urlpatterns)),
    path("", include(urls_loosening.urlpatterns)),
    path("<uuid:id>/", asset.asset, name="asset"),
    path("<uuid:id>/print/", asset.print_asset, name="print"),
    path("<uuid:id>/change/", entry.change, name="change"),
    path("<uuid:id>/admit/", lists.admit, name="admit"),
    path("<uuid:id>/decline/", lists.decline, name="decline"),
    path("<uuid:id>/reclassify/", classes.classes, name="reclassify"),
    path("<uuid:id>/consent/", classes.consent, name="consent"),
    path("<uuid:id>/grant/", who.let_in, name="grant"),
]
