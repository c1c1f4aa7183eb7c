"""共有の決まり: the table in force, another one tried before it is laid down, its file, editions, and who is asked."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.models import Person
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import CONFLICT, UNPROCESSABLE, again, go
from kuramori.outside import clock
from kuramori.rules.faults import Refused
from kuramori.rules.sharing.policy_file import LIMITS, read_policy
from kuramori.work.ledger import access as ledger_access
from kuramori.work.ledger import looks
from kuramori.work.partners import deciders, policies, policy_table, simulating
from kuramori.work.partners.forms_policy import DeciderForm, ReasonForm, TableForm, UploadForm
from kuramori.work.partners.models import OwnPolicy
from kuramori.work.partners.reading import deciding as words
from kuramori.work.partners.reading import policy as reading

YAML = "application/yaml; charset=utf-8"


@require_safe
def policy(request: ActingRequest) -> HttpResponse:
    """`/sharing/deciding/policy/`: the table in words, its editions, and who is asked."""
    request.actor.require(Can.HAND_OVER_READ)
    page = reading.policy_page(policies.in_force())
    return render(
        request,
        "partners/policy.html",
        {"page": page, "may_change": request.actor.may(Can.POLICY_CHANGE)},
    )


@require_safe
def edition(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/sharing/deciding/policy/editions/<id>/`: an earlier table, and what differs from the shipped one."""
    row = OwnPolicy.objects.select_related("decided_by").filter(pk=id).first()
    if row is None:
        raise Http404
    request.actor.require(Can.HAND_OVER_READ)
    found = policies.InForce(policies.of_digest(row.digest), row.text, row.edition, row)
    return render(request, "partners/policy.html", {"page": reading.policy_page(found), "may_change": False})


@require_safe
def download(request: ActingRequest) -> HttpResponse:
    """`/sharing/deciding/policy/file/`: the table as `kuramori decide --policy` reads it."""
    request.actor.require(Can.HAND_OVER_READ)
    found = policies.in_force()
    answer = HttpResponse(found.text.encode(), content_type=YAML)
    answer["Content-Disposition"] = f'attachment; filename="sharing-policy-{found.edition}.yaml"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: ActingRequest) -> HttpResponse:
    """`/sharing/deciding/policy/change/`: choose cell by cell, see what would change, then lay it down."""
    request.actor.require(Can.POLICY_CHANGE)
    now = policies.in_force()
    base = policy_table.plain(now.text)
    form = TableForm(request.POST if request.method == "POST" else None, table=base, seen=now.edition)
    if not (form.is_bound and form.is_valid()):
        return again(request, "partners/policy_change.html", _change_context(form, now))
    wanted = policy_table.renewed(
        form.table, slug=request.actor.organisation.slug, edition=now.edition + 1, on=clock.today()
    )
    if policy_table.says_the_same(base, wanted):
        form.add_error(None, policies.SameTable().sentence)
        return again(request, "partners/policy_change.html", _change_context(form, now))
    return _tried(request, form, policy_table.text_of(wanted), "partners/policy_change.html", now)


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: ActingRequest) -> HttpResponse:
    """`/sharing/deciding/policy/upload/`: a file, looked at before it is laid down; every fault with its place."""
    request.actor.require(Can.POLICY_CHANGE)
    now = policies.in_force()
    is_sent = request.method == "POST"
    begin = {"seen": now.edition}
    form = UploadForm(request.POST if is_sent else None, request.FILES if is_sent else None, initial=begin)
    if not (form.is_bound and form.is_valid()):
        return again(request, "partners/policy_upload.html", {"form": form, "now": now})
    sent = form.cleaned_data["file"]
    text = form.cleaned_data["text"]
    if sent is not None:
        try:
            text = sent.read(LIMITS.size + 1).decode("utf-8-sig")
        except UnicodeDecodeError:
            form.add_error("file", _("文字コードがUTF-8ではありません。UTF-8で保存し直してください。"))
            return again(request, "partners/policy_upload.html", {"form": form, "now": now})
        form.data = {**request.POST.dict(), "text": text}
    return _tried(request, form, text, "partners/policy_upload.html", now)


@require_http_methods(["GET", "HEAD", "POST"])
def name_decider(request: ActingRequest, code: str) -> HttpResponse:
    """`/sharing/deciding/policy/people/<code>/`: who is meant where the table asks for this code."""
    request.actor.require(Can.POLICY_CHANGE)
    now = policies.in_force()
    if code not in now.policy.people or code == deciders.OWNER:
        raise Http404
    able = deciders.able()
    named = deciders.named().get(code)
    people = [(str(one.pk), one.name) for one in able]
    form = DeciderForm(
        request.POST if request.method == "POST" else None,
        initial={"person": str(named.pk) if named else ""},
        people=people,
    )
    context = {"form": form, "name": now.policy.people[code].of(words.language())}
    if not (form.is_bound and form.is_valid()):
        return again(request, "partners/policy_decider.html", context)
    chosen = form.cleaned_data["person"]
    person: Person | None = (
        ledger_access.person_for(request.actor, uuid.UUID(chosen), Can.POLICY_CHANGE) if chosen else None
    )
    try:
        deciders.name_decider(request.actor, code, person, from_on=form.cleaned_data["from_on"])
    except deciders.DeciderRefused as refused:
        form.add_error(None, refused.sentence)
        return again(request, "partners/policy_decider.html", context)
    messages.success(request, _("聞く人を決めました。"))
    return go(request, "partners:policy")


def _change_context(form: ReasonForm, now: policies.InForce) -> dict[str, Any]:
    """With what the conditions mean: a box beside 条件2 says nothing by itself."""
    meant = words.conditions(now.policy, sorted(now.policy.conditions))
    return {"form": form, "now": now, "conditions": meant}


def _said(form: ReasonForm, refused: Refused) -> list[str]:
    """By the row of the page, or by the line of the file."""
    if isinstance(form, TableForm):
        return [reading.fault_said(fault, form.base) for fault in refused.faults[:20]]
    return refused.sentences(words.language())[:20]


def _tried(
    request: ActingRequest, form: ReasonForm, text: str, template: str, now: policies.InForce
) -> HttpResponse:
    """Look at the wanted table: its faults, or what it would change; laid down where that was the button."""
    context = _change_context(form, now)
    try:
        wanted = read_policy(text)
        if "lay_down" in request.POST:
            policies.lay_down(
                request.actor, text, reason=form.cleaned_data["reason"], seen=form.cleaned_data["seen"]
            )
            messages.success(request, _("共有の決まりを新しい版にしました。これからの判断に使われます。"))
            return go(request, "partners:policy")
    except Refused as refused:
        context["faults"] = _said(form, refused)
        return render(request, template, context, status=UNPROCESSABLE)
    except (policies.ReasonMissing, policies.SameTable) as refused_too:
        form.add_error(
            "reason" if isinstance(refused_too, policies.ReasonMissing) else None, refused_too.sentence
        )
        return render(request, template, context, status=UNPROCESSABLE)
    except policies.MovedOn as moved:
        form.add_error(None, moved.sentence)
        return render(request, template, context, status=CONFLICT)
    tried = simulating.simulated(request.actor, wanted)
    looks.note(request.actor, ledger_access.opened(tried.shown))
    context["tried"] = tried
    context["turns"] = reading.turns_of(tried)
    context["tried_lines"] = reading.tried_lines(tried)
    return render(request, template, context)
