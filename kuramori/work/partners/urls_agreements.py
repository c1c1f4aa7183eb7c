"""Addresses of 約束: agreements, their annex, coverage."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from kuramori.outside.late import late

agreements = late("kuramori.work.partners.views.agreements")
annex = late("kuramori.work.partners.views.annex")
concluding = late("kuramori.work.partners.views.concluding")
coverage = late("kuramori.work.partners.views.coverage")
exchange = late("kuramori.work.partners.views.agreements_exchange")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", agreements.agreements, name="agreements"),
    path("new/", agreements.new, name="new_agreement"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("tie/", coverage.tie, name="tie"),
    path("promises/<uuid:id>/", coverage.promise, name="promise"),
    path("promises/<uuid:id>/paper/", coverage.promise_paper, name="promise_paper"),
    path("exchange/", exchange.import_page, name="import_agreements"),
    path("exchange/template/", exchange.template, name="agreements_template"),
    path("exchange/export/", exchange.export, name="export_agreements"),
    path("exchange/<uuid:id>/", exchange.look, name="agreements_look"),
    path("exchange/<uuid:id>/take/", exchange.take, name="agreements_take"),
    path("exchange/<uuid:id>/drop/", exchange.drop, name="agreements_drop"),
    path("<uuid:id>/", agreements.agreement, name="agreement"),
    path("<uuid:id>/change/", agreements.change, name="change_agreement"),
    path("<uuid:id>/terms/", agreements.terms, name="change_terms"),
    path("<uuid:id>/offer/", agreements.offer, name="offer_agreement"),
    path("<uuid:id>/decline/", agreements.decline, name="decline_agreement"),
    path("<uuid:id>/conclude/", concluding.conclude, name="conclude"),
    path("<uuid:id>/keep/", concluding.keep, name="keep_original"),
    path("<uuid:id>/original/", concluding.original, name="original"),
    path("<uuid:id>/annex/", annex.annex, name="annex"),
    path("<uuid:id>/annex/name/", annex.name_assets, name="name_assets"),
    path("<uuid:id>/annex/paper/", annex.annex_paper, name="annex_paper"),
    path("<uuid:id>/annex/book/", annex.annex_book, name="annex_book"),
    path("<uuid:id>/annex/strike/", annex.strike, name="strike"),
]
