"""Making a new envelope, and opening the house with a code of one."""

from __future__ import annotations

from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kuramori.ground.people import provider_again
from kuramori.ground.people.elevation import is_fresh
from kuramori.ground.people.models import Account
from kuramori.press.faults import PressFault
from kuramori.site.envelope import codes, paper
from kuramori.site.envelope.forms import OpenWithCode
from kuramori.site.operating.door import for_operator

# A code has 100 bits; this only keeps the trail from being filled with refusals.
TRIES = {"envelope": "5/m/ip,30/h/ip"}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_operator
def make(request: HttpRequest) -> HttpResponse:
    """Says what a new envelope does; makes it for who confirmed just now who they are."""
    if request.method == "POST":
        if not is_fresh(request):
            return _confirmed_first(request)
        account = request.user
        assert isinstance(account, Account)  # noqa: S101  the door let only accounts in
        try:
            content = paper.make(account, request.build_absolute_uri("/").rstrip("/"))
        except PressFault:
            messages.error(request, _("封筒を刷れませんでした。前の封筒は、そのまま使えます。"))
            return redirect("envelope:make")
        response = HttpResponse(content, content_type="application/pdf")
        response["Content-Disposition"] = 'attachment; filename="kuramori-envelope.pdf"'
        return response
    return render(request, "site/envelope/make.html", {"is_fresh": is_fresh(request)})


def _confirmed_first(request: HttpRequest) -> HttpResponse:
    """To where this account can show who it is: a password, a code, a passkey, or its company's sign-on alone."""
    led = provider_again.asked(request, request.path)
    if led is not None:
        return led
    ways = get_adapter().get_reauthentication_methods(request.user)
    address = ways[0]["url"] if ways else reverse("account_reauthenticate")
    return redirect(f"{address}?{urlencode({'next': request.path})}")


@never_cache
@sensitive_post_parameters("code", "password")
@require_http_methods(["GET", "HEAD", "POST"])
def opened(request: HttpRequest) -> HttpResponse:
    """A code and a new password; then to the sign-in page. A wrong code is not told from a used one."""
    form = OpenWithCode(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        if ratelimit.consume(request, app="kuramori", action="envelope", config=TRIES) is None:
            form.add_error(None, _("続けて何度も試されました。しばらく待ってから、もう一度どうぞ。"))
            status = 429
        else:
            try:
                account = codes.use(form.cleaned_data["code"], form.cleaned_data["password"])
            except codes.CodeRefused:
                form.add_error(
                    "code", _("この番号は使えません。打ちまちがいか、使った番号か、前の封筒の番号です。")
                )
            except ValidationError as weak:
                form.add_error("password", weak)
            else:
                told = _("%(email)s のパスワードを決め直しました。いまのパスワードでログインしてください。")
                messages.success(request, told % {"email": account.email})
                return redirect("account_login")
    return render(request, "site/envelope/opened.html", {"form": form}, status=status)
