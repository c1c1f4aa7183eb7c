"""The life of an agreement: drafted, changed, offered, concluded or not. Others may call every verb here.

Its terms are dated: a change holds from a day on, a correction of what was written wrongly holds from the first day.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.contacts.models import Contact, Partner
from kuramori.ground.papers.models import File, Text
from kuramori.ground.papers.store import Received, keep
from kuramori.ground.people import timeline
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Organisation, Person
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.events import Event
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.statements.bodies import AgreementConcluded, Signatory, Way
from kuramori.work.partners import events_agreements as events
from kuramori.work.partners import facts_agreements as facts
from kuramori.work.partners import terms_values
from kuramori.work.partners.models import (
    Agreement,
    AgreementKind,
    AgreementState,
    AgreementTerms,
    ConcludedBy,
)
from kuramori.work.partners.numbers import AGREEMENT, next_number
from kuramori.work.partners.telling import tell
from kuramori.work.partners.terms_fields import ENDINGS, FIELDS, Kind
from kuramori.work.places.models import CloudService, TermsSnapshot

LONGEST_REASON = 400


class AgreementRefused(ValueError):
    """The agreement would contradict itself; `sentence` says how. Nothing was changed."""

    @property
    def sentence(self) -> str:
        return _("この内容では残せません。")


class NumberTaken(AgreementRefused):
    """Another agreement has this number."""

    @property
    def sentence(self) -> str:
        return _("この契約番号は、ほかの契約で使っています。空けておくと、続きの番号が付きます。")


class ReasonMissing(AgreementRefused):
    """A concluded agreement does not change without a reason."""

    @property
    def sentence(self) -> str:
        return _("締結済みの契約を直すときは、理由を書いてください。覚書の番号でもかまいません。")


class PaperMissing(AgreementRefused):
    """What was concluded lies somewhere: a file, or the place of the paper."""

    @property
    def sentence(self) -> str:
        return _("原本の写し（ファイル）か、紙の原本の置き場所（利用規約なら、控えた規約）を入れてください。")


class DayRefused(AgreementRefused):
    """It was concluded today at the latest."""

    @property
    def sentence(self) -> str:
        return _("結んだ日は、今日か、それより前の日にしてください。")


class NotItsPlace(AgreementRefused):
    """An agreement takes the place of another one with the same partner, and of none that takes its own place."""

    @property
    def sentence(self) -> str:
        return _("代わるもとの契約は、同じ相手の、ほかの契約から選んでください。")


class StrangerNamed(AgreementRefused):
    """A person named as recipient works for another partner."""

    @property
    def sentence(self) -> str:
        return _("受け取れる人は、この相手の担当の方から選んでください。")


class SecrecyIncomplete(AgreementRefused):
    """A way to count secrecy without its length."""

    @property
    def sentence(self) -> str:
        return _("秘密を守る期間の数え方を選んだら、年数か月数（または最後の日）も入れてください。")


class AgreementClosed(AgreementRefused):
    """It came to nothing, or it is concluded already: this step is not open any more."""

    @property
    def sentence(self) -> str:
        return _("この契約の段階では、この操作はできません。開き直してください。")


class StaleAgreement(ValueError):
    """Somebody else changed it first. `current` is the agreement as it stands now."""

    def __init__(self, current: Agreement) -> None:
        super().__init__(current.pk)
        self.current = current


@dataclass(frozen=True, slots=True)
class Wanted:
    """Everything of an agreement that is not a term. An empty `number` is given by the register."""

    partner: Partner
    kind: AgreementKind
    title: str
    number: str = ""
    their_number: str = ""
    original_at: str = ""
    our_signatory: Mapping[str, str] = field(default_factory=dict)
    their_signatory: Mapping[str, str] = field(default_factory=dict)
    replaces: Agreement | None = None
    cloud: CloudService | None = None
    keeper: Person | None = None


@dataclass(frozen=True, slots=True)
class Conclusion:
    """How it was concluded: when, in which way, by whom, and what is kept of it."""

    on: datetime.date
    by: ConcludedBy
    received: Received | None = None
    original_at: str = ""
    our_signatory: Mapping[str, str] = field(default_factory=dict)
    their_signatory: Mapping[str, str] = field(default_factory=dict)
    text: Text | None = None


def draft(actor: Actor, wanted: Wanted, values: Mapping[str, Any] | None = None) -> Agreement:
    """A new agreement with its first terms. Raises `AgreementRefused` of any kind, `TermRefused`."""
    actor.require(Can.AGREEMENT_CHANGE)
    said = terms_values.clean(values or {})
    kept = terms_values.keep(said)
    with transaction.atomic():
        _require_place(None, wanted)
        _require_sense(kept, wanted.partner)
        number = _number(wanted.number, actor.organisation)
        row: Agreement = Agreement.objects.create(
            organisation=actor.organisation, number=number, **_heading(wanted)
        )
        AgreementTerms.objects.create(
            organisation=actor.organisation,
            agreement=row,
            values=kept,
            told_by_id=actor.person_id,
            from_on=min(said.get("from_on") or clock.today(), clock.today()),
            recorded_at=clock.now(),
        )
        _record(actor, events.DRAFTED, row, None, {**facts.agreement(row), **facts.terms(kept)})
    return row


def change(actor: Actor, agreement: Agreement, wanted: Wanted, *, revision: int) -> Agreement:
    """Change what is not a term. Partner and number stay. Raises `StaleAgreement`, `AgreementRefused`."""
    actor.require(Can.AGREEMENT_CHANGE)
    with transaction.atomic():
        row = locked(agreement, revision)
        before = facts.agreement(row)
        _require_place(row, wanted)
        heading = _heading(wanted)
        heading.pop("partner")
        for name, value in heading.items():
            setattr(row, name, value)
        if facts.agreement(row) != before:
            _saved(row)
            _record(actor, events.HEADED, row, before, facts.agreement(row))
    return row


def change_terms(
    actor: Actor,
    agreement: Agreement,
    values: Mapping[str, Any],
    *,
    revision: int,
    reason: str = "",
    from_on: datetime.date | None = None,
) -> Agreement:
    """What is spoken of holds from a day on; without a day it was so from the first (something was written wrongly).

    None makes a term silent; terms that are not spoken of stay. When it ended, and notice, are told of all its days.
    Raises `StaleAgreement`, `AgreementRefused` of any kind, `TermRefused`.
    """
    actor.require(Can.AGREEMENT_CHANGE)
    said = terms_values.clean(values)
    with transaction.atomic():
        row = locked(agreement, revision)
        why = _reason_for(row, reason)
        known = timeline.known(AgreementTerms, agreement=row)
        base = _at(known, from_on or clock.today())
        kept = terms_values.keep(said)
        spoken = {name: kept.get(name) for name in said if base.values.get(name) != kept.get(name)}
        laid = _laid(known, base, spoken, from_on)
        if not laid:
            return row
        for _row, told, _day in laid:
            _require_sense(told["values"], row.partner)
        whose = {"reason": why, "told_by_id": actor.person_id}
        timeline.lay_rest(
            AgreementTerms, [(one, {**told, **whose}, day) for one, told, day in laid], owner="agreement_id"
        )
        _saved(row)
        after = {name: value for name, value in {**base.values, **spoken}.items() if value is not None}
        detail = {"from_on": from_on.isoformat()} if from_on else {}
        _record(actor, events.TERMS_CHANGED, row, facts.terms(base.values), facts.terms(after), why, **detail)
    return row


def offer(actor: Actor, agreement: Agreement, *, revision: int) -> Agreement:
    """It lies with the partner now. Raises `StaleAgreement`, `AgreementClosed`."""
    actor.require(Can.AGREEMENT_CHANGE)
    return _step(actor, agreement, revision, {AgreementState.DRAFT}, AgreementState.OFFERED, events.OFFERED)


def decline(actor: Actor, agreement: Agreement, *, revision: int, reason: str) -> Agreement:
    """It came to nothing; the row stays. Raises `StaleAgreement`, `AgreementClosed`, `ReasonMissing`."""
    actor.require(Can.AGREEMENT_CONCLUDE)
    if not reason.strip():
        raise ReasonMissing
    open_ones = {AgreementState.DRAFT, AgreementState.OFFERED}
    return _step(
        actor, agreement, revision, open_ones, AgreementState.DECLINED, events.DECLINED, reason=reason
    )


def conclude(actor: Actor, agreement: Agreement, how: Conclusion, *, revision: int) -> Agreement:
    """Record that both sides agreed. Raises `StaleAgreement`, `AgreementClosed`, `DayRefused`, `PaperMissing`."""
    actor.require(Can.AGREEMENT_CONCLUDE)
    if how.on > clock.today():
        raise DayRefused
    with transaction.atomic():
        row = locked(agreement, revision)
        if row.state not in {AgreementState.DRAFT, AgreementState.OFFERED}:
            raise AgreementClosed
        before = facts.agreement(row)
        row.original_at = how.original_at.strip()[:120] or row.original_at
        if how.received is not None:
            row.original = keep(actor, how.received)
        row.text = how.text or row.text
        _require_paper(row, how)
        row.our_signatory = dict(how.our_signatory) or row.our_signatory
        row.their_signatory = dict(how.their_signatory) or row.their_signatory
        row.state, row.concluded_on, row.concluded_by = AgreementState.CONCLUDED, how.on, how.by
        _saved(row)
        _record(actor, events.CONCLUDED, row, before, facts.agreement(row))
        _tell(actor, row, how)
    return row


def keep_original(
    actor: Actor, agreement: Agreement, received: Received, *, revision: int
) -> tuple[Agreement, File]:
    """Keep a scan of the signed paper, with its hash; an older scan stays in the papers. Raises `StaleAgreement`."""
    actor.require(Can.AGREEMENT_CHANGE)
    with transaction.atomic():
        row = locked(agreement, revision)
        before = facts.agreement(row)
        file = keep(actor, received)
        row.original = file
        _saved(row)
        _record(actor, events.ORIGINAL_KEPT, row, before, facts.agreement(row))
    return row, file


def locked(agreement: Agreement, revision: int | None = None) -> Agreement:
    """The row, held until the transaction ends. Raises `StaleAgreement` where `revision` is not what stands."""
    row: Agreement = (
        Agreement.objects.select_for_update(of=("self",)).select_related("partner").get(pk=agreement.pk)
    )
    if revision is not None and row.revision != revision:
        raise StaleAgreement(row)
    return row


def _number(wanted: str, organisation: Organisation) -> str:
    number = " ".join(wanted.split())[:30] or next_number(Agreement, organisation, AGREEMENT)
    if Agreement.objects.filter(number=number).exists():
        raise NumberTaken
    return number


def _heading(wanted: Wanted) -> dict[str, Any]:
    return {
        "partner": wanted.partner,
        "kind": AgreementKind(wanted.kind),
        "title": " ".join(wanted.title.split())[:120] or str(AgreementKind(wanted.kind).label),
        "their_number": wanted.their_number.strip()[:60],
        "original_at": wanted.original_at.strip()[:120],
        "our_signatory": dict(wanted.our_signatory),
        "their_signatory": dict(wanted.their_signatory),
        "replaces": wanted.replaces,
        "cloud": wanted.cloud,
        "keeper": wanted.keeper,
    }


def _step(
    actor: Actor,
    agreement: Agreement,
    revision: int,
    open_ones: set[AgreementState],
    state: AgreementState,
    event: Event,
    *,
    reason: str = "",
) -> Agreement:
    with transaction.atomic():
        row = locked(agreement, revision)
        if row.state not in open_ones:
            raise AgreementClosed
        before = facts.agreement(row)
        row.state = state
        _saved(row)
        _record(actor, event, row, before, facts.agreement(row), reason.strip()[:LONGEST_REASON])
    return row


def _saved(row: Agreement) -> None:
    row.revision += 1
    row.save()


def _record(
    actor: Actor,
    event: Event,
    row: Agreement,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any],
    reason: str = "",
    **detail: Any,
) -> None:
    told = between(before, after, private=facts.TEXTS)
    if reason:
        told["after_reason"] = reason
    record(actor, event, kind="agreement", thing_id=row.pk, number=row.number, **told, **detail)


def _reason_for(row: Agreement, reason: str) -> str:
    why = reason.strip()[:LONGEST_REASON]
    if row.state == AgreementState.DECLINED:
        raise AgreementClosed
    if row.state == AgreementState.CONCLUDED and not why:
        raise ReasonMissing
    return why


def _require_place(row: Agreement | None, wanted: Wanted) -> None:
    """What it replaces is another agreement with the same partner, and not one that replaces this one."""
    older, seen = _fresh(wanted.replaces), set()
    if older is not None and older.partner_id != wanted.partner.pk:
        raise NotItsPlace
    while older is not None and older.pk not in seen:
        if row is not None and older.pk == row.pk:
            raise NotItsPlace
        seen.add(older.pk)
        older = older.replaces


def _fresh(row: Agreement | None) -> Agreement | None:
    return row and Agreement.objects.filter(pk=row.pk).first()


def _require_sense(kept: Mapping[str, Any], partner: Partner) -> None:
    how = kept.get("secrecy_from")
    if how in {"disclosure", "end"} and not (kept.get("secrecy_years") or kept.get("secrecy_months")):
        raise SecrecyIncomplete
    if how == "until_day" and not kept.get("secrecy_until"):
        raise SecrecyIncomplete
    if (kept.get("secrecy_years") or 0) * 12 + (kept.get("secrecy_months") or 0) > 1200:
        raise SecrecyIncomplete
    named = {one["id"] for name in kept if FIELDS[name].kind is Kind.CONTACTS for one in kept[name]}
    if named and Contact.objects.filter(pk__in=named, partner=partner).count() != len(named):
        raise StrangerNamed


def _tell(actor: Actor, row: Agreement, how: Conclusion) -> None:
    """That we concluded the text which the partner offered to us over a channel; nothing without one.

    Where we offered the text, they tell us.
    """
    theirs = row.text_sha256 and row.text_id is None and row.their_number
    if not theirs or how.by not in {ConcludedBy.PAPER, ConcludedBy.ELSEWHERE}:
        return
    ours = row.our_signatory
    signatory = Signatory(ours.get("name") or actor.name, ours.get("post") or "—")
    body = AgreementConcluded(row.their_number, row.text_sha256, how.on, signatory, Way(str(how.by)))
    tell(actor, row.partner, body, row.thread)


def _require_paper(row: Agreement, how: Conclusion) -> None:
    """Paper lies somewhere or is scanned; what was concluded elsewhere has its file; a link has its text.

    Terms of use that somebody consented to are kept as a snapshot of the cloud service, or as a file here.
    """
    snapshot = row.cloud_id is not None and TermsSnapshot.objects.filter(service=row.cloud_id).exists()
    enough = {
        ConcludedBy.PAPER: row.original_id or row.original_at,
        ConcludedBy.ELSEWHERE: row.original_id,
        ConcludedBy.LINK: row.text_id,
        ConcludedBy.CONSENT: snapshot or row.original_id,
    }
    if not enough[ConcludedBy(how.by)]:
        raise PaperMissing


def _at(rows: list[AgreementTerms], day: datetime.date) -> AgreementTerms:
    """The row of a day; before the first, the first."""
    return next((row for row in reversed(rows) if row.from_on <= day), rows[0])


def _laid(
    rows: list[AgreementTerms], base: AgreementTerms, spoken: Mapping[str, Any], day: datetime.date | None
) -> list[tuple[AgreementTerms, dict[str, Any], datetime.date]]:
    """The rows that change, each with what it says then. A term that was told otherwise later (or, for a correction,
    earlier) keeps what was told there."""
    laid = []
    for row in rows:
        later = day is None or row.until_on is None or row.until_on >= day
        new = {
            name: value
            for name, value in spoken.items()
            if name in ENDINGS or (later and row.values.get(name) == base.values.get(name))
        }
        if new:
            values = {name: value for name, value in {**row.values, **new}.items() if value is not None}
            first = row.from_on if day is None or row.from_on > day or set(new) <= ENDINGS else day
            laid.append((row, {"values": values}, first))
    return laid
