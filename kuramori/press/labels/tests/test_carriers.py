"""Marks in files of other programs: seen by a second library, undone without a trace, and nothing else changed."""

from __future__ import annotations

import io
import os
import random
import re
import warnings
import zipfile
from collections.abc import Iterator

import docx
import openpyxl
import pikepdf
import pptx
import pypdfium2
import pytest
from PIL import Image

from kuramori.press import labelling, office
from kuramori.press.labels.mark import ASSET, GRADE, LINE, PREFIX
from kuramori.press.labels.tests import made

FILES = 1_000 if os.environ.get("KURAMORI_LONG") == "1" else 64
KINDS = sorted(made.MAKERS)
OFFICE = ("docx", "xlsx", "pptx")
MARK = made.mark()
MAY_CHANGE = {
    "docx": r"word/document\.xml|word/(kuramori-)?header[0-9]*\.xml|word/_rels/document\.xml\.rels",
    "xlsx": r"xl/worksheets/sheet[0-9]+\.xml",
    "pptx": r"ppt/slides/slide[0-9]+\.xml",
}
ALWAYS_MAY = r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(core|custom)\.xml"


@pytest.fixture(scope="module", autouse=True)
def _child_goes_home() -> Iterator[None]:
    yield
    office.close()


def _random(kind: str, seed: int) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the libraries that make the files, not ours
        return made.MAKERS[kind](random.Random(f"{kind}{seed}"))


@pytest.mark.parametrize("seed", range(FILES))
def test_a_random_file_bears_its_mark_and_opens_in_a_second_library(seed: int) -> None:
    kind = KINDS[seed % len(KINDS)]
    name, content = f"file.{kind}", _random(kind, seed)
    marked = labelling.label(name, content, MARK)
    found = labelling.read(name, marked)
    assert found.properties == dict(MARK.properties)
    assert MARK.token in found.keywords
    assert found.shown == found.pages
    assert labelling.label(name, marked, MARK) == marked
    SECOND[kind](content, marked)
    if kind in OFFICE:
        _only_the_mark_was_added(kind, content, marked)
    bare = labelling.label(name, marked, None)
    assert labelling.read(name, bare).properties == {}
    if kind in OFFICE:
        assert _without_core(bare) == _without_core(content)


def _without_core(content: bytes) -> dict[str, bytes]:
    """All parts; keywords once emptied may leave their element's place, so the core properties are told by meaning."""
    return {name: body for name, body in made.parts(content).items() if name != "docProps/core.xml"}


def _only_the_mark_was_added(kind: str, content: bytes, marked: bytes) -> None:
    before, after = made.parts(content), made.parts(marked)
    assert list(after)[: len(before)] == list(before)
    changed = {name for name in before if before[name] != after[name]}
    assert [name for name in changed if not re.fullmatch(f"{MAY_CHANGE[kind]}|{ALWAYS_MAY}", name)] == []
    for name in changed:
        assert _is_within(before[name], after[name]), name
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(io.BytesIO(marked)) as new:
        for info in old.infolist():
            assert new.getinfo(info.filename).date_time == info.date_time
            assert new.getinfo(info.filename).compress_type == info.compress_type


def _is_within(before: bytes, after: bytes) -> bool:
    """Whether `after` is `before` with bytes put in at a few places (an empty tag may have been opened for them)."""
    line, at = MARK.line.encode(), 0
    after = after.replace(line + b"\n", b"").replace(line, b"")
    for piece in re.split(rb"(?<=[>])|(?=[<])", before):
        piece = piece.removesuffix(b"/>").rstrip()
        at = after.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return True


def _word(content: bytes, marked: bytes) -> None:
    old, new = docx.Document(io.BytesIO(content)), docx.Document(io.BytesIO(marked))
    assert [p.text for p in new.paragraphs] == [p.text for p in old.paragraphs]
    assert len(new.inline_shapes) == len(old.inline_shapes)
    assert MARK.token in new.core_properties.keywords
    for section in new.sections:
        assert MARK.line in "".join(section.header._element.itertext())


def _book(content: bytes, marked: bytes) -> None:
    old, new = openpyxl.load_workbook(io.BytesIO(content)), openpyxl.load_workbook(io.BytesIO(marked))
    for before, after in zip(old.worksheets, new.worksheets, strict=True):
        assert list(after.values) == list(before.values)
        assert MARK.line in (after.oddHeader.right.text or "")
        assert after.oddHeader.center.text == before.oddHeader.center.text
    assert new.custom_doc_props[GRADE].value == "秘"
    assert MARK.token in new.properties.keywords


def _slides(content: bytes, marked: bytes) -> None:
    old, new = pptx.Presentation(io.BytesIO(content)), pptx.Presentation(io.BytesIO(marked))
    for before, after in zip(old.slides, new.slides, strict=True):
        shapes = list(after.shapes)
        assert shapes[-1].text_frame.text == MARK.line
        assert [s.name for s in shapes[:-1]] == [s.name for s in before.shapes]
        assert len({s.shape_id for s in shapes}) == len(shapes)


def _paper(content: bytes, marked: bytes) -> None:
    document = pypdfium2.PdfDocument(marked)
    assert all("架空精工" in page.get_textpage().get_text_bounded() for page in document)
    document.close()
    with pikepdf.open(io.BytesIO(content)) as old, pikepdf.open(io.BytesIO(marked)) as new:
        assert new.check_pdf_syntax() == []
        for before, after in zip(old.pages, new.pages, strict=True):
            assert after.Contents[1].read_raw_bytes() == before.Contents.read_raw_bytes()
        assert f"/{PREFIX}Grade" in new.docinfo


def _picture(content: bytes, marked: bytes) -> None:
    before, after = Image.open(io.BytesIO(content)), Image.open(io.BytesIO(marked))
    assert (after.size, after.mode, after.tobytes()) == (before.size, before.mode, before.tobytes())


SECOND = {"docx": _word, "xlsx": _book, "pptx": _slides, "pdf": _paper, "jpg": _picture, "png": _picture,
          "webp": _picture, "tif": _picture}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_grade_takes_the_place_of_the_old_one(kind: str) -> None:
    name, content = f"file.{kind}", _random(kind, 7)
    heavier = made.mark("top", "K-2", company="架空精工 & <株>")
    again = labelling.label(name, labelling.label(name, content, MARK), heavier)
    found = labelling.read(name, again)
    assert found.properties[GRADE] == "極秘"
    assert found.properties[ASSET] == "K-2"
    assert "TSL-2-" not in found.keywords
    assert found.shown == found.pages
    assert not any(MARK.line in text for _, text in found.texts)


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pptx", "pdf"])
def test_the_msip_keys_are_those_of_our_tenant_and_leave_others_alone(kind: str) -> None:
    name, content = f"file.{kind}", _random(kind, 3)
    plain = labelling.read(name, labelling.label(name, content, MARK))
    assert plain.msip == []
    tenant = made.mark(msip=True)
    marked = labelling.label(name, content, tenant)
    (told,) = labelling.read(name, marked).msip
    assert (told["SiteId"], told["Enabled"], told["Method"]) == (made.SITE, "true", "Privileged")
    later = made.mark(msip=True)
    later.msip["set_at"] = "2027-01-01T00:00:00Z"  # type: ignore[index]
    assert labelling.label(name, marked, later) == marked


def test_an_unknown_ending_is_not_ours() -> None:
    assert not labelling.can_bear("part.dxf")
    assert not labelling.can_bear("README")
    assert labelling.can_bear("図面.PDF")


def test_the_line_of_a_mark_is_kept_as_a_property_so_that_it_is_known_again() -> None:
    marked = labelling.label("a.docx", _random("docx", 1), MARK)
    assert labelling.read("a.docx", marked).properties[LINE] == MARK.line
