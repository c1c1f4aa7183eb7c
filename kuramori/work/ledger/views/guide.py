"""The guided decisions: the five questions, the first session, the route, and whether something is known outside."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import again, go
from kuramori.rules.classifying import propose
from kuramori.work.ledger import access, content, deciding, entry, first_session, grades, looks, printed, read
from kuramori.work.ledger.entry import FieldRefused, Missing
from kuramori.work.ledger.fields import Known
from kuramori.work.ledger.forms_life import LineForm, PublicForm, QuestionsForm, RouteForm
from kuramori.work.ledger.laying import EntryRefused
from kuramori.work.ledger.models import Layer, Route
from kuramori.work.ledger.register import current
from kuramori.work.ledger.views.trying import paper, took, why_not
from kuramori.work.places.arranging import ready_start

BOTH = ["GET", "HEAD", "POST"]


@require_safe
def guide(request: ActingRequest) -> HttpResponse:
    """`/ledger/guide/`: five questions propose grade and layer; nothing is kept."""
    request.actor.require(Can.ASSET_PROPOSE)
    wizard = content.wizard()
    form = QuestionsForm(request.GET or None, questions=wizard.questions)
    context: dict[str, Any] = {"form": form, "source": wizard.source}
    if form.is_bound and form.is_valid():
        found = propose(wizard.questions, wizard.thresholds, form.cleaned_data)
        context |= {
            "found": found,
            "grade_name": grades.names()[found.grade],
            "layer_name": Layer(found.layer).label,
            "is_received": form.cleaned_data.get("whose") == "received",
        }
    return render(request, "ledger/guide.html", context)


@require_safe
def first(request: ActingRequest) -> HttpResponse:
    """`/ledger/first/`: the five lines, how far they are, and the way on."""
    request.actor.require(Can.ASSET_ADMIT)
    session = first_session.standing()
    lines = first_session.lines_of(session) if session else ()
    names = grades.names()
    shown = [
        (
            number,
            line,
            names.get(line.classes[0], ""),
            Layer(line.classes[1]).label if line.classes[1] else "",
        )
        for number, line in enumerate(lines, start=1)
    ]
    done = sum(line.is_complete for line in lines)
    context = {
        "session": session,
        "lines": shown,
        "done": done,
        "all": first_session.LINES,
        "minutes": first_session.minutes_left(lines) if lines else 45,
        "next": next((number for number, line, *_rest in shown if not line.is_complete), None),
        "written": any(not line.is_empty for line in lines),
        "owners": first_session.owners(),
        "offers_places": _offers_places(request, read.offered()),
    }
    return render(request, "ledger/first.html", context)


@require_POST
def begin_first(request: ActingRequest) -> HttpResponse:
    """Begin, or go on, with the usual places where they are wanted; then to the first line that lacks something."""
    session = first_session.begin_session(request.actor)
    if "places" in request.POST:
        ready_start(request.actor)
    lines = enumerate(first_session.lines_of(session), start=1)
    return go(request, "ledger:first_line", line=next((at for at, line in lines if not line.is_complete), 1))


def _tell_kept(request: ActingRequest, number: int, kept: first_session.Line, names: dict[str, str]) -> None:
    """What became of the line that was just left: its proposal, what it still lacks, or that it is empty."""
    if kept.is_empty:
        messages.info(request, _("%(n)s番は空けたままにしました。あとで書けます。") % {"n": number})
    elif kept.is_complete:
        grade, layer = kept.classes
        told = {"n": number, "name": kept.name, "grade": names[grade], "layer": Layer(layer).label}
        messages.success(request, _("%(n)s番「%(name)s」は、%(grade)s・%(layer)sの案です。") % told)
    else:
        told = {"n": number, "lacking": "・".join(str(one) for one in kept.missing)}
        messages.info(request, _("%(n)s番を書きとめました。あとは、%(lacking)sです。") % told)


@require_http_methods(BOTH)
def first_line(request: ActingRequest, line: int) -> HttpResponse:
    """`/ledger/first/<1–5>/`: one line; whatever was typed is kept, half a line too."""
    request.actor.require(Can.ASSET_ADMIT)
    session = first_session.standing()
    if session is None:
        return go(request, "ledger:first")
    if not 1 <= line <= first_session.LINES:
        raise Http404
    kept = first_session.lines_of(session)[line - 1]
    wizard, offered, names = content.wizard(), read.offered(), grades.names()
    initial = {
        "name": kept.name,
        "why": kept.why,
        "place": kept.place,
        "keeper": kept.keeper,
        "grade": kept.grade,
        "layer": kept.layer,
        "partner": kept.partner,
        "revision": session.revision,
        **kept.answers,
    }
    form = LineForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        offered=offered,
        grades=names,
        questions=wizard.questions,
    )

    def verb(given: dict[str, Any]) -> None:
        answers = {one.id: given[one.id] for one in wizard.questions if given[one.id]}
        fields = {
            name: given[name] for name in ("name", "why", "place", "keeper", "grade", "layer", "partner")
        }
        wanted = first_session.Line(**fields, answers=answers)
        first_session.keep_line(request.actor, session, line, wanted, revision=given["revision"])

    if request.method == "POST" and took(request, form, verb):
        if "places" not in request.POST:
            session.refresh_from_db()
            _tell_kept(request, line, first_session.lines_of(session)[line - 1], names)
        if "places" in request.POST:
            ready_start(request.actor)
            return go(request, "ledger:first_line", at="id_place", line=line)
        if "stop" in request.POST or line == first_session.LINES:
            return go(request, "ledger:first")
        return go(request, "ledger:first_line", line=line + 1)
    context = {
        "form": form,
        "line": line,
        "all": first_session.LINES,
        "questions": [form[one.id] for one in wizard.questions],
        "proposal": kept.proposal,
        "grade_name": names.get(kept.proposal.grade, "") if kept.proposal else "",
        "layer_name": Layer(kept.proposal.layer).label if kept.proposal else "",
        "minutes": first_session.minutes_left(first_session.lines_of(session)),
        "offers_places": _offers_places(request, offered),
    }
    return again(request, "ledger/first_line.html", context)


def _offers_places(request: ActingRequest, offered: read.Offered) -> bool:
    """Whether the usual places are worth offering: the house has none, and this person may lay some out."""
    return request.actor.may(Can.PLACE_CHANGE) and not offered.refs[entry.Kind.PLACE]


@require_POST
def approve_first(request: ActingRequest) -> HttpResponse:
    """The owner says yes: all lines enter at once."""
    request.actor.require(Can.ASSET_ADMIT)
    session = first_session.standing()
    if session is None:
        return go(request, "ledger:first")
    owner = next((one for one in first_session.owners() if str(one.pk) == request.POST.get("owner")), None)
    revision = request.POST.get("revision", "")
    try:
        made = first_session.approve(
            request.actor, session, owner, revision=int(revision) if revision.isdigit() else 0
        )
    except (EntryRefused, Missing, FieldRefused, first_session.SessionMoved) as refused:
        said = refused.sentence if hasattr(refused, "sentence") else why_not(request, refused)
        messages.error(request, said)
        return go(request, "ledger:first")
    messages.success(
        request,
        _("%(n)s件を台帳に登録しました。おつかれさまでした。次は、表示を付けます。") % {"n": len(made)},
    )
    return go(request, "ledger:assets")


@require_safe
def first_paper(request: ActingRequest) -> HttpResponse:
    """The empty form to fill by hand."""
    request.actor.require(Can.ASSET_ADMIT)
    organisation = request.actor.organisation
    name = _("まねされたら困る5つ.pdf")
    return paper(request, lambda: printed.first_session_paper(organisation), name, "ledger:first")


@require_http_methods(BOTH)
def route(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/ledger/<id>/route/`: yes or no five times (`?a=…`), then a proposal that one takes or changes."""
    asset = access.asset_for(request.actor, id, Can.ASSET_CHANGE)
    looks.note(request.actor, [asset])
    routes = content.routes()
    kept = entry.given(current(asset))
    asked = {key: request.GET.get(key) == "yes" for key, _words in routes.questions}
    proposed = deciding.proposed_route(asked) if "asked" in request.GET else None
    initial = {
        "route": proposed.route if proposed else kept.get("route"),
        "reason": proposed.why if proposed else kept.get("route_reason", ""),
    }
    form = RouteForm(request.POST if request.method == "POST" else None, initial=initial)

    def verb(given: dict[str, Any]) -> None:
        deciding.decide_route(request.actor, asset, Route(given["route"]), given["reason"], on=given["on"])

    if request.method == "POST" and took(request, form, verb):
        messages.success(request, _("保護ルートを決めました。"))
        return go(request, "ledger:asset", id=asset.pk)
    context = {
        "asset": asset,
        "form": form,
        "questions": [(key, words, asked[key]) for key, words in routes.questions],
        "proposed": proposed,
        "proposed_name": Route(proposed.route).label if proposed else "",
        "source": routes.source,
    }
    return again(request, "ledger/route.html", context)


@require_http_methods(BOTH)
def public(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/ledger/<id>/public/`: what was compared, and what came of it."""
    asset = access.asset_for(request.actor, id, Can.ASSET_CHANGE)
    looks.note(request.actor, [asset])
    form = PublicForm(request.POST if request.method == "POST" else None)

    def verb(given: dict[str, Any]) -> None:
        check = deciding.PublicCheck(
            Known(given["result"]), given["compared"], given["further"], given["on"], given["next_on"]
        )
        deciding.check_public(request.actor, asset, check)

    if request.method == "POST" and took(request, form, verb):
        messages.success(request, _("確かめたことを残しました。次の日が近づくと知らせます。"))
        return go(request, "ledger:asset", id=asset.pk)
    kept = entry.given(current(asset))
    context = {"asset": asset, "form": form, "kept": kept, "compared": kept.get("public_compared", "")}
    context["source"] = content.lifecycle().source
    return again(request, "ledger/public.html", context)
