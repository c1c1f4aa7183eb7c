"""Take the lines in: what each would do is worked out against the register of now, shown, and then done.

A line is one agreement as a whole. Interrupted, the draft knows how far it got; the same file again changes nothing.
"""

from __future__ import annotations

import datetime
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_scopes import scope

from kuramori.ground.contacts.models import Partner
from kuramori.ground.jobs.enqueue import enqueue
from kuramori.ground.jobs.kinds import Progress, Trouble, job
from kuramori.ground.people import access
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Person
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.company_names import plain_company
from kuramori.work.partners import agreeing, days_ahead, terms_values
from kuramori.work.partners import events_agreements as events
from kuramori.work.partners.exchanging.draft import DraftGone, draft_for, lines_of
from kuramori.work.partners.exchanging.reading import Line
from kuramori.work.partners.models import (
    Agreement,
    AgreementDraft,
    AgreementKind,
    AgreementState,
    AgreementTerms,
    ConcludedBy,
)

JOB = "partners:take_in_agreements"
AT_ONCE_SECONDS = 3.0


class What(StrEnum):
    """What taking in would do with a line."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    FAULT = "fault"

    @property
    def label(self) -> str:
        return str(_WORDS[self])


_WORDS = {
    What.NEW: gettext_lazy("新しく加える"),
    What.CHANGED: gettext_lazy("いまの内容を直す"),
    What.SAME: gettext_lazy("変わらない"),
    What.FAULT: gettext_lazy("直すところがある"),
}


class FaultsStand(Exception):
    """There are wrong rows, and nobody has said that they are to be skipped."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line with what it would do. `fields` counts the fields that differ."""

    line: Line
    what: What
    faults: tuple[tuple[str, str], ...]
    partner: Partner | None
    agreement: Agreement | None
    fields: int


@dataclass(frozen=True, slots=True)
class Known:
    """The register of now, by number; partners by name and 法人番号; people by name (None: several)."""

    agreements: dict[str, Agreement]
    values: Mapping[uuid.UUID, dict[str, Any]]
    partners: Mapping[str, Partner | None]
    people: Mapping[str, Person | None]


def known() -> Known:
    """Four queries."""
    agreements = {one.number: one for one in Agreement.objects.select_related("partner")}
    rows = AgreementTerms.objects.filter(superseded_at__isnull=True).order_by("from_on")
    partners: dict[str, Partner | None] = {}
    for one in Partner.objects.filter(merged_into__isnull=True):
        for key in {one.corporate_number, plain_company(one.name)} - {""}:
            partners[key] = None if key in partners else one
    people: dict[str, Person | None] = {}
    for person in Person.objects.all():
        people[person.name] = None if person.name in people else person
    return Known(agreements, dict(rows.values_list("agreement_id", "values")), partners, people)


def steps_of(draft: AgreementDraft) -> list[Step]:
    """What taking in would do now. Raises `DraftGone`."""
    found = known()
    return [step(line, found) for line in lines_of(draft).lines]


def step(line: Line, found: Known) -> Step:
    """One line against the register."""
    faults = list(line.faults)
    agreement = found.agreements.get(line.heading.get("number", ""))
    partner = agreement.partner if agreement else _partner(line, found, faults)
    keeper = line.heading.get("keeper", "")
    if keeper and found.people.get(keeper) is None:
        faults.append((_("担当"), _("名簿に見つからないか、同じ名前の方が2人います。")))
    older = line.heading.get("replaces", "")
    if older and older not in found.agreements:
        faults.append((_("代わるもとの契約"), _("その番号の契約がありません。先に取り込んでください。")))
    concluded = line.heading.get("concluded_on")
    fresh = agreement is None or agreement.state != AgreementState.CONCLUDED
    if concluded and fresh and not (line.heading.get("original_at") or (agreement and agreement.original_at)):
        faults.append((_("原本の置き場所"), _("結んだ契約は、原本の置き場所も書いてください。")))
    if concluded and concluded > clock.today().isoformat():
        faults.append((_("結んだ日"), _("まだ来ていない日です。")))
    if line.heading.get("concluded_by") == ConcludedBy.LINK:
        faults.append((_("結び方"), _("リンクでの締結は、取り込みではなく画面から行います。")))
    if faults:
        return Step(line, What.FAULT, tuple(faults), partner, agreement, 0)
    if agreement is None:
        return Step(line, What.NEW, (), partner, None, len(line.terms) + len(line.heading))
    count = _differing(line, agreement, found)
    return Step(line, What.CHANGED if count else What.SAME, (), partner, agreement, count)


def take_in(actor: Actor, draft: AgreementDraft, *, skips_faults: bool) -> None:
    """As much as a page may take, and the rest by the worker. Raises `FaultsStand`, `DraftGone`."""
    actor.require(Can.AGREEMENT_CHANGE)
    actor.require(Can.AGREEMENT_CONCLUDE)
    if not draft.told:
        if not skips_faults and any(one.what is What.FAULT for one in steps_of(draft)):
            raise FaultsStand
        AgreementDraft.objects.filter(pk=draft.pk).update(told={"done": 0})
        draft.refresh_from_db()
    if not go_on(actor, draft, seconds=AT_ONCE_SECONDS):
        enqueue(JOB, organisation_id=actor.organisation_id, person_id=actor.person_id, draft=str(draft.pk))


def go_on(actor: Actor, draft: AgreementDraft, *, seconds: float | None = None) -> bool:
    """Take in what is left, each line in a transaction with the count of it; whether it is all done."""
    lines, begun = lines_of(draft).lines, time.monotonic()
    found = known()
    while draft.finished_at is None:
        with transaction.atomic():
            row = AgreementDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
            told = dict(row.told)
            at = told["done"]
            if row.finished_at is None and at < len(lines):
                what, why = _take(actor, lines[at], found)
                told[what] = told.get(what, 0) + 1
                if what == What.FAULT:
                    told["skipped"] = [*told.get("skipped", []), [lines[at].row, why]]
                told["done"] = at + 1
                if at + 1 == len(lines):
                    row.finished_at, row.sealed = clock.now(), b""
                    record(
                        actor,
                        events.FILE_TAKEN_IN,
                        kind="agreement_import",
                        thing_id=row.pk,
                        new=told.get(What.NEW, 0),
                        changed_rows=told.get(What.CHANGED, 0),
                    )
                row.told = told
                row.save(update_fields=["told", "sealed", "finished_at"])
        draft.told, draft.finished_at = row.told, row.finished_at
        if seconds is not None and time.monotonic() - begun > seconds:
            break
    if draft.finished_at is not None:
        days_ahead.count()
    return draft.finished_at is not None


@job(JOB)
def take_in_later(
    *, organisation_id: str, person_id: str | None, progress: Progress, **arguments: object
) -> None:
    """The worker's part. May run twice: what was taken in is not taken in again."""
    actor = access.actor_of_person(uuid.UUID(organisation_id), uuid.UUID(person_id) if person_id else None)
    if actor is None or not actor.may(Can.AGREEMENT_CONCLUDE):
        raise Trouble(_("頼んだ方が、いまは契約を変えられない役割です。"))
    with scope(organisation=actor.organisation):
        try:
            go_on(actor, draft_for(actor, uuid.UUID(str(arguments["draft"]))))
        except DraftGone:
            raise Trouble(_("契約のファイルの期限が切れました。もう一度選んでください。")) from None


def _partner(line: Line, found: Known, faults: list[tuple[str, str]]) -> Partner | None:
    number, name = line.heading.get("corporate_number", ""), line.heading.get("partner", "")
    for key in (number, plain_company(name)):
        if key and key in found.partners:
            partner = found.partners[key]
            if partner is None:
                faults.append((_("相手方"), _("同じ名前の取引先が2つあります。法人番号を書いてください。")))
            return partner
    faults.append((_("相手方"), _("取引先の名簿にありません。先に取引先を加えてください。")))
    return None


def _differing(line: Line, agreement: Agreement, found: Known) -> int:
    values = found.values.get(agreement.pk, {})
    terms = sum(values.get(name) != value for name, value in line.terms.items())
    wanted = _wanted(line, agreement.partner, found, agreement)
    now = _standing(agreement)
    heading = sum(getattr(wanted, name) != getattr(now, name) for name in _HEADING)
    concludes = bool(line.heading.get("concluded_on")) and agreement.state != AgreementState.CONCLUDED
    return terms + heading + concludes


_HEADING = (
    "kind",
    "title",
    "their_number",
    "original_at",
    "our_signatory",
    "their_signatory",
    "replaces",
    "keeper",
)


def _standing(row: Agreement) -> agreeing.Wanted:
    return agreeing.Wanted(
        partner=row.partner,
        kind=AgreementKind(row.kind),
        title=row.title,
        their_number=row.their_number,
        original_at=row.original_at,
        our_signatory=row.our_signatory,
        their_signatory=row.their_signatory,
        replaces=row.replaces,
        cloud=row.cloud,
        keeper=row.keeper,
    )


def _wanted(line: Line, partner: Partner, found: Known, row: Agreement | None) -> agreeing.Wanted:
    """What the line says; where it says nothing, what stands."""
    now = _standing(row) if row else agreeing.Wanted(partner, AgreementKind.MUTUAL, "")
    told = line.heading
    kind = AgreementKind(told["kind"]) if told.get("kind") else now.kind
    return agreeing.Wanted(
        partner=partner,
        kind=kind,
        title=told.get("title", "") or now.title or str(kind.label),
        number=told.get("number", ""),
        their_number=told.get("their_number", "") or now.their_number,
        original_at=told.get("original_at", "") or now.original_at,
        our_signatory=_signed(told.get("our_signatory", ""), now.our_signatory),
        their_signatory=_signed(told.get("their_signatory", ""), now.their_signatory),
        replaces=found.agreements[told["replaces"]] if told.get("replaces") else now.replaces,
        cloud=now.cloud,
        keeper=found.people[told["keeper"]] if told.get("keeper") else now.keeper,
    )


def _signed(text: str, now: Mapping[str, str]) -> Mapping[str, str]:
    """ "役職 氏名" as an export writes it; one word alone is the name."""
    if not text or text == " ".join(part for part in (now.get("post", ""), now.get("name", "")) if part):
        return now
    return {"name": text}


def _take(actor: Actor, line: Line, found: Known) -> tuple[str, str]:
    """What became of one line; a reason without anything the row said where it was left out."""
    wanted = step(line, found)
    if wanted.what in {What.FAULT, What.SAME} or wanted.partner is None:
        return wanted.what, _("直すところがありました。") if wanted.what is What.FAULT else ""
    try:
        with transaction.atomic():
            row = _write(actor, wanted, wanted.partner, found)
    except (agreeing.AgreementRefused, terms_values.TermRefused) as refused:
        return What.FAULT, refused.sentence if isinstance(refused, agreeing.AgreementRefused) else ""
    except agreeing.StaleAgreement:
        return What.FAULT, _("ほかの方が先に直しました。")
    found.agreements[row.number] = row
    return wanted.what, ""


def _write(actor: Actor, wanted: Step, partner: Partner, found: Known) -> Agreement:
    line, row = wanted.line, wanted.agreement
    says, terms = _wanted(line, partner, found, row), terms_values.given(line.terms)
    if row is None:
        row = agreeing.draft(actor, says, terms)
    else:
        row = agreeing.change(actor, row, says, revision=row.revision)
        if terms:
            row = agreeing.change_terms(
                actor, row, terms, revision=row.revision, reason=_("Excel から取り込み")
            )
    told = line.heading
    if told.get("concluded_on") and row.state != AgreementState.CONCLUDED:
        how = agreeing.Conclusion(
            datetime.date.fromisoformat(told["concluded_on"]),
            ConcludedBy(told.get("concluded_by") or ConcludedBy.PAPER),
            original_at=says.original_at,
        )
        row = agreeing.conclude(actor, row, how, revision=row.revision)
    return row
