"""Addresses of 返還・廃棄 and 保管の確認."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from kuramori.outside.late import late

storage = late("kuramori.work.partners.views.storage")
take_back = late("kuramori.work.partners.views.take_back")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", take_back.take_backs, name="take_backs"),
    path("agreement/<uuid:id>/", take_back.ask_all_back, name="ask_all_back"),
    path("certificates/<uuid:id>/", take_back.certificate_paper, name="certificate"),
    path("storage/ask/<uuid:id>/", storage.ask_storage, name="ask_storage"),
    path("storage/<uuid:id>/", storage.storage, name="storage"),
    path("<uuid:id>/ask/", take_back.ask_back, name="ask_back"),
    path("<uuid:id>/certify/", take_back.certify, name="certify"),
    path("<uuid:id>/paper/", take_back.record_paper, name="record_paper"),
]
