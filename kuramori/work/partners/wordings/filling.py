"""Fill a wording from an agreement's terms: the articles that stand, their numbers, and every blank."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import Formatter
from typing import Any

from django.utils.translation import override

from kuramori.work.partners.models import Agreement, AgreementKind
from kuramori.work.partners.terms_fields import FIELDS
from kuramori.work.partners.wordings.shelf import Wording

BLANK = "＿＿＿＿＿＿"
"""Stands where the terms do not say: a person fills it in, nothing is guessed."""
SEAL = "　　　印"
"""Room for a seal on paper; a text that is concluded without paper has none."""


@dataclass(frozen=True, slots=True)
class Filled:
    """`articles`: heading and paragraphs, both numbered as they are printed. `blanks`: names of what is still open."""

    title: str
    opening: str
    articles: tuple[tuple[str, tuple[str, ...]], ...]
    annex: tuple[tuple[str, str, str], ...]
    closing: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    blanks: tuple[str, ...]

    @property
    def body(self) -> str:
        """The whole wording as text: what is frozen, hashed and accepted."""
        lines = [self.opening, ""]
        for heading, paragraphs in self.articles:
            lines += [heading, *paragraphs, ""]
        if self.annex:
            lines += ["別紙（共有区分表）", *(" ／ ".join(row) for row in self.annex), ""]
        parties = [line.removesuffix(SEAL) for line in (*self.left, "", *self.right)]
        return "\n".join([*lines, self.closing, "", *parties]).strip()


def filled(
    wording: Wording,
    ours: str,
    *,
    agreement: Agreement | None = None,
    theirs: str = "",
    terms: Mapping[str, Any] | None = None,
    annex: Sequence[tuple[str, str, str]] = (),
) -> Filled:
    """The wording for our company (`ours`) and theirs. Always in Japanese, whatever the reader's language."""
    said = dict(terms or {})
    with override("ja"):
        values = _values(ours, theirs or (agreement.partner.name if agreement else ""), agreement, said)
        blanks: dict[str, None] = {}
        articles: list[tuple[str, tuple[str, ...]]] = []
        for one in wording.articles:
            if one.when is not None and not one.when.is_met(said):
                continue
            paragraphs = [_fill(each.text, values, blanks) for each in one.paragraphs if each.stands(said)]
            if paragraphs:
                number = len(articles) + 1
                articles.append((f"第{number}条（{one.title}）", _numbered(paragraphs)))
        return Filled(
            title=wording.title,
            opening=_fill(wording.opening, values, blanks),
            articles=tuple(articles),
            annex=tuple(annex) if agreement is not None else (),
            closing=_fill(wording.closing, values, blanks),
            left=_party("甲", values["first"], _first_signatory(agreement)) if wording.kinds else (),
            right=_party("乙", values["second"], _second_signatory(agreement)) if wording.kinds else (),
            blanks=tuple(blanks),
        )


def _fill(text: str, values: Mapping[str, str], blanks: dict[str, None]) -> str:
    filled_in = {}
    for _literal, name, _spec, _conversion in Formatter().parse(text):
        if name is not None:
            filled_in[name] = values.get(name) or BLANK
            if not values.get(name):
                blanks[name] = None
    return text.format_map(filled_in)


def _numbered(paragraphs: Sequence[str]) -> tuple[str, ...]:
    """One paragraph stands alone; of several each from the second on has its number, as contracts are printed."""
    return tuple(line if at == 1 else f"{at}　{line}" for at, line in enumerate(paragraphs, 1))


def _values(ours: str, theirs: str, agreement: Agreement | None, said: Mapping[str, Any]) -> dict[str, str]:
    giver, receiver = ours, theirs
    if agreement is not None and agreement.kind == AgreementKind.THEIRS_GIVEN:
        giver, receiver = theirs, ours
    is_one_sided = agreement is not None and agreement.kind in {
        AgreementKind.OURS_GIVEN,
        AgreementKind.THEIRS_GIVEN,
    }
    texts = {
        name: str(value) for name, value in said.items() if isinstance(value, str | int) and value is not True
    }
    return texts | {
        "ours": ours,
        "theirs": theirs,
        "giver": giver,
        "receiver": receiver,
        "first": giver if is_one_sided else ours,
        "second": receiver if is_one_sided else theirs,
        "purposes": "、".join(said.get("purposes") or []),
        "receivers": "、".join(FIELDS["receivers"].word(one) for one in said.get("receivers") or [])
        or "役員と従業員",
        "results": FIELDS["results"].word(said["results"]) if said.get("results") else "",
        "from_on": _day(said.get("from_on")),
        "until_on": _day(said.get("until_on")),
        "secrecy_until": _day(said.get("secrecy_until")),
        "secrecy_span": _span(said.get("secrecy_years"), said.get("secrecy_months")),
        "notice": _notice(said),
        "replaces": _replaced(agreement),
    }


def _day(value: object) -> str:
    if isinstance(value, str) and value:
        value = datetime.date.fromisoformat(value)
    return f"{value.year}年{value.month}月{value.day}日" if isinstance(value, datetime.date) else ""


def _span(years: object, months: object) -> str:
    parts = [f"{years}年" if years else "", f"{months}か月" if months else ""]
    return "と".join(part for part in parts if part)


def _notice(said: Mapping[str, Any]) -> str:
    if said.get("notice_months"):
        return f"{said['notice_months']}か月前"
    return f"{said['notice_days']}日前" if said.get("notice_days") else ""


def _replaced(agreement: Agreement | None) -> str:
    if agreement is None or agreement.replaces is None:
        return ""
    older = agreement.replaces
    on = f"{_day(older.concluded_on)}付け" if older.concluded_on else ""
    return f"{on}「{older.title}」"


def _party(sign: str, company: str, signatory: Mapping[str, str]) -> tuple[str, ...]:
    post = signatory.get("post") or "役職"
    name = signatory.get("name") or "＿＿＿＿＿＿＿＿"
    return (sign, company, f"{post}　{name}{SEAL}")


def _first_signatory(agreement: Agreement | None) -> Mapping[str, str]:
    if agreement is None:
        return {}
    theirs_first = agreement.kind == AgreementKind.THEIRS_GIVEN
    return dict(agreement.their_signatory if theirs_first else agreement.our_signatory)


def _second_signatory(agreement: Agreement | None) -> Mapping[str, str]:
    if agreement is None:
        return {}
    theirs_first = agreement.kind == AgreementKind.THEIRS_GIVEN
    return dict(agreement.our_signatory if theirs_first else agreement.their_signatory)
