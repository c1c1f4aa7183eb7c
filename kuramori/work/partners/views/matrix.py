"""情報と相手の表: many assets against many partners, a page of it at a time."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.roles import Can
from kuramori.work.ledger import looks
from kuramori.work.partners.reading import matrix_page


@require_safe
def matrix(request: ActingRequest) -> HttpResponse:
    """`/sharing/deciding/matrix/?q=…&p=…&down=2&across=1`"""
    request.actor.require(Can.HAND_OVER_READ)
    page = matrix_page.matrix_page(request.actor, matrix_page.Asked.of(request.GET.dict()))
    looks.note(request.actor, page.shown)
    return render(request, "partners/matrix.html", {"page": page})
