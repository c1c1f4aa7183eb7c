"""Addresses of an organisation's checks, below `/o/<short name>/checks/`."""

from __future__ import annotations

from django.urls import path

from kuramori.outside.late import late

around = late("kuramori.work.checks.views.around")
item = late("kuramori.work.checks.views.item")
plans = late("kuramori.work.checks.views.plans")
result = late("kuramori.work.checks.views.result")
sheet = late("kuramori.work.checks.views.sheet")
sheets = late("kuramori.work.checks.views.sheets")


app_name = "checks"

urlpatterns = [
    path("", sheets.sheets, name="sheets"),
    path("begin/", sheets.begin_sheet, name="begin"),
    path("take-in/", sheets.take_in, name="take_in"),
    path("compare/", result.compare, name="compare"),
    path("plans/", plans.plans, name="plans"),
    path("plans/<uuid:id>/", plans.plan, name="plan"),
    path("plans/<uuid:id>/finish/", plans.finish, name="finish_plan"),
    path("plans/<uuid:id>/reopen/", plans.reopen, name="reopen_plan"),
    path("plans/<uuid:id>/drop/", plans.drop, name="drop_plan"),
    path("evidence/<uuid:id>/", around.evidence, name="evidence"),
    path("evidence/<uuid:id>/remove/", around.remove_evidence, name="remove_evidence"),
    path("delegations/<uuid:id>/withdraw/", around.withdraw, name="withdraw"),
    path("<uuid:id>/", sheet.sheet, name="sheet"),
    path("<uuid:id>/note/", sheet.note, name="note"),
    path("<uuid:id>/finalise/", sheet.finalise, name="finalise"),
    path("<uuid:id>/revise/", sheets.revise, name="revise"),
    path("<uuid:id>/result/", result.result, name="result"),
    path("<uuid:id>/history/", sheet.history, name="history"),
    path("<uuid:id>/travel/", sheet.travel, name="travel"),
    path("<uuid:id>/plan/", plans.new_plan, name="new_plan"),
    path("<uuid:id>/items/<slug:item>/", item.item, name="item"),
    path("<uuid:id>/items/<slug:item>/answer/", item.save, name="answer"),
    path("<uuid:id>/items/<slug:item>/evidence/", around.add_evidence, name="add_evidence"),
    path("<uuid:id>/items/<slug:item>/delegate/", around.delegate, name="delegate"),
]
