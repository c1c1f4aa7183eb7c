"""Addresses of the guest's documents, below `/check/report/`."""

from __future__ import annotations

from django.urls import path

from kuramori.outside.late import late

guest = late("kuramori.across.reports.guest")


app_name = "guest_reports"

urlpatterns = [path("<slug:format>/", guest.download, name="download")]
