"""Forms of the second step and of passkeys, in allauth's places (setting MFA_FORMS)."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter as account_adapter
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as allauths
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.webauthn import forms as passkeys
from allauth.mfa.webauthn.internal import auth
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people import sealed_factors
from kuramori.ground.people.models import Account
from kuramori.ground.people.second_step import TooManyTries, attempt, current_request, factor_of_code, step_of

PENDING = "kura.app.secret"
# What the libraries raise over bytes that no authenticator sends; each means the same here.
UNREADABLE = (ValueError, TypeError, KeyError, IndexError, AttributeError)


class CodeField(forms.CharField):
    """Six digits from the app or eight of a recovery code; blanks and hyphens do not matter."""

    def __init__(self, **named: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"})
        super().__init__(max_length=20, widget=widget, **named)


class _Coded(allauths.BaseAuthenticateForm):
    code = CodeField(label=_("番号"))

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        try:
            found = attempt(current_request(), self.user, lambda: factor_of_code(self.user, code))
        except TooManyTries as error:
            raise account_adapter().validation_error("too_many_login_attempts") from error
        if found is None:
            raise get_adapter().validation_error("incorrect_code")
        found.user = self.user
        self.authenticator = found
        return code


class SecondStepForm(_Coded, allauths.AuthenticateForm):
    """At the second step of signing in."""


class AgainByCode(_Coded, allauths.ReauthenticateForm):
    """Once more, before something that matters."""


class SetUpApp(forms.Form):
    """The first number of a new app. Until it is right, the secret lies sealed in the session, never in clear."""

    code = CodeField(label=_("アプリに出ている6けたの番号"))

    def __init__(self, *args: Any, user: Account, **named: Any) -> None:
        super().__init__(*args, **named)
        self.user = user
        self.step: int | None = None
        self.secret = self._pending(current_request(), anew=not self.is_bound)

    def _pending(self, request: HttpRequest, *, anew: bool) -> str:
        kept = request.session.get(PENDING)
        if kept and not anew:
            return sealed_factors.unseal(kept, self.user.pk)
        secret = generate_totp_secret()
        request.session[PENDING] = sealed_factors.seal(secret, self.user.pk)
        return secret

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        self.step = step_of(self.secret, code)
        if self.step is None:
            raise get_adapter().validation_error("incorrect_code")
        return code


class AddPasskey(passkeys.AddWebAuthnForm):
    name = forms.CharField(label=_("名前"), max_length=60, required=False)

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except ValidationError:
            raise
        except UNREADABLE as error:
            raise get_adapter().validation_error("incorrect_code") from error


class _ByPasskey(passkeys.AuthenticateWebAuthnForm):
    """Tries are not counted: what a passkey signs cannot be guessed, and counting could shut somebody out."""

    def clean_credential(self) -> Authenticator:
        credential = self.cleaned_data["credential"]
        try:
            auth.parse_authentication_response(credential)
            user = self.user or auth.extract_user_from_response(credential)
            found: Authenticator = auth.complete_authentication(user, credential)
        except ValidationError:
            raise
        except UNREADABLE as error:
            raise get_adapter().validation_error("incorrect_code") from error
        return found


class SecondStepPasskey(_ByPasskey):
    """At the second step of signing in."""


class PasskeyAlone(_ByPasskey, passkeys.LoginWebAuthnForm):
    """Instead of address and password."""

    passwordless = True


class AgainByPasskey(_ByPasskey):
    reauthenticated = True
