"""届いたお願い: what customers ask of us, and our replies."""

from __future__ import annotations

from django.urls import URLPattern, path

from kuramori.outside.late import late

views = late("kuramori.work.requests.views.inquiries")
replies = late("kuramori.work.requests.views.own_replies")

urlpatterns: list[URLPattern] = [
    path("", views.inquiries, name="inquiries"),
    path("new/", views.new, name="new_inquiry"),
    path("<uuid:id>/", views.inquiry, name="inquiry"),
    path("<uuid:id>/fill/", views.fill, name="fill_inquiry"),
    path("<uuid:id>/end/", views.end, name="end_inquiry"),
    path("<uuid:id>/items/<slug:part>/", views.items, name="inquiry_items"),
    path("<uuid:id>/hand-in/", replies.hand_in, name="inquiry_hand_in"),
    path("<uuid:id>/give-back/", replies.give_back, name="give_back_own_reply"),
    path("<uuid:id>/answers.kuramori.json", replies.answers_file, name="inquiry_file"),
    path("replies/<uuid:id>/", replies.own_reply, name="own_reply"),
]
