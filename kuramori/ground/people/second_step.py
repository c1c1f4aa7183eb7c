"""The second step of signing in: a number from an app (TOTP, RFC 6238) or one of the recovery codes.

A number counts once: the step of time that it belongs to is kept, and only a later one is taken (RFC 6238, 5.2).
Tries are counted before they are looked at, in the shared cache, so that several processes count together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest

from kuramori.ground.people import events, sealed_factors
from kuramori.ground.people.models import Account
from kuramori.ground.people.second_step_asked import has_second_step
from kuramori.ground.people.tell import tell
from kuramori.outside import clock

# How long the trail stays quiet about more tries past the limit.
QUIET_SECONDS = 300


class TooManyTries(ValueError):
    """The limit of tries is reached; nothing was looked at."""


def is_set_up(account: Account) -> bool:
    """Whether this account's password alone opens nothing."""
    return has_second_step(account.pk)


def step_of(secret: str, code: str) -> int | None:
    """The step of time (30 s since 1970) whose number this is, now or one step around; None for a wrong one."""
    now = int(clock.now().timestamp()) // app_settings.TOTP_PERIOD
    for step in range(now - app_settings.TOTP_TOLERANCE, now + app_settings.TOTP_TOLERANCE + 1):
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step))):
            return step
    return None


def attempt(
    request: HttpRequest, account: Account, check: Callable[[], Authenticator | None]
) -> Authenticator | None:
    """Count one try for `account`, then `check`; a right one is not counted. Raises `TooManyTries`."""
    usage = ratelimit.consume(
        request, app="allauth.account", action="login_failed", key=f"second-step:{account.pk}"
    )
    if usage is None:
        _tell_once(account)
        raise TooManyTries
    found = check()
    if found is not None:
        # Taken back, not cleared: whoever has an account here must not wipe the counter of their address.
        usage.rollback()
    return found


def factor_of_code(account: Account, code: str) -> Authenticator | None:
    """The factor that this number or recovery code belongs to, used up with it; None where it is wrong."""
    with transaction.atomic(), sealed_factors.belonging_to(account.pk):
        for factor in _locked(account):
            if factor.type == Authenticator.Type.TOTP:
                if _take_number(factor, code):
                    return factor
            elif RecoveryCodes(factor).validate_code(code):
                factor.refresh_from_db()
                tell(account, events.RECOVERY_CODE_USED, left=len(RecoveryCodes(factor).get_unused_codes()))
                return factor
    return None


def _locked(account: Account) -> Iterator[Authenticator]:
    rows = Authenticator.objects.select_for_update().filter(user_id=account.pk)
    # "totp" after "recovery_codes" by name: the app's number first, it is the usual one.
    yield from rows.exclude(type=Authenticator.Type.WEBAUTHN).order_by("-type")


def _take_number(factor: Authenticator, code: str) -> bool:
    step = step_of(sealed_factors.unseal(factor.data["secret"], factor.user_id), code)
    if step is None or step <= factor.data.get("last_step", -1):
        return False
    factor.data["last_step"] = step
    factor.save(update_fields=["data"])
    return True


def _tell_once(account: Account) -> None:
    if cache.add(f"second-step-told:{account.pk}", True, timeout=QUIET_SECONDS):
        with transaction.atomic():
            tell(account, events.SECOND_STEP_HELD)


def current_request() -> HttpRequest:
    """The request that allauth is answering."""
    return context.request
