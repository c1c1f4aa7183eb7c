"""For whoever received a proof or a pack: how to check it, the tools, and our log's key. Needs no account."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kuramori.ground.papers.answer import as_attachment
from kuramori.ground.trail import keys
from kuramori.ground.trail.pack import CHECKERS, OFFLINE


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """`/verify/`"""
    return render(request, "trail/verify.html", {"key": keys.log_verifier()})


@require_safe
def checker(request: HttpRequest, file: str) -> FileResponse:
    """`verify.html` or `verify.py`: the same files as in every pack."""
    if file not in CHECKERS:
        raise Http404
    path = OFFLINE / file
    return as_attachment(
        path.open("rb"), name=file, media_type="application/octet-stream", size=path.stat().st_size
    )
