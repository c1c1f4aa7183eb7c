"""One question: its page, and saving the answer, with or without scripts."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import go
from kuramori.rules.catalogue import Pack
from kuramori.rules.faults import Refused
from kuramori.work.checks import access, answer, read
from kuramori.work.checks.forms import DelegateForm, EvidenceForm
from kuramori.work.checks.guest.state import NA, REASON
from kuramori.work.checks.models import Answer, Sheet
from kuramori.work.checks.reading.item import Typed
from kuramori.work.checks.reading.sheet import progress_of
from kuramori.work.checks.views.sheet import CONFLICT
from kuramori.work.checks.views.sheets import UNPROCESSABLE
from kuramori.work.checks.views.ways import already_final, pack_asking, told_final

NO_REVISION = -1


@require_safe
def item(request: ActingRequest, id: uuid.UUID, item: str) -> HttpResponse:
    """`/checks/<id>/<item>/`: one question; read-only for those who may not answer it."""
    sheet = access.sheet_for(request.actor, id, Can.SHEET_READ)
    pack_asking(sheet, item)
    return show(request, sheet, item)


@require_POST
def save(request: ActingRequest, id: uuid.UUID, item: str) -> HttpResponse:
    """Save an answer. A change on the page sends only itself (htmx); a button goes on to another page."""
    sheet = access.sheet_to_answer(request.actor, id, item)
    pack, typed = pack_asking(sheet, item), typed_in(request.POST, item)
    try:
        written = answer.answer(
            request.actor,
            sheet,
            pack,
            item,
            value=_value(typed),
            comment=typed.comment,
            revision=_revision(request.POST),
        )
    except answer.StaleAnswer as stale:
        return _stale(request, sheet, pack, stale.current, typed)
    except Refused as refused:
        return _wrong(request, sheet, item, typed, refused.faults[0].sentence(read.language()))
    except answer.SheetAlreadyFinal:
        return _final(request, sheet)
    if request.htmx:
        return _saved(request, sheet, pack, written)
    return _onward(request, sheet, pack, item)


def show(
    request: ActingRequest,
    sheet: Sheet,
    item: str,
    *,
    typed: Typed | None = None,
    wrong: str = "",
    evidence_form: EvidenceForm | None = None,
    delegate_form: DelegateForm | None = None,
    conflict: read.Conflict | None = None,
    revision: int | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a question, with whatever could not be saved still in its fields."""
    page = read.item_page(request.actor, sheet, item, typed=typed, wrong=wrong)
    context = {
        "page": page,
        "conflict": conflict,
        "revision": page.line.revision if revision is None else revision,
        "evidence_form": evidence_form or EvidenceForm(),
        "delegate_form": delegate_form or DelegateForm(None, page.colleagues),
        "stay_url": _page_of(request, sheet, item),
    }
    return render(request, "checks/item.html", context, status=status)


def typed_in(post: QueryDict, item: str) -> Typed:
    """What the form of a question holds."""
    return Typed(
        choice=post.get(item, ""),
        reason=post.get(item + REASON, ""),
        comment=post.get("comment", "").replace("\r\n", "\n"),
    )


def _page_of(request: ActingRequest, sheet: Sheet, item: str) -> str:
    return url_for(request.actor, "checks:item", id=sheet.pk, item=item)


def _value(typed: Typed) -> int | dict[str, str] | None:
    if not typed.choice:
        return None
    if typed.choice == NA:
        return {"na": typed.reason}
    is_level = typed.choice.isascii() and typed.choice.isdigit() and len(typed.choice) <= 2
    # What is no number at all goes to the rules as it is: they name it and refuse it.
    return int(typed.choice) if is_level else typed.choice  # type: ignore[return-value]


def _revision(post: QueryDict) -> int:
    """The revision that the writer saw; `over` is the one that the writer has decided to write over."""
    written = post.get("over") or post.get("revision", "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else NO_REVISION


def _saved(request: ActingRequest, sheet: Sheet, pack: Pack, written: Answer) -> HttpResponse:
    # Only a first answer moves the bar, and only those who answer the whole sheet watch it.
    moves = written.revision == 1 and request.actor.may(Can.SHEET_ANSWER)
    progress = progress_of(sheet, pack) if moves else None
    return _fragment({"written": written, "revision": written.revision, "progress": progress})


def _stale(request: ActingRequest, sheet: Sheet, pack: Pack, current: Answer, typed: Typed) -> HttpResponse:
    conflict, seen = read.conflict(pack, current, typed), _revision(request.POST)
    if request.htmx:
        context = {
            "conflict": conflict,
            "revision": seen,
            "stay_url": _page_of(request, sheet, current.item),
        }
        return _fragment(context, status=CONFLICT)
    return show(request, sheet, current.item, typed=typed, conflict=conflict, revision=seen, status=CONFLICT)


def _wrong(request: ActingRequest, sheet: Sheet, item: str, typed: Typed, sentence: str) -> HttpResponse:
    seen = _revision(request.POST)
    if request.htmx:
        return _fragment({"waits": sentence, "revision": seen}, status=UNPROCESSABLE)
    return show(request, sheet, item, typed=typed, wrong=sentence, revision=seen, status=UNPROCESSABLE)


def _fragment(context: dict[str, object], *, status: int = 200) -> HttpResponse:
    """What became of the change, without the page around it: no navigation has to be worked out for it."""
    return HttpResponse(render_to_string("checks/item.html#saved", context), status=status)


def _final(request: ActingRequest, sheet: Sheet) -> HttpResponse:
    if request.htmx:
        return _fragment({"refusal": already_final(), "revision": NO_REVISION}, status=CONFLICT)
    return told_final(request, sheet)


def _onward(request: ActingRequest, sheet: Sheet, pack: Pack, item: str) -> HttpResponse:
    """To the neighbour, to the list, or back to the same question, by the button that was pressed."""
    ids = [one.id for one in pack.items]
    is_over = "over" in request.POST
    wanted, place = "" if is_over else request.POST.get("go", "next"), ids.index(item)
    if wanted == "next" and not request.actor.may(Can.SHEET_ANSWER):
        messages.success(request, _("保存しました。頼んだ方にも、答えたことが伝わります。"))
        return go(request, "checks:sheet", id=sheet.pk)
    if wanted == "next" and place + 1 < len(ids):
        return go(request, "checks:item", id=sheet.pk, item=ids[place + 1])
    if wanted == "back" and place:
        return go(request, "checks:item", id=sheet.pk, item=ids[place - 1])
    if is_over:
        messages.success(request, _("あなたの答えで保存しました。"))
        return go(request, "checks:item", id=sheet.pk, item=item)
    return go(request, "checks:sheet", id=sheet.pk)
