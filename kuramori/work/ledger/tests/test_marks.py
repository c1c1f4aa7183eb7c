"""Marks in the browser and in the ledger: files come back marked, nothing of them is kept, and what is done is told."""

from __future__ import annotations

import io
import random
import zipfile
from typing import Any

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_scopes import scope

from kuramori.ground.papers.models import File
from kuramori.ground.people.actor import NotAllowed
from kuramori.ground.trail.models import Entry
from kuramori.press import labelling as press
from kuramori.press.labels.mark import ASSET, CODES, GRADE, Refused
from kuramori.press.labels.tests import made
from kuramori.work.ledger import grades, labelling, marking
from kuramori.work.ledger.models import Asset, LabelTenant, Marked, Version
from kuramori.work.ledger.sheets.kinds import KINDS, SIZES
from kuramori.work.ledger.sheets.print import sheet
from kuramori.work.ledger.tests import making
from tests.cast import Cast

WORD = made.word(random.Random("ledger"))


@pytest.fixture
def asset(cast: Cast) -> Asset:
    with scope(organisation=cast.organisation):
        return making.asset(cast.actor("owner"), number="K-7")


def _url(asset: Asset, more: str = "") -> str:
    return f"/o/kakuu-seiko/ledger/marks/{asset.pk}/{more}"


def _send(client: Client, url: str, *files: tuple[str, bytes]) -> Any:
    return client.post(url, {"files": [SimpleUploadedFile(name, body) for name, body in files]})


def test_a_file_comes_back_under_its_own_name_with_the_ledgers_mark(cast: Cast, asset: Asset) -> None:
    answer = _send(cast.client("owner"), _url(asset), ("条件 表.docx", WORD))
    assert answer.status_code == 200
    assert "%E6%9D%A1%E4%BB%B6%20%E8%A1%A8.docx" in answer["Content-Disposition"]
    found = press.read("a.docx", answer.content)
    assert (found.properties[GRADE], found.properties[ASSET]) == ("秘", "K-7")
    assert File.everywhere.count() == 0


def test_the_trail_keeps_the_hash_and_never_the_name_of_a_file(cast: Cast, asset: Asset) -> None:
    _send(cast.client("owner"), _url(asset), ("極秘の客先.docx", WORD))
    entry = Entry.objects.filter(event="ledger:asset:files_marked").get()
    assert "極秘の客先" not in str(entry.parts)
    assert entry.thing_id == str(asset.pk)


def test_several_files_come_back_as_one_zip_and_a_drawing_is_left_as_it_is(cast: Cast, asset: Asset) -> None:
    drawing = b"0\nSECTION\n" * 50
    answer = _send(
        cast.client("owner"),
        _url(asset),
        ("a.docx", WORD),
        ("part.dxf", drawing),
        ("torn.docx", WORD[:99]),
        ("a.docx", WORD),
    )
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        names = packed.namelist()
        assert packed.read("part.dxf") == drawing
        told = packed.read("表示を付けられなかったファイル.txt").decode("utf-8-sig")
    assert {"a.docx", "2/a.docx", "part.dxf", "part.dxf.kuramori-label.json", "kuramori-label.txt"} < set(
        names
    )
    assert "torn.docx" in told
    read = marking.read(
        "part.dxf", drawing, zipfile.ZipFile(io.BytesIO(answer.content)).read("part.dxf.kuramori-label.json")
    )
    assert (read.verdict.grade, read.verdict.numbers) == ("secret", ("K-7",))


def test_a_file_that_takes_no_mark_is_named_with_its_reason(cast: Cast, asset: Asset) -> None:
    signed = made.rezipped(WORD, {"_xmlsignatures/sig1.xml": b"<Signature/>"})
    answer = _send(cast.client("owner"), _url(asset), ("契約.docx", signed))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "契約.docx" in page
    assert "電子署名があります" in page


def test_too_many_files_and_none_are_refused_with_a_sentence(cast: Cast, asset: Asset) -> None:
    client = cast.client("owner")
    many = [(f"{at}.txt", b"x") for at in range(labelling.MOST_FILES + 1)]
    assert "分けて送ってください" in _send(client, _url(asset), *many).content.decode()
    assert client.post(_url(asset), {}).status_code == 422


def test_what_is_public_in_the_ledger_loses_its_mark(cast: Cast, asset: Asset) -> None:
    old = press.label("a.docx", WORD, made.mark())
    with scope(organisation=cast.organisation):
        public = making.asset(cast.actor("owner"), number="K-8", grade="public", layer="open")
    answer = _send(cast.client("owner"), _url(public), ("a.docx", old))
    assert press.read("a.docx", answer.content).properties == {}


def test_a_grade_that_the_house_renamed_is_written_by_its_name(cast: Cast, asset: Asset) -> None:
    with scope(organisation=cast.organisation):
        grades.rename(cast.actor("owner"), {"secret": "取扱注意"})
    answer = _send(cast.client("owner"), _url(asset), ("a.docx", WORD))
    found = press.read("a.docx", answer.content)
    assert found.properties[GRADE] == "取扱注意"
    assert any("【取扱注意】" in text for _, text in found.texts)


def test_marking_is_recorded_day_by_day_with_its_ways(cast: Cast, asset: Asset) -> None:
    client = cast.client("owner")
    told = {"marked": "all", "ways": ["page", "shelf"], "revision": asset.revision}
    answer = client.post(_url(asset, "record/"), told)
    assert answer.status_code == 302
    with scope(organisation=cast.organisation):
        asset.refresh_from_db()
        assert asset.marked == Marked.ALL
        values = Version.objects.get(asset=asset, superseded_at__isnull=True).values
        assert list(values["marking"]) == ["page", "shelf"]
    assert Entry.objects.filter(event="ledger:asset:marked").count() == 1
    client.post(_url(asset, "record/"), told)  # the page was old: nothing is laid twice
    assert Entry.objects.filter(event="ledger:asset:marked").count() == 1


def test_who_may_not_know_what_is_most_secret_cannot_mark_it(cast: Cast) -> None:
    with scope(organisation=cast.organisation):
        top = making.top(cast.actor("owner"), number="K-9")
        with pytest.raises(NotAllowed):
            labelling.label_files(cast.actor("section"), top, [("a.docx", WORD)])
    assert _send(cast.client("staff"), _url(top), ("a.docx", WORD)).status_code == 403
    assert _send(cast.client("owner", at="mihon-kanagata"), _url(top), ("a.docx", WORD)).status_code == 404


def test_marks_are_read_back_and_differences_are_told(cast: Cast) -> None:
    both = press.label("a.docx", WORD, made.mark("top", "K-1"))
    torn = made.rezipped(
        both, {"docProps/core.xml": made.parts(both)["docProps/core.xml"].replace(b"TSL-3-K-1-8F40", b"")}
    )
    page = _send(
        cast.client("staff"),
        "/o/kakuu-seiko/ledger/marks/read/",
        ("a.docx", torn),
        ("b.docx", WORD),
        ("c.docx", b"x"),
    )
    text = page.content.decode()
    assert "極秘" in text
    assert "表示は付いていません" in text
    assert "名前の終わりと中身の形式が合いません" in text


def test_the_tenants_ids_go_into_files_only_once_the_house_has_told_them(cast: Cast, asset: Asset) -> None:
    client = cast.client("owner")
    without = press.read("a.docx", _send(client, _url(asset), ("a.docx", WORD)).content)
    assert without.msip == []
    url = "/o/kakuu-seiko/ledger/marks/tenant/"
    assert client.post(url, {"site": "", "secret": made.LABEL}).status_code == 422
    assert client.post(url, {"site": made.SITE, "secret": made.LABEL}).status_code == 302
    (told,) = press.read("a.docx", _send(client, _url(asset), ("a.docx", WORD)).content).msip
    assert (told["SiteId"], told["label"], told["Name"]) == (made.SITE, made.LABEL, "秘")
    client.post(url, {"site": ""})
    with scope(organisation=cast.organisation):
        assert labelling.tenant() is None
        assert LabelTenant.objects.count() == 1
    assert Entry.objects.filter(event="ledger:grade:tenant_set").count() == 2


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("grade", ["top", "secret", "internal"])
def test_a_sheet_shows_grade_number_and_company(kind: str, grade: str) -> None:
    wanted = marking.Marking(grade, marking.marks.NAMES[grade], "K-001", "架空精工株式会社")
    document = pypdfium2.PdfDocument(sheet(wanted, kind, keeper="森下", address="https://kura.example/o/a/"))
    assert len(document) == 1
    text = document[0].get_textpage().get_text_bounded()
    assert all(word in text for word in (wanted.grade_name, "K-001", "架空精工株式会社"))


@pytest.mark.parametrize("size", sorted(SIZES))
def test_stickers_stay_on_their_sheet_and_skip_the_used_ones(size: str) -> None:
    paper = SIZES[size]
    assert paper.left + paper.columns * paper.width + (paper.columns - 1) * paper.gap_x <= 210
    assert paper.top + paper.rows * paper.height + (paper.rows - 1) * paper.gap_y <= 297
    wanted = marking.Marking("secret", "秘", "K-001", "架空精工株式会社")
    made_sheet = sheet(
        wanted, "stickers", keeper="", address="https://k.example/", size=size, count=paper.per_sheet, skip=1
    )
    document = pypdfium2.PdfDocument(made_sheet)
    assert [page.get_textpage().get_text_bounded().count("K-001") for page in document] == [
        paper.per_sheet - 1,
        1,
    ]


def test_a_sheet_is_a_download_and_leaves_an_entry(cast: Cast, asset: Asset) -> None:
    answer = cast.client("owner").get(_url(asset, "print/?kind=mould&size="))
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"].startswith("attachment")
    assert Entry.objects.filter(event="ledger:asset:sheet_printed").count() == 1
    assert cast.client("owner").get(_url(asset, "print/?kind=poster")).status_code == 422
    used_up = cast.client("owner").get(_url(asset, "print/?kind=stickers&size=a4-12&skip=12"))
    assert (used_up.status_code, "この用紙は12面です" in used_up.content.decode()) == (422, True)


def test_every_code_of_a_refusal_has_its_sentence_in_both_languages() -> None:
    assert set(CODES) <= set(marking.REASONS)
    assert all(ja and en.isascii() for ja, en in marking.REASONS.values())
    with pytest.raises(marking.NotMarked):
        marking.label("a.docx", WORD[:50], marking.Marking("secret", "秘", "K-1", ""))
    with pytest.raises(Refused):
        press.label("a.docx", b"", None)
