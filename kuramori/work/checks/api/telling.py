"""How this room's refusals are told over the API: status, sentence, and what stands now where somebody was first."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuramori.ground.papers.kinds import KINDS, KindRefused
from kuramori.ground.papers.store import LARGEST_BYTES, EmptyFile
from kuramori.ground.papers.whole import FileDamaged
from kuramori.ground.people.calls import Telling, Told
from kuramori.ground.trail.holds import UnderHold
from kuramori.outside.store import TooLarge
from kuramori.work.checks.answer import SheetAlreadyFinal, StaleAnswer, UnknownItem
from kuramori.work.checks.api.forms import answer_form
from kuramori.work.checks.begin import PreviousStillOpen
from kuramori.work.checks.delegate import CannotAnswer
from kuramori.work.checks.evidence import LinkRefused, NothingToShow
from kuramori.work.checks.finalise import Incomplete
from kuramori.work.checks.note import ScoreOutOfRange, StaleNote, mark_of
from kuramori.work.checks.plan import ActionMissing, PlanClosed, StalePlan
from kuramori.work.checks.read import OtherList


def _simply(status: int, sentence: object) -> Callable[[Exception], Told]:
    return lambda error: Told(status, str(sentence))


def _stale_answer(error: StaleAnswer) -> Told:
    sentence = _("先にほかの人がこの問に答えています。いまの回答を確かめて、もう一度送ってください。")
    return Told(409, sentence, {"current": answer_form(error.current).model_dump(mode="json")})


def _incomplete(error: Incomplete) -> Told:
    sentence = _("まだ答えていない問が%(count)s問あります。") % {"count": len(error.missing)}
    return Told(409, sentence, {"missing": list(error.missing)})


def _stale_plan(error: StalePlan) -> Told:
    sentence = _("先にほかの人がこの計画を変えています。いまの内容を確かめて、もう一度送ってください。")
    return Told(409, sentence, {"revision": error.current.revision})


def _stale_note(error: StaleNote) -> Told:
    sentence = _("先にほかの人が書き換えています。いまの内容を確かめて、もう一度送ってください。")
    return Told(409, sentence, {"mark": mark_of(error.current)})


def _kind_refused(error: KindRefused) -> Told:
    offered = " ".join(sorted(ending.removeprefix(".") for ending in KINDS))
    sentence = _("この種類のファイルは受け取れません。受け取れるもの: %(offered)s")
    return Told(422, sentence % {"offered": offered})


def _too_large(error: TooLarge) -> Told:
    sentence = _("ファイルが大きすぎます。%(limit)sMBまで受け取れます。")
    return Told(413, sentence % {"limit": LARGEST_BYTES // (1024 * 1024)})


TELLING: Telling = {
    SheetAlreadyFinal: _simply(409, gettext_lazy("確定した回は変えられません。新しい回を始めてください。")),
    StaleAnswer: _stale_answer,
    UnknownItem: _simply(404, gettext_lazy("その設問はこのチェックシートにありません。")),
    Incomplete: _incomplete,
    PreviousStillOpen: _simply(409, gettext_lazy("もとになる回がまだ確定していません。")),
    CannotAnswer: _simply(
        422, gettext_lazy("その人には頼めません。サインインでき、答える役割のある人を選んでください。")
    ),
    LinkRefused: _simply(
        422, gettext_lazy("リンクは http:// か https:// で始まる、500文字までのものにしてください。")
    ),
    NothingToShow: _simply(422, gettext_lazy("題かリンクを書いてください。")),
    StalePlan: _stale_plan,
    UnderHold: _simply(409, gettext_lazy("「消してはいけないもの」に入っているので、外していません。")),
    PlanClosed: _simply(409, gettext_lazy("済んだ計画や外した計画は、そのままでは変えられません。")),
    ActionMissing: _simply(422, gettext_lazy("何をするかを書いてください。")),
    StaleNote: _stale_note,
    ScoreOutOfRange: _simply(422, gettext_lazy("公式の点は0から100までの数にしてください。")),
    OtherList: _simply(409, gettext_lazy("別のチェックリストの回とは比べられません。")),
    KindRefused: _kind_refused,
    TooLarge: _too_large,
    EmptyFile: _simply(422, gettext_lazy("ファイルが空です。")),
    FileDamaged: _simply(
        410, gettext_lazy("このファイルは、預かった時のままではありません。渡していません。")
    ),
}
