"""What the owner sees behind the link of a 承諾願, below `/link/<secret>/onward/`."""

from __future__ import annotations

from django.urls import path

from kuramori.outside.late import late

pages = late("kuramori.work.partners.views.onward_link")

app_name = "onward_answer"

urlpatterns = [
    path("", pages.asked, name="page"),
    path("paper/", pages.paper, name="paper"),
]
