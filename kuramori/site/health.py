"""`/healthz`: whether the page server and its database answer. Tells nothing else.

`?same=` and 32 hexadecimal digits is answered with what only this house can say to them, so that whoever runs it can
tell it from another one at the same address.
"""

from __future__ import annotations

from django.conf import settings
from django.db import connection
from django.db.utils import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kuramori.outside import reach


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "database unreachable"}, status=503)
    question = request.GET.get("same", "")
    if not reach.QUESTION.match(question):
        return JsonResponse({"status": "ok"})
    return JsonResponse({"status": "ok", "same": reach.answer(settings.VAULT.key(reach.PURPOSE), question)})
