"""What people of a partner see behind the link to their gaps, below `/link/<secret>/gaps/`."""

from __future__ import annotations

from django.urls import path

from kuramori.outside.late import late

pages = late("kuramori.work.requests.views.gaps_link")
talking = late("kuramori.work.requests.views.talks_link")

app_name = "gap_link"

urlpatterns = [
    path("", pages.gaps, name="page"),
    path("new/", pages.new_gap, name="new_gap"),
    path("help/", pages.help_request, name="help_request"),
    path("talks/", talking.talks, name="talks"),
    path("talks/<uuid:id>/", talking.talk, name="talk"),
    path("talks/<uuid:id>/papers/", talking.give_paper, name="give_talk_paper"),
    path("talks/papers/<uuid:id>/", talking.paper, name="talk_paper"),
    path("talks/<uuid:id>/<slug:step>/", talking.talk_step, name="talk_step"),
    path("<uuid:id>/", pages.gap, name="gap"),
    path("<uuid:id>/move/<slug:step>/", pages.move, name="move"),
    path("<uuid:id>/note/", pages.note, name="note"),
    path("<uuid:id>/help/", pages.help, name="help"),
]
