"""The page of a decision: what was asked, the answer with its reasons, what would open the door, and who was asked."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.rules.sharing.decision import Decision as Answered
from kuramori.rules.sharing.decision import Opening
from kuramori.rules.sharing.inputs import Inputs, Tag
from kuramori.rules.sharing.policy import Outcome, Policy
from kuramori.rules.sharing.sentences import LEVEL_NAMES, opening_sentence, reason_sentence
from kuramori.work.ledger import access as ledger_access
from kuramori.work.ledger.models import Asset, Layer, Origin
from kuramori.work.partners import answering, bringing, deciders, deciding, policies
from kuramori.work.partners.models import Answer, Assurance, Decision
from kuramori.work.partners.words_deciding import DIRECTIONS, MEDIA, PLACES, TAGS

QUIET = frozenset({"covered", "level", "required", "layer-open", "counts-as"})
"""Reasons that stand in nobody's way."""


@dataclass(frozen=True, slots=True)
class Line:
    """One reason. `stops`: it is among what stands in the way."""

    words: str
    stops: bool


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody can do about it; `url` is "" where there is no page for it."""

    words: str
    verb: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class AskedOf:
    """Whom the table asks, who that is today, and what they said."""

    words: str
    people: str
    answer: Answer | None


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """`state` is open, waits, approved, refused or shut; `fresh` is the answer of now where it differs."""

    row: Decision
    state: str
    head: str
    lead: str
    name: str
    is_masked: bool
    layer: str
    grade: str
    lines: tuple[Line, ...]
    conditions: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...]
    asked_of: tuple[AskedOf, ...]
    may_answer: bool
    may_ask: bool
    may_hand: bool
    facts: tuple[tuple[str, str], ...]
    values: tuple[tuple[str, str], ...]
    policy: Policy | None
    fresh: str
    is_received: bool


def language() -> str:
    """ "ja" or "en", as the rules' sentences have it."""
    return "en" if (get_language() or "ja").startswith("en") else "ja"


def decision_page(actor: Actor, row: Decision) -> DecisionPage:
    """Everything of one decision; names of a masked asset stay hidden."""
    masked = not ledger_access.may_know(actor, row.asset)
    inputs = deciding.inputs_of(row)
    try:
        policy: Policy | None = policies.of_digest(row.digest)
        found = deciding.answered(row)
    except policies.PolicyLost:
        policy, found = None, None
    state = state_of(row)
    return DecisionPage(
        row=row,
        state=state,
        head=_head(row, state, found),
        lead=_lead(row, state),
        name=row.asset.number if masked else row.asset.name,
        is_masked=masked,
        layer=str(Layer(inputs.layer).label),
        grade=row.asset.grade,
        lines=_lines(policy, found) if policy and found else (),
        conditions=conditions(policy, found.conditions) if policy and found else (),
        steps=_steps(actor, row, policy, found) if policy and found else (),
        asked_of=_asked_of(row, policy) if policy else (),
        may_answer=answering.may_answer(actor, row),
        may_ask=actor.may(Can.SHARING_ASK),
        may_hand=actor.may(Can.HAND_OVER_MAKE),
        facts=_facts(row, inputs),
        values=values_of(inputs),
        policy=policy,
        fresh=_fresh(row) if not masked else "",
        is_received=row.asset.origin == Origin.RECEIVED,
    )


def state_of(row: Decision, on: datetime.date | None = None) -> str:
    """How a decision stands: open, waits, approved, over (the approval's last day is past), refused or shut."""
    if row.outcome in deciding.OPEN:
        return "open"
    if row.outcome == Outcome.DENY:
        return "shut"
    if row.refused_at is not None:
        return "refused"
    if row.approved_at is None:
        return "waits"
    return "approved" if deciding.is_approved(row, on or clock.today()) else "over"


def conditions(policy: Policy, codes: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The conditions as people call them: 条件1 and its words."""
    lang = language()
    return tuple((condition_name(code), policy.conditions[code].of(lang)) for code in codes)


def condition_name(code: str) -> str:
    return _("条件%(n)s") % {"n": code.removeprefix("C")}


def _head(row: Decision, state: str, found: Answered | None) -> str:
    if state == "shut":
        count = len(found.opens) if found else 0
        if found and any(one.code in {"layer", "not-at-all"} for one in found.opens):
            return {
                "layer": _("「共有しない」と決めた情報です"),
                "not-at-all": _("いまの決まりでは、渡す道がありません"),
            }[next(one.code for one in found.opens if one.code in {"layer", "not-at-all"})]
        return _("あと%(n)sつそろえば、先へ進めます") % {"n": count} if count else _("渡せません")
    if state == "approved" and row.approved_until:
        day = row.approved_until
        return _("%(day)sまで、渡せます") % {"day": f"{day.year}/{day.month}/{day.day}"}
    heads = {
        "waits": _("承認を得れば、渡せます"),
        "refused": _("承認されませんでした"),
        "over": _("承認の期限が過ぎました"),
        "open": _("条件を守れば、渡せます") if row.outcome == Outcome.ALLOW_WITH else _("渡せます"),
    }
    return str(heads[state])


def _lead(row: Decision, state: str) -> str:
    return {
        "open": _("会社の決まりの答えです。法律上の判断ではありません。"),
        "waits": _("聞かれている方が、わけと期限を添えて答えるまでは渡せません。"),
        "approved": _("条件を守って渡してください。期限を過ぎたら、改めて確かめます。"),
        "refused": row.answer_reason,
        "over": _("続けて渡すなら、いまの記録で確かめ直してください。"),
        "shut": _("止まっている理由と、戸を開けるためにできることを並べました。"),
    }[state]


def _lines(policy: Policy, found: Answered) -> tuple[Line, ...]:
    is_open = found.outcome in deciding.OPEN
    lang = language()
    return tuple(
        Line(reason_sentence(policy, one, lang), not is_open and one.code not in QUIET)
        for one in found.reasons
    )


def _steps(actor: Actor, row: Decision, policy: Policy, found: Answered) -> tuple[Step, ...]:
    return tuple(_step(actor, row, policy, one) for one in found.opens)


def _step(actor: Actor, row: Decision, policy: Policy, opening: Opening) -> Step:
    words = opening_sentence(policy, opening, language())
    code = opening.code
    if code == "layer":
        return Step(words, _("共有しないを解く"), url_for(actor, "ledger:loosen", id=row.asset_id))
    if code == "approval":
        return (
            Step(words, _("承認を待つ・答える"), "#answer")
            if row.outcome == Outcome.ESCALATE
            else Step(words)
        )
    if code == "consent" and row.asset.origin == Origin.RECEIVED and actor.may(Can.ASSET_RECLASSIFY):
        return Step(words, _("承諾を記録する"), url_for(actor, "ledger:consent", id=row.asset_id))
    if code in {"gaps", "assurance", "assurance-instead"}:
        url = url_for(actor, "partners:assurance", id=row.partner_id)
        return Step(
            words,
            _("確認の段階を記録する") if actor.may(Can.ASSURANCE_RECORD) else _("確認の段階を見る"),
            url,
        )
    if code == "agreement" and actor.may(Can.AGREEMENT_CHANGE):
        url = f"{url_for(actor, 'partners:new_agreement')}?partner={row.partner_id}"
        return Step(words, _("契約を用意する"), url)
    if code.startswith(("agreement-", "secrecy-")) and row.agreement_id and actor.may(Can.AGREEMENT_READ):
        return Step(words, _("契約を見る"), url_for(actor, "partners:agreement", id=row.agreement_id))
    return Step(words)


def _asked_of(row: Decision, policy: Policy) -> tuple[AskedOf, ...]:
    if row.outcome != Outcome.ESCALATE:
        return ()
    said = {one.code: one for one in Answer.objects.filter(decision=row).select_related("person")}
    return tuple(
        AskedOf(
            policy.people[code].of(language()),
            _("、").join(one.name for one in deciders.meant_by(code)) or "—",
            said.get(code),
        )
        for code in row.kept["decision"]["to"]
    )


def _fresh(row: Decision) -> str:
    """The outcome by what the records and the table say today, where it is another one; "" where it is not."""
    try:
        found = deciding.now(row)
    except deciding.NotAskable as refused:
        return refused.sentence
    if str(found.outcome) == row.outcome:
        return ""
    return {
        "ALLOW": _("渡せます。"),
        "ALLOW_WITH": _("条件を守れば渡せます。"),
        "ESCALATE": _("承認が要ります。"),
        "DENY": _("渡せません。"),
    }[str(found.outcome)]


def _facts(row: Decision, inputs: Inputs) -> tuple[tuple[str, str], ...]:
    return (
        (_("相手"), row.partner.name),
        (_("渡す相手の方"), row.contact.name if row.contact else _("決めていません")),
        (_("目的"), row.purpose or _("決めていません")),
        (_("どこで"), str(PLACES[inputs.place])),
        (_("何で"), str(MEDIA[inputs.medium])),
        (_("いつ"), _day(inputs.on)),
    )


def values_of(inputs: Inputs) -> tuple[tuple[str, str], ...]:
    """Every value that the answer rests on, in words; no layer and no level as a letter with a number."""
    agreement, assurance = inputs.agreement, inputs.assurance
    yes, no, none = _("はい"), _("いいえ"), _("なし")
    return (
        (_("共有区分"), str(Layer(inputs.layer).label)),
        (_("相手に求める段階"), _level(inputs.required_assurance)),
        (_("情報の印"), _("、").join(str(TAGS[one]) for one in Tag if one in inputs.tags) or none),
        (_("向き"), str(DIRECTIONS[inputs.direction])),
        (_("何次の取引先か"), str(inputs.tier)),
        (_("契約の期間"), _span(agreement.from_on, agreement.until_on) if agreement else none),
        (_("契約で秘密を守る最後の日"), _day(agreement.secrecy_until) if agreement else none),
        (_("契約がこの情報を含む"), (yes if agreement.covers_item else no) if agreement else none),
        (_("契約がこの目的を含む"), (yes if agreement.covers_purpose else no) if agreement else none),
        (_("契約がこの方を含む"), (yes if agreement.covers_person else no) if agreement else none),
        (_("契約が預かり物を渡すことを許す"), (yes if agreement.redisclosure else no) if agreement else none),
        (_("相手の確認の段階（情報管理）"), _level(assurance.information if assurance else None)),
        (_("相手の確認の段階（IT）"), _level(assurance.it if assurance else None)),
        (_("確かめた日"), _day(assurance.as_of) if assurance else none),
        (_("残っている重大なギャップ"), str(inputs.open_critical_gaps)),
        (_("持ち主の承諾"), yes if inputs.owner_consent else no),
        (_("どこで"), str(PLACES[inputs.place])),
        (_("何で"), str(MEDIA[inputs.medium])),
        (_("いつ"), _day(inputs.on)),
    )


def level_name(level: int) -> str:
    return LEVEL_NAMES[level].of(language())


def _level(level: int | None) -> str:
    return _("なし") if level is None else level_name(level)


def _day(on: datetime.date | None) -> str:
    return _("決まっていません") if on is None else f"{on.year}/{on.month}/{on.day}"


def _span(from_on: datetime.date, until_on: datetime.date | None) -> str:
    return f"{_day(from_on)} – {_day(until_on) if until_on else ''}"


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One row of the list."""

    row: Decision
    name: str
    is_masked: bool
    state: str


@dataclass(frozen=True, slots=True)
class DecisionsPage:
    lines: tuple[DecisionLine, ...]
    part: str
    page: int
    pages: int
    waiting: int
    total: int
    shown: tuple[Asset, ...]


EACH = 50


def decisions_page(actor: Actor, *, part: str, page: int) -> DecisionsPage:
    """The newest first; `part` is all, waits or mine."""
    rows = Decision.objects.select_related("asset", "partner", "asked_by")
    waiting = rows.filter(outcome=Outcome.ESCALATE, approved_at__isnull=True, refused_at__isnull=True)
    asked = {"waits": waiting, "mine": rows.filter(asked_by_id=actor.person_id)}.get(part, rows)
    total = asked.count()
    pages = max(1, -(-total // EACH))
    at = min(max(page, 1), pages)
    found = list(asked.order_by("-asked_at", "-pk")[(at - 1) * EACH : at * EACH])
    known = ledger_access.known_among(actor, {row.asset_id for row in found if row.asset.grade == "top"})
    lines = tuple(_line(row, row.asset.grade == "top" and row.asset_id not in known) for row in found)
    shown = tuple(line.row.asset for line in lines if not line.is_masked)
    return DecisionsPage(lines, part, at, pages, waiting.count(), total, shown)


def _line(row: Decision, masked: bool) -> DecisionLine:
    return DecisionLine(row, row.asset.number if masked else row.asset.name, masked, state_of(row))


@dataclass(frozen=True, slots=True)
class Assured:
    """One row of how far a partner was looked at. `counts`: it is the one that counts today."""

    row: Assurance
    information: str
    it: str
    counts: bool
    is_over: bool


def assurances_of(partner_id: uuid.UUID) -> tuple[Assured, ...]:
    """Every row that was not withdrawn, newest first, in words; the one that counts today is marked."""
    today = clock.today()
    counting = bringing.assured([partner_id], today).get(partner_id)
    rows = Assurance.objects.filter(partner=partner_id, superseded_at__isnull=True)
    return tuple(
        Assured(
            row,
            level_name(row.information),
            level_name(row.it),
            counting is not None and row.pk == counting.pk,
            row.valid_until is not None and row.valid_until < today,
        )
        for row in rows.select_related("recorded_by", "paper").order_by("-as_of", "-recorded_at")
    )
