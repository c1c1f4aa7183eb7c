"""Addresses of 提供, of what was received, and of the occasions before it."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from kuramori.outside.late import late

hand_overs = late("kuramori.work.partners.views.hand_overs")
occasions = late("kuramori.work.partners.views.occasions")
received = late("kuramori.work.partners.views.received")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", hand_overs.hand_overs, name="hand_overs"),
    path("new/", hand_overs.new, name="new_hand_over"),
    path("received/new/", received.new, name="new_received"),
    path("items/<uuid:id>/enter/", received.enter, name="enter_received"),
    path("items/<uuid:id>/end/", hand_overs.end_item, name="end_handed_item"),
    path("items/<uuid:id>/stamp/", hand_overs.stamp, name="stamp_item"),
    path("occasions/", occasions.all_occasions, name="occasions"),
    path("occasions/new/", occasions.new, name="new_occasion"),
    path("occasions/<uuid:id>/", occasions.one, name="occasion"),
    path("occasions/<uuid:id>/change/", occasions.change, name="change_occasion"),
    path("occasions/<uuid:id>/tick/", occasions.tick, name="tick_occasion"),
    path("occasions/<uuid:id>/follow-up/", occasions.follow_up, name="follow_up_occasion"),
    path("occasions/<uuid:id>/drop/", occasions.drop, name="drop_occasion"),
    path("occasions/<uuid:id>/paper/", occasions.paper, name="occasion_paper"),
    path("occasions/<uuid:id>/set/", occasions.whole_set, name="occasion_set"),
    path("<uuid:id>/", hand_overs.one, name="hand_over"),
    path("<uuid:id>/check/", hand_overs.check, name="check_hand_over"),
    path("<uuid:id>/ask/", hand_overs.ask_again, name="ask_hand_over"),
    path("<uuid:id>/days/", hand_overs.move_days, name="move_hand_over_days"),
    path("<uuid:id>/offer/", hand_overs.offer, name="offer_hand_over"),
    path("<uuid:id>/give/", hand_overs.give, name="give_hand_over"),
    path("<uuid:id>/received/", received.acknowledge, name="acknowledge_hand_over"),
    path("<uuid:id>/receipt/", hand_overs.receipt, name="hand_over_receipt"),
    path("<uuid:id>/receipt/file/", hand_overs.receipt_file, name="hand_over_receipt_file"),
    path("<uuid:id>/confirm/", hand_overs.confirm_oral, name="confirm_oral"),
    path("<uuid:id>/stop/", hand_overs.stop, name="stop_hand_over"),
    path("<uuid:id>/slip/", hand_overs.slip, name="hand_over_slip"),
]
