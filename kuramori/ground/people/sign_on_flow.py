"""allauth's OpenID Connect, made strict: our providers, our network, our reading of the answer, no sign-up.

Somebody comes in only as an account that exists already: connected before, or by an address that the provider vouches
for. Whoever is unknown is told whom to ask.
"""

from __future__ import annotations

from typing import Any, NoReturn

import requests
import structlog
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kuramori.ground.people import events, providers, sign_on
from kuramori.ground.people.models import Account, AccountManager
from kuramori.ground.people.providers import Provider
from kuramori.ground.people.sign_on import SignOnFailed, Told, nonce_of
from kuramori.ground.people.tell import tell

# What a trip to the provider is for, beside allauth's own "login" and "connect".
AGAIN = "again"

log = structlog.get_logger("kuramori.people")


class ConnectedToAnother(ValueError):
    """This person at the provider belongs to another account here."""


def connect(account: Account, provider: Provider, subject: str) -> SocialAccount:
    """From now on the provider's `subject` signs in as this account. Raises `ConnectedToAnother`."""
    try:
        with transaction.atomic():
            row, made = SocialAccount.objects.get_or_create(
                provider=provider.id, uid=subject, defaults={"user": account}
            )
            if row.user_id != account.pk:
                raise ConnectedToAnother
            if made:
                tell(account, events.SIGN_ON_CONNECTED, provider=provider.name)
    except IntegrityError as error:
        raise ConnectedToAnother from error
    return row


def disconnect(account: Account, provider_id: str) -> None:
    """The provider opens this account no more; by address it could be connected again."""
    with transaction.atomic():
        removed, _kinds = SocialAccount.objects.filter(user_id=account.pk, provider=provider_id).delete()
        if removed:
            provider = providers.called(provider_id)
            tell(account, events.SIGN_ON_REMOVED, provider=provider.name if provider else provider_id)


class SignOnAdapter(DefaultSocialAccountAdapter):
    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """Those of the settings alone: whoever can write into the database must not add a provider."""
        apps = [sign_on.app_of(each) for each in providers.offered()]
        return [
            app
            for app in apps
            if provider in {None, app.provider, app.provider_id} and client_id in {None, app.client_id}
        ]

    def get_requests_session(self) -> requests.Session:
        return sign_on.session()

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        sociallogin.token = None
        provider = providers.called(sociallogin.account.provider)
        if provider is None:
            refuse(request, "unknown", "")
        found: Told = sociallogin.told
        if sociallogin.state.get("process") == "connect":
            self._connect(request, provider, found)
        if sociallogin.state.get("process") == AGAIN:
            self._confirm(request, provider, sociallogin)
        if sociallogin.is_existing:
            return
        account = _account_of(found.email)
        if account is None:
            refuse(request, "unknown", provider.name)
        try:
            sociallogin.account = connect(account, provider, found.subject)
        except ConnectedToAnother:
            refuse(request, "another", provider.name)
        sociallogin.user = account

    def _connect(self, request: HttpRequest, provider: Provider, found: Told) -> NoReturn:
        account: Any = request.user
        # Asked again: between going to the provider and coming back the session may have become another's.
        if is_reauthentication_required(request, app="allauth.socialaccount"):
            raise ImmediateHttpResponse(redirect("account_home"))
        try:
            connect(account, provider, found.subject)
        except ConnectedToAnother:
            refuse(request, "another", provider.name)
        messages.success(
            request,
            _("%(name)sとつながりました。次から、そちらでもログインできます。") % {"name": provider.name},
        )
        raise ImmediateHttpResponse(redirect("account_home"))

    def _confirm(self, request: HttpRequest, provider: Provider, sociallogin: SocialLogin) -> NoReturn:
        """Who is signed in has just signed in there too: as good as the password typed once more."""
        if not request.user.is_authenticated or sociallogin.user != request.user:
            refuse(request, "somebody_else", provider.name)
        if not sign_on.signed_in_anew(sociallogin.told):
            log.warning("people:sign_on:not_anew", provider=provider.id)
            refuse(request, "not_anew", provider.name)
        record_authentication(
            request,
            request.user,
            method="socialaccount",
            reauthenticated=True,
            provider=provider.id,
            uid=sociallogin.account.uid,
        )
        raise ImmediateHttpResponse(redirect(sociallogin.get_redirect_url(request) or "account_home"))

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: object = None,
        exception: BaseException | None = None,
        extra_context: object = None,
    ) -> None:
        is_cancelled = str(error) == "cancelled"
        if not is_cancelled:
            why = str(exception) if isinstance(exception, SignOnFailed) else type(exception).__name__
            log.warning("people:sign_on:failed", provider=provider.sub_id, why=why)
        refuse(request, "cancelled" if is_cancelled else "failed", provider.name)


def refuse(request: HttpRequest, why: str, provider: str) -> NoReturn:
    """A page instead: `why` is unknown, another, failed or cancelled."""
    context = {"why": why, "provider": provider}
    raise ImmediateHttpResponse(render(request, "account/sign_on_refused.html", context, status=403))


def _account_of(email: str) -> Account | None:
    if not email:
        return None
    return Account.objects.filter(email=AccountManager.normalize_email(email), is_active=True).first()


class StrictAdapter(OpenIDConnectOAuth2Adapter):
    """allauth's client of one provider; what it answers is read by `sign_on`."""

    def __init__(self, request: HttpRequest, provider: Provider) -> None:
        super().__init__(request, provider.id)
        self.ours = provider
        self.signed_in_at: int | None = None

    @property
    def openid_config(self) -> dict[str, Any]:
        if not hasattr(self, "_checked"):
            self._checked = sign_on.check_configuration(
                self.ours, self._get(sign_on.app_of(self.ours).settings["server_url"])
            )
        return self._checked

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **named: Any
    ) -> SocialLogin:
        config = self.openid_config
        # RFC 9207: a provider that says who answers must be the one that was asked.
        if request.GET.get("iss", config["issuer"]) != config["issuer"]:
            raise SignOnFailed("another provider answered (iss)")
        claims = sign_on.read_id_token(
            str(named["response"].get("id_token", "")),
            self._get(config["jwks_uri"]),
            issuer=config["issuer"],
            client_id=self.ours.client_id,
            nonce=nonce_of(request.GET.get("state", "")),
        )
        if "email" not in claims and isinstance(config.get("userinfo_endpoint"), str):
            claims |= self._asked_for_the_rest(config["userinfo_endpoint"], token.token, claims["sub"])
        found = sign_on.told(self.ours, claims)
        login = self.get_provider().sociallogin_from_response(request, {"id_token": {"sub": found.subject}})
        # Who it is is all that is kept: neither tokens nor what else the provider tells of people.
        login.account.extra_data = {}
        login.told = found
        self.signed_in_at = found.signed_in_at
        return login

    def _asked_for_the_rest(self, url: str, token: str, subject: str) -> dict[str, Any]:
        more = self._get(url, {"Authorization": f"Bearer {token}"})
        if not isinstance(more, dict) or more.get("sub") != subject:
            raise SignOnFailed("the provider tells of somebody else (sub)")
        return {name: more[name] for name in ("email", "email_verified") if name in more}

    def _get(self, url: str, headers: dict[str, str] | None = None) -> Any:
        with sign_on.session() as asking:
            answer = asking.get(url, headers=headers)
            answer.raise_for_status()
            return answer.json()
