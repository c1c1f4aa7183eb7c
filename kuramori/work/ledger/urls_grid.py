"""Addresses below `/o/<short name>/ledger/grid/`: the ledger as a table of cells."""

from __future__ import annotations

from django.urls import path

from kuramori.outside.late import late

table = late("kuramori.work.ledger.views.table")


urlpatterns = [
    path("", table.table, name="grid"),
    path("rows/", table.rows, name="grid_rows"),
    path("save/", table.save, name="grid_save"),
    path("views/", table.keep_view, name="grid_keep_view"),
    path("views/<uuid:id>/drop/", table.drop_view, name="grid_drop_view"),
]
