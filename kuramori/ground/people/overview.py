"""What one's own page shows of one's sign-in: frozen values, in few queries."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

from kuramori.ground.people import sealed_factors
from kuramori.ground.people.models import Account

FEW_CODES = 3


@dataclass(frozen=True, slots=True)
class Passkey:
    id: int
    name: str
    added_at: datetime.datetime
    used_at: datetime.datetime | None


@dataclass(frozen=True, slots=True)
class Factors:
    """`app_at` is when the app was set up; `codes_left` counts unused recovery codes, None where none were made."""

    app_at: datetime.datetime | None
    app_used_at: datetime.datetime | None
    passkeys: tuple[Passkey, ...]
    codes_left: int | None

    @property
    def is_set_up(self) -> bool:
        return self.app_at is not None or bool(self.passkeys)

    @property
    def are_codes_few(self) -> bool:
        return self.codes_left is not None and self.codes_left <= FEW_CODES


def factors_of(account: Account) -> Factors:
    """The second factors of an account, in one query."""
    rows = list(Authenticator.objects.filter(user_id=account.pk).order_by("created_at"))
    app = next((row for row in rows if row.type == Authenticator.Type.TOTP), None)
    codes = next((row for row in rows if row.type == Authenticator.Type.RECOVERY_CODES), None)
    return Factors(
        app_at=app.created_at if app else None,
        app_used_at=app.last_used_at if app else None,
        passkeys=tuple(
            Passkey(row.pk, row.data["name"], row.created_at, row.last_used_at)
            for row in rows
            if row.type == Authenticator.Type.WEBAUTHN
        ),
        codes_left=len(unused_codes(account, codes)) if codes else None,
    )


def unused_codes(account: Account, codes: Authenticator) -> tuple[str, ...]:
    """The recovery codes that can still be used, eight digits each, as they are printed: in two halves."""
    with sealed_factors.belonging_to(account.pk):
        return tuple(f"{code[:4]} {code[4:]}" for code in RecoveryCodes(codes).get_unused_codes())
