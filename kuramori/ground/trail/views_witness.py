"""`POST /witness/add-checkpoint`: where other instances have their checkpoints cosigned. No session, no cookie."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from kuramori.ground.trail import witnessing
from kuramori.ground.trail.witnessing import LARGEST_REQUEST, PLAIN
from kuramori.outside.visitor import visitor


@csrf_exempt  # who asks is told by the signature in what is sent; no browser has a part in it
@require_POST
def add_checkpoint(request: HttpRequest) -> HttpResponse:
    """C2SP tlog-witness; 404 for everything while the settings name no log to witness."""
    if not settings.INSTANCE.witnessed_log:
        raise Http404
    forwarded = request.headers.get("X-Forwarded-For", "")
    if witnessing.comes_too_often(visitor(request.META["REMOTE_ADDR"], forwarded, settings.TRUSTED_PROXIES)):
        return _plain(429, "too many requests; try again in a minute\n", {"Retry-After": "60"})
    # Read to a limit of our own: a request may come without saying its length.
    body = request.read(LARGEST_REQUEST + 1)
    if len(body) > LARGEST_REQUEST:
        return _plain(413, "at most 64 KiB\n")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return _plain(400, "not UTF-8\n")
    reply = witnessing.cosign(text)
    return HttpResponse(reply.text, status=reply.status, content_type=reply.kind)


def _plain(status: int, text: str, headers: dict[str, str] | None = None) -> HttpResponse:
    return HttpResponse(text, status=status, content_type=PLAIN, headers=headers)
