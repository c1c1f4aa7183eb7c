"""Pages of gaps: the board of both sides, one gap, and how gaps come from a reply."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuramori.ground.contacts.access import partner_for
from kuramori.ground.contacts.models import Contact
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.link_letters import letter_around, mailed
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import CONFLICT, UNPROCESSABLE, again, go
from kuramori.ground.post.addresses import AddressUnusable
from kuramori.rules.statements.bodies_asking import GapStep
from kuramori.work.partners import choosing
from kuramori.work.requests import access
from kuramori.work.requests.forms_gaps import LinkForm, MoveForm, NewGapForm, NoteForm, OpenForm
from kuramori.work.requests.forms_support import OfferForm
from kuramori.work.requests.gapping import by_link, moving, opening
from kuramori.work.requests.models import Gap, GapState, Side
from kuramori.work.requests.reading import gaps as reading
from kuramori.work.requests.reading.support import offered_for
from kuramori.work.requests.refusing import NotSo, Stale
from kuramori.work.requests.support_content import support


@require_safe
def board(request: ActingRequest) -> HttpResponse:
    """`/requests/gaps/`: by state on a desktop, as a list on a telephone."""
    request.actor.require(Can.REQUEST_READ)
    asked = request.GET
    filters = reading.Filters(
        side=asked["side"] if asked.get("side") in Side.values else Side.ASKING,
        words=asked.get("words", "").strip()[:60],
        klass=asked.get("klass", "")[:20],
        state=asked["state"] if asked.get("state") in GapState.values else "",
        late=bool(asked.get("late")),
    )
    written = asked.get("page", "1")
    page = int(written) if written.isascii() and written.isdigit() and len(written) < 7 else 1
    return render(request, "requests/gaps_board.html", {"board": reading.board(filters, page)})


@require_safe
def gap(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/requests/gaps/<id>/`: the plan first, then why, until then, help, cost, and what both said."""
    return _page(request, access.gap_for(request.actor, id, Can.REQUEST_READ))


@require_POST
def move(request: ActingRequest, id: uuid.UUID, step: str) -> HttpResponse:
    """`…/move/<step>/`: one move, ours or (`heard`) one that the other side told us."""
    row = access.gap_for(request.actor, id, Can.GAP_CHANGE)
    kind = step_of(step)
    is_heard = "heard" in request.POST
    form = MoveForm(kind, request.POST, initial={"plan": row.plan}, is_for_other=is_heard)
    if not form.is_valid():
        return _page(request, row, form=form, is_heard=is_heard, status=UNPROCESSABLE)
    other = Side.ASKED if row.side == Side.ASKING else Side.ASKING
    try:
        moving.move(
            request.actor,
            row,
            kind,
            form.saying,
            revision=form.cleaned_data["revision"],
            part=other if is_heard else None,
        )
    except NotSo as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        status = CONFLICT if isinstance(refused, Stale) else UNPROCESSABLE
        return _page(request, row, form=form, is_heard=is_heard, status=status)
    messages.success(request, _("記録しました。"))
    return go(request, "requests:gap", id=row.pk)


@require_POST
def note(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`…/note/`: a comment that both sides read."""
    row = access.gap_for(request.actor, id, Can.GAP_CHANGE)
    form = NoteForm(request.POST)
    if form.is_valid():
        try:
            moving.write_note(request.actor, row, form.cleaned_data["words"])
        except NotSo as refused:
            form.add_error("words", refused.sentence)
        else:
            return go(request, "requests:gap", id=row.pk, at="said")
    return _page(request, row, noting=form, status=UNPROCESSABLE)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ActingRequest) -> HttpResponse:
    """`/requests/gaps/new/?partner=…`: what was seen on a visit or heard."""
    request.actor.require(Can.GAP_CHANGE)
    form = NewGapForm(
        request.POST if request.method == "POST" else None,
        initial={"partner": request.GET.get("partner", "")[:120]},
    )
    if not (form.is_bound and form.is_valid()):
        return again(request, "requests/gaps_new.html", {"form": form})
    given = form.cleaned_data
    found = choosing.chosen(request.actor, "", given["partner"])
    if found.partner is None:
        form.add_error("partner", _("どの取引先か決められません。先に「取引先」で登録を確かめてください。"))
        return again(request, "requests/gaps_new.html", {"form": form})
    try:
        wanted = opening.Wanted(given["what"], given["why"], is_critical=given["is_critical"])
        row = opening.open_by_hand(request.actor, found.partner, wanted)
    except NotSo as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        return again(request, "requests/gaps_new.html", {"form": form})
    messages.success(request, _("ギャップを挙げました。相手と、いつまでに何をするかを相談します。"))
    return go(request, "requests:gap", id=row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def open_from_reply(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/requests/gaps/replies/<id>/open/`: choose what of a reply is talked about."""
    reply = access.reply_for(request.actor, id, Can.GAP_CHANGE)
    items = reading.short_items(reply)
    form = OpenForm(
        list(items),
        request.POST if request.method == "POST" else None,
        initial={"items": [item for item, _title in items]},
    )
    context = {"form": form, "reply": reply, "items": items}
    if not (form.is_bound and form.is_valid()):
        return again(request, "requests/gaps_open.html", context)
    try:
        opened = opening.open_from_reply(request.actor, reply, form.cleaned_data["items"])
    except NotSo as refused:
        form.add_error(None, refused.sentence)
        return again(request, "requests/gaps_open.html", context)
    said = ngettext("ギャップを%(n)s件挙げました。", "ギャップを%(n)s件挙げました。", len(opened))
    messages.success(request, said % {"n": len(opened)})
    return go(request, "requests:gaps")


@require_POST
def open_all(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/requests/gaps/requests/<id>/open/`: the gaps of all replies to a request."""
    row = access.request_for(request.actor, id, Can.GAP_CHANGE)
    opening.ask_for_all(request.actor, row)
    messages.success(request, _("回答からギャップを挙げています。多いときは、数分かかります。"))
    return go(request, "requests:gaps")


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/requests/gaps/partners/<id>/link/`: a link by which a contact of the partner sees and moves its gaps."""
    partner = partner_for(request.actor, id, Can.GAP_CHANGE)
    contacts = Contact.objects.filter(partner=partner, retired_on__isnull=True).exclude(email="")
    choices = [(str(one.pk), f"{one.name} {one.email}") for one in contacts.order_by("name")]
    form = LinkForm(choices, request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "partner": partner, "has_contacts": bool(choices)}
    if not (form.is_bound and form.is_valid()):
        return again(request, "requests/gaps_link.html", context)
    contact = contacts.get(pk=form.cleaned_data["contact"])
    try:
        issued = by_link.give_link(request.actor, partner, contact)
    except AddressUnusable:
        form.add_error("contact", _("この方のメールアドレスは使えません。取引先の画面で直してください。"))
        return again(request, "requests/gaps_link.html", context)
    words = _(
        "%(person)s 様\n\n情報の守りについてのご相談です。いつまでに何をするか、それまでの守り方、費用のことを、"
        "下のページでお知らせください。「一部」「これから」「ほかの方法」も、そのまま書けます。\n%(url)s\n\n"
        "開くときに、6けたの確認コードが要ります。このリンクは、ほかの方には渡さないでください。\n"
        "%(organisation)s %(who)s"
    )
    letter = letter_around(request, issued, words)
    was_mailed = mailed(
        request,
        issued,
        letter,
        subject=_("情報の守りについてのご相談（%(organisation)s）"),
        purpose=by_link.MAIL,
        about=("partner", partner.pk),
    )
    context |= {"letter": letter, "mailed": was_mailed}
    return render(request, "requests/gaps_link_sent.html", context)


def step_of(written: str) -> GapStep:
    """The step of an address; 404 for what is none, and for opening, which is not a move."""
    try:
        step = GapStep(written)
    except ValueError:
        raise Http404 from None
    if step is GapStep.OPENED:
        raise Http404
    return step


def _page(
    request: ActingRequest,
    row: Gap,
    *,
    form: MoveForm | None = None,
    is_heard: bool = False,
    noting: NoteForm | None = None,
    status: int = 200,
) -> HttpResponse:
    fresh = Gap.objects.select_related("partner", "asked__request").get(pk=row.pk)
    page = reading.gap_page(fresh)

    def forms_of(steps: tuple[GapStep, ...], *, heard: bool) -> list[MoveForm]:
        plan = {"plan": fresh.plan, "plan_on": fresh.plan_on}
        begin = plan | {"revision": fresh.revision, "interim": fresh.interim, "support": fresh.support}
        return [
            form
            if form is not None and form.step is step and heard == is_heard
            else MoveForm(step, initial=begin, is_for_other=heard)
            for step in steps
        ]

    context: dict[str, Any] = {
        "page": page,
        "gap": fresh,
        "main": forms_of(page.main, heard=False),
        "quiet": forms_of(page.quiet, heard=False),
        "heard": forms_of(page.heard, heard=True),
        "refused": form if form is not None and form.errors else None,
        "noting": noting or NoteForm(),
        "says": support(),
        "helps": offered_for(fresh),
        "offering": OfferForm(initial={"revision": fresh.revision}),
    }
    return render(request, "requests/gaps_gap.html", context, status=status)
