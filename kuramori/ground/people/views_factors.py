"""One's own second factors: the app, passkeys and recovery codes. Each change and its entries are one transaction."""

from __future__ import annotations

import json
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import AddWebAuthnView, ReauthenticateWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from kuramori.ground.people import events, provider_again
from kuramori.ground.people.factors import localhost_url, passkeys_work
from kuramori.ground.people.forms_sign_in import PENDING
from kuramori.ground.people.overview import unused_codes
from kuramori.ground.people.tell import tell


def passkey_context(request: HttpRequest) -> dict[str, object]:
    """Whether passkeys can work at this address, and where they would."""
    return {"passkeys_work": passkeys_work(request), "localhost_url": localhost_url(request)}


def options(given: dict[str, Any]) -> str:
    """What the browser is asked to do, as JSON for a data attribute (bytes are base64url already)."""
    return json.dumps(given, default=dict)


@method_decorator(never_cache, name="dispatch")
class SecondStepPage(AuthenticateView):
    """`/account/second/`: after the password."""

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        context = super().get_context_data(**named)
        kinds = set(
            Authenticator.objects.filter(user_id=self.stage.login.user.pk).values_list("type", flat=True)
        )
        return {
            **context,
            **passkey_context(self.request),
            "has_app": Authenticator.Type.TOTP in kinds,
            "has_codes": Authenticator.Type.RECOVERY_CODES in kinds,
            "has_passkey": Authenticator.Type.WEBAUTHN in kinds,
            "options": options(context["js_data"]["request_options"]),
        }


class ShownByProvider:
    """In front of a page that lets another way in be added, for accounts that come by company sign-on alone."""

    def dispatch(self, request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
        return provider_again.asked(request, request.get_full_path()) or super().dispatch(  # type: ignore[misc]
            request, *args, **named
        )


@method_decorator(never_cache, name="dispatch")
class SetUpApp(ShownByProvider, ActivateTOTPView):
    """`/account/second/app/`"""

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        context = super().get_context_data(**named)
        secret = context["form"].secret
        context["key"] = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
        return context

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            response = super().form_valid(form)
            # The number just shown is used up too.
            app = Authenticator.objects.get(user_id=form.user.pk, type=Authenticator.Type.TOTP)
            app.data["last_step"] = form.step
            app.save(update_fields=["data"])
            tell(form.user, events.APP_SET_UP)
            if self.did_generate_recovery_codes:
                tell(form.user, events.RECOVERY_CODES_MADE)
        self.request.session.pop(PENDING, None)
        messages.success(
            self.request, _("二段階の確認を始めました。次のログインから、アプリの番号も聞きます。")
        )
        return response

    def get_success_url(self) -> str:
        return reverse("mfa_view_recovery_codes" if self.did_generate_recovery_codes else "account_home")


class RemoveApp(DeactivateTOTPView):
    """`/account/second/app/remove/`"""

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            response = super().form_valid(form)
            tell(self.request.user, events.APP_REMOVED)
        messages.success(self.request, _("認証アプリの確認をやめました。"))
        return response

    def get_success_url(self) -> str:
        return reverse("account_home")


@method_decorator(never_cache, name="dispatch")
class AddPasskey(ShownByProvider, AddWebAuthnView):
    """`/account/passkeys/add/`: always one that also opens without a password."""

    def dispatch(self, request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not passkeys_work(request):
            return redirect("account_home")
        return super().dispatch(request, *args, **named)

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        asked = auth.begin_registration(self.request.user, True)
        # Not allauth's own data: asking a second time would make the first question void.
        form = named.get("form") or self.get_form()
        return {
            **named,
            "form": form,
            "view": self,
            "options": options(asked),
            **passkey_context(self.request),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            response = super().form_valid(form)
            tell(form.user, events.PASSKEY_ADDED)
            if self.did_generate_recovery_codes:
                tell(form.user, events.RECOVERY_CODES_MADE)
        messages.success(self.request, _("パスキーを登録しました。次から、パスキーだけでログインできます。"))
        return response

    def get_success_url(self) -> str:
        return reverse("mfa_view_recovery_codes" if self.did_generate_recovery_codes else "account_home")


class RemovePasskey(RemoveWebAuthnView):
    """`/account/passkeys/<number>/remove/`"""

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            response = super().form_valid(form)
            tell(self.request.user, events.PASSKEY_REMOVED)
        messages.success(self.request, _("パスキーを消しました。端末に残った分は、端末の設定から消せます。"))
        return response

    def get_success_url(self) -> str:
        return reverse("account_home")


@method_decorator(never_cache, name="dispatch")
class AgainByPasskey(ReauthenticateWebAuthnView):
    """`/account/second/passkey/`: once more by passkey, before something that matters."""

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        context = super().get_context_data(**named)
        return {
            **context,
            "form": named.get("form", context["form"]),
            "redirect_field_name": "next",
            "redirect_field_value": self.get_next_url() or "",
            "reauthentication_alternatives": self.get_reauthentication_alternatives(),
            "options": options(context["js_data"]["request_options"]),
            **passkey_context(self.request),
        }

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form))


@method_decorator(never_cache, name="dispatch")
@method_decorator(reauthentication_required(app="allauth.mfa"), name="dispatch")
class RecoveryCodesPage(ViewRecoveryCodesView):
    """`/account/codes/`: to print and lock away. Shown only shortly after confirming who one is."""

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        context = super().get_context_data(**named)
        account = self.request.user
        codes = Authenticator.objects.get(user_id=account.pk, type=Authenticator.Type.RECOVERY_CODES)
        return {**context, "codes": unused_codes(account, codes), "made_at": codes.created_at}


class NewRecoveryCodes(GenerateRecoveryCodesView):
    """`/account/codes/new/`: the old ones are void."""

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            response = super().form_valid(form)
            tell(form.user, events.RECOVERY_CODES_MADE)
        messages.success(self.request, _("新しい予備のコードを作りました。前のコードは使えません。"))
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        # There is nothing yet that they could stand in for.
        return redirect("account_home")
