"""Company sign-on: going to the provider, coming back, connecting and disconnecting one's own account."""

from __future__ import annotations

import time
from http import HTTPStatus

from allauth.account.decorators import reauthentication_required
from allauth.account.utils import get_next_redirect_url
from allauth.core.internal.ratelimit import consume_or_429
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from requests import RequestException

from kuramori.ground.people import provider_again, providers, sign_on
from kuramori.ground.people.providers import Provider
from kuramori.ground.people.sign_on import new_state, nonce_of
from kuramori.ground.people.sign_on_flow import AGAIN, StrictAdapter, disconnect

# OpenID Connect Core 3.1.2.1: ask for the password whatever session there is, and say when it was given.
SIGN_IN_ANEW = {"prompt": "login", "max_age": "0"}
# What a provider that does not keep to the standard can make the library raise.
MALFORMED = (OAuth2Error, RequestException, KeyError, TypeError, ValueError, AttributeError)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def go(request: HttpRequest, provider_id: str) -> HttpResponse:
    """`/account/sign-on/<id>/`: to the provider, to sign in there."""
    provider = _provider(provider_id)
    if request.method != "POST":
        return redirect("account_login")
    return consume_or_429(request, app="allauth.account", action="login") or _go(request, provider, "login")


@never_cache
@require_POST
@login_required
@reauthentication_required(app="allauth.socialaccount")
def connect(request: HttpRequest, provider_id: str) -> HttpResponse:
    """`/account/sign-on/<id>/connect/`: to the provider, to connect one's own account with it."""
    asked = provider_again.asked(request, reverse("account_home"))
    return asked or _go(request, _provider(provider_id), "connect")


@never_cache
@require_POST
@login_required
def again(request: HttpRequest, provider_id: str) -> HttpResponse:
    """`/account/sign-on/<id>/again/`: to the provider, to sign in there anew and show that it is oneself."""
    provider = _provider(provider_id)
    if not SocialAccount.objects.filter(user_id=request.user.pk, provider=provider.id).exists():
        raise Http404
    limited: HttpResponse | None = consume_or_429(request, app="allauth.account", action="reauthenticate")
    return limited or _go(request, provider, AGAIN)


@never_cache
@require_http_methods(["GET", "HEAD"])
def back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """`/account/sign-on/<id>/callback/`: back from the provider."""
    provider = _provider(provider_id)
    adapter, since = StrictAdapter(request, provider), time.time()
    with sign_on.speaking_to(provider):
        try:
            answer: HttpResponse = OAuth2CallbackView.adapter_view(adapter)(request)
        except MALFORMED as error:
            return render_authentication_error(request, adapter.get_provider(), exception=error)
    provider_again.date_back(request, since, adapter.signed_in_at)
    return answer


@require_POST
@login_required
@reauthentication_required(app="allauth.socialaccount")
def remove(request: HttpRequest, provider_id: str) -> HttpResponse:
    """`/account/sign-on/<id>/remove/`: also for a provider that is no longer offered."""
    if asked := provider_again.asked(request, reverse("account_home")):
        return asked
    disconnect(request.user, provider_id)  # type: ignore[arg-type]
    messages.success(request, _("会社のログインを切り離しました。"))
    return redirect("account_home")


def _go(request: HttpRequest, provider: Provider, process: str) -> HttpResponse:
    adapter, state = StrictAdapter(request, provider), new_state()
    with sign_on.speaking_to(provider):
        try:
            allauths = adapter.get_provider()
            allauths.get_oauth2_adapter = lambda _request: adapter
            response = allauths.redirect(
                request,
                process=process,
                next_url=get_next_redirect_url(request),
                state_id=state,
                auth_params={"nonce": nonce_of(state), **(SIGN_IN_ANEW if process == AGAIN else {})},
            )
        except MALFORMED as error:
            return render_authentication_error(request, adapter.get_provider(), exception=error)
    if response.status_code != HTTPStatus.FOUND:
        return response
    # Not a redirect: after a form, browsers hold it to the policy's form-action, which is ourselves.
    return render(request, "account/sign_on_go.html", {"url": response.url, "provider": provider})


def _provider(provider_id: str) -> Provider:
    found = providers.called(provider_id)
    if found is None:
        raise Http404
    return found
