"""In words, what a list is narrowed to: for the head of a paper, and for the trail."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kuramori.rules.requests.bands import limits
from kuramori.work.requests.models import Request
from kuramori.work.requests.reading import portfolio_list, portfolio_reply
from kuramori.work.requests.reading.portfolio_list import Filters
from kuramori.work.requests.reading.portfolio_lists import Questions, class_name


def told(asked: Questions, filters: Filters) -> tuple[str, ...]:
    """One part per filter in force; empty where nothing narrows."""
    found = [
        (_("お願い"), _round(filters.round)),
        (_("回答のようす"), str(portfolio_reply.WORDS[filters.reply]) if filters.reply else ""),
        (_("区分"), class_name("" if filters.klass == "-" else filters.klass) if filters.klass else ""),
        (_("満たしている割合"), _band(filters.band)),
        (_("設問"), asked.titles.get(filters.item, filters.item)),
        (_("分野"), _part(asked, filters)),
        (_("その答え"), _state(filters)),
        (_("前の回から"), _pick(filters.move, up=_("上がった"), same=_("同じ"), down=_("下がった"))),
        (_("回答の期限"), _pick(filters.ending, **{"90": _("90日のうちに切れる"), "over": _("もう切れた")})),
        (
            _("当社の極秘"),
            _pick(filters.top, **{"1": _("持っている"), "below": _("持っていて、確認が足りない")}),
        ),
        (_("重大な不足"), _("ある") if filters.critical else ""),
        (_("言葉"), filters.q),
    ]
    return tuple(_("%(what)s：%(said)s") % {"what": what, "said": said} for what, said in found if said)


def _round(written: str) -> str:
    row = Request.objects.filter(pk=written).values_list("number", "title").first() if written else None
    return " ".join(row) if row else ""


def _band(written: str) -> str:
    if not written or written == "none":
        return _("見せていない") if written else ""
    first, last = limits(int(written))
    return f"{first // 10}–{last // 10}%"


def _part(asked: Questions, filters: Filters) -> str:
    if filters.item:
        return ""
    return next((f"{one.mark} {one.title}".strip() for one in asked.parts if one.id == filters.part), "")


def _state(filters: Filters) -> str:
    if not filters.item and not filters.part:
        return ""
    return dict(portfolio_list.state_choices()).get(filters.state or "lacking", "")


def _pick(code: str, **words: str) -> str:
    return words.get(code, "")
