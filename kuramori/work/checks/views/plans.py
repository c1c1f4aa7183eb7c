"""The improvement plan: the list, a new action, changing one, and its buttons."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import go
from kuramori.ground.trail.holds import UnderHold
from kuramori.rules.answers import Answered
from kuramori.work.checks import access, read
from kuramori.work.checks import plan as planning
from kuramori.work.checks.forms import PlanForm
from kuramori.work.checks.given import given_answers
from kuramori.work.checks.models import Plan, Sheet
from kuramori.work.checks.views.sheet import CONFLICT
from kuramori.work.checks.views.sheets import UNPROCESSABLE
from kuramori.work.checks.views.ways import told_held


@require_safe
def plans(request: ActingRequest) -> HttpResponse:
    """`/checks/plans/`: what is open first, then what is done."""
    request.actor.require(Can.PLAN_READ)
    return render(request, "checks/plans.html", {"page": read.plans_page(request.actor)})


@require_http_methods(["GET", "HEAD", "POST"])
def new_plan(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Plan an action for an item of this sheet; `?item=q13` fills in what the pack proposes for it."""
    sheet = access.sheet_for(request.actor, id, Can.PLAN_CHANGE)
    offered = read.plan_form(request.actor, sheet)
    if request.method != "POST":
        form = PlanForm(None, offered, initial=_proposed(sheet, request.GET.get("item", "")))
        return render(request, "checks/plan.html", {"form": form, "offered": offered})
    form = PlanForm(request.POST, offered)
    if not form.is_valid():
        return render(request, "checks/plan.html", {"form": form, "offered": offered}, status=UNPROCESSABLE)
    item = form.cleaned_data["item"]
    made = planning.plan(request.actor, sheet, read.pack_of(sheet), item, _wanted(request, form))
    messages.success(request, _("計画に入れました。"))
    return go(request, "checks:plans", at=f"plan-{made.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Change an action. A stale change is refused and shown; nothing is merged by itself."""
    made = access.plan_for(request.actor, id, Can.PLAN_CHANGE)
    offered = read.plan_form(request.actor, made.sheet, made)
    if request.method != "POST":
        form = PlanForm(None, offered, initial=_initial(made))
        return render(request, "checks/plan.html", {"form": form, "offered": offered})
    form = PlanForm(request.POST, offered)
    if not form.is_valid():
        return render(request, "checks/plan.html", {"form": form, "offered": offered}, status=UNPROCESSABLE)
    seen, wanted = form.cleaned_data["revision"] or 0, _wanted(request, form)
    try:
        planning.change_plan(request.actor, made, read.pack_of(made.sheet), wanted, revision=seen)
    except planning.StalePlan as stale:
        return _stale(request, form, stale.current)
    except planning.PlanClosed:
        return _closed(request)
    messages.success(request, _("計画を直しました。"))
    return go(request, "checks:plans", at=f"plan-{made.pk}")


@require_POST
def finish(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Mark an action as done today."""
    made = access.plan_for(request.actor, id, Can.PLAN_FINISH)
    try:
        planning.finish_plan(request.actor, made, read.pack_of(made.sheet))
    except planning.PlanClosed:
        return _closed(request)
    messages.success(
        request, _("「%(action)s」を済みにしました。おつかれさまでした。") % {"action": made.action}
    )
    return go(request, "checks:plans")


@require_POST
def reopen(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Take 'done' back."""
    made = access.plan_for(request.actor, id, Can.PLAN_FINISH)
    try:
        planning.reopen_plan(request.actor, made, read.pack_of(made.sheet))
    except planning.PlanClosed:
        return _closed(request)
    messages.success(request, _("「%(action)s」を未完了に戻しました。") % {"action": made.action})
    return go(request, "checks:plans", at=f"plan-{made.pk}")


@require_POST
def drop(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Take an action off the list."""
    made = access.plan_for(request.actor, id, Can.PLAN_CHANGE)
    try:
        planning.drop_plan(request.actor, made, read.pack_of(made.sheet))
    except planning.PlanClosed:
        return _closed(request)
    except UnderHold:
        return told_held(request, "checks:plans")
    messages.success(
        request, _("「%(action)s」を計画から外しました。記録は残っています。") % {"action": made.action}
    )
    return go(request, "checks:plans")


def _wanted(request: ActingRequest, form: PlanForm) -> planning.Wanted:
    given, owner_id = form.cleaned_data, form.owner_id
    return planning.Wanted(
        action=given["action"],
        owner=access.colleague_for(request.actor, owner_id) if owner_id else None,
        due_on=given["due_on"],
        minutes=given["minutes"],
        yen=given["yen"],
        reaches=given["reaches"],
    )


def _proposed(sheet: Sheet, item: str) -> dict[str, Any]:
    """What the pack proposes for this item, from where it stands; nothing for an item that is at its best."""
    pack = read.pack_of(sheet)
    if item not in pack:
        return {}
    given = given_answers(sheet).get(item, Answered(0))
    found = pack.item(item).next_action(given.level) if isinstance(given, Answered) else None
    if found is None:
        return {"item": item}
    position, action = found
    return {
        "item": item,
        "action": read.text_of(pack).items[item].actions[position].title,
        "minutes": action.minutes,
        "yen": action.yen,
        "reaches": action.reaches,
    }


def _initial(made: Plan) -> dict[str, Any]:
    names = ("action", "due_on", "minutes", "yen", "reaches", "revision")
    return {**{name: getattr(made, name) for name in names}, "owner": str(made.owner_id or "")}


def _stale(request: ActingRequest, form: PlanForm, current: Plan) -> HttpResponse:
    """What was typed stays in the form; pressing again writes over the other one's change, on purpose."""
    offered = read.plan_form(request.actor, current.sheet, current)
    data = {**dict(form.data.items()), "revision": str(current.revision)}
    context = {"form": PlanForm(data, offered), "offered": offered, "stale": offered.line}
    return render(request, "checks/plan.html", context, status=CONFLICT)


def _closed(request: ActingRequest) -> HttpResponse:
    messages.warning(request, _("この計画は済みか取りやめになっています。入れた内容は保存していません。"))
    return go(request, "checks:plans")
