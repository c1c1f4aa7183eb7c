"""Pages: Japanese unless somebody chose otherwise with the language button (a cookie). API: as Accept-Language asks.

A page does not ask the browser's own wish: an English Windows in a Japanese office is common. A program that sends
Accept-Language was told to.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from kuramori.site.refusal import is_api


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
        return response


def language_of(request: HttpRequest) -> str:
    """The language to answer this request in, one of `settings.LANGUAGES`."""
    offered = {code for code, _ in settings.LANGUAGES}
    if is_api(request.path_info):
        asked = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
        wanted = (code.split("-")[0] for code, weight in asked if weight > 0)
        return next((code for code in wanted if code in offered), settings.LANGUAGE_CODE)
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in offered else settings.LANGUAGE_CODE
