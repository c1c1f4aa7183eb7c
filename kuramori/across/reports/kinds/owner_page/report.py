"""The kind `owner_page`: what it is called, for whom, who may take it out, and in which formats."""

from __future__ import annotations

from functools import partial

from kuramori.across.reports.kinds.owner_page import lines, page, paper
from kuramori.across.reports.kinds.owner_page.data import Data
from kuramori.across.reports.plain import from_plain
from kuramori.across.reports.report import Report

REPORT = Report(
    id="owner_page",
    title={"ja": "社長の1枚", "en": "Page for the owner"},
    audience={"ja": "社長", "en": "the owner"},
    permission="checks:report:read",
    renderers={"pdf": paper.pdf, "html": page.html},
    read=partial(from_plain, Data),
    typed=lines.typed,
)
