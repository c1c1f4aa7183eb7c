"""Addresses of looking for secrets, within the ledger's own; and what hangs on the page of an asset."""

from __future__ import annotations

from django.urls import path

from kuramori.outside.late import late
from kuramori.work.ledger import panels

read_findings = late("kuramori.work.ledger.reading.findings")
scan = late("kuramori.work.ledger.views.scan")

panels.hang("findings", "ledger/_recognisability.html", read_findings.panel)

urlpatterns = [
    path("scan/", scan.findings, name="findings"),
    path("scan/sources/", scan.folders, name="scan_sources"),
    path("scan/sources/<uuid:id>/run/", scan.run_source, name="run_source"),
    path("scan/sources/<uuid:id>/retire/", scan.retire_source, name="retire_source"),
    path("scan/runs/<uuid:id>/", scan.run, name="scan_run"),
    path("scan/findings/<uuid:id>/judge/", scan.judge, name="judge_finding"),
    path("scan/copies/<uuid:id>/retire/", scan.retire_copy, name="retire_copy"),
    path("scan/terms/<uuid:id>/retire/", scan.retire_term, name="retire_term"),
    path("<uuid:id>/copies/", scan.copies, name="copies"),
]
