"""A drawing of a place over the API: what shows nothing is the sender's matter, not the server's."""

from __future__ import annotations

import io

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from django_scopes import scope

from kuramori.work.places.arranging import Particulars, add_place
from kuramori.work.places.models import Drawing, PlaceKind
from tests.api.conftest import Caller, Company


def test_an_empty_page_is_refused_with_what_to_do_and_nothing_is_put_up(
    company: Company, owner: Caller
) -> None:
    with scope(organisation=company.organisation):
        place = add_place(company.actor(), PlaceKind.SITE, None, Particulars(name="第一工場"))
    empty, out = pikepdf.new(), io.BytesIO()
    empty.add_blank_page()
    empty.save(out)
    told = owner.upload(
        f"/places/{place.pk}/plan",
        file=SimpleUploadedFile("図面.pdf", out.getvalue(), content_type="application/pdf"),
    )
    assert told.status == 422
    assert "別の形で書き出して" in told.json["detail"]
    with scope(organisation=company.organisation):
        assert not Drawing.objects.filter(place=place).exists()
