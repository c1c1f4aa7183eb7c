"""What people of a partner see behind the link to a 確認のお願い, below `/link/<secret>/request/`."""

from __future__ import annotations

from django.urls import path

from kuramori.outside.late import late

pages = late("kuramori.work.requests.views.answering")
handing = late("kuramori.work.requests.views.handing_in")
matters = late("kuramori.work.requests.views.gaps_link")
talking = late("kuramori.work.requests.views.talks_link")

app_name = "answering"

urlpatterns = [
    path("", pages.cover, name="page"),
    path("items/<str:part>/", pages.items, name="items"),
    path("equivalents/", pages.equivalents, name="equivalents"),
    path("further/", pages.further, name="further"),
    path("fill/", pages.fill, name="fill"),
    path("evidence/", pages.evidence, name="evidence"),
    path("evidence/<uuid:id>/remove/", pages.evidence_remove, name="evidence_remove"),
    path("colleagues/", pages.colleagues, name="colleagues"),
    path("gaps/", matters.gaps, name="gaps"),
    path("gaps/new/", matters.new_gap, name="new_gap"),
    path("gaps/<uuid:id>/", matters.gap, name="gap"),
    path("gaps/<uuid:id>/move/<slug:step>/", matters.move, name="move"),
    path("gaps/<uuid:id>/note/", matters.note, name="note"),
    path("gaps/<uuid:id>/help/", matters.help, name="help"),
    path("help/", matters.help_request, name="help_request"),
    path("talks/", talking.talks, name="talks"),
    path("talks/<uuid:id>/", talking.talk, name="talk"),
    path("talks/<uuid:id>/papers/", talking.give_paper, name="give_talk_paper"),
    path("talks/papers/<uuid:id>/", talking.paper, name="talk_paper"),
    path("talks/<uuid:id>/<slug:step>/", talking.talk_step, name="talk_step"),
    path("hand-in/", handing.hand_in, name="hand_in"),
    path("result/", handing.result, name="result"),
    path("result.pdf", handing.result_pdf, name="result_pdf"),
    path("removal.pdf", handing.removed, name="removed"),
    path("receipt.pdf", handing.receipt, name="receipt"),
    path("answers.kuramori.json", handing.answers_file, name="answers_file"),
    path("answers.xlsx", handing.answers_book, name="answers_book"),
]
