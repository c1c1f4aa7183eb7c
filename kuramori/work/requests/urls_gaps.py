"""ギャップと協議."""

from __future__ import annotations

from django.urls import URLPattern, path

from kuramori.outside.late import late

gaps = late("kuramori.work.requests.views.gaps")
supports = late("kuramori.work.requests.views.support")
talks = late("kuramori.work.requests.views.talks")

urlpatterns: list[URLPattern] = [
    path("", gaps.board, name="gaps"),
    path("new/", gaps.new, name="new_gap"),
    path("replies/<uuid:id>/open/", gaps.open_from_reply, name="open_gaps"),
    path("requests/<uuid:id>/open/", gaps.open_all, name="open_all_gaps"),
    path("partners/<uuid:id>/link/", gaps.link, name="gap_link"),
    path("support/", supports.overview, name="support"),
    path("support/practices/new/", supports.new_practice, name="new_practice"),
    path("support/practices/<uuid:id>/down/", supports.take_down, name="take_down_practice"),
    path("support/practices/<uuid:id>/publish/", supports.publish, name="publish_practice"),
    path("support/practices/<uuid:id>/unpublish/", supports.unpublish, name="unpublish_practice"),
    path("support/helps/<uuid:id>/", supports.came, name="help_came"),
    path("visits/", supports.visits, name="visits"),
    path("visits/new/", supports.new_visit, name="new_visit"),
    path("visits/<uuid:id>/", supports.visit, name="visit"),
    path("talks/", talks.talks, name="talks"),
    path("talks/new/", talks.new, name="new_talk"),
    path("talks/papers/<uuid:id>/", talks.paper, name="talk_paper"),
    path("talks/partners/<uuid:id>/", talks.folder, name="talk_folder"),
    path("talks/partners/<uuid:id>/<slug:form>/", talks.folder_file, name="talk_folder_file"),
    path("talks/<uuid:id>/", talks.talk, name="talk"),
    path("talks/<uuid:id>/step/<slug:step>/", talks.step, name="step_talk"),
    path("talks/<uuid:id>/papers/", talks.add_paper, name="add_talk_paper"),
    path("<uuid:id>/", gaps.gap, name="gap"),
    path("<uuid:id>/move/<slug:step>/", gaps.move, name="move_gap"),
    path("<uuid:id>/help/", supports.offer, name="offer_help"),
    path("<uuid:id>/note/", gaps.note, name="note_gap"),
]
