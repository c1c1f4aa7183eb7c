"""`/check/report/<format>/`: a guest's answers as a document. Made from the form, handed over, and forgotten."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kuramori.across.reports.answer import SHOWN, on_screen
from kuramori.across.reports.kinds.self_check.data import Data
from kuramori.across.reports.kinds.self_check.gather import gather
from kuramori.across.reports.render import FormatNotOffered
from kuramori.across.reports.render import render as render_report
from kuramori.outside import clock
from kuramori.press.faults import PressFault
from kuramori.work.checks.guest import speech
from kuramori.work.checks.guest import state as states
from kuramori.work.checks.guest.posting import back_to_entrance, guest_page, posted
from kuramori.work.checks.guest.state import State

KIND = "self_check"


@require_http_methods(["GET", "POST"])
@guest_page
def download(request: HttpRequest, format: str) -> HttpResponse:
    """The report in `format`. A GET (a reloaded or shared address) has no answers with it."""
    if request.method == "GET":
        return back_to_entrance(request)
    state, lang = posted(request), speech.current()
    try:
        rendered = render_report(KIND, data_of(state, lang), format, lang)
    except FormatNotOffered as fault:
        raise Http404 from fault
    except PressFault as fault:
        return _not_made(request, state, fault.sentence(lang))
    if format in SHOWN:
        return on_screen(rendered)
    plain = f"self-check-{clock.today().isoformat()}.{format}"
    return HttpResponse(
        rendered.content,
        content_type=rendered.media_type,
        headers={
            # Old programs read the first name, the others the second, which may be Japanese.
            "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(rendered.filename)}",
        },
    )


def data_of(state: State, lang: str) -> Data:
    """What the report of a visit says: nobody's name, today's date."""
    return gather(
        state.pack,
        states.answers(state),
        made_on=clock.today(),
        lang=lang,
        route=state.route,
        official_score=states.official_score(state),
        note=state.note.strip() or None,
    )


def _not_made(request: HttpRequest, state: State, sentence: str) -> HttpResponse:
    context = {
        "title": _("書類を作れませんでした"),
        "sentence": sentence,
        "hidden": states.hidden_fields(state),
    }
    return render(request, "reports/guest_not_made.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
