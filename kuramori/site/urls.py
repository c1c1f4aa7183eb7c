"""Every address. Guests: front, check, sign-in. An organisation's pages lie under /o/<short name>/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.i18n import set_language

from kuramori.outside.late import late
from kuramori.site import health
from kuramori.site.api_urls import ApiAddresses

api = late("kuramori.site.api")
holding = late("kuramori.site.holding")
home = late("kuramori.site.home")

in_an_organisation: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("people/", include("kuramori.ground.people.urls")),
    path("partners/", include("kuramori.ground.contacts.urls")),
    path("places/", include("kuramori.work.places.urls")),
    path("ledger/", include("kuramori.work.ledger.urls")),
    path("sharing/", include("kuramori.work.partners.urls")),
    path("requests/", include("kuramori.work.requests.urls")),
    path("checks/", include("kuramori.work.checks.urls")),
    path("reports/", include("kuramori.across.reports.urls")),
    path("trail/", include("kuramori.site.trail.urls")),
    path("holds/", holding.holdings, name="holdings"),
    path("holds/place/", holding.place, name="place_hold"),
    path("holds/<uuid:id>/lift/", holding.lift, name="lift_hold"),
]

urlpatterns = [
    path("", include("kuramori.site.pages_urls")),
    path("check/", include("kuramori.work.checks.guest.urls")),
    path("check/report/", include("kuramori.across.reports.guest_urls")),
    path("", include("kuramori.ground.people.front_urls")),
    path("link/<str:secret>/report/", include("kuramori.across.reports.link_urls")),
    path("link/<str:secret>/share/", include("kuramori.work.partners.share_urls")),
    path("link/<str:secret>/agreement/", include("kuramori.work.partners.link_urls_conclude")),
    path("link/<str:secret>/onward/", include("kuramori.work.partners.link_urls_onward")),
    path("link/<str:secret>/gaps/", include("kuramori.work.requests.link_urls_gaps")),
    path("link/<str:secret>/storage/", include("kuramori.work.partners.link_urls_storage")),
    path("link/<str:secret>/request/", include("kuramori.work.requests.link_urls")),
    path("link/<str:secret>/take-back/", include("kuramori.work.partners.link_urls_take_back")),
    path("genuine/", include("kuramori.work.requests.genuine_urls")),
    path("account/", include("kuramori.ground.people.account_urls")),
    path("reception/", include("kuramori.work.places.reception_urls")),
    path("doors/", home.doors, name="doors"),
    path("operator/", include("kuramori.ground.people.operator_urls")),
    path("operator/", include("kuramori.site.operating.urls")),
    path("i18n/setlang/", set_language, name="set_language"),
    path("witness/", include("kuramori.ground.trail.witness_urls")),
    path("", include("kuramori.site.envelope.urls")),
    path("lan/", include("kuramori.site.lan.urls")),
    path("reached/", include("kuramori.site.reach.urls")),
    path("healthz", health.healthz, name="healthz"),
    ApiAddresses(),
    re_path(r"^api/", api.unknown),
    path("o/<slug:organisation>/", include(in_an_organisation)),
]
