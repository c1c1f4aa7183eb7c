"""Who may open the pages of the operator."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from kuramori.ground.people.models import Account

P = ParamSpec("P")


def for_operator(
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """For everybody else who signed in, the page does not exist."""

    @wraps(view)
    def opened(request: HttpRequest, *rest: P.args, **named: P.kwargs) -> HttpResponseBase:
        account = request.user
        if not isinstance(account, Account) or not account.is_operator:
            raise Http404
        return view(request, *rest, **named)

    return login_required(opened)
