"""`/lan/`: for who comes in from the office network: which certificate, and how to trust it."""

from __future__ import annotations

from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kuramori.site.lan.certificate import Place, fingerprint


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """How to trust the certificate on each kind of device, or that the house serves its own computer only."""
    place = _open_place()
    if place is None:
        return render(request, "site/lan_shut.html")
    return render(request, "site/lan.html", {"groups": fingerprint(place.data).split(" ")})


@require_safe
def authority(request: HttpRequest) -> HttpResponse:
    """The authority's certificate as devices take it (DER); it holds no secret."""
    place = _open_place()
    if place is None:
        return render(request, "site/lan_shut.html")
    certificate = x509.load_pem_x509_certificate(place.authority.read_bytes())
    response = HttpResponse(certificate.public_bytes(Encoding.DER), content_type="application/x-x509-ca-cert")
    response["Content-Disposition"] = 'attachment; filename="kuramori-lan.crt"'
    return response


def _open_place() -> Place | None:
    place = Place(Path(settings.DATA))
    return place if settings.LAN and place.authority.exists() else None
