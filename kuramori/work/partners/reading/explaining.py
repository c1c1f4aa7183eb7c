"""Findings of `rules.terms` in plain words: what was found, how grave it is, and what to do about it.

The sentences themselves stand in `rules.terms.findings`; here is what follows from them. Nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kuramori.rules.terms.findings import CONTRADICTIONS, Finding


@dataclass(frozen=True, slots=True)
class Said:
    """`tone` is stop, care or note; `then` what to do, "" where nothing is to be done."""

    code: str
    text: str
    tone: str
    then: str


_CHECK = _("契約書の原本と見比べて、条件を直してください。")
_THEN: dict[str, str | Promise] = {
    **dict.fromkeys(CONTRADICTIONS, _CHECK),
    "covers-nothing": _("共有区分表に情報を挙げるか、対象・目的・受け取れる人を入れてください。"),
    "secrecy-silent": _("次の更新で、守る期間を入れるよう相手に提案します。"),
    "survival-silent": _("次の更新で、存続条項を入れるよう相手に提案します。"),
    "survival-none": _("終わる前に返してもらうか、守る期間を延ばす覚書を結びます。"),
    "residuals": _("こちらが渡す側のときは、外すよう相手に求めます。外れるまでは、見せるだけにします。"),
    "oral-silent": _("話したその日に、書面（議事録）で「秘密です」と送ります。"),
    "end-not-known": _("更新を断るなら、知らせの期限までに相手へ伝えます。"),
    "concluded-later": _("結ぶ前に渡したものも対象かを、契約書で確かめます。"),
    "before-start": _("始まりの日を待つか、先に渡したものも対象にする覚書を結びます。"),
    "after-end": _("新しい契約を結ぶか、更新してから渡します。"),
    "protection-over": _("守る期間を延ばす覚書を結んでから渡します。"),
    "item-not-named": _(
        "共有区分表に、この情報を足します（表示したものだけが対象のときは、表示を付けます）。"
    ),
    "purpose-not-named": _("契約の目的の中から選ぶか、目的を足す覚書を結びます。"),
    "person-not-named": _("契約で決めた方に渡すか、受け取れる人を足します。"),
    "confirm-by": _("期限までに、話した日・相手・内容・秘密であることを書面で送ります。"),
    "confirmed-late": _("あらためて渡し直すか、相手と扱いを書面で決めます。"),
    "not-confirmed": _("相手と扱いを書面で決めます。"),
    "none-covers": _("秘密保持契約を結ぶか、いまの契約の対象を足します。"),
    "overlap-differs": _("どちらを先にするかを、片方の契約に「代わるもとの契約」として入れます。"),
    "replace-each-other": _("「代わるもとの契約」を、新しいほうにだけ残します。"),
}
_OPEN = _("まだ結んでいません。「情報の種類から条件を選ぶ」か「条件を直す」で、結ぶ前に入れます。")
_BEFORE: dict[str, str | Promise] = {
    **dict.fromkeys(CONTRADICTIONS, _("まだ結んでいません。結ぶ前に「条件を直す」で直してください。")),
    **dict.fromkeys(("secrecy-silent", "survival-silent", "survival-none"), _OPEN),
    "covers-nothing": _THEN["covers-nothing"],
    "residuals": _("こちらが渡す側のときは、結ぶ前に外すよう相手に求めます。"),
}
"""What to do while the agreement can still be written otherwise."""
_STOP = frozenset(
    {*CONTRADICTIONS, "residuals", "none-covers", "after-end", "before-start", "protection-over"}
    | {"item-not-named", "purpose-not-named", "person-not-named", "confirmed-late", "not-confirmed"}
)
_QUIET = frozenset({"replaced", "overlap-same", "end-not-known"})


def said(findings: Iterable[Finding], *, is_concluded: bool = True) -> tuple[Said, ...]:
    """Each finding in the reader's language, the grave ones first; the same one once."""
    lang = (get_language() or "ja").split("-")[0]
    then = _THEN if is_concluded else _THEN | _BEFORE
    told = [
        Said(one.code, one.sentence(lang), _tone(one.code), str(then.get(one.code, "")))
        for one in dict.fromkeys(findings)
    ]
    return tuple(sorted(told, key=lambda one: ("stop", "care", "note").index(one.tone)))


def _tone(code: str) -> str:
    if code in _STOP:
        return "stop"
    return "note" if code in _QUIET else "care"
