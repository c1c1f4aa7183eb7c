"""Pages: Japanese unless somebody chose otherwise with the language button (a cookie). API: as Accept-Language asks.

A page does not ask the browser's own wish: an English Windows in a Japanese office is common. A program that sends
Accept-Language was told to.

Behind a link there is no account and no form that could be sent to another page, so there the choice is a plain link
(`?lang=en`). It is kept as long as the browser stays open, for the pages of that link only.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from kuramori.site.refusal import is_api

LINK_COOKIE = "kura_link_language"
ASKED = "lang"
BEHIND_A_LINK = "/link/"


class Language:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_of(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if is_api(request.path_info):
            patch_vary_headers(response, ["Accept-Language"])
        if is_behind_a_link(request) and request.GET.get(ASKED) == language:
            _keep(request, response, language)
        return response


def language_of(request: HttpRequest) -> str:
    """The language to answer this request in, one of `settings.LANGUAGES`."""
    offered = {code for code, _ in settings.LANGUAGES}
    if is_api(request.path_info):
        asked = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
        wanted = (code.split("-")[0] for code, weight in asked if weight > 0)
        return next((code for code in wanted if code in offered), settings.LANGUAGE_CODE)
    chosen = [request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")]
    if is_behind_a_link(request):
        chosen = [request.GET.get(ASKED, ""), request.COOKIES.get(LINK_COOKIE, ""), *chosen]
    return next((one for one in chosen if one in offered), settings.LANGUAGE_CODE)


def is_behind_a_link(request: HttpRequest) -> bool:
    """Whether the page is one that a link leads to, by its address alone."""
    return request.path_info.startswith(BEHIND_A_LINK) and bool(_secret_in(request))


def _secret_in(request: HttpRequest) -> str:
    return request.path_info.removeprefix(BEHIND_A_LINK).partition("/")[0]


def _keep(request: HttpRequest, response: HttpResponse, language: str) -> None:
    response.set_cookie(
        LINK_COOKIE,
        language,
        path=reverse("front:link", kwargs={"secret": _secret_in(request)}),
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
