"""Note that somebody accepted exactly one text. The caller's own door has let them in."""

from __future__ import annotations

from django.db import transaction

from kuramori.ground.papers import events
from kuramori.ground.papers.freeze import hash_of
from kuramori.ground.papers.models import Acceptance, Text, Way
from kuramori.ground.people.models import Organisation, Person
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import Doer, record
from kuramori.outside import clock

LONGEST_NAME = 120


class AnotherText(ValueError):
    """What was on the screen is not this text: it changed meanwhile, or the row is no longer what was frozen."""


class Nobody(ValueError):
    """An acceptance is somebody's: a person of the roster, or a name."""


def accept(
    doer: Doer,
    organisation: Organisation,
    text: Text,
    *,
    shown: str,
    way: Way,
    person: Person | None = None,
    name: str = "",
    about: tuple[str, object] = ("", ""),
) -> Acceptance:
    """`shown` is the hash of what stood on the screen or paper; `about` (kind, id) the occasion.

    Raises `AnotherText`, `Nobody`.
    """
    if shown != text.sha256 or hash_of(text.title, str(text.body)) != text.sha256:
        raise AnotherText(text.pk)
    called = " ".join(name.split())[:LONGEST_NAME]
    if person is None and not called:
        raise Nobody
    with transaction.atomic():
        made = Acceptance.objects.create(
            organisation=organisation,
            text=text,
            person=person,
            name=None if person is not None else called,
            way=way,
            kind=about[0],
            thing_id=str(about[1]),
            accepted_at=clock.now(),
            noted_by_id=doer.person_id,
        )
        told = between(
            None,
            {
                "text": text.pk,
                "sha256": text.sha256,
                "way": way,
                "person": person.pk if person else None,
                "name": "" if person else called,
                "thing": str(about[1]),
            },
            part=made.pk,
            private=("name",),
        )
        record(
            doer,
            events.TEXT_ACCEPTED,
            kind="text",
            thing_id=text.pk,
            name=person.name if person else called,
            title=text.title,
            hash=text.sha256[:12],
            **told,
        )
    return made
