"""`/lan/`: for who comes in from the office network: which certificate, and how to trust it."""

from __future__ import annotations

from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kuramori.site.lan.certificate import Place, fingerprint


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """How to trust the certificate on each kind of device; 404 where the house serves its own computer only."""
    place = _open_place()
    return render(request, "site/lan.html", {"groups": fingerprint(place.data).split(" ")})


@require_safe
def authority(request: HttpRequest) -> HttpResponse:
    """The authority's certificate as devices take it (DER); it holds no secret."""
    certificate = x509.load_pem_x509_certificate(_open_place().authority.read_bytes())
    response = HttpResponse(certificate.public_bytes(Encoding.DER), content_type="application/x-x509-ca-cert")
    response["Content-Disposition"] = 'attachment; filename="kuramori-lan.crt"'
    return response


def _open_place() -> Place:
    place = Place(Path(settings.DATA))
    if not settings.LAN or not place.authority.exists():
        raise Http404
    return place
