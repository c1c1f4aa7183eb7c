"""Addresses of an organisation's reports."""

from django.urls import path

from kuramori.across.reports import views

app_name = "reports"

urlpatterns = [
    path("sheets/<uuid:id>/<slug:format>/", views.sheet, name="sheet"),
    path("owner-page/", views.owner_page, name="owner_page"),
    path("owner-page/<slug:format>/", views.owner_page_document, name="owner_page_document"),
    path("bundle/", views.bundle_ask, name="bundle"),
    path("jobs/<uuid:id>/", views.job, name="job"),
    path("jobs/<uuid:id>/file/", views.job_file, name="job_file"),
]
