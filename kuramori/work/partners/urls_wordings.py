"""Addresses of the wordings (ひな形)."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from kuramori.outside.late import late

wordings = late("kuramori.work.partners.views.wordings")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", wordings.wordings, name="wordings"),
    path("blank/<slug:which>/<slug:form>/", wordings.blank, name="blank_wording"),
    path("agreement/<uuid:id>/", wordings.wording, name="wording"),
    path("agreement/<uuid:id>/propose/", wordings.propose, name="propose"),
    path("agreement/<uuid:id>/ours/", wordings.conclude_ours, name="conclude_ours"),
    path("agreement/<uuid:id>/file/<slug:form>/", wordings.wording_file, name="wording_file"),
]
