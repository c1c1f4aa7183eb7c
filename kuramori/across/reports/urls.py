"""Addresses of an organisation's reports."""

from django.urls import path

from kuramori.outside.late import late

views = late("kuramori.across.reports.views")
views_share = late("kuramori.across.reports.views_share")


app_name = "reports"

urlpatterns = [
    path("sheets/<uuid:id>/share/", views_share.share, name="share"),
    path("sheets/<uuid:id>/<slug:format>/", views.sheet, name="sheet"),
    path("links/<uuid:id>/stop/", views_share.stop, name="link_stop"),
    path("links/<uuid:id>/code/", views_share.tell, name="link_code"),
    path("owner-page/", views.owner_page, name="owner_page"),
    path("owner-page/<slug:format>/", views.owner_page_document, name="owner_page_document"),
    path("bundle/", views.bundle_ask, name="bundle"),
    path("jobs/<uuid:id>/", views.job, name="job"),
    path("jobs/<uuid:id>/file/", views.job_file, name="job_file"),
]
