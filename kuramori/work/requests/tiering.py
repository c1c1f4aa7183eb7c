"""区分け: the answers about a partner propose a class; a person decides, and the answers stay as the stated reason."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django_scopes import scope

from kuramori.ground.contacts.models import Partner
from kuramori.ground.jobs.enqueue import enqueue
from kuramori.ground.jobs.kinds import Progress, Trouble, job
from kuramori.ground.jobs.models import Job
from kuramori.ground.people import access, ordered
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.post.addresses import one_line
from kuramori.ground.trail.changes import between, parts
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.work.requests import events_asking as events
from kuramori.work.requests import facts_asking as facts
from kuramori.work.requests.asking_content import is_english, tiers
from kuramori.work.requests.counting import reclassify
from kuramori.work.requests.matching import Choice, choice_from, matching
from kuramori.work.requests.models import Tiering

JOB = "requests:tier_many"
SLICE = 400
LONGEST_REASON = 400
MOST_HEADS = 10_000_000

Answers = Mapping[str, bool | None]


class TieringRefused(ValueError):
    """It cannot be decided so; `sentence` says why. Nothing was changed."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(field)
        self.field, self.sentence = field, sentence


@dataclass(frozen=True, slots=True)
class Proposal:
    """`klass` with its `reason` in words; `star` is the IT mark; `open` are ids of questions that nobody answered."""

    klass: str
    reason: str
    star: str
    open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """What somebody decided. `reason` may be "" where it is what the answers say."""

    answers: Answers
    klass: str
    reason: str = ""
    employees: int | None = None


def propose(answers: Answers) -> Proposal:
    """The first class of the table that holds; unanswered questions count as no, and are named."""
    table = tiers()
    yes = {one.id for one in table.questions if answers.get(one.id)}
    rule = next((one for one in table.classes if not one.any or yes & set(one.any)), table.classes[-1])
    told = [one.yes for one in table.questions if one.id in yes]
    between_words = "; " if is_english() else "、"
    reason = between_words.join(told) if told else _("秘の情報を預けず、止まっても代わりがある")
    star = table.star_high if yes & set(table.star_any) else table.star_low
    open_ones = tuple(one.id for one in table.questions if answers.get(one.id) is None)
    return Proposal(rule.klass, reason, star, open_ones)


def decide(actor: Actor, partner: Partner, said: Decided) -> Tiering:
    """Put one partner into a class. Raises `TieringRefused`, `NotAllowed`."""
    actor.require(Can.PROFILE_CHANGE)
    proposal, reason = _sound(said)
    with transaction.atomic():
        # Two who decide at once wait here.
        Partner.objects.select_for_update().get(pk=partner.pk)
        older = Tiering.objects.filter(partner=partner, superseded_at__isnull=True).first()
        moment = clock.now()
        if older is not None:
            Tiering.objects.filter(pk=older.pk).update(superseded_at=moment)
        made: Tiering = Tiering.objects.create(**_row(actor, partner, said, proposal, reason, moment))
        reclassify((partner.pk,), made.klass)
        told = between(
            facts.tiering(older) if older else None, facts.tiering(made), private=facts.TIERING_TEXTS
        )
        record(actor, events.TIERED, kind="tiering", thing_id=made.pk, klass=made.klass, **told)
    return made


def decide_for_many(actor: Actor, choice: Choice, said: Decided) -> Job:
    """The same for whatever matches, in slices by the worker. Raises `TieringRefused`, `NotAllowed`."""
    actor.require(Can.PROFILE_CHANGE)
    _sound(said)
    return enqueue(
        JOB,
        organisation_id=actor.organisation_id,
        person_id=actor.person_id,
        choice=choice.kept(),
        answers=dict(said.answers),
        klass=said.klass,
        reason=said.reason,
    )


@job(JOB)
def decide_later(
    *, organisation_id: str, person_id: str | None, progress: Progress, **arguments: object
) -> None:
    """The worker's part. May run twice: whoever is in the class for the same reason stays as they are."""
    actor = access.actor_of_person(uuid.UUID(organisation_id), uuid.UUID(person_id) if person_id else None)
    if actor is None or not actor.may(Can.PROFILE_CHANGE):
        raise Trouble(_("頼んだ方が、いまは区分を決められない役割です。"))
    answers, choice = arguments["answers"], arguments["choice"]
    assert isinstance(answers, dict)  # noqa: S101  as it was enqueued
    assert isinstance(choice, dict)  # noqa: S101
    said = Decided(answers, str(arguments["klass"]), str(arguments["reason"]))
    with scope(organisation=actor.organisation):
        many(actor, choice_from(choice), said, progress)


def many(actor: Actor, choice: Choice, said: Decided, progress: Progress) -> int:
    """Slice by slice, in the order of ids, so that a class that changes on the way leaves nobody out."""
    proposal, reason = _sound(said)
    rows = matching(choice).order_by("pk")
    total, done, last = rows.count(), 0, None
    while chunk := list((rows.filter(pk__gt=last) if last else rows)[:SLICE]):
        last = chunk[-1].pk
        _slice(actor, chunk, said, proposal, reason)
        done += len(chunk)
        progress(done, total)
    return done


def _slice(actor: Actor, partners: list[Partner], said: Decided, proposal: Proposal, reason: str) -> None:
    with transaction.atomic():
        standing = Tiering.objects.filter(partner__in=partners, superseded_at__isnull=True)
        # Heads are a partner's own: they stay.
        heads = {}
        same = set()
        for row in standing:
            heads[row.partner_id] = row.employees
            if (row.klass, row.reason, dict(row.answers)) == (said.klass, reason, dict(said.answers)):
                same.add(row.partner_id)
        changed = [one for one in partners if one.pk not in same]
        if not changed:
            return
        moment = clock.now()
        Tiering.objects.filter(partner__in=changed, superseded_at__isnull=True).update(superseded_at=moment)
        made = [
            Tiering(
                id=key,
                **{
                    **_row(actor, partner, said, proposal, reason, moment),
                    "employees": heads.get(partner.pk),
                },
            )
            for key, partner in zip(ordered.keys(len(changed)), changed, strict=True)
        ]
        Tiering.objects.bulk_create(made)
        reclassify((one.pk for one in changed), said.klass)
        told = parts({str(one.pk): facts.tiering(one) for one in made}, private=facts.TIERING_TEXTS)
        record(
            actor,
            events.TIERED_MANY,
            kind="tiering",
            thing_id=made[0].pk,
            klass=said.klass,
            count=len(made),
            **told,
        )


def _row(
    actor: Actor, partner: Partner, said: Decided, proposal: Proposal, reason: str, moment: object
) -> dict[str, object]:
    return {
        "organisation": actor.organisation,
        "partner": partner,
        "answers": dict(said.answers),
        "proposed": proposal.klass,
        "klass": said.klass,
        "employees": said.employees,
        "reason": reason,
        "decided_by_id": actor.person_id,
        "decided_at": moment,
    }


def _sound(said: Decided) -> tuple[Proposal, str]:
    known = {one.id for one in tiers().questions}
    if set(said.answers) - known:
        raise TieringRefused("answers", _("この問いはありません。"))
    klass = one_line(said.klass).strip()
    if not klass or len(klass) > 20 or klass != said.klass:
        raise TieringRefused("klass", _("区分を20文字までで書いてください。例：A"))
    if said.employees is not None and not 0 < said.employees < MOST_HEADS:
        raise TieringRefused("employees", _("人数は、1以上の数で書いてください。"))
    proposal = propose(said.answers)
    reason = said.reason.strip()
    if len(reason) > LONGEST_REASON:
        raise TieringRefused("reason", _("わけは400文字までです。"))
    if klass != proposal.klass and not reason:
        raise TieringRefused(
            "reason",
            _("提案と違う区分にするときは、わけを書いてください。取引先に聞かれたときの説明になります。"),
        )
    return proposal, (reason or proposal.reason)[:LONGEST_REASON]
