"""One's own page: how one signs in, from where, and what would make it safer. No organisation is asked."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView, PasswordChangeView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kuramori.ground.people import events, providers
from kuramori.ground.people.connections import connections_of
from kuramori.ground.people.devices import devices_of, end
from kuramori.ground.people.models import Account
from kuramori.ground.people.overview import factors_of
from kuramori.ground.people.tell import tell
from kuramori.ground.people.views_factors import passkey_context


@require_safe
@never_cache
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """`/account/`"""
    account: Account = request.user  # type: ignore[assignment]
    context = {
        "factors": factors_of(account),
        "devices": devices_of(account, request.session.session_key),
        "connections": connections_of(account),
        **passkey_context(request),
    }
    return render(request, "account/home.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def devices(request: HttpRequest) -> HttpResponse:
    """`/account/devices/`: POST ends the session `device`, or with `all` every other one."""
    account: Account = request.user  # type: ignore[assignment]
    here = request.session.session_key
    if request.method != "POST":
        return render(request, "account/devices.html", {"devices": devices_of(account, here)})
    ended = end(
        account, here, only=None if "all" in request.POST else _number(request.POST.get("device", ""))
    )
    if ended:
        told = ngettext(
            "%(count)s台のログインを終わらせました。次に開くと、ログインの画面になります。",
            "%(count)s台のログインを終わらせました。次に開くと、ログインの画面になります。",
            ended,
        )
        messages.success(request, told % {"count": ended})
    else:
        messages.info(request, _("その端末のログインは、もう終わっていました。"))
    return redirect("usersessions_list")


class SignIn(LoginView):
    """`/account/login/`"""

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        context = super().get_context_data(**named)
        return {**context, "sign_ons": providers.offered(), **passkey_context(self.request)}


@method_decorator(login_required, name="dispatch")
class ChangePassword(PasswordChangeView):
    """`/account/password/`"""

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            response = super().form_valid(form)
            tell(form.user, events.PASSWORD_CHANGED)
        messages.success(
            self.request, _("パスワードを変えました。ほかの端末では、ログインし直しになります。")
        )
        return response


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise Http404
    return int(text)
