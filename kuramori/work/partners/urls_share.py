"""Addresses of the share page in the house: what is shown, who is let in, and what happened there."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from kuramori.outside.late import late

share_page = late("kuramori.work.partners.views.share_page")

urlpatterns: list[URLPattern | URLResolver] = [
    path("<uuid:id>/", share_page.page, name="share_page"),
    path("items/<uuid:id>/file/", share_page.put, name="share_put"),
    path("people/<uuid:id>/open/", share_page.let_in, name="share_let_in"),
    path("people/<uuid:id>/close/", share_page.shut_out, name="share_shut_out"),
    path("people/<uuid:id>/code/", share_page.tell_code, name="share_code"),
]
