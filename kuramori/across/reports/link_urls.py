"""What people outside see behind a link, below `/link/<secret>/report/`."""

from __future__ import annotations

from django.urls import path

from kuramori.outside.late import late

views_share = late("kuramori.across.reports.views_share")


app_name = "shared_reports"

urlpatterns = [
    path("", views_share.shared, name="sheet"),
    path("pdf/", views_share.shared_pdf, name="sheet_pdf"),
]
