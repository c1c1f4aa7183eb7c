"""The kind `self_check`: what it is called, for whom, who may take it out, and in which formats."""

from __future__ import annotations

from functools import partial

from kuramori.across.reports.kinds.self_check import figure, page, paper, sheet
from kuramori.across.reports.kinds.self_check.data import Data
from kuramori.across.reports.kinds.self_check.typed import typed
from kuramori.across.reports.plain import from_plain
from kuramori.across.reports.report import Report

REPORT = Report(
    id="self_check",
    title={"ja": "自己チェック報告書", "en": "Self-check report"},
    audience={
        "ja": "社長、情報管理責任者、見せると決めた取引先",
        "en": "the owner, the person in charge, and customers you choose to show it to",
    },
    permission="checks:report:read",
    renderers={
        "pdf": paper.pdf,
        "xlsx": sheet.xlsx,
        "html": page.html,
        "svg": figure.alone,
        "png": figure.png,
    },
    read=partial(from_plain, Data),
    typed=typed,
)
