"""Addresses of the way from 共有しない to another layer."""

from __future__ import annotations

from django.urls import path

from kuramori.outside.late import late

loosening = late("kuramori.work.ledger.views.loosening")

urlpatterns = [
    path("loosenings/<uuid:id>/confirm/", loosening.confirm_loosening, name="confirm_loosening"),
    path("loosenings/<uuid:id>/withdraw/", loosening.withdraw_loosening, name="withdraw_loosening"),
    path("<uuid:id>/loosen/", loosening.loosen, name="loosen"),
]
