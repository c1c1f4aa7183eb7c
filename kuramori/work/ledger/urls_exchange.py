"""Addresses below `/o/<short name>/ledger/exchange/`: the ledger as a file, in and out."""

from __future__ import annotations

from django.urls import path

from kuramori.outside.late import late

exchange = late("kuramori.work.ledger.views.exchange")


urlpatterns = [
    path("", exchange.import_page, name="import"),
    path("form/", exchange.import_template, name="import_template"),
    path("export/", exchange.export, name="export"),
    path("export/<uuid:id>/", exchange.export_job, name="export_job"),
    path("export/<uuid:id>/file/", exchange.export_file, name="export_file"),
    path("<uuid:id>/", exchange.import_look, name="import_look"),
    path("<uuid:id>/columns/", exchange.import_columns, name="import_columns"),
    path("<uuid:id>/take/", exchange.import_take, name="import_take"),
    path("<uuid:id>/drop/", exchange.import_drop, name="import_drop"),
]
