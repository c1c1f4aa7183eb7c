"""Replies as the asking side reads them."""

from __future__ import annotations

from django.urls import URLPattern, path

from kuramori.outside.late import late

views = late("kuramori.work.requests.views.replies")

urlpatterns: list[URLPattern] = [
    path("<uuid:id>/", views.reply, name="reply"),
    path("<uuid:id>/receipt.pdf", views.returned, {"paper": "receipt"}, name="reply_receipt"),
    path("<uuid:id>/result.pdf", views.returned, {"paper": "result"}, name="reply_result"),
    path("evidence/<uuid:id>/", views.evidence, name="reply_evidence"),
    path("of/<uuid:id>/", views.of_partner, name="replies_of"),
    path("asked/<uuid:id>/remove/", views.remove, name="reply_remove"),
    path("asked/<uuid:id>/removed.pdf", views.removed_paper, name="reply_removed_paper"),
]
