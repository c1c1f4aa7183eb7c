"""What people of a partner see behind a link for 保管の確認, below `/link/<secret>/storage/`."""

from __future__ import annotations

from django.urls import path

from kuramori.outside.late import late

pages = late("kuramori.work.partners.views.take_back_link")

app_name = "storage"

urlpatterns = [path("", pages.storage, name="page")]
