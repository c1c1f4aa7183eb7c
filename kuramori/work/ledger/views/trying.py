"""A button that tries a verb: the good word, or the sentence why not; and a form that comes back with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, BinaryIO, TypeVar

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kuramori.ground.papers.kinds import KindRefused
from kuramori.ground.papers.store import EmptyFile
from kuramori.ground.papers.whole import FileDamaged
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.download import printed
from kuramori.ground.people.ways import go
from kuramori.ground.trail.holds import UnderHold
from kuramori.outside.store import TooLarge
from kuramori.press.faults import PressFault
from kuramori.work.ledger import tasks_of
from kuramori.work.ledger.first_session import SessionMoved
from kuramori.work.ledger.laying import AssetClosed, EntryRefused, StaleEntry
from kuramori.work.ledger.life import AlreadyBack
from kuramori.work.ledger.prior_use import Withdrawn
from kuramori.work.ledger.rounds import RoundClosed
from kuramori.work.ledger.views.sending import zip_answer
from kuramori.work.ledger.views.ways import closed

Answer = TypeVar("Answer")
REFUSALS = (
    EntryRefused, AssetClosed, StaleEntry, AlreadyBack, Withdrawn, RoundClosed, UnderHold, SessionMoved,
    tasks_of.TaskDone, KindRefused, EmptyFile, TooLarge,
)  # fmt: skip


def why_not(request: ActingRequest, refused: Exception) -> str:
    """The sentence of a refusal."""
    if isinstance(refused, EntryRefused):
        return refused.sentence
    if isinstance(refused, UnderHold):
        return _(
            "「消してはいけないもの」に入っているので、手放していません。経営者か情報管理責任者に相談してください。"
        )
    if isinstance(refused, StaleEntry | SessionMoved):
        return _(
            "ほかの方が先に書きました。あなたの分は入れていません。いまの内容を見て、もう一度書いてください。"
        )
    if isinstance(refused, AlreadyBack | Withdrawn | tasks_of.TaskDone):
        return _("もう済んでいます。何も変えていません。")
    if isinstance(refused, RoundClosed):
        return _("この点検はもう終わっています。何も変えていません。")
    if isinstance(refused, KindRefused | EmptyFile | TooLarge):
        return _(
            "このファイルは預かれません。中身があり、20MBまでの、PDF・画像・Office・テキスト・zipにしてください。"
        )
    return closed(request)


def tried(
    request: ActingRequest,
    verb: Callable[[], object],
    good: str,
    back: str,
    *,
    at: str = "",
    **kwargs: Any,
) -> HttpResponse:
    """Press a button: try the verb, and go back with a sentence."""
    try:
        verb()
    except REFUSALS as refused:
        messages.error(request, why_not(request, refused))
    else:
        messages.success(request, good)
    return go(request, back, at=at, **kwargs)


def took(request: ActingRequest, form: forms.Form, verb: Callable[[dict[str, Any]], object]) -> bool:
    """Send a form: whether it was valid and the verb took it; otherwise the form says why not."""
    if not form.is_valid():
        return False
    try:
        verb(form.cleaned_data)
    except REFUSALS as refused:
        form.add_error(None, why_not(request, refused))
        return False
    return True


def paper(
    request: ActingRequest, make: Callable[[], bytes], name: str, back: str, **kwargs: Any
) -> HttpResponse:
    """A PDF, or back with the sentence why it could not be set."""
    return _handed(request, lambda: printed(make(), name), back, **kwargs)


def sealed(
    request: ActingRequest, make: Callable[[], BinaryIO], name: str, back: str, **kwargs: Any
) -> HttpResponse | FileResponse:
    """A pack of the trail, or back with the sentence why it could not be made."""
    return _handed(request, lambda: zip_answer(make(), name), back, **kwargs)


def _handed(
    request: ActingRequest, make: Callable[[], Answer], back: str, **kwargs: Any
) -> Answer | HttpResponse:
    try:
        return make()
    except PressFault as fault:
        messages.error(request, fault.sentence((get_language() or "ja").split("-")[0]))
    except EntryRefused as refused:
        messages.error(request, refused.sentence)
    except FileDamaged:
        messages.error(
            request,
            _(
                "預けたファイルの1つが壊れているか、なくなっています。ZIPは作っていません。控えから戻すか、ファイルを入れずに受け取ってください。"
            ),
        )
    return go(request, back, at="", **kwargs)
