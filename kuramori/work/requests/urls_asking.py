"""確認のお願い: drafts, approval, sending, who was asked."""

from __future__ import annotations

from django.urls import URLPattern, path

from kuramori.outside.late import late

asking = late("kuramori.work.requests.views.asking")
asked = late("kuramori.work.requests.views.asked")

urlpatterns: list[URLPattern] = [
    path("", asking.requests, name="requests"),
    path("new/", asking.new, name="new_request"),
    path("<uuid:id>/", asking.one, name="request"),
    path("<uuid:id>/change/", asking.change, name="change_request"),
    path("<uuid:id>/lint/", asking.lint, name="lint_request"),
    path("<uuid:id>/hand-in/", asking.hand_in, name="hand_in_request"),
    path("<uuid:id>/approve/", asking.approve, name="approve_request"),
    path("<uuid:id>/give-back/", asking.give_back, name="give_back_request"),
    path("<uuid:id>/send/", asking.send, name="send_request"),
    path("<uuid:id>/end/", asking.end, name="end_request"),
    path("<uuid:id>/letter/", asking.letter, name="request_letter"),
    path("<uuid:id>/partners/", asked.choose, name="choose"),
    path("<uuid:id>/partners/leave-out/", asked.leave_out, name="leave_out"),
    path("<uuid:id>/asked/", asked.asked, name="asked"),
    path("asked/<uuid:id>/", asked.one, name="asked_one"),
    path("asked/<uuid:id>/link/", asked.hand_link, name="hand_link"),
    path("asked/<uuid:id>/to-their-house/", asked.move, name="to_their_house"),
    path("asked/<uuid:id>/readdress/", asked.readdress, name="readdress"),
    path("asked/<uuid:id>/call/", asked.call, name="note_call"),
    path("asked/<uuid:id>/code/", asked.code, name="tell_code"),
    path("asked/<uuid:id>/letter/", asked.letter, name="asked_letter"),
]
