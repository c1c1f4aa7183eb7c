"""Addresses below `/o/<short name>/ledger/marks/`."""

from __future__ import annotations

from django.urls import path

from kuramori.outside.late import late
from kuramori.work.ledger import panels

marks = late("kuramori.work.ledger.views.marks")
read_marks = late("kuramori.work.ledger.reading.marks")

urlpatterns = [
    path("read/", marks.read_marks, name="read_marks"),
    path("tenant/", marks.tenant, name="label_tenant"),
    path("<uuid:id>/", marks.mark_files, name="marks"),
    path("<uuid:id>/record/", marks.record_mark, name="record_mark"),
    path("<uuid:id>/print/", marks.print_sheet, name="print_marks"),
]

panels.hang("marks", "ledger/_marks.html", read_marks.panel)
