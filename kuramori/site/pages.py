"""The pages in front of every room: the front door, the guide, and what happens to personal data."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """`/`: what this is, for guests; people who are signed in go straight to their work."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "front.html")


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """`/guide/`: how to use the self-check, on one page."""
    return render(request, "guide.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """`/privacy/`: what is kept, where, and how to be rid of it."""
    return render(request, "privacy.html")
