"""Which carrier outlives which conversion, by LibreOffice itself (the table of `docs/reference/labels.md`)."""

from __future__ import annotations

import itertools
import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from kuramori.press import labelling, office
from kuramori.press.labels.mark import LINE, Found
from kuramori.press.labels.tests import made
from kuramori.press.labels.text import plain

SOFFICE = shutil.which("soffice")
# For reading the table: does the visible line, our properties, the MSIP keys, the keyword come through?
PATHS = [
    (("docx", "pdf"), (True, False, False, True)),
    (("xlsx", "pdf"), (True, False, False, True)),
    (("pptx", "pdf"), (True, False, False, True)),
    (("docx", "odt", "docx"), (True, True, True, True)),
    (("xlsx", "ods", "xlsx"), (True, True, True, True)),
    (("pptx", "odp", "pptx"), (True, True, True, True)),
    (("docx", "docx"), (True, True, True, True)),
    (("xlsx", "xlsx"), (True, True, True, True)),
    (("pptx", "pptx"), (True, True, True, True)),
    (("docx", "odt", "docx", "pdf"), (True, False, False, True)),
    (("pptx", "odp", "pptx", "pdf"), (True, False, False, True)),
]
PLAIN = [
    ("docx", "txt:Text (encoded):UTF8", "txt"),
    ("xlsx", "csv:Text - txt - csv (StarCalc):44,34,76", "csv"),
]
MARK = made.mark(msip=True)


@pytest.fixture(scope="module", autouse=True)
def _child_goes_home() -> Iterator[None]:
    yield
    office.close()


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if SOFFICE is None:
        pytest.skip("LibreOffice (soffice) is not installed: conversions are not tried")
    return tmp_path_factory.mktemp("soffice")


def _marked(kind: str) -> bytes:
    makers = {"docx": made.word, "xlsx": made.book, "pptx": made.slides}
    # The first seed whose file has something on a page: an empty sheet makes no page of a PDF.
    seed = {"docx": 1, "xlsx": 2, "pptx": 3}[kind]
    return labelling.label(f"a.{kind}", makers[kind](random.Random(seed)), MARK)


def _converted(profile: Path, folder: Path, content: bytes, source: str, target: str, ending: str) -> bytes:
    folder.mkdir()
    path = folder / f"a.{source}"
    path.write_bytes(content)
    out = folder / "out"
    subprocess.run(
        [SOFFICE or "", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", target,
         "--outdir", str(out), str(path)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return (out / f"a.{ending}").read_bytes()


def _came_through(found: Found) -> tuple[bool, bool, bool, bool]:
    line = plain(MARK.properties[LINE])
    return (
        any(line in plain(text) for _, text in found.texts),
        found.properties == dict(MARK.properties),
        [(one.get("SiteId"), one.get("Name")) for one in found.msip] == [(made.SITE, "秘")],
        MARK.token in found.keywords,
    )


# Each start of LibreOffice costs seconds: the usual run tries four ways, the long run every one.
TRIED = PATHS if os.environ.get("KURAMORI_LONG") == "1" else PATHS[:4]


@pytest.mark.parametrize(("path", "expected"), TRIED, ids=lambda value: "-".join(map(str, value)))
def test_the_carriers_come_through_a_conversion_as_the_table_says(
    profile: Path, tmp_path: Path, path: tuple[str, ...], expected: tuple[bool, bool, bool, bool]
) -> None:
    content = _marked(path[0])
    for step, (source, target) in enumerate(itertools.pairwise(path)):
        content = _converted(profile, tmp_path / str(step), content, source, target, target)
    found = labelling.read(f"a.{path[-1]}", content)
    assert _came_through(found) == expected
    if path[-1] == "pdf":
        return
    again = made.mark("top", "K-2")
    regraded = labelling.read(f"a.{path[-1]}", labelling.label(f"a.{path[-1]}", content, again))
    assert not any(plain(MARK.line) in plain(text) for _, text in regraded.texts)
    assert regraded.shown == regraded.pages


@pytest.mark.parametrize(("source", "target", "ending"), PLAIN, ids=["txt", "csv"])
def test_plain_text_carries_nothing(
    profile: Path, tmp_path: Path, source: str, target: str, ending: str
) -> None:
    content = _converted(profile, tmp_path / "one", _marked(source), source, target, ending)
    text = content.decode("utf-8-sig")
    assert MARK.token not in text
    assert plain(MARK.line) not in plain(text)
