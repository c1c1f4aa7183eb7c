"""Pages of looking for secrets in folders."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuramori.ground.people.access import department_for
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.departments import names as department_names
from kuramori.ground.people.roles import Can
from kuramori.ground.people.ways import again, go
from kuramori.ground.trail.holds import UnderHold
from kuramori.press.scan import trouble
from kuramori.work.ledger import access, access_scan, looks
from kuramori.work.ledger.forms_scan import CopyForm, SourceForm, TermForm
from kuramori.work.ledger.models import Asset, Judgement
from kuramori.work.ledger.reading import findings as read
from kuramori.work.ledger.scanning import judgement, registering, running, sources


@require_safe
def findings(request: ActingRequest) -> HttpResponse:
    """`/ledger/scan/`: what was found, with its reason, to be judged."""
    request.actor.require(Can.FINDING_JUDGE)
    page = read.findings_page(request.actor, request.GET.dict())
    looks.note(request.actor, page.shown)
    return render(request, "ledger/findings.html", {"page": page})


@require_POST
def judge(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """A person's word on one finding."""
    finding = access_scan.finding_for(request.actor, id, Can.FINDING_JUDGE)
    said = request.POST.get("judgement", "")
    if said not in {Judgement.ACCEPTED, Judgement.REJECTED}:
        return HttpResponse(status=400)
    judgement.judge_finding(request.actor, finding, Judgement(said))
    if said == Judgement.ACCEPTED:
        messages.success(request, _("「そのとおり」と記録しました。"))
        if not finding.is_marked:
            messages.info(
                request,
                _(
                    "このファイルには秘密の表示がありません。その場所で表示を付けるか、要らなければ捨ててください。"
                ),
            )
    else:
        messages.success(
            request, _("「関係ない」と記録しました。次からは、同じ文章を見つけても知らせません。")
        )
    return go(request, "ledger:findings")


@require_http_methods(["GET", "HEAD", "POST"])
def folders(request: ActingRequest) -> HttpResponse:
    """`/ledger/scan/sources/`: which folders are looked through, and when."""
    request.actor.require(Can.SCAN_RUN)
    departments = sorted(department_names().items(), key=lambda pair: pair[1])
    form = SourceForm(
        request.POST if request.method == "POST" else None, [(str(pk), name) for pk, name in departments]
    )
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        department = (
            department_for(request.actor, uuid.UUID(given["department"]), Can.SCAN_RUN)
            if given["department"]
            else None
        )
        try:
            source = sources.add_source(
                request.actor,
                name=given["name"],
                folder=given["folder"],
                rhythm=given["rhythm"],
                department=department,
            )
        except sources.SourceRefused as refused:
            form.add_error("folder", _refusals()[refused.code])
        else:
            messages.success(request, _("「%(name)s」を足しました。") % {"name": source.name})
            return go(request, "ledger:scan_sources")
    return again(request, "ledger/scan_sources.html", {"form": form, "sources": read.source_lines()})


@require_POST
def run_source(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Have the worker look through a source now."""
    source = access_scan.source_for(request.actor, id, Can.SCAN_RUN)
    try:
        run = running.begin_run(request.actor, source)
    except running.AlreadyRunning:
        messages.warning(request, _("いま、さがしている途中です。"))
        return go(request, "ledger:scan_sources")
    return go(request, "ledger:scan_run", id=run.pk)


@require_POST
def retire_source(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """A source is no longer looked through."""
    source = access_scan.source_for(request.actor, id, Can.SCAN_RUN)
    try:
        sources.retire_source(request.actor, source)
    except UnderHold:
        messages.warning(request, _("消してはいけないものに入っているので、やめられません。"))
    else:
        messages.success(
            request,
            _("「%(name)s」をさがすのをやめました。見つけた記録は残っています。") % {"name": source.name},
        )
    return go(request, "ledger:scan_sources")


@require_safe
def run(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """How far a run is, or what came of it."""
    found = access_scan.run_for(request.actor, id, Can.SCAN_RUN)
    template = "ledger/scan_run.html#progress" if request.htmx else "ledger/scan_run.html"
    return render(request, template, {"page": read.run_page(found), "refusals": _refusals()})


@require_http_methods(["GET", "HEAD", "POST"])
def copies(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """`/ledger/<id>/copies/`: how an asset is known again. One form for a reference copy, one for a term."""
    asset = access.asset_for(request.actor, id, Can.ASSET_CHANGE)
    looks.note(request.actor, [asset])
    is_term = request.method == "POST" and "text" in request.POST
    is_copy = request.method == "POST" and not is_term
    copy_form = CopyForm(request.POST if is_copy else None, request.FILES if is_copy else None)
    term_form = TermForm(request.POST if is_term else None)
    if (is_copy and _register(request, asset, copy_form)) or (
        is_term and _add_term(request, asset, term_form)
    ):
        return go(request, "ledger:copies", id=asset.pk)
    context = {"asset": asset, "known": read.known_by(asset), "copy_form": copy_form, "term_form": term_form}
    return again(request, "ledger/copies.html", context | {"form": term_form if is_term else copy_form})


@require_POST
def retire_copy(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """A reference copy is no longer looked for."""
    copy = access_scan.copy_for(request.actor, id, Can.ASSET_CHANGE)
    try:
        registering.retire_copy(request.actor, copy)
    except UnderHold:
        messages.warning(request, _("消してはいけないものに入っているので、外せません。"))
    return go(request, "ledger:copies", id=copy.asset_id)


@require_POST
def retire_term(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """A term is no longer looked for."""
    term = access_scan.term_for(request.actor, id, Can.ASSET_CHANGE)
    try:
        registering.retire_term(request.actor, term)
    except UnderHold:
        messages.warning(request, _("消してはいけないものに入っているので、外せません。"))
    return go(request, "ledger:copies", id=term.asset_id)


def _register(request: ActingRequest, asset: Asset, form: CopyForm) -> bool:
    if not form.is_valid():
        return False
    file = form.cleaned_data["file"]
    try:
        kept = registering.register_copy(request.actor, asset, name=file.name, content=file.read())
    except registering.CopyRefused as refused:
        form.add_error("file", _copy_refusal(refused.code))
        return False
    if kept.characters:
        messages.success(
            request,
            _("元ファイルを登録しました（%(n)s文字）。ファイルそのものは残していません。")
            % {"n": kept.characters},
        )
    else:
        messages.success(
            request, _("元ファイルを登録しました。文字を読めない種類なので、丸ごと同じものだけを見つけます。")
        )
    return True


def _add_term(request: ActingRequest, asset: Asset, form: TermForm) -> bool:
    if not form.is_valid():
        return False
    given = form.cleaned_data
    try:
        registering.add_term(request.actor, asset, text=given["text"], is_number=given["is_number"])
    except registering.TermRefused as refused:
        form.add_error("text", _term_refusals()[refused.code])
        return False
    messages.success(request, _("さがす言葉を足しました。"))
    return True


def _copy_refusal(code: str) -> str:
    if code == "known":
        return _("同じ中身の元ファイルが、もう登録されています。")
    if code in {trouble.TOO_LARGE}:
        return _("大きすぎます（32 MB まで）。登録していません。")
    return _("ファイルを読めませんでした。登録していません。")


def _term_refusals() -> dict[str, str]:
    return {
        "short": _("2文字以上の言葉にしてください。"),
        "number": _("型番は、半角の英数字で4文字以上、数字を含めて書いてください。"),
        "known": _("同じ言葉が、もうあります。"),
        "many": _("1件の情報につき200語までです。"),
    }


def _refusals() -> dict[str, str]:
    return {
        "relative": _("/ から始まる場所を書いてください。"),
        "not-listed": _(
            "このフォルダーは、さがしてよい場所として設定されていません。動かしている方に、設定（[[scan_folder]]）を頼んでください。"
        ),
        "ours": _("蔵守の記録が入っているフォルダーは、さがせません。"),
        "missing": _("そのフォルダーがありません。つながっているかを確かめてください。"),
    }
