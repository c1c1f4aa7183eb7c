"""年に一度の見直し as one page, what was reviewed, and what is left to put right."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.models import Person
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import UNPROCESSABLE, go
from kuramori.outside import clock
from kuramori.work.ledger import access, grades, looks, printed, read, reviewing, tasks_of
from kuramori.work.ledger.entry import Kind
from kuramori.work.ledger.forms_life import HandOnForm
from kuramori.work.ledger.models import Asset, Review, ReviewChoice
from kuramori.work.ledger.reading.life import closed_tasks, open_tasks, reviews_seen_by
from kuramori.work.ledger.views.trying import paper, tried

AT_ONCE = 50
CHOICES = ReviewChoice.choices


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: ActingRequest) -> HttpResponse:
    """`/ledger/review/`: up to fifty entries, the longest overdue first; `?all=on` those not due yet as well."""
    actor = request.actor
    actor.require(Can.ASSET_READ)
    if request.method == "POST":
        return _reviewed(request)
    return _page(request)


def _page(request: ActingRequest, *, status: int = 200) -> HttpResponse:
    actor, rows = request.actor, reviewing.reviewable(request.actor)
    waiting = rows.filter(review_on__lte=clock.today() + reviewing.SOON)
    shows_all = request.GET.get("all") == "on"
    assets = list((rows if shows_all else waiting)[:AT_ONCE])
    looks.note(actor, access.opened(assets))
    context = {
        "rows": [
            (line, request.POST.get(f"choice-{line.id}", ""), request.POST.get(f"note-{line.id}", ""))
            for line in read.lines_of(assets, grades.names())
        ],
        "choices": CHOICES,
        "shows_all": shows_all,
        "waiting": waiting.count(),
        "total": rows.count(),
        "minutes": max(1, round(len(assets) / 3)),
    }
    return render(request, "ledger/review.html", context, status=status)


def _reviewed(request: ActingRequest) -> HttpResponse:
    answers = {}
    for name, value in request.POST.items():
        key = name.removeprefix("choice-")
        if key != name and value in ReviewChoice.values and _is_id(key):
            note = request.POST.get(f"note-{key}", "")
            answers[uuid.UUID(key)] = reviewing.Answered(ReviewChoice(value), note)
    unchosen = [
        name
        for name in request.POST
        if name.startswith("note-")
        and request.POST.get(name, "").strip()
        and not request.POST.get(f"choice-{name.removeprefix('note-')}")
    ]
    if unchosen:
        said = ngettext(
            "ひとことを書いた%(n)s件で、結果をまだ選んでいません。選ぶか、ひとことを消してください。まだ何も残していません。",
            "ひとことを書いた%(n)s件で、結果をまだ選んでいません。選ぶか、ひとことを消してください。まだ何も残していません。",
            len(unchosen),
        )
        messages.error(request, said % {"n": len(unchosen)})
        return _page(request, status=UNPROCESSABLE)
    if not answers:
        messages.error(request, _("まだ1件も選んでいません。選んだ行だけを残します。"))
        return _page(request, status=UNPROCESSABLE)
    try:
        made = reviewing.review_all(request.actor, answers)
    except Asset.DoesNotExist:
        messages.error(
            request,
            _(
                "見直せない行が混じっていました。何も残していません。下の行を確かめて、もう一度残してください。"
            ),
        )
        return _page(request, status=UNPROCESSABLE)
    tasks = sum(one.choice != ReviewChoice.SAME for one in made)
    said = ngettext("%(n)s件の見直しを残しました。", "%(n)s件の見直しを残しました。", len(made)) % {
        "n": len(made)
    }
    if tasks:
        said += ngettext(
            "%(n)s件は「片づけること」に入りました。", "%(n)s件は「片づけること」に入りました。", tasks
        ) % {"n": tasks}
    messages.success(request, said)
    return go(request, "ledger:review")


@require_safe
def reviews(request: ActingRequest) -> HttpResponse:
    """`/ledger/reviews/`: who reviewed what and when."""
    request.actor.require(Can.ASSET_READ)
    rows, shown = reviews_seen_by(request.actor)
    looks.note(request.actor, shown)
    return render(request, "ledger/reviews.html", {"rows": rows})


@require_safe
def reviews_paper(request: ActingRequest) -> HttpResponse:
    """The same as PDF."""
    request.actor.require(Can.ASSET_READ)
    rows, shown = reviews_seen_by(request.actor)
    looks.note(request.actor, shown)
    names = {row.review.asset_id: row.called for row in rows}
    kept: list[Review] = [row.review for row in rows]
    organisation = request.actor.organisation
    return paper(
        request,
        lambda: printed.reviews_paper(organisation, kept, lambda asset: names[asset.pk]),
        _("見直しの記録.pdf"),
        "ledger:reviews",
    )


@require_safe
def tasks(request: ActingRequest) -> HttpResponse:
    """`/ledger/tasks/`: what is left to put right, then what was done."""
    request.actor.require(Can.ROUND_WALK)
    context = {
        "open": open_tasks(request.actor),
        "done": closed_tasks(request.actor),
        "people": read.offered().choices(Kind.PERSON),
        "today": clock.today(),
    }
    return render(request, "ledger/tasks.html", context)


@require_POST
def finish(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """It was put right."""
    task = tasks_of.task_for(request.actor, id)
    how = request.POST.get("how", "")
    return tried(
        request,
        lambda: tasks_of.finish_task(request.actor, task, how),
        _("片づけたことを残しました。おつかれさまでした。"),
        "ledger:tasks",
    )


@require_POST
def hand_on(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Somebody else, or another day."""
    task = tasks_of.task_for(request.actor, id)
    request.actor.require(Can.ASSET_REVIEW)
    form = HandOnForm(request.POST, offered=read.offered())
    if not form.is_valid():
        messages.error(request, _("担当と期限を、読める形で入れてください。何も変えていません。"))
        return go(request, "ledger:tasks", at=f"task-{task.pk}")
    owner = Person.objects.filter(pk=form.cleaned_data["owner"]).first()
    due_on = form.cleaned_data["due_on"]
    return tried(
        request,
        lambda: tasks_of.hand_on(request.actor, task, owner, due_on),
        _("担当と期限を変えました。"),
        "ledger:tasks",
        at=f"task-{task.pk}",
    )


def _is_id(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
