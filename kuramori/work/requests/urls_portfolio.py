"""取引先の状況: overview, list, map, one partner."""

from __future__ import annotations

from django.urls import URLPattern, path

from kuramori.outside.late import late

views = late("kuramori.work.requests.views.portfolio")

urlpatterns: list[URLPattern] = [
    path("", views.overview, name="portfolio"),
    path("list/", views.listed, name="portfolio_list"),
    path("map/", views.heat, name="portfolio_map"),
    path("partners/<uuid:id>/", views.partner, name="portfolio_partner"),
    path("filters/", views.keep_filter, name="keep_filter"),
    path("filters/<uuid:id>/drop/", views.drop_filter, name="drop_filter"),
]
