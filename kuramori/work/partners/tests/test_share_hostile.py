"""Files and words that mean harm: refused or harmless on the share page, plainly told to who gives and who gets."""

from __future__ import annotations

import io
import zipfile

import docx
import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django_scopes import scope

from kuramori.ground.contacts.models import Contact
from kuramori.outside import reach
from kuramori.press import converting
from kuramori.work.partners.models import HandedItem, HandOver, Mode, ShownAs
from kuramori.work.partners.sharing_page import preparing, putting
from kuramori.work.partners.tests import handed
from kuramori.work.partners.tests import shared as making
from tests.cast import Cast

pytestmark = pytest.mark.django_db

PAYLOAD = "\"><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}\u202e=cmd|' /C calc'!A0"


def _preparing(acting: Cast) -> HandedItem:
    owner = acting.actor("owner")
    handed.opened(owner, level=3)
    with reach.standing_as(reach.Proof(None)):
        row = handed.prepared(owner, mode=Mode.SHARE_PAGE, way=None)
    return row.items.select_related("asset").get()


def _put(acting: Cast, item: HandedItem, name: str, content: bytes, shown_as: str = "pages"):
    return acting.client("owner").post(
        acting.url(f"sharing/share-pages/items/{item.pk}/file/"),
        {"file": SimpleUploadedFile(name, content), "shown_as": shown_as},
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.svg", b"<svg onload='alert(1)'/>"),
        ("x.html", b"<script>alert(1)</script>"),
        ("x.docm", b"PK\x03\x04"),
        ("x.exe", b"MZ"),
        ("x.pdf", b"<html>"),
        ("x.png", b"GIF89a"),
        ("x.pdf", b""),
        ("x.zip", b"PK\x03\x04" + b"\x00" * 40),
    ],
)
def test_what_is_no_file_to_be_shown_is_refused_and_nothing_is_kept(
    acting: Cast, name: str, content: bytes
) -> None:
    item = _preparing(acting)
    assert _put(acting, item, name, content).status_code == 422
    item.refresh_from_db()
    assert item.content_id is None


@pytest.mark.parametrize("name", ["x.zip", "x.txt", "x.heic", "x.doc"])
def test_a_copy_of_what_takes_no_mark_is_never_offered(acting: Cast, name: str) -> None:
    beginnings = {
        "x.zip": b"PK\x03\x04",
        "x.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "x.heic": b"\x00\x00\x00\x18",
    }
    answer = _put(acting, _preparing(acting), name, beginnings.get(name, b"text") + b" " * 20, "copy")
    assert answer.status_code == 422
    assert "写しは渡せません" in answer.content.decode()


def _with_script(content: bytes) -> bytes:
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as opened:
        opened.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        opened.save(written)
    return written.getvalue()


def test_words_that_mean_harm_stay_words_on_every_page(acting: Cast, settings) -> None:
    settings.INSTANCE = making.reachable()
    owner = acting.actor("owner")
    someone = handed.contact(owner)
    Contact.objects.filter(pk=someone.pk).update(name=PAYLOAD[:60])
    someone.refresh_from_db()
    share = making.shared(
        owner,
        name='a"><script>alert(3)<script>.pdf',
        content=_with_script(making.pdf()),
        contacts=[someone],
        purpose=PAYLOAD,
    )
    client = share.enter()
    seen = [client.get(share.url())]
    share.confirm()
    seen += [client.get(share.url()), client.get(share.at()), client.get(share.at("pages/1/close/"))]
    seen.append(acting.client("owner").get(acting.url(f"sharing/share-pages/{share.row.pk}/")))
    for answer in seen:
        page = answer.content.decode()
        assert answer.status_code == 200
        assert "<script>alert" not in page
        assert "onerror=alert(2)>" not in page
        assert "default-src 'self'" in answer["Content-Security-Policy"]
    picture = client.get(share.at("pages/1/"))
    assert picture.status_code == 200
    assert b"JavaScript" not in picture.content


def test_what_is_broken_inside_tells_both_sides_why(acting: Cast, settings) -> None:
    settings.INSTANCE = making.reachable()
    share = making.shared(acting.actor("owner"), content=b"%PDF-1.7\n" + b"rubbish" * 20)
    client = share.confirm()
    assert "壊れているか" in client.get(share.at()).content.decode()
    assert client.get(share.at("pages/1/")).status_code == 410
    house = acting.client("owner").get(acting.url(f"sharing/share-pages/{share.row.pk}/")).content.decode()
    assert "壊れているか" in house


def test_without_libreoffice_an_office_file_is_a_copy_only_and_the_page_says_why(
    acting: Cast, settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(converting, "converter", lambda: "")
    item = _preparing(acting)
    refused = _put(acting, item, "a.docx", b"PK\x03\x04" + b"\x00" * 40)
    assert refused.status_code == 422
    assert "PDFにして入れるか" in refused.content.decode()
    page = (
        acting.client("owner").get(acting.url(f"sharing/share-pages/{item.hand_over_id}/")).content.decode()
    )
    assert "LibreOfficeがない" in page
    assert _put(acting, item, "a.docx", b"PK\x03\x04" + b"\x00" * 40, "copy").status_code == 302


@pytest.mark.skipif(not converting.converter(), reason="LibreOffice is not installed")
def test_an_office_file_is_shown_once_the_worker_has_made_pages_of_it(acting: Cast, settings) -> None:
    settings.INSTANCE = making.reachable()
    share = making.shared(acting.actor("owner"), name="手順.docx", content=_word())
    client = share.confirm()
    assert "準備をしています" in client.get(share.at()).content.decode()
    assert client.get(share.at("pages/1/")).status_code == 503
    file = share.item.content
    assert file is not None
    preparing.prepare(
        organisation_id=str(share.owner.organisation.pk),
        person_id=None,
        progress=lambda _done, _total: None,
        file=str(file.pk),
    )
    assert client.get(share.at("pages/1/")).status_code == 200


def _word() -> bytes:
    made, written = docx.Document(), io.BytesIO()
    made.add_paragraph("手順 1")
    made.save(written)
    assert zipfile.is_zipfile(io.BytesIO(written.getvalue()))
    return written.getvalue()


def test_once_somebody_has_confirmed_the_file_is_not_changed_any_more(acting: Cast, settings) -> None:
    settings.INSTANCE = making.reachable()
    share = making.shared(acting.actor("owner"))
    share.confirm()
    answer = _put(acting, share.item, "b.pdf", making.pdf(1))
    assert answer.status_code == 422
    assert "もう相手の手元にある" in answer.content.decode()


def test_under_the_condition_to_look_only_no_copy_is_offered(acting: Cast) -> None:
    item = _preparing(acting)
    HandOver.objects.filter(pk=item.hand_over_id).update(conditions=["C4"])
    with scope(organisation=acting.organisation), pytest.raises(putting.NotPut) as refused:
        putting.decide_shown(acting.actor("owner"), item, shown_as=ShownAs.COPY, may_print=False)
    assert refused.value.code == "look_only"
