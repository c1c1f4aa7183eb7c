"""Several papers behind one another in one PDF, read again by two other libraries."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from kuramori.press.faults import PressFailed
from kuramori.press.pdf import pdf
from kuramori.press.stapled import stapled
from kuramori.press.tests.reading import pdf_claims, pdf_pages

TEMPLATE = """
#import "house.typ": *
#let d = json(bytes(sys.inputs.values))
#show: paper.with(d, (pack: "組", number: "番号", disclaimer: ""))
= #d.title
#rows((1fr, 1fr), (left, left), ("頭一", "頭二"), d.cells)
#link("https://example.jp/")[道]
#pagebreak()
終わり #d.title
"""


def _paper(tmp_path: Path, title: str) -> bytes:
    path = tmp_path / "page.typ"
    path.write_text(TEMPLATE, "utf-8")
    values = {"title": title, "author": "見本", "lang": "ja", "made_on": [2026, 11, 24]}
    return pdf(path, {**values, "cells": [f"{title}甲", f"{title}乙"]}, made_on=date(2026, 11, 24))


@pytest.fixture
def made(tmp_path: Path) -> bytes:
    return stapled("一式", [(f"紙{n}", _paper(tmp_path, f"題{n}")) for n in "一二三"])


def test_every_page_of_every_paper_follows_in_order_with_a_bookmark(made: bytes) -> None:
    pages = pdf_pages(made)
    assert ["題" + n in page for n, page in zip("一一二二三三", pages, strict=True)] == [True] * 6
    marks = [(one.get_title(), one.get_dest().get_index()) for one in pypdfium2.PdfDocument(made).get_toc()]
    assert marks == [("紙一", 0), ("紙二", 2), ("紙三", 4)]


def test_it_claims_what_its_parts_claim_and_has_its_own_title(made: bytes) -> None:
    claims = pdf_claims(made)
    assert (claims.standard, claims.spoken, claims.title, claims.lang) == ("2B", "1", "一式", "ja-JP")
    assert claims.all_embedded


def test_what_is_read_aloud_leads_to_the_page_it_stands_on(made: bytes) -> None:
    with pikepdf.open(io.BytesIO(made)) as whole:
        tree = whole.Root.StructTreeRoot
        at = {page.obj.objgen: number for number, page in enumerate(whole.pages)}
        held = pikepdf.NumberTree(tree.ParentTree)
        told = [int(page.obj.StructParents) for page in whole.pages]
        notes = [int(note.StructParent) for page in whole.pages for note in page.obj.get("/Annots", [])]
        assert sorted([*told, *notes]) == list(range(len(list(held.items())))) == list(range(9))
        for number, key in enumerate(told):
            spoken = {at[one.Pg.objgen] for one in held[key] if "/Pg" in one}
            assert spoken == {number}
        assert [root.P.objgen for root in tree.K] == [tree.objgen] * 3
        names = list(tree.IDTree.Names)
        ids = [bytes(one) for one in names[::2]]
        assert ids == sorted(set(ids))
        assert len(ids) == 6, "two heads of each table"
        assert all(bytes(element.ID) == told for told, element in zip(ids, names[1::2], strict=True))


def test_the_same_papers_give_the_same_bytes_and_one_paper_stays_one(tmp_path: Path) -> None:
    one = ("紙", _paper(tmp_path, "題"))
    assert stapled("一式", [one, one]) == stapled("一式", [one, one])
    assert len(pdf_pages(stapled("一つ", [one]))) == 2


def test_what_is_no_pdf_is_refused_and_the_next_is_made(tmp_path: Path) -> None:
    with pytest.raises(PressFailed):
        stapled("一式", [("紙", b"%PDF-broken")])
    assert stapled("一式", [("紙", _paper(tmp_path, "題"))]).startswith(b"%PDF")
