"""How a visitor wants to see the pages: light or dark, and the size of the text.

Kept in one cookie of the visitor's browser, `kura_look`, as `theme.size`; the server only sets two attributes
on `html`. Works without scripts and without an account.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

COOKIE = "kura_look"
COOKIE_AGE_SECONDS = 365 * 24 * 3600
THEMES = (("auto", _("端末の設定に合わせる")), ("light", _("明るい")), ("dark", _("暗い")))
SIZES = (("100", _("ふつう")), ("112", _("少し大きく")), ("125", _("大きく")), ("150", _("とても大きく")))


@dataclass(frozen=True, slots=True)
class Look:
    """`theme` is auto, light or dark; `size` is the text size in percent, as written in `data-size`."""

    theme: str = "auto"
    size: str = "100"


def look_of(request: HttpRequest) -> Look:
    """What the cookie says; anything unreadable counts as not chosen."""
    theme, _dot, size = request.COOKIES.get(COOKIE, "").partition(".")
    return _checked(theme, size)


def look(request: HttpRequest) -> dict[str, Look]:
    """Context processor: every page knows the look."""
    return {"look": look_of(request)}


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """`/look/`: choose theme and text size, then go back to where one came from."""
    if request.method != "POST":
        return _page(request, _way_back(request, request.GET.get("next", "")))
    chosen = _checked(request.POST.get("theme", ""), request.POST.get("size", ""))
    way_back = _way_back(request, request.POST.get("next", ""))
    response = redirect(f"{reverse('pages:look')}?{urlencode({'saved': 1, 'next': way_back})}")
    response.set_cookie(
        COOKIE, f"{chosen.theme}.{chosen.size}", max_age=COOKIE_AGE_SECONDS, samesite="Lax", httponly=True
    )
    return response


def _page(request: HttpRequest, way_back: str) -> HttpResponse:
    context = {"themes": THEMES, "sizes": SIZES, "way_back": way_back, "saved": "saved" in request.GET}
    return render(request, "look.html", context)


def _checked(theme: str, size: str) -> Look:
    usual = Look()
    return Look(
        theme if theme in dict(THEMES) else usual.theme,
        size if size in dict(SIZES) else usual.size,
    )


def _way_back(request: HttpRequest, target: str) -> str:
    # Only a path of this very server: the page must not become a springboard to another site.
    is_ours = target.startswith("/") and url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if is_ours else ""
