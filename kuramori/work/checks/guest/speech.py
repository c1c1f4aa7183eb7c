"""The language of a guest's page can be switched on any of them: the button sends the whole form along."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

LANGUAGE = "lang:"
View = Callable[..., HttpResponse]


def current() -> str:
    """The language of this page, as packs name it: "ja" or "en"."""
    return (translation.get_language() or settings.LANGUAGE_CODE).split("-")[0]


def speaking(view: View) -> View:
    """Let `go=lang:en` of a form choose the language of the answer and of what follows."""

    @wraps(view)
    def in_language(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        wanted = request.POST.get("go", "").removeprefix(LANGUAGE) if request.method == "POST" else ""
        if not request.POST.get("go", "").startswith(LANGUAGE) or wanted not in dict(settings.LANGUAGES):
            return view(request, *args, **kwargs)
        with translation.override(wanted):
            response = view(request, *args, **kwargs)
        response.headers["Content-Language"] = wanted
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            wanted,
            max_age=365 * 24 * 3600,
            samesite="Lax",
            secure=request.is_secure(),
        )
        return response

    return in_language
