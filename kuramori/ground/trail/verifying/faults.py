"""What can be wrong with the trail, in words. No fault repeats what an entry says."""

from __future__ import annotations

from dataclasses import dataclass

SENTENCES: dict[str, tuple[str, str]] = {
    "missing": (
        "{place}件目がありません。抜き取られたか、番号が変わっています。",
        "Entry {place} is missing.",
    ),
    "leaf": (
        "{place}件目の葉が、決まった形ではありません。",
        "The leaf of entry {place} is malformed.",
    ),
    "column": (
        "{place}件目の「{detail}」が、葉と違います。",
        "Column “{detail}” of entry {place} differs from its leaf.",
    ),
    "payload": (
        "{place}件目の中身が、葉の約束と合いません。",
        "The payload of entry {place} does not fit its leaf.",
    ),
    "personal": (
        "{place}件目の個人の項目が、葉の約束と合いません。",
        "The personal fields of entry {place} do not fit its leaf.",
    ),
    "erased": (
        "{place}件目の個人の項目「{detail}」が、消した記録のないまま消えています。",
        "Personal field “{detail}” of entry {place} is gone without an entry that tells of it.",
    ),
    "head": (
        "件数の記録({detail})が、実際の件数({place})と違います。",
        "The head says {detail}, but {place} entries are there.",
    ),
    "tile": (
        "木の写し(段と番号 {place})が、記録から計算したものと違います。",
        "Tile {place} differs from the entries.",
    ),
    "signature": (
        "件数{place}の控えの署名が、この蔵守の鍵と合いません。",
        "The signature of checkpoint {place} does not fit.",
    ),
    "root": (
        "件数{place}の控えと、いまの記録が合いません。そのあとに書き換えられています。",
        "The log no longer fits checkpoint {place}: it was rewritten since.",
    ),
    "cut": (
        "件数{place}の控えがあるのに、記録は{detail}件しかありません。末尾が切り取られています。",
        "Checkpoint {place} exists, but the log has only {detail} entries: its tail was cut.",
    ),
    "cosignature": (
        "件数{place}の控えの、{detail}の連署が合いません。",
        "The cosignature of {detail} on {place} does not fit.",
    ),
    "held": (
        "渡された控えを読めません({detail})。",
        "The given checkpoint cannot be read ({detail}).",
    ),
    "foreign": (
        "渡された控えは、別の蔵守のものです({detail})。",
        "The given checkpoint is another log's ({detail}).",
    ),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """`rule` is a key of `SENTENCES`; `place` an index or a size; `detail` a name or number."""

    rule: str
    place: str
    detail: str = ""

    def sentence(self, language: str = "ja") -> str:
        ja, en = SENTENCES[self.rule]
        return (en if language == "en" else ja).format(place=self.place, detail=self.detail)
