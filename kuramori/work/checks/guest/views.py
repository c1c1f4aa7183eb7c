"""The pages of the guest's check. Each takes the whole state from the form and gives it back in the next one."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kuramori.ground.people import access
from kuramori.outside import clock
from kuramori.rules import answers as answer_rules
from kuramori.rules.catalogue import Pack
from kuramori.rules.faults import Refused
from kuramori.work.checks.guest import asking, concluding, packs, speech
from kuramori.work.checks.guest import state as states
from kuramori.work.checks.guest.posting import back_to_entrance, guest_page, posted, show_entrance
from kuramori.work.checks.guest.state import State

FILE_LIMIT_BYTES = answer_rules.LIMITS.size


class SendAgain(HttpResponseRedirect):
    """307: the browser sends the same form to another of our pages, so that the address fits what is shown."""

    status_code = HTTPStatus.TEMPORARY_REDIRECT


@require_GET
@guest_page
def entrance(request: HttpRequest) -> HttpResponse:
    """`/check/`: the two ways in, the file from last time, and the paper form."""
    return show_entrance(request)


@require_http_methods(["GET", "POST"])
@guest_page
def load(request: HttpRequest) -> HttpResponse:
    """Take in a travel file. Refused whole or taken whole; what is wrong is named with its place."""
    if request.method == "GET":
        return back_to_entrance(request)
    upload = request.FILES.get("file")
    if upload is None:
        return show_entrance(request, file_wrongs=[_("ファイルがまだ選ばれていません。")])
    if (upload.size or 0) > FILE_LIMIT_BYTES:
        return render(request, "413.html", {"limit_mb": 1}, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        file = answer_rules.read(upload.read(), packs.find, path=(upload.name or "")[-120:])
    except Refused as refused:
        return show_entrance(request, file_wrongs=refused.sentences(speech.current()))
    pack = packs.find(file.pack)
    if pack is None:
        raise RuntimeError("a file was read for a pack that is not on offer")
    return _after_loading(request, states.from_file(file, pack, request.POST.get("route", "")))


@require_http_methods(["GET", "POST"])
@guest_page
def item(request: HttpRequest) -> HttpResponse:
    """`/check/item/`: one question. Which one comes next is decided by `at` and by the button pressed, `go`."""
    if request.method == "GET":
        return back_to_entrance(request)
    state, go = posted(request), request.POST.get("go", "")
    ids = [item.id for item in state.pack.items]
    here = request.POST.get("at", "")
    at = ids.index(here) if here in ids else 0
    if go == "start":
        return _item(request, state, states.first_open(state) or ids[0])
    if go.startswith("jump:") and go.removeprefix("jump:") in ids:
        return _item(request, state, go.removeprefix("jump:"))
    if go == "back":
        return _item(request, state, ids[max(at - 1, 0)])
    if go != "next":
        return _item(request, state, ids[at])
    if states.wrong_of(state, ids[at]):
        return _item(request, state, ids[at], show_wrong=True)
    if at + 1 < len(ids):
        return _item(request, state, ids[at + 1])
    return SendAgain(reverse("check:result"))


@require_http_methods(["GET", "POST"])
@guest_page
def everything(request: HttpRequest) -> HttpResponse:
    """`/check/all/`: every question on one page; a blank one for GET."""
    if request.method == "POST":
        return _everything(request, posted(request))
    pack = _wanted_pack(request)
    return (
        _everything(request, states.blank(pack, "review"), is_blank=True) if pack else show_entrance(request)
    )


@require_GET
@guest_page
def paper(request: HttpRequest) -> HttpResponse:
    """`/check/paper/`: the blank form to print and tick by hand."""
    pack = _wanted_pack(request)
    if pack is None:
        return show_entrance(request)
    state, lang = states.blank(pack), speech.current()
    context = {
        "pack": pack,
        "text": pack.text(lang),
        "sections": asking.sections(state, lang, show_wrong=False),
    }
    return render(request, "checks/guest/paper.html", context)


@require_http_methods(["GET", "POST"])
@guest_page
def result(request: HttpRequest) -> HttpResponse:
    """`/check/result/`: score, figure, next actions and what would follow; counted anew for every post."""
    if request.method == "GET":
        return back_to_entrance(request)
    state = posted(request)
    wrong_items = [item for item in states.wrongs(state) if item in state.given]
    if wrong_items and request.POST.get("at") in wrong_items:
        return _item(request, state, request.POST["at"], show_wrong=True)
    if wrong_items:
        return _everything(request, state, show_wrong=True)
    return _result(request, state)


@require_http_methods(["GET", "POST"])
@guest_page
def file(request: HttpRequest) -> HttpResponse:
    """`/check/file/`: the answers so far as a travel file."""
    if request.method == "GET":
        return back_to_entrance(request)
    state = posted(request)
    content = answer_rules.write(states.to_file(state))
    name = f"jiko-check-{clock.today().isoformat()}.kuramori.json"
    return HttpResponse(
        content,
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _after_loading(request: HttpRequest, state: State) -> HttpResponse:
    done = asking.progress(state).done
    told = _("%(count)s問の答えを読み込みました。") % {"count": done}
    if state.route == "review":
        return _everything(request, state, told=told)
    return _item(request, state, states.first_open(state) or state.pack.items[0].id, told=told)


def _item(
    request: HttpRequest, state: State, item_id: str, *, show_wrong: bool = False, told: str = ""
) -> HttpResponse:
    lang = speech.current()
    page = asking.item_page(state, item_id, lang, show_wrong=show_wrong)
    own = frozenset({item_id})
    context = _shared(state, lang, own) | {
        "page": page,
        "at": item_id,
        "told": told,
        "here": reverse("check:item"),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if page.question.wrong else HTTPStatus.OK
    return render(request, "checks/guest/item.html", context, status=status)


def _everything(
    request: HttpRequest, state: State, *, show_wrong: bool = False, told: str = "", is_blank: bool = False
) -> HttpResponse:
    lang = speech.current()
    sections = asking.sections(state, lang, show_wrong=show_wrong)
    context = _shared(state, lang, frozenset(state.given)) | {
        "sections": sections,
        "progress": asking.progress(state),
        "wrongs": [question for section in sections for question in section.questions if question.wrong],
        "told": told,
        "is_blank": is_blank,
        "here": reverse("check:all"),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if context["wrongs"] else HTTPStatus.OK
    return render(request, "checks/guest/all.html", context, status=status)


def _result(request: HttpRequest, state: State) -> HttpResponse:
    lang = speech.current()
    page = concluding.result_page(state, lang)
    score_wrong = states.wrongs(state).get("official_score")
    context = _shared(state, lang, frozenset({"did", "official_score", "note", "view"})) | {
        "page": page,
        "here": reverse("check:result"),
        "today": clock.today(),
        "nothing_ticked": states.NOTHING_TICKED,
        "score_wrong": score_wrong.sentence(lang) if score_wrong else "",
        "houses": _houses(request),
    }
    return render(request, "checks/guest/result.html", context)


def _houses(request: HttpRequest) -> list[tuple[str, str]]:
    """Name and address of the organisations that the answers may be put into; none for somebody not signed in."""
    if not request.user.is_authenticated:
        return []
    return [
        (organisation.name, reverse("checks:take_in", kwargs={"organisation": organisation.slug}))
        for organisation in access.organisations_of(request.user)
    ]


def _shared(state: State, lang: str, own: frozenset[str]) -> dict[str, Any]:
    """What every page inside the check needs. `own`: what it shows itself, so that it is not sent twice."""
    return {
        "pack": state.pack,
        "text": state.pack.text(lang),
        "state": state,
        "hidden": states.hidden_fields(state, leave_out=own),
        "other_language": "ja" if lang == "en" else "en",
    }


def _wanted_pack(request: HttpRequest) -> Pack | None:
    """The pack named in the address, or the first on offer."""
    named = request.GET.get("pack")
    if named:
        return packs.find(named)
    return next(iter(packs.on_offer()), None)
