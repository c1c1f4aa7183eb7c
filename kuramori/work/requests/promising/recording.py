"""Keep what a customer asked of us, however it came, what we said to it, whether we keep it, and its end."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.contacts.models import Partner
from kuramori.ground.papers.models import File
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Organisation, Person
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.events import Event
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.requests.promise_days import next_on
from kuramori.work.ledger import access as ledger_access
from kuramori.work.ledger.models import Asset
from kuramori.work.partners.models import Agreement
from kuramori.work.partners.numbers import next_number
from kuramori.work.requests import events_promises as events
from kuramori.work.requests import facts_promises as facts
from kuramori.work.requests.models import CameBy, Kept, Promise, PromiseCheck, Word
from kuramori.work.requests.refusing import NotSo, Stale, words

PREFIX = "Y-"
OLDEST = datetime.timedelta(days=60 * 366)
LATEST = datetime.timedelta(days=30 * 366)


@dataclass(frozen=True, slots=True)
class Demanded:
    """What was asked, as it is known. `who` in words; `source`: which clause, which page of which sheet."""

    what: str
    came_by: CameBy
    came_on: datetime.date
    who: str = ""
    scope: str = ""
    due_on: datetime.date | None = None
    source: str = ""
    agreement: Agreement | None = None
    asset: Asset | None = None
    keeper: Person | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What we said: whether, on which day, what exactly (or why not), and what shows it."""

    word: Word
    on: datetime.date
    words: str = ""
    proof: str = ""
    file: File | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """What somebody saw who looked: on which day, how, what shows it, and when to look again."""

    kept: Kept
    on: datetime.date
    how: str
    proof: str = ""
    file: File | None = None
    next_on: datetime.date | None = None


def record_promise(actor: Actor, partner: Partner, told: Demanded, answer: Answer | None = None) -> Promise:
    """Keep a new demand, with the answer where it was given already. Raises `NotSo`, `NotAllowed`."""
    actor.require(Can.PROMISE_CHANGE)
    with transaction.atomic():
        row = Promise(
            organisation=actor.organisation,
            number=number_after(actor.organisation),
            partner=partner,
            recorded_by_id=actor.person_id,
            recorded_at=clock.now(),
        )
        _fill(actor, row, told)
        _once(row)
        if answer is not None:
            _answer(row, answer)
        _keep(row)
        _tell(actor, events.RECORDED, row, None)
    return row


def change_promise(actor: Actor, promise: Promise, told: Demanded, *, revision: int) -> Promise:
    """What was learnt since. Raises `NotSo`, `Stale`, `NotAllowed`."""
    actor.require(Can.PROMISE_CHANGE)
    with transaction.atomic():
        row = _locked(promise, revision)
        before = facts.promise(row)
        _fill(actor, row, told)
        if row.answered_on is not None and row.answered_on < row.came_on:
            raise NotSo("came_on", _("答えた日より後の日は選べません。"))
        _keep(row)
        _tell(actor, events.CHANGED, row, before)
    return row


def answer_promise(actor: Actor, promise: Promise, answer: Answer, *, revision: int) -> Promise:
    """Keep what we said; it may be said anew, the trail has the older word. Raises `NotSo`, `Stale`, `NotAllowed`."""
    actor.require(Can.PROMISE_CHANGE)
    with transaction.atomic():
        row = _open(_locked(promise, revision))
        before = facts.promise(row)
        _answer(row, answer)
        _keep(row)
        _tell(actor, events.ANSWERED, row, before)
    return row


def check_promise(actor: Actor, promise: Promise, look: Look, *, revision: int) -> PromiseCheck:
    """Keep one look at a promise. Raises `NotSo`, `Stale`, `NotAllowed`."""
    actor.require(Can.PROMISE_CHANGE)
    with transaction.atomic():
        row = _open(_locked(promise, revision))
        if row.word not in {Word.YES, Word.PART}:
            raise NotSo("", _("まだ約束していません。先に返事を残してください。"))
        if look.kept == Kept.UNKNOWN:
            raise NotSo("kept", _("守れているかを選んでください。"))
        _past("on", look.on, row.came_on)
        if row.checked_on is not None and look.on < row.checked_on:
            raise NotSo(
                "on", _("前に見た日（%(day)s）より前の日は選べません。") % {"day": _day(row.checked_on)}
            )
        _ahead("next_on", look.next_on)
        if look.kept != Kept.KEPT and look.next_on is None:
            raise NotSo("next_on", _("守れていないときは、いつまた見るかを決めてください。"))
        made: PromiseCheck = PromiseCheck.objects.create(
            organisation=row.organisation,
            promise=row,
            on=look.on,
            kept=look.kept,
            how=words("how", look.how, 400, needed=_("何を見て確かめたかを書いてください。")),
            proof=words("proof", look.proof, 200),
            file=look.file,
            checked_by_id=actor.person_id,
            recorded_at=clock.now(),
        )
        before = facts.promise(row)
        row.kept, row.checked_on, row.next_check_on = look.kept, look.on, look.next_on
        _keep(row)
        _tell(actor, events.CHECKED, row, before, made)
    return made


def end_promise(actor: Actor, promise: Promise, on: datetime.date, reason: str, *, revision: int) -> Promise:
    """It no longer holds from a day on; it stays to be read. Raises `NotSo`, `Stale`, `NotAllowed`."""
    actor.require(Can.PROMISE_CHANGE)
    with transaction.atomic():
        row = _open(_locked(promise, revision))
        _past("on", on, row.came_on)
        before = facts.promise(row)
        row.ended_on = on
        row.end_reason = words("reason", reason, 200, needed=_("なぜ終えるのかを書いてください。"))
        _keep(row)
        _tell(actor, events.ENDED, row, before)
    return row


def number_after(organisation: Organisation) -> str:
    """The number after the highest (`Y-0001`). Inside a transaction; locks the organisation."""
    return next_number(Promise, organisation, PREFIX)


def _fill(actor: Actor, row: Promise, told: Demanded) -> None:
    row.what = words("what", told.what, 400, needed=_("何を求められたかを書いてください。"))
    _past("came_on", told.came_on, clock.today() - OLDEST)
    if told.due_on is not None and not told.came_on <= told.due_on <= clock.today() + LATEST:
        raise NotSo("due_on", _("求められた日より後の、30年先までの日を書いてください。"))
    if told.agreement is not None and told.agreement.partner_id != row.partner_id:
        raise NotSo("agreement", _("この契約は、ほかの取引先とのものです。"))
    if told.asset is not None and told.asset.pk != row.asset_id:
        ledger_access.require_open(actor, told.asset)
    row.came_by, row.came_on, row.due_on = told.came_by, told.came_on, told.due_on
    row.who = words("who", told.who, 120)
    row.scope = words("scope", told.scope, 200)
    row.source = words("source", told.source, 200)
    row.agreement, row.asset, row.keeper = told.agreement, told.asset, told.keeper


def _once(row: Promise) -> None:
    """Pressed twice, or written down by two: the same words of one customer about the same run once."""
    same = Promise.objects.filter(
        partner=row.partner_id, what=row.what, scope=row.scope, asset=row.asset_id, ended_on__isnull=True
    ).first()
    if same is not None:
        told = _("同じお客様の同じ求めが、%(number)s としてもう記録にあります。")
        raise NotSo("what", told % {"number": same.number})


def _answer(row: Promise, answer: Answer) -> None:
    if answer.word == Word.NOT_YET:
        raise NotSo("word", _("約束したか、しなかったかを選んでください。"))
    _past("answered_on", answer.on, row.came_on)
    needed = {
        Word.PART: _("どこまで約束したかを書いてください。"),
        Word.NO: _("約束しなかったわけを書いてください。"),
    }
    row.answer = words("answer", answer.words, 400, needed=needed.get(answer.word, ""))
    row.proof = words("proof", answer.proof, 200)
    row.proof_file = answer.file or row.proof_file
    row.word, row.answered_on = answer.word, answer.on


def _keep(row: Promise) -> None:
    row.next_on = next_on(
        row.word,
        row.kept,
        due_on=row.due_on,
        next_check_on=row.next_check_on,
        is_ended=row.ended_on is not None,
    )
    row.revision = 1 if row._state.adding else row.revision + 1
    row.save()


def _locked(promise: Promise, revision: int) -> Promise:
    row: Promise = (
        Promise.objects.select_for_update(of=("self",)).select_related("partner").get(pk=promise.pk)
    )
    if row.revision != revision:
        raise Stale
    return row


def _open(row: Promise) -> Promise:
    if row.ended_on is not None:
        raise NotSo("", _("この約束は終わっています。まだ続いているなら、新しく記録してください。"))
    return row


def _past(field: str, on: datetime.date, first: datetime.date) -> None:
    if not first <= on <= clock.today():
        raise NotSo(field, _("%(first)sから今日までの日を書いてください。") % {"first": _day(first)})


def _ahead(field: str, on: datetime.date | None) -> None:
    if on is not None and not clock.today() < on <= clock.today() + LATEST:
        raise NotSo(field, _("明日より後の、30年先までの日を書いてください。"))


def _day(on: datetime.date) -> str:
    return f"{on.year}/{on.month}/{on.day}"


def _tell(
    actor: Actor,
    event: Event,
    row: Promise,
    before: dict[str, object] | None,
    made: PromiseCheck | None = None,
) -> None:
    after = facts.promise(row) | (facts.check(made) if made is not None else {})
    told = between(before, after, private=facts.TEXTS)
    record(actor, event, kind="promise", thing_id=row.pk, number=row.number, partner=row.partner.name, **told)
