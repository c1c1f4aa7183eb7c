"""Addresses of the guided decisions, the life of an asset, reviews, rounds and tasks; and what hangs on its page."""

from __future__ import annotations

from django.urls import path

from kuramori.outside.late import late
from kuramori.work.ledger import panels

guide = late("kuramori.work.ledger.views.guide")
life = late("kuramori.work.ledger.views.life")
read_life = late("kuramori.work.ledger.reading.life")
read_readiness = late("kuramori.work.ledger.reading.readiness")
reviews = late("kuramori.work.ledger.views.reviews")
rounds = late("kuramori.work.ledger.views.rounds")

panels.hang("readiness", "ledger/_readiness.html", read_readiness.readiness)
panels.hang("route", "ledger/_route.html", read_life.route_panel)
panels.hang("prior_use", "ledger/_prior.html", read_life.prior_panel)
panels.hang("lifecycle", "ledger/_life.html", read_life.life_panel)

urlpatterns = [
    path("guide/", guide.guide, name="guide"),
    path("first/", guide.first, name="first"),
    path("first/begin/", guide.begin_first, name="begin_first"),
    path("first/approve/", guide.approve_first, name="approve_first"),
    path("first/paper/", guide.first_paper, name="first_paper"),
    path("first/<int:line>/", guide.first_line, name="first_line"),
    path("review/", reviews.review, name="review"),
    path("reviews/", reviews.reviews, name="reviews"),
    path("reviews/paper/", reviews.reviews_paper, name="reviews_paper"),
    path("tasks/", reviews.tasks, name="tasks"),
    path("tasks/<uuid:id>/finish/", reviews.finish, name="finish_task"),
    path("tasks/<uuid:id>/hand-on/", reviews.hand_on, name="hand_on_task"),
    path("rounds/", rounds.all_rounds, name="rounds"),
    path("rounds/worker.js", rounds.worker, name="round_worker"),
    path("rounds/<uuid:id>/", rounds.walk, name="round"),
    path("rounds/<uuid:id>/type/", rounds.type_in, name="round_type"),
    path("rounds/<uuid:id>/seen/", rounds.send_seen, name="send_seen"),
    path("rounds/<uuid:id>/close/", rounds.close, name="close_round"),
    path("rounds/<uuid:id>/paper/", rounds.round_paper, name="round_paper"),
    path("stops/<uuid:id>/", rounds.stop, name="stop"),
    path("copies/<uuid:id>/back/", life.copy_back, name="copy_back"),
    path("prior/<uuid:id>/withdraw/", life.withdraw, name="withdraw_prior"),
    path("prior/<uuid:id>/file/", life.prior_file, name="prior_file"),
    path("<uuid:id>/life/", life.life_of, name="life"),
    path("<uuid:id>/copy/", life.copy, name="copy"),
    path("<uuid:id>/use/", life.use, name="use"),
    path("<uuid:id>/take-out/", life.ask_out, name="ask_out"),
    path("<uuid:id>/dispose/", life.dispose, name="dispose"),
    path("<uuid:id>/certificate/", life.certificate, name="certificate"),
    path("<uuid:id>/certificate/pack/", life.certificate_pack, name="certificate_pack"),
    path("<uuid:id>/route/", guide.route, name="route"),
    path("<uuid:id>/public/", guide.public, name="public"),
    path("<uuid:id>/prior/", life.prior, name="prior"),
    path("<uuid:id>/prior/paper/", life.prior_paper, name="prior_paper"),
    path("<uuid:id>/prior/pack/", life.prior_pack, name="prior_pack"),
]
