"""A filled wording as a document for Word and as a PDF, with an empty place for each seal."""

from __future__ import annotations

from pathlib import Path

from kuramori.ground.papers.models import Text
from kuramori.outside import clock
from kuramori.press.pdf import pdf
from kuramori.press.word import Block, Kind, Paper, docx
from kuramori.work.partners.wordings.filling import Filled

TEMPLATE = Path(__file__).resolve().parent / "wording.typ"
NOTE = "このひな形は出発点です。取引の中身に合わせて直し、大切な契約は専門家に見てもらってください。"
ANNEX_HEADS = ("番号", "情報の名前", "共有区分")


def word(filled: Filled, author: str) -> bytes:
    """Raises a `PressFault`."""
    blocks = [Block(Kind.TEXT, (filled.opening,))]
    for heading, paragraphs in filled.articles:
        blocks += [Block(Kind.ARTICLE, (heading,)), Block(Kind.NUMBERED, paragraphs)]
    blocks.append(Block(Kind.TEXT, tuple(filled.closing.split("\n"))))
    if filled.left:
        blocks.append(Block(Kind.TEXT, ("　　　　年　　月　　日",)))
        blocks.append(Block(Kind.SEALS, rows=tuple(zip(filled.left, filled.right, strict=True))))
    if filled.annex:
        blocks += [
            Block(Kind.ARTICLE, ("別紙（共有区分表）",)),
            Block(Kind.TABLE, heads=ANNEX_HEADS, rows=filled.annex),
        ]
    return docx(Paper(filled.title, author, tuple(blocks), NOTE), made_on=clock.today())


def paper(filled: Filled, author: str, *, digest: str = "", note: str = NOTE) -> bytes:
    """The same as a PDF; `digest` is printed where somebody concludes over this very text. Raises a `PressFault`.

    `note` speaks to who chose the wording: "" where the paper goes straight to others.
    """
    today = clock.today()
    values = {
        "title": filled.title,
        "lang": "ja",
        "author": author,
        "organisation": author,
        "made_on": [today.year, today.month, today.day],
        "opening": filled.opening,
        "articles": [[heading, list(paragraphs)] for heading, paragraphs in filled.articles],
        "annex": [list(row) for row in filled.annex],
        "heads": list(ANNEX_HEADS),
        "closing": filled.closing,
        "left": list(filled.left),
        "right": list(filled.right),
        "digest": digest,
        "note": note,
        "foot": {"pack": filled.title, "number": "", "disclaimer": ""},
    }
    return pdf(TEMPLATE, values, made_on=today)


def frozen_paper(text: Text, author: str, note: str = NOTE) -> bytes:
    """An offered text as it was frozen, with its hash, as a PDF. Raises a `PressFault`."""
    today = text.frozen_at.astimezone(clock.TOKYO).date()
    values = {
        "title": text.title,
        "lang": "ja",
        "author": author,
        "organisation": author,
        "made_on": [today.year, today.month, today.day],
        "opening": "",
        "articles": articles_of(str(text.body)),
        "annex": [],
        "heads": list(ANNEX_HEADS),
        "closing": "",
        "left": [],
        "right": [],
        "digest": text.sha256,
        "note": note,
        "foot": {"pack": text.title, "number": "", "disclaimer": ""},
    }
    return pdf(TEMPLATE, values, made_on=today)


def articles_of(body: str) -> list[list[object]]:
    """The frozen text in its own order: a line that heads an article, and what stands beneath it."""
    found: list[list[object]] = []
    for line in body.split("\n"):
        if line.startswith("第") and "条（" in line:
            found.append([line, []])
        elif line.strip():
            if not found:
                found.append(["", []])
            under = found[-1][1]
            assert isinstance(under, list)  # noqa: S101  made so above
            under.append(line)
        elif found and found[-1] != ["", []]:
            # What follows an empty line is no part of the article above it.
            found.append(["", []])
    return [one for one in found if one != ["", []]]
