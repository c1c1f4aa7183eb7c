"""Rounds: begin one, walk it on a phone, type it in from paper, close it."""

from __future__ import annotations

import json
import uuid
from pathlib import Path

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuramori.ground.people.addresses import outside_url, url_for
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.qr import qr_svg
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import go
from kuramori.outside import clock
from kuramori.work.ledger import grades, looks, printed, read, rounds
from kuramori.work.ledger.forms_life import RoundForm
from kuramori.work.ledger.laying import EntryRefused
from kuramori.work.ledger.models import Found, Round, RoundKind, Stop
from kuramori.work.ledger.reading.life import StopLine, walk_page
from kuramori.work.ledger.views.trying import paper, why_not
from kuramori.work.places.models import Place

MOST = 50
WORKER = Path(__file__).resolve().parents[1] / "static" / "ledger" / "round_worker.js"
LONGEST_AWAY_S = 7 * 86_400


@require_http_methods(["GET", "HEAD", "POST"])
def all_rounds(request: ActingRequest) -> HttpResponse:
    """`/ledger/rounds/`: what was walked, and beginning the next."""
    request.actor.require(Can.ROUND_WALK)
    form = RoundForm(request.POST if request.method == "POST" else None, offered=read.offered())
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        within = Place.objects.filter(pk=given["within"]).first() if given["within"] else None
        try:
            made = rounds.begin_round(
                request.actor, RoundKind(given["kind"]), name=given["name"], within=within
            )
        except EntryRefused as refused:
            form.add_error(None, refused.sentence)
        else:
            return go(request, "ledger:round", id=made.pk)
    rows = Round.objects.select_related("begun_by").prefetch_related("stops").order_by("-begun_at")[:MOST]
    shown = [
        (row, len(stops), sum(bool(stop.found) for stop in stops), sum(_differs(stop) for stop in stops))
        for row in rows
        for stops in (row.stops.all(),)
    ]
    context = {"form": form, "rounds": shown}
    return render(request, "ledger/rounds.html", context, status=422 if form.is_bound else 200)


@require_safe
def walk(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/ledger/rounds/<id>/`: the next stop with its big buttons, and all others below.

    `?keep=1` is the page that a device keeps for when the network is away; no 極秘 name lies on it.
    """
    row, is_kept = rounds.round_for(request.actor, id), "keep" in request.GET
    page = walk_page(request.actor, row, grades.names(), for_keeping=is_kept)
    looks.note(request.actor, page.shown)
    address = outside_url(request, url_for(request.actor, "ledger:round", id=row.pk))
    context = {
        "page": page,
        "found": Found.choices,
        "next": page.next,
        "code": qr_svg(address, label=_("この点検をスマートフォンで開くQRコード")),
        "is_kept": is_kept,
        "kept_at": clock.now(),
    }
    return render(request, "ledger/round.html", context)


@require_safe
def worker(request: ActingRequest) -> HttpResponse:
    """`/ledger/rounds/worker.js`: what opens a kept round again. It may act below its own address only."""
    request.actor.require(Can.ROUND_WALK)
    return HttpResponse(WORKER.read_bytes(), content_type="text/javascript; charset=utf-8")


@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/ledger/stops/<id>/`: one stop, as its QR code on the paper opens it."""
    row = rounds.stop_for(request.actor, id)
    if request.method == "POST":
        return _seen(request, row)
    page = walk_page(request.actor, row.round, grades.names())
    looks.note(request.actor, [asset for asset in page.shown if asset.pk == row.asset_id])
    line = next(line for line in page.lines if line.stop.pk == row.pk)
    return render(request, "ledger/stop.html", {"page": page, "line": line, "found": Found.choices})


def _seen(request: ActingRequest, row: Stop) -> HttpResponse:
    found, note = request.POST.get("found", ""), request.POST.get("note", "")
    if found not in Found.values:
        messages.error(request, _("見たものを、ボタンで選んでください。"))
        return go(request, "ledger:stop", id=row.pk)
    try:
        rounds.see(request.actor, row, rounds.Seen(Found(found), note))
    except rounds.RoundClosed as refused:
        messages.error(request, why_not(request, refused))
    return go(request, "ledger:round", id=row.round_id)


@require_http_methods(["GET", "HEAD", "POST"])
def type_in(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/ledger/rounds/<id>/type/`: what was marked on paper, all stops on one page."""
    row = rounds.round_for(request.actor, id)
    page = walk_page(request.actor, row, grades.names())
    if request.method == "POST":
        typed = {
            line.stop.pk: rounds.Seen(
                Found(request.POST[f"found-{line.stop.pk}"]), request.POST.get(f"note-{line.stop.pk}", "")
            )
            for line in page.lines
            if request.POST.get(f"found-{line.stop.pk}") in Found.values
        }
        try:
            rounds.see_all(request.actor, row, typed)
        except rounds.RoundClosed as refused:
            messages.error(request, why_not(request, refused))
        else:
            said = ngettext("%(n)sか所を写しました。", "%(n)sか所を写しました。", len(typed))
            messages.success(request, said % {"n": len(typed)})
        return go(request, "ledger:round", id=row.pk)
    looks.note(request.actor, page.shown)
    return render(request, "ledger/round_type.html", {"page": page, "found": Found.choices})


@require_POST
def send_seen(request: ActingRequest, id: uuid.UUID) -> JsonResponse:
    """`/ledger/rounds/<id>/seen/`: what a device kept while the network was away; sent again it changes nothing.

    200 with how many stops are left; 409 once the round is closed, 422 for what cannot be read.
    """
    row = rounds.round_for(request.actor, id)
    try:
        seen = _kept_by_device(request.body)
    except (KeyError, TypeError, ValueError):
        return JsonResponse({"refused": "unreadable"}, status=422)
    try:
        rounds.see_all(request.actor, row, seen)
    except Stop.DoesNotExist:
        raise Http404 from None
    except rounds.RoundClosed:
        return JsonResponse({"refused": "closed"}, status=409)
    return JsonResponse({"seen": len(seen), "left": row.stops.filter(found="").count()})


def _kept_by_device(body: bytes) -> dict[uuid.UUID, rounds.Seen]:
    """Raises `ValueError`, `KeyError`, `TypeError` for anything but the list that the page sends."""
    told = json.loads(body)["seen"]
    if not isinstance(told, list) or len(told) > rounds.MOST_STOPS:
        raise ValueError(len(told))
    return {
        uuid.UUID(one["stop"]): rounds.Seen(
            Found(one["found"]), str(one["note"])[:200], min(max(float(one["age"]), 0), LONGEST_AWAY_S)
        )
        for one in told
    }


@require_POST
def close(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """The round is done; differences become tasks."""
    row = rounds.round_for(request.actor, id)
    try:
        tasks = rounds.close_round(request.actor, row, leave_rest=request.POST.get("leave") == "on")
    except (EntryRefused, rounds.RoundClosed) as refused:
        messages.error(request, why_not(request, refused))
        return go(request, "ledger:round", id=row.pk)
    if tasks:
        said = ngettext(
            "点検を終えました。違いが%(n)s件あり、「片づけること」に入れました。",
            "点検を終えました。違いが%(n)s件あり、「片づけること」に入れました。",
            tasks,
        ) % {"n": tasks}
        messages.warning(request, said)
        return go(request, "ledger:tasks")
    messages.success(request, _("点検を終えました。違いはありませんでした。"))
    return go(request, "ledger:rounds")


@require_safe
def round_paper(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """The round as PDF, to walk with a pencil."""
    row = rounds.round_for(request.actor, id)
    page = walk_page(request.actor, row, grades.names())
    looks.note(request.actor, page.shown)
    lines: dict[uuid.UUID, StopLine] = {line.stop.pk: line for line in page.lines}
    if not lines:
        raise Http404

    def address(one: Stop) -> str:
        return outside_url(request, url_for(request.actor, "ledger:stop", id=one.pk))

    def make() -> bytes:
        stops = [line.stop for line in page.lines]
        organisation = request.actor.organisation
        return printed.round_paper(organisation, row, stops, lambda one: lines[one.pk].what, address)

    name = f"{row.name}.pdf".replace("/", "-")
    return paper(request, make, name, "ledger:round", id=row.pk)


def _differs(row: Stop) -> bool:
    return bool(row.found) and row.found != Found.THERE
