"""取引先の状況: overview, list, map, one partner, and what is taken out."""

from __future__ import annotations

from django.urls import URLPattern, path

from kuramori.outside.late import late

views = late("kuramori.work.requests.views.portfolio")
out = late("kuramori.work.requests.views.portfolio_out")

urlpatterns: list[URLPattern] = [
    path("", views.overview, name="portfolio"),
    path("list/", views.listed, name="portfolio_list"),
    path("map/", views.heat, name="portfolio_map"),
    path("partners/<uuid:id>/", views.partner, name="portfolio_partner"),
    path("list/take/", out.take_list, name="portfolio_take_list"),
    path("list/made/<uuid:id>/", out.made, name="portfolio_made"),
    path("list/made/<uuid:id>/file/", out.made_file, name="portfolio_made_file"),
    path("map/take/", out.take_map, name="portfolio_take_map"),
    path("ending/", views.ending, name="portfolio_ending"),
    path("board/", views.board, name="portfolio_board"),
    path("board/take/", out.take_board, name="portfolio_take_board"),
    path("filters/", views.keep_filter, name="keep_filter"),
    path("filters/<uuid:id>/drop/", views.drop_filter, name="drop_filter"),
]
