"""Addresses of people inside an organisation, below /o/<short name>/people/."""

from django.urls import path

from kuramori.ground.people import views_person, views_roster, views_settings, views_start

app_name = "people"

urlpatterns = [
    path("", views_roster.roster, name="roster"),
    path("invite/", views_roster.invite_page, name="invite"),
    path("start/", views_start.start, name="start"),
    path("start/company/", views_start.company, name="start_company"),
    path("start/steward/", views_start.steward, name="start_steward"),
    path("start/steward/myself/", views_start.myself, name="start_myself"),
    path("start/done/", views_start.done, name="start_done"),
    path("organisation/", views_settings.organisation, name="organisation"),
    path("organisation/departments/", views_settings.department, name="department"),
    path("tokens/", views_settings.tokens, name="tokens"),
    path("tokens/<uuid:id>/revoke/", views_settings.token_revoke, name="token_revoke"),
    path("<uuid:id>/", views_person.person, name="person"),
    path("<uuid:id>/role/", views_person.role, name="role"),
    path("<uuid:id>/leave/", views_person.last_day, name="leave"),
    path("<uuid:id>/link/", views_person.link, name="link"),
]
