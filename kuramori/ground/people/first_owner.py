"""The link that makes the first owner of a fresh instance: it works once, while nobody has an account yet."""

from __future__ import annotations

import uuid

from django.core import signing
from django.db import IntegrityError, transaction

from kuramori.ground.people.found import Founded, found, free_slug
from kuramori.ground.people.models import Account, OrganisationKind

SALT = "kuramori.people.first_owner"
VALID_SECONDS = 7 * 24 * 3600
# The first account of every instance has the same id, so that there can be only one.
FIRST = uuid.UUID("00000000-0000-4000-8000-000000000001")


class LinkSpent(Exception):
    """Somebody already has an account here, so the link of the first owner no longer opens anything."""


def link(base_url: str) -> str | None:
    """The address that makes the first owner, or None once anybody has an account."""
    if Account.objects.exists():
        return None
    return f"{base_url.rstrip('/')}/welcome/{signing.dumps('first-owner', salt=SALT)}/"


def opens(secret: str) -> bool:
    """Whether this link still opens the first door."""
    try:
        signing.loads(secret, salt=SALT, max_age=VALID_SECONDS)
    except signing.BadSignature:
        return False
    return not Account.objects.exists()


def make_first_owner(
    *, email: str, password: str, name: str, organisation_name: str
) -> tuple[Account, Founded]:
    """Make the account that runs this instance and its organisation; raises `LinkSpent` for who comes second."""
    with transaction.atomic():
        if Account.objects.exists():
            raise LinkSpent
        try:
            with transaction.atomic():
                account = Account.objects.create_user(email, password, is_operator=True, id=FIRST)
        except IntegrityError:
            # Two at the same moment: PostgreSQL has no row to lock yet, but the id is taken only once.
            raise LinkSpent from None
        founded = found(
            account,
            name=organisation_name,
            slug=free_slug(organisation_name),
            kinds=[OrganisationKind.COMPANY],
            owner_name=name,
        )
    return account, founded
