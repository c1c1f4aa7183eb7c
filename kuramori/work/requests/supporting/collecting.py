"""好事例: keep what others may learn from, without a name and only with consent; take it down when asked."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.requests.anonymous import traces
from kuramori.work.requests import events_support as events
from kuramori.work.requests import facts_support as facts
from kuramori.work.requests.models import Gap, GoodPractice
from kuramori.work.requests.refusing import NotSo, words


@dataclass(frozen=True, slots=True)
class Told:
    """`topic` and `words` are read by others; `consent_by` of the partner said yes on `consent_on`."""

    topic: str
    words: str
    consent_by: str
    consent_on: datetime.date


def collect(actor: Actor, partner: Partner, told: Told, *, gap: Gap | None = None) -> GoodPractice:
    """Keep a good practice. Raises `NotSo` where the text names the partner or somebody there, `NotAllowed`."""
    actor.require(Can.GAP_CHANGE)
    if told.consent_on > clock.today():
        raise NotSo("consent_on", _("今日か、それより前の日を書いてください。"))
    who = words("consent_by", told.consent_by, 120, needed=_("同意した方のお名前を書いてください。"))
    topic = words("topic", told.topic, 120, needed=_("何についての事例かを書いてください。"))
    text = words("words", told.words, 600, needed=_("どんな工夫かを書いてください。"))
    for field, said in (("topic", topic), ("words", text)):
        if any(one.code == "name" for one in traces(said, companies=[partner.name], people=[who])):
            raise NotSo(
                field, _("会社や人の名前が入っています。だれのことか分からない書き方にしてください。")
            )
    with transaction.atomic():
        row: GoodPractice = GoodPractice.objects.create(
            organisation=actor.organisation,
            partner=partner,
            gap=gap,
            topic=topic,
            words=text,
            consent_by=who,
            consent_on=told.consent_on,
            added_at=clock.now(),
        )
        record(
            actor,
            events.COLLECTED,
            kind="good_practice",
            thing_id=row.pk,
            **between(None, facts.practice(row), private=facts.TEXTS),
        )
    return row


def take_down(actor: Actor, practice: GoodPractice) -> GoodPractice:
    """The consent was taken back: nobody reads it any more. Raises `NotAllowed`."""
    actor.require(Can.GAP_CHANGE)
    with transaction.atomic():
        row: GoodPractice = GoodPractice.objects.select_for_update(of=("self",)).get(pk=practice.pk)
        if row.withdrawn_at is None:
            before = facts.practice(row)
            row.withdrawn_at, row.published_at = clock.now(), None
            row.save(update_fields=["withdrawn_at", "published_at"])
            record(
                actor,
                events.TAKEN_BACK,
                kind="good_practice",
                thing_id=row.pk,
                **between(before, facts.practice(row), private=facts.TEXTS),
            )
    return row
