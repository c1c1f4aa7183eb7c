"""The codes of the envelope: each gives the account it was made for a new password, once."""

from __future__ import annotations

import hashlib
import secrets

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from kuramori.ground.people.models import Account
from kuramori.ground.people.renew import renew_password
from kuramori.ground.trail.record import Instance, record
from kuramori.outside import clock
from kuramori.site.events import ENVELOPE_MADE, ENVELOPE_OPENED, ENVELOPE_REFUSED
from kuramori.site.models import EnvelopeCode

HOW_MANY = 5
GROUPS, GROUP = 4, 5
# Crockford's base 32: no I, L, O, U; 20 letters are 100 bits.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})


class CodeRefused(ValueError):
    """Not a code of the newest envelope, or used already: which of them is not told."""


def drawn() -> tuple[str, ...]:
    """Codes by chance, which open nothing yet."""
    return tuple(_code() for _ in range(HOW_MANY))


def renew(account: Account, codes: tuple[str, ...]) -> None:
    """From now on these open `account`; those of every older envelope are void. Only their hashes are kept."""
    with transaction.atomic():
        EnvelopeCode.objects.all().delete()
        EnvelopeCode.objects.bulk_create(
            EnvelopeCode(digest=_digest(code), account=account, made_at=clock.now()) for code in codes
        )
        record(Instance(), ENVELOPE_MADE, kind="account", thing_id=account.pk, codes=len(codes))


def use(code: str, password: str) -> Account:
    """Give the account of this code the password, end its sessions and its second step; the code is then used up.

    Raises `CodeRefused` (which is recorded), and `ValidationError` for a weak password, which uses nothing up.
    """
    with transaction.atomic():
        row = (
            EnvelopeCode.objects.select_for_update(of=("self",))
            .select_related("account")
            .filter(digest=_digest(code), used_at__isnull=True)
            .first()
        )
        if row is not None:
            validate_password(password, row.account)
            row.used_at = clock.now()
            row.save(update_fields=["used_at"])
            record(Instance(), ENVELOPE_OPENED, kind="account", thing_id=row.account_id, code=row.pk)
            return renew_password(row.account.email, password, forget_second_step=True)
        record(Instance(), ENVELOPE_REFUSED, kind="account")
    raise CodeRefused


def _code() -> str:
    letters = "".join(secrets.choice(ALPHABET) for _ in range(GROUPS * GROUP))
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def _digest(code: str) -> str:
    """As typed from paper: spaces, hyphens, small letters and look-alikes are taken."""
    plain = "".join(one for one in code.upper().translate(_ALIKE) if one in ALPHABET)
    return hashlib.sha256(plain.encode()).hexdigest()
