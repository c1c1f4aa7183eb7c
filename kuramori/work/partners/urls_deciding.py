"""Addresses of the layered decision, assurance, the house's table, the simulator, and what a partner asks of us."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from kuramori.outside.late import late

assurance = late("kuramori.work.partners.views.assurance")
deciding = late("kuramori.work.partners.views.deciding")
demands = late("kuramori.work.partners.views.demands")
matrix = late("kuramori.work.partners.views.matrix")
policy = late("kuramori.work.partners.views.policy")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", deciding.decisions, name="decisions"),
    path("ask/", deciding.ask, name="ask"),
    path("matrix/", matrix.matrix, name="matrix"),
    path("policy/", policy.policy, name="policy"),
    path("policy/change/", policy.change, name="change_policy"),
    path("policy/file/", policy.download, name="policy_file"),
    path("policy/upload/", policy.upload, name="upload_policy"),
    path("policy/people/<slug:code>/", policy.name_decider, name="name_decider"),
    path("policy/editions/<uuid:id>/", policy.edition, name="policy_edition"),
    path("demands/", demands.demands, name="demands"),
    path("demands/new/", demands.new, name="new_demand"),
    path("demands/<uuid:id>/", demands.demand, name="demand"),
    path("demands/<uuid:id>/change/", demands.change, name="change_demand"),
    path("demands/<uuid:id>/answer/", demands.answer, name="answer_demand"),
    path("demands/<uuid:id>/letter/<slug:letter>/", demands.letter, name="demand_letter"),
    path(
        "demands/<uuid:id>/letter/<slug:letter>/paper/<slug:form>/", demands.letter_paper, name="demand_paper"
    ),
    path("assurance/<uuid:id>/", assurance.assurance, name="assurance"),
    path("assurance/<uuid:id>/record/", assurance.record_assurance, name="record_assurance"),
    path("assurances/<uuid:id>/withdraw/", assurance.withdraw_assurance, name="withdraw_assurance"),
    path("<uuid:id>/", deciding.decision, name="decision"),
    path("<uuid:id>/answer/", deciding.answer, name="answer"),
    path("<uuid:id>/again/", deciding.replay, name="replay"),
]
