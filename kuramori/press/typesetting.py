"""Jobs of the child that need Typst: templates and values in, PDF or PNG out.

What people wrote arrives as JSON in `sys.inputs` and is only ever placed as text; it is never part of a template.
Templates are given as bytes, so no file of the machine is read but our fonts, and remote packages cannot be named.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import typst

from kuramori.press.faults import GlyphMissing, PressFailed

_HERE = Path(__file__).resolve().parent
_FONTS = [str(_HERE / "fonts")]
# "the text `"☑"` could not be displayed": Typst 0.15 names each run of text that has no glyph.
_NO_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
_PLACE = re.compile(r"┌─ (\S+)")
_UNICODE_ESCAPE = re.compile(r"\\u\{([0-9a-f]{1,6})\}")


def pdf(values: dict[str, Any], parts: list[bytes]) -> bytes:
    """PDF/A-2b and PDF/UA-1 from the template in `parts[0]`; `values`: `{page: {...}, stamp: seconds}`.

    PDF/A because outside it a character without a glyph vanishes silently; PDF/UA so that it can be read aloud.
    """
    return _compile(
        parts[0],
        values["page"],
        format="pdf",
        pdf_standards=["a-2b", "ua-1"],
        timestamp=values["stamp"],
    )


def png(values: dict[str, Any], parts: list[bytes]) -> bytes:
    """A picture of the SVG in `parts[0]`, `values["width"]` pixels wide, on white."""
    source = (_HERE / "templates" / "picture.typ").read_bytes()
    page = {"svg": parts[0].decode("utf-8"), "points": _POINTS}
    return _compile(source, page, format="png", ppi=72.0 * values["width"] / _POINTS)


def page(values: dict[str, Any], parts: list[bytes]) -> bytes:
    """A picture of the first page of the PDF in `parts[0]`, `values["width"]` pixels wide, on white.

    At most `values["slender"]` times as high as wide. Nothing of the PDF but what it draws comes along.
    """
    told = json.dumps({"points": _POINTS, "slender": values["slender"]})
    # Typst takes only text from memory; the PDF lies in a folder of its own, in memory where there is such a place.
    memory = Path("/dev/shm")  # noqa: S108
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        (Path(folder) / "given.pdf").write_bytes(parts[0])
        main = shutil.copy(_HERE / "templates" / "page.typ", folder)
        try:
            made = typst.compile(
                main,
                root=folder,
                font_paths=_FONTS,
                ignore_system_fonts=True,
                sys_inputs={"values": told},
                format="png",
                ppi=72.0 * values["width"] / _POINTS,
            )
        except typst.TypstError as error:
            raise PressFailed(error.message.splitlines()[0][:80]) from None
    if not isinstance(made, bytes):
        raise PressFailed("the picture needs more than one page")
    return made


def line(words: str) -> bytes:
    """One line of words in a thin frame, as a PDF page just as large as it is: what is laid over pages of others."""
    source = (_HERE / "templates" / "line.typ").read_bytes()
    return _compile(source, {"words": words}, format="pdf", pdf_standards=["a-2b"], timestamp=0)


_POINTS = 600.0


def _compile(source: bytes, page: dict[str, Any], **how: Any) -> bytes:
    # Typst 0.15 forgets files given as bytes after one run, so they come with every run.
    files = {"main": source, "house.typ": _house()}
    try:
        made = _compiler().compile(
            input=files, sys_inputs={"values": json.dumps(page, ensure_ascii=False)}, **how
        )
    except typst.TypstError as error:
        raise _fault(error) from None
    if not isinstance(made, bytes):
        raise PressFailed("the picture needs more than one page")
    return made


@cache
def _compiler() -> typst.Compiler:
    # Its stub binds a type variable to the input alone, which no class can carry.
    return typst.Compiler(b"", font_paths=_FONTS, ignore_system_fonts=True)  # type: ignore[misc]


@cache
def _house() -> bytes:
    return (_HERE / "templates" / "house.typ").read_bytes()


def _fault(error: typst.TypstError) -> GlyphMissing | PressFailed:
    runs = _NO_GLYPH.findall(error.diagnostic or "")
    if not runs:
        # What is wrong and where in our template; the rest of the diagnostic would quote the values.
        place = _PLACE.search(error.diagnostic or "")
        return PressFailed(f"{error.message.splitlines()[0][:200]}, {place[1] if place else 'nowhere'}")
    text = "".join(_UNICODE_ESCAPE.sub(lambda m: chr(int(m[1], 16)), run) for run in runs)
    return GlyphMissing("".join(dict.fromkeys(text)))
