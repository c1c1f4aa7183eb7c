"""The words of a workbook: what stands in it, and what people write there instead."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from kuramori.rules.requests.outcomes import Said

FORM: Final = "1"
"""Of the workbook. Another number is read all the same: columns are found by their words."""
NUMBER, CONTENT, VERSION = "KuramoriNumber", "KuramoriContent", "KuramoriForm"
_SPACE: Final = re.compile(r"[\s　・:：*＊]+")
_ASIDE: Final = re.compile(r"[（(].*?[）)]")


class Column(StrEnum):
    """What a column of the answer sheet holds."""

    ITEM = "item"
    NUMBER = "number"
    QUESTION = "question"
    ASKED = "asked"
    ANSWER = "answer"
    WORDS = "words"
    NA = "na"
    PLAN = "plan"
    PLAN_ON = "plan_on"
    EVIDENCE = "evidence"


HEADINGS: Final[Mapping[str, Mapping[Column, str]]] = {
    "ja": {
        Column.ITEM: "設問ID",
        Column.NUMBER: "番号",
        Column.QUESTION: "設問と、お聞きする理由",
        Column.ASKED: "お願いしたい水準",
        Column.ANSWER: "答え",
        Column.WORDS: "説明と代わりの方法",
        Column.NA: "該当しない理由",
        Column.PLAN: "これからの計画",
        Column.PLAN_ON: "いつまでに",
        Column.EVIDENCE: "根拠の名前",
    },
    "en": {
        Column.ITEM: "Item ID",
        Column.NUMBER: "No.",
        Column.QUESTION: "Question and why we ask",
        Column.ASKED: "What we ask for",
        Column.ANSWER: "Answer",
        Column.WORDS: "Explanation or other way",
        Column.NA: "Why not applicable",
        Column.PLAN: "Plan",
        Column.PLAN_ON: "By when",
        Column.EVIDENCE: "Name of the evidence",
    },
}

OTHER_HEADINGS: Final[Mapping[str, Column]] = {
    "id": Column.ITEM,
    "no": Column.NUMBER,
    "設問番号": Column.NUMBER,
    "設問": Column.QUESTION,
    "質問": Column.QUESTION,
    "項目": Column.QUESTION,
    "question": Column.QUESTION,
    "回答": Column.ANSWER,
    "回答欄": Column.ANSWER,
    "response": Column.ANSWER,
    "status": Column.ANSWER,
    "説明": Column.WORDS,
    "備考": Column.WORDS,
    "コメント": Column.WORDS,
    "代わりの方法": Column.WORDS,
    "explanation": Column.WORDS,
    "comment": Column.WORDS,
    "comments": Column.WORDS,
    "計画": Column.PLAN,
    "対応計画": Column.PLAN,
    "期限": Column.PLAN_ON,
    "予定日": Column.PLAN_ON,
    "実施予定": Column.PLAN_ON,
    "date": Column.PLAN_ON,
    "due": Column.PLAN_ON,
    "duedate": Column.PLAN_ON,
    "根拠": Column.EVIDENCE,
    "証拠": Column.EVIDENCE,
    "証拠の名前": Column.EVIDENCE,
    "evidence": Column.EVIDENCE,
}

OPTIONS: Final[Mapping[str, Mapping[Said, str]]] = {
    "ja": {
        Said.MET: "できている",
        Said.PART: "一部できている",
        Said.PLANNED: "予定がある",
        Said.ALTERNATIVE: "代わりの方法がある",
        Said.NA: "該当しない",
        Said.NOT: "まだできていない",
    },
    "en": {
        Said.MET: "In place",
        Said.PART: "Partly in place",
        Said.PLANNED: "Planned",
        Said.ALTERNATIVE: "Another way",
        Said.NA: "Not applicable",
        Said.NOT: "Not in place",
    },
}

OTHER_OPTIONS: Final[Mapping[Said, tuple[str, ...]]] = {
    Said.MET: (
        "○",
        "〇",
        "◯",
        "◎",
        "はい",
        "実施",
        "実施済",
        "実施済み",
        "対応済",
        "対応済み",
        "yes",
        "y",
        "met",
        "done",
    ),
    Said.PART: ("△", "一部", "一部実施", "一部対応", "partly", "partial", "partially"),
    Said.PLANNED: ("予定", "予定あり", "計画中", "計画あり", "実施予定", "対応予定", "plan"),
    Said.ALTERNATIVE: ("代わり", "代わりの方法", "代替", "代替策", "代替策あり", "alternative"),
    Said.NA: ("該当なし", "非該当", "対象外", "当てはまらない", "n/a", "na"),
    Said.NOT: ("×", "✕", "✗", "x", "いいえ", "未実施", "未対応", "なし", "できていない", "no", "n", "notyet"),
}

COVER: Final[Mapping[str, Mapping[str, str]]] = {
    "ja": {"number": "お願いの番号", "given_by": "回答した方", "given_on": "回答した日"},
    "en": {"number": "Number of the request", "given_by": "Answered by", "given_on": "Answered on"},
}
"""What stands to the left of a cell of the cover that is read."""


def plain(text: object) -> str:
    """How words are compared: width, case, spaces and what stands in brackets make no difference."""
    narrow = unicodedata.normalize("NFKC", str(text)).casefold()
    return _SPACE.sub("", _ASIDE.sub("", narrow)).rstrip(".。▼?")


def _by_heading() -> dict[str, Column]:
    found = {plain(word): column for word, column in OTHER_HEADINGS.items()}
    return found | {plain(word): column for words in HEADINGS.values() for column, word in words.items()}


def _by_option() -> dict[str, Said]:
    found = {plain(word): said for said, words in OTHER_OPTIONS.items() for word in words}
    return found | {plain(word): said for words in OPTIONS.values() for said, word in words.items()}


BY_HEADING: Final = _by_heading()
BY_OPTION: Final = _by_option()
BY_LABEL: Final = {plain(word): name for words in COVER.values() for name, word in words.items()}
