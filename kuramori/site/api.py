"""The root of the API: which rooms' operations there are, behind which door, and how each refusal is told.

`/api/v1/openapi.json` describes it all. There is no page to try it on: such a page would bring scripts from elsewhere.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError, ValidationErrorContext
from ninja.parser import Parser
from ninja.renderers import JSONRenderer

from kuramori import __version__
from kuramori.across.reports import api as reports
from kuramori.ground.contacts import api as contacts
from kuramori.ground.packs import api as packs
from kuramori.ground.people import api as people
from kuramori.ground.people.calls import Bearer, Telling
from kuramori.rules.document import Limits
from kuramori.rules.faults import Refused
from kuramori.rules.json_text import read_json
from kuramori.rules.reading import decode
from kuramori.site.acting import no_key
from kuramori.site.api_faults import faults_in
from kuramori.site.limits import too_large
from kuramori.site.refusal import refusal
from kuramori.site.trail import api as trail
from kuramori.work.checks import api as checks
from kuramori.work.ledger import api as ledger
from kuramori.work.partners import api as partners
from kuramori.work.places import api as places
from kuramori.work.requests import api as requests

LOG = logging.getLogger("django.request")
ORGANISATION = {
    "name": "organisation",
    "in": "path",
    "required": True,
    "description": "The organisation's short name.",
    "schema": {"type": "string", "pattern": "^[a-z0-9-]{1,40}$"},
}
DESCRIPTION = """\
The same verbs as the pages. Operations tagged `public` need no key; every other one acts for one organisation and
wants a token of that organisation: `Authorization: Bearer kura_…`. A token may be narrowed to some permissions when
it is made. Sentences in answers follow `Accept-Language` (`ja`, which is the default, or `en`). Days are
`YYYY-MM-DD`, moments ISO 8601. Keys that nobody reads are refused and named.
"""


class StrictParser(Parser):
    """Bodies are read as strictly as answer files: no key twice, no NaN, no control characters, not too deep."""

    def parse_body(self, request: HttpRequest) -> Any:
        limits = Limits()
        return read_json(decode(request.body, "", limits), "", limits).value


class PlainJson(JSONRenderer):
    json_dumps_params = {"ensure_ascii": False}


class Api(NinjaAPI):
    """Ninja's API with our refusals, and a description that states the security of every operation."""

    _described: Any = None

    def get_openapi_schema(self, **options: Any) -> Any:
        if self._described is None:
            self._described = self._describe(**options)
        return self._described

    def _describe(self, **options: Any) -> Any:
        described = super().get_openapi_schema(**options)
        for path, operations in described["paths"].items():
            for operation in operations.values():
                operation.setdefault("security", [])
            if "{organisation}" in path:
                operations["parameters"] = [ORGANISATION]
        return described

    @property
    def urls(self) -> tuple[list[URLResolver | URLPattern], str, str]:
        patterns, app_name, namespace = super().urls
        for pattern in patterns:
            pattern.callback = _refusing_as_json(pattern.callback)
        return patterns, app_name, namespace

    def validation_error_from_error_contexts(
        self, error_contexts: list[ValidationErrorContext[Any]]
    ) -> ValidationError:
        return ValidationError(
            [{"fault": fault} for context in error_contexts for fault in faults_in(context)]
        )


def build() -> Api:
    """The API with every room's operations."""
    api = Api(
        title="Kuramori",
        version="1",
        description=DESCRIPTION,
        docs_url=None,
        urls_namespace="api",
        parser=StrictParser(),
        renderer=PlainJson(),
        openapi_extra={"info": {"x-kuramori-version": __version__}},
    )
    api.add_router("/packs", packs.router)
    api.add_router("/check", checks.public)
    api.add_router("/check", reports.public)
    for room in (people, contacts, places, ledger, partners, requests, checks, reports, trail):
        api.add_router("/o/{slug:organisation}", room.router, auth=Bearer())
        _tell(api, room.TELLING)
    _tell_the_rest(api)
    return api


@csrf_exempt
def unknown(request: HttpRequest) -> HttpResponse:
    """Every other address below /api/."""
    return refusal(404, _("見つかりません。"))


def _tell(api: Api, telling: Telling) -> None:
    for error, tell in telling.items():
        api.add_exception_handler(error, _teller(tell))


def _teller(tell: Callable[[Any], Any]) -> Callable[[HttpRequest, Any], HttpResponse]:
    def answer(request: HttpRequest, error: Exception) -> HttpResponse:
        told = tell(error)
        return refusal(told.status, told.detail, more=told.more)

    return answer


def _tell_the_rest(api: Api) -> None:
    handlers: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
        Http404: lambda request, error: unknown(request),
        AuthenticationError: lambda request, error: refusal(401, no_key()),
        ValidationError: _invalid,
        Refused: lambda request, error: refusal(422, wrong(), faults=error.faults),
        HttpError: _unreadable,
        RequestDataTooBig: lambda request, error: refusal(413, too_large(1)),
        SuspiciousOperation: lambda request, error: refusal(400, unreadable()),
        MultiPartParserError: lambda request, error: refusal(400, unreadable()),
        UnreadablePostError: lambda request, error: refusal(400, unreadable()),
        Exception: _unexpected,
    }
    for error, handler in handlers.items():
        api.add_exception_handler(error, handler)


def wrong() -> str:
    """What to say where values are wrong; the faults name them."""
    return _("送られた内容に、直すところがあります。何も変えていません。")


def unreadable() -> str:
    """What to say where not even the form can be read."""
    return _("送られた内容を読み取れません。何も変えていません。")


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return refusal(422, wrong(), faults=[entry["fault"] for entry in error.errors])


def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Ninja says 400 where the body could not be parsed; our parser said why."""
    why = error.__cause__
    return refusal(error.status_code, unreadable(), faults=why.faults if isinstance(why, Refused) else ())


def _unexpected(request: HttpRequest, error: Exception) -> HttpResponse:
    got_request_exception.send(sender=None, request=request)
    LOG.error("api.unexpected", exc_info=error, extra={"status_code": 500, "request": request})
    return refusal(500, _("思わぬことが起きました。何も変えていません。運用している人に知らせてください。"))


def _refusing_as_json(view: Any) -> Callable[..., HttpResponse]:
    """Ninja answers 405 as text and the root as a page that is not there."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            return unknown(request)
        if response.status_code != 405:
            return response
        told = refusal(405, _("この宛先では使えない方法（メソッド）です。"))
        told["Allow"] = response["Allow"]
        return told

    return answer


api = build()
urlpatterns = api.urls[0]
