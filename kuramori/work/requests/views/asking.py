"""Pages of 確認のお願い."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.roles import Can
from kuramori.work.requests.reading import asking as reading


@require_safe
def requests(request: ActingRequest) -> HttpResponse:
    """`/requests/`: what was asked, the newest first."""
    request.actor.require(Can.REQUEST_READ)
    page = reading.list_page(whole(request.GET.get("page", "")))
    return render(request, "requests/asking_list.html", {"page": page})


def whole(written: str) -> int:
    """A page's number; 1 for what is none."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 7 else 1
