"""渡す前の確認: the conditions C1–C5 of the decision as things to see to, met by records or a word.

Others may call `checks`, `unmet`, `tick`. What is due only after it went (the receipt) never holds it back.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.work.ledger.models import Asset, Marked
from kuramori.work.partners import events_hand_overs as events
from kuramori.work.partners import facts_of, reaching
from kuramori.work.partners.hand_over_wanted import Refused, line
from kuramori.work.partners.models import (
    HandedItem,
    HandOver,
    HandOverState,
    Medium,
    Mode,
    Recipient,
    ShownAs,
)

TICKED: Final = frozenset({"label", "told_secret", "no_onward", "gap_plan"})
"""What somebody says; the rest follows from the records."""
PREPARED: Final = (HandOverState.DRAFT, HandOverState.WAITING)
BEFORE: Final = (*PREPARED, HandOverState.OFFERED)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to see to. `condition` is C1 … or "" for what always holds; `said` what was noted when it was met."""

    code: str
    condition: str
    title: str
    help: str
    is_met: bool
    is_later: bool = False
    said: str = ""
    wants_day: bool = False

    @property
    def is_ticked(self) -> bool:
        return self.code in TICKED


def checks(
    hand_over: HandOver, items: Sequence[HandedItem], people: Sequence[Recipient], conditions: Sequence[str]
) -> tuple[Check, ...]:
    """Everything to see to under these conditions, in the order of the work."""
    found: list[Check] = []
    if hand_over.mode == Mode.VISIT:
        found.append(_visit(hand_over))
    if hand_over.mode == Mode.SHARE_PAGE:
        # Whoever has a page open is told above it how the way to it stands.
        found += [_reach()] if hand_over.state in PREPARED else []
        found.append(_content(items))
    if "C2" in conditions:
        found.append(_named(people))
    if "C1" in conditions:
        found.append(_marked(hand_over, items))
    if "C3" in conditions:
        found.append(_return(hand_over))
    if "C4" in conditions:
        found.append(_no_onward(hand_over, items))
    if "C5" in conditions:
        found.append(_gap_plan(hand_over))
    if "C1" in conditions:
        found.append(_receipt(hand_over, people))
    return tuple(found)


def unmet(found: Sequence[Check]) -> tuple[Check, ...]:
    """What still holds it back."""
    return tuple(one for one in found if not one.is_met and not one.is_later)


def require_offered(mode: Mode) -> None:
    """Raises `Refused` where this way is not offered now: a share page that nobody outside could open."""
    if mode == Mode.SHARE_PAGE and not reaching.is_offered():
        raise Refused("mode", _("「共有ページ」は、いま選べません。%(why)s") % {"why": reaching.why_not()})


def tick(
    actor: Actor,
    hand_over: HandOver,
    code: str,
    *,
    done: bool = True,
    on: datetime.date | None = None,
    words: str = "",
) -> HandOver:
    """Note that a check was seen to, or take that back. Raises `Refused`."""
    actor.require(Can.HAND_OVER_MAKE)
    if code not in TICKED:
        raise Refused("", _("この確認は、記録から決まります。"))
    if code == "gap_plan" and done and (on is None or on < clock.today()):
        raise Refused("on", _("改善計画の期限を、今日より先の日で入れてください。"))
    with transaction.atomic():
        row: HandOver = HandOver.objects.select_for_update().get(pk=hand_over.pk)
        if row.state not in BEFORE:
            raise Refused("", _("もう渡したか、取りやめたので、渡す前の確認は変えられません。"))
        before = facts_of.hand_over(row)
        met = {key: value for key, value in row.met.items() if key != code}
        if done:
            met[code] = {
                "on": (on or clock.today()).isoformat(),
                "by": str(actor.person_id or ""),
                "words": line(words, 120),
            }
        row.met, row.revision = met, row.revision + 1
        row.save(update_fields=["met", "revision"])
        told = between(before, facts_of.hand_over(row), private=facts_of.HAND_OVER_TEXTS)
        record(actor, events.CHECKED, kind="hand_over", thing_id=row.pk, number=row.number, what=code, **told)
    return row


def bears_mark(asset: Asset | None) -> bool:
    return asset is not None and asset.marked in {Marked.ALL, Marked.NOT_NEEDED}


def _said(hand_over: HandOver, code: str) -> tuple[bool, str]:
    told = hand_over.met.get(code)
    if told is None:
        return False, ""
    day = datetime.date.fromisoformat(told["on"])
    return True, f"{day.year}/{day.month}/{day.day} {told['words']}".strip()


def _visit(row: HandOver) -> Check:
    visit = row.visit
    good = visit is not None and visit.cancelled_at is None
    routed = good and visit is not None and visit.route is not None and visit.route.approved_at is not None
    return Check(
        "visit",
        "",
        _("来訪の予定と見学コースがある"),
        _("来訪を登録し、承認された見学コースを選びます。見せるものは、コースの中だけにします。"),
        bool(routed),
    )


def _reach() -> Check:
    """Held against what is still being prepared; a page that is open stays open."""
    known = reaching.proof()
    return Check(
        "reach",
        "",
        _("共有ページを外から開ける"),
        reaching.why_not(known),
        known.is_good,
        said=_("アドレスで開けることを確かめてあります") if known.is_good else "",
    )


def _content(items: Sequence[HandedItem]) -> Check:
    return Check(
        "content",
        "",
        _("見せるファイルを入れた"),
        _("渡すものごとに、共有ページで見せるファイルを入れます。"),
        bool(items) and all(item.content_id is not None for item in items),
    )


def _named(people: Sequence[Recipient]) -> Check:
    standing = [one for one in people if one.withdrawn_at is None]
    return Check(
        "named",
        "C2",
        _("受け取る方の名前を決めた"),
        _("名前を挙げた方だけに渡します。会社あて・部署あてには渡しません。"),
        bool(standing),
        said="、".join(one.name for one in standing),
    )


def _marked(row: HandOver, items: Sequence[HandedItem]) -> Check:
    if row.mode == Mode.VISIT:
        met, said = _said(row, "told_secret")
        return Check(
            "told_secret",
            "C1",
            _("見せる前に、秘密であることを伝える"),
            _("口頭と見学では表示を付けられません。先に伝え、話した範囲を後で書面にします。"),
            met,
            said=said,
        )
    met, said = _said(row, "label")
    by_ledger = bool(items) and all(bears_mark(item.asset) for item in items)
    return Check(
        "label",
        "C1",
        _("渡すものに秘密の表示を付けた"),
        _("下の「表示を付けた写し」で付けるか、紙と現物にはラベルを貼ります。"),
        met or by_ledger,
        said=said or (_("台帳では、すべてに表示があります") if by_ledger else ""),
    )


def _return(row: HandOver) -> Check:
    needs_none = row.mode == Mode.VISIT
    return Check(
        "return",
        "C3",
        _("返す日か捨てる日を決めた"),
        _("日を決め、済んだら返還・廃棄の証明を受け取ります。"),
        needs_none or row.return_by is not None,
        said=_("見せるだけで、手元に残りません") if needs_none else "",
    )


def _no_onward(row: HandOver, items: Sequence[HandedItem]) -> Check:
    pages_only = bool(items) and all(item.shown_as == ShownAs.PAGES for item in items)
    by_form = row.medium == Medium.VISIT or (row.mode == Mode.SHARE_PAGE and pages_only)
    met, said = _said(row, "no_onward")
    return Check(
        "no_onward",
        "C4",
        _("ほかへ渡さないことを伝え、見るだけか透かしにした"),
        _("写しに受け取る方の名前を入れるか、見るだけにします。提供票に「ほかへ渡さない」と入ります。"),
        met or by_form,
        said=said or (_("見るだけです") if by_form else ""),
    )


def _gap_plan(row: HandOver) -> Check:
    met, said = _said(row, "gap_plan")
    return Check(
        "gap_plan",
        "C5",
        _("重大なギャップの改善計画と期限に合意した"),
        _("相手と合意した期限の日と、計画の名前を残します。"),
        met,
        said=said,
        wants_day=True,
    )


def _receipt(row: HandOver, people: Sequence[Recipient]) -> Check:
    standing = [one for one in people if one.withdrawn_at is None]
    return Check(
        "receipt",
        "C1",
        _("受け取りを確かめる（渡した後）"),
        _("受領書に署名をもらい、写しをここに付けます。相手の台帳に載せたかも聞きます。"),
        row.receipt_id is not None or (bool(standing) and all(one.received_on for one in standing)),
        is_later=True,
    )
