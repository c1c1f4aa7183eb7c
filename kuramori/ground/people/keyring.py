"""The key ring: each organisation has one key it signs with, made with it; the instance has one of its own.

Whoever checks a signature later needs the public key of that time, so public parts are kept for ever. The private part
of a replaced key is taken away: nobody can sign for the past.
"""

from __future__ import annotations

import base64
import datetime
import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django_scopes import scope

from kuramori.ground.people import events
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Organisation, OrganisationKey
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.outside.keys import text_once
from kuramori.rules import notes, signing

INSTANCE_KEY_FILE = "instance.key"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """`public` is 32 bytes; `digits` is what people read out; `until_at` is None for the key in use."""

    verifier: str
    thumbprint: str
    public: bytes
    digits: tuple[str, ...]
    from_at: datetime.datetime | None = None
    until_at: datetime.datetime | None = None

    @property
    def is_in_use(self) -> bool:
        return self.until_at is None


@dataclass(frozen=True, slots=True)
class Signed:
    """`signature` is 64 bytes; `thumbprint` tells which key gave it."""

    signature: bytes
    thumbprint: str


def sign(organisation: Organisation, purpose: str, message: bytes) -> Signed:
    """Sign `message` for `purpose` with the organisation's key of now; the caller's verb has checked the right.

    Raises `rules.signing.PurposeUnusable`, and `outside.vault.SealBroken` for a key that was altered in the database.
    """
    with scope(organisation=organisation):
        row = _in_use(organisation)
        return Signed(signing.sign(_seed(row), purpose, message), row.thumbprint)


def verify(key: PublicKey, purpose: str, message: bytes, signature: bytes) -> bool:
    """Whether this key signed this message for this purpose. Whether it was in use then is the caller's question."""
    return signing.fits(key.public, purpose, message, signature)


def active(organisation: Organisation) -> PublicKey:
    """The public part of the key in use; made now where the organisation has none yet."""
    with scope(organisation=organisation):
        return _public(_in_use(organisation))


def public(organisation: Organisation, on: datetime.date | None = None) -> tuple[PublicKey, ...]:
    """Every key the organisation ever had, newest first; with `on` those in use on that day (Asia/Tokyo).

    On the day of a change both are.
    """
    with scope(organisation=organisation):
        rows = OrganisationKey.objects.all()
        if on is not None:
            begin = datetime.datetime.combine(on, datetime.time(), clock.TOKYO)
            end = begin + datetime.timedelta(days=1)
            rows = rows.filter(Q(until_at__isnull=True) | Q(until_at__gte=begin), from_at__lt=end)
        return tuple(_public(row) for row in rows)


def make_first(actor: Actor) -> PublicKey:
    """The key of a new organisation, in the transaction that founds it."""
    return _public(_make(actor))


def rotate(actor: Actor) -> PublicKey:
    """Put a new key in the place of the one in use, whose private part is taken away for good.

    An organisation of before that has none yet gets its first.
    """
    actor.require(Can.KEY_ROTATE)
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=actor.organisation_id)
        old = OrganisationKey.objects.filter(until_at__isnull=True).first()
        if old is None:
            return _public(_make(actor))
        old.until_at, old.private = clock.now(), None
        old.save(update_fields=["until_at", "private"])
        made = _add(actor.organisation)
        record(
            actor,
            events.KEY_ROTATED,
            kind="key",
            thing_id=made.pk,
            thumbprint=made.thumbprint,
            before=old.thumbprint,
            **between({"thumbprint": old.thumbprint}, {"thumbprint": made.thumbprint}),
        )
    return _public(made)


def sign_as_instance(purpose: str, message: bytes) -> Signed:
    """Sign for the instance itself, with a key that is none of its log's or its witness's."""
    signer = _instance_signer()
    public_key = signer.verifier.public
    return Signed(signing.sign(signer.seed, purpose, message), signing.thumbprint(public_key))


def instance() -> PublicKey:
    """The public part of the instance's key."""
    return _key(_instance_signer().verifier)


def _instance_signer() -> notes.Signer:
    name = settings.INSTANCE.site.address.partition("://")[2].strip("/") or "kuramori"
    path = Path(settings.VAULT.folder) / INSTANCE_KEY_FILE
    return notes.signer_from(text_once(path, lambda: notes.Signer(name, notes.LOG, os.urandom(32)).text))


def _in_use(organisation: Organisation) -> OrganisationKey:
    row = OrganisationKey.objects.filter(until_at__isnull=True).first()
    if row is not None:
        return row
    with transaction.atomic():
        # One after the other: two who need it first must not both make one.
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        return OrganisationKey.objects.filter(until_at__isnull=True).first() or _make(_house(organisation))


def _make(actor: Actor) -> OrganisationKey:
    made = _add(actor.organisation)
    told = between(None, {"thumbprint": made.thumbprint})
    record(actor, events.KEY_MADE, kind="key", thing_id=made.pk, thumbprint=made.thumbprint, **told)
    return made


def _add(organisation: Organisation) -> OrganisationKey:
    seed = os.urandom(signing.SEED_BYTES)
    verifier = notes.Signer(f"kuramori/{organisation.slug}", notes.LOG, seed).verifier
    return OrganisationKey.objects.create(
        organisation=organisation,
        verifier=verifier.text,
        thumbprint=signing.thumbprint(verifier.public),
        private=base64.b64encode(seed).decode("ascii"),
        from_at=clock.now(),
    )


def _house(organisation: Organisation) -> Actor:
    """Nobody asked for it: the house makes the key that was missing."""
    return Actor(
        organisation=organisation,
        person_id=None,
        name=_("蔵守"),
        roles=frozenset(),
        permissions=frozenset(),
        via="command",
    )


def _seed(row: OrganisationKey) -> bytes:
    return base64.b64decode(str(row.private))


def _public(row: OrganisationKey) -> PublicKey:
    return _key(notes.verifier_from(row.verifier), row.from_at, row.until_at)


def _key(
    verifier: notes.Verifier,
    from_at: datetime.datetime | None = None,
    until_at: datetime.datetime | None = None,
) -> PublicKey:
    return PublicKey(
        verifier=verifier.text,
        thumbprint=signing.thumbprint(verifier.public),
        public=verifier.public,
        digits=signing.digits(verifier.public),
        from_at=from_at,
        until_at=until_at,
    )
