"""Addresses of visits and tour routes, below `/places/visits/`."""

from __future__ import annotations

from django.urls import path

from kuramori.outside.late import late

routes = late("kuramori.work.places.views.routes")
visits = late("kuramori.work.places.views.visits")


urlpatterns = [
    path("", visits.visits, name="visits"),
    path("announce/", visits.announce, name="announce"),
    path("log/", visits.log, name="log"),
    path("log/check/", visits.check_log, name="check_log"),
    path("desk/", routes.open_desk, name="desk"),
    path("desk/<uuid:id>/stop/", routes.stop_desk, name="stop_desk"),
    path("texts/<slug:which>/", routes.text, name="text"),
    path("routes/", routes.routes, name="routes"),
    path("routes/add/", routes.add_route, name="add_route"),
    path("routes/<uuid:id>/", routes.route, name="route"),
    path("routes/<uuid:id>/change/", routes.change_route, name="change_route"),
    path("routes/<uuid:id>/approve/", routes.approve_route, name="approve_route"),
    path("routes/<uuid:id>/retire/", routes.retire_route, name="retire_route"),
    path("guests/<uuid:id>/receive/", visits.receive, name="receive"),
    path("guests/<uuid:id>/see-off/", visits.see_off, name="see_off"),
    path("<uuid:id>/", visits.visit, name="visit"),
    path("<uuid:id>/agree/", visits.agree, name="agree"),
    path("<uuid:id>/cancel/", visits.cancel, name="cancel"),
]
