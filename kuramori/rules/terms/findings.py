"""What is to be said about an agreement or a hand-over, in Japanese and English. Nothing here is a legal verdict."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

Value = str | int | date


@dataclass(frozen=True, slots=True)
class Finding:
    """``code`` is a key of `SENTENCES`; ``values`` fill its sentence in order."""

    code: str
    values: tuple[Value, ...] = ()

    def sentence(self, lang: str = "ja") -> str:
        """In Japanese ("ja") or English (anything else)."""
        japanese, english = SENTENCES[self.code]
        written = (_written(value, lang) for value in self.values)
        return (japanese if lang == "ja" else english).format(*written)


def _written(value: Value, lang: str) -> str:
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日" if lang == "ja" else value.isoformat()
    return str(value)


CONTRADICTIONS: Final[dict[str, tuple[str, str]]] = {
    "until-before-start": (
        "終わりの日 {0} が、始まりの日 {1} より前です。",
        "The last day, {0}, lies before the first, {1}.",
    ),
    "ended-before-start": (
        "途中で終わった日 {0} が、始まりの日 {1} より前です。",
        "It was ended on {0}, before its first day, {1}.",
    ),
    "ended-after-last": (
        "途中で終わった日 {0} が、もともとの終わりの日 {1} より後です。",
        "It was ended early on {0}, but its last day is {1}.",
    ),
    "secrecy-before-start": (
        "秘密を守る最後の日 {0} が、契約の始まりの日 {1} より前です。",
        "Secrecy lasts until {0}, before the agreement's first day, {1}.",
    ),
    "renewal-without-end": (
        "自動更新の定めがありますが、終わりの日がありません。何を更新するのか分かりません。",
        "It renews itself but has no last day: what renews cannot be told.",
    ),
    "renewal-of-no-length": (
        "自動更新の長さ（{0}か月）は、1か月から100年までにしてください。",
        "A renewal of {0} months is not possible; write one month to a hundred years.",
    ),
    "notice-longer-than-term": (
        "更新を断る知らせの期限（{0}）が、その期間の始まり（{1}）より前です。断れる日がありません。",
        "Notice would be due on {0}, before the term begins on {1}: there is no day for it.",
    ),
    "confirmed-before-told": (
        "書面で確かめた日 {0} が、口頭で話した日 {1} より前です。",
        "It was confirmed in writing on {0}, before it was told on {1}.",
    ),
    "covers-nothing": (
        "対象の情報・目的・受け取れる人のどれかが空です。この契約は何も対象にしていません。",
        "Items, purposes or persons are an empty list: the agreement covers nothing.",
    ),
}

SILENCES: Final[dict[str, tuple[str, str]]] = {
    "secrecy-silent": (
        "秘密をいつまで守るかの定めがありません。契約の期間のあいだしか、確かとは言えません。",
        "It does not say how long secrecy lasts; only the agreement's own time is sure.",
    ),
    "survival-silent": (
        "契約が終わったあとも守るという定め（存続条項）が見当たりません。終わったあとは、確かとは言えません。",
        "It does not say that secrecy outlasts the agreement; what follows its end is not sure.",
    ),
    "survival-none": (
        "契約が終わると、守る約束も終わります。",
        "Secrecy ends with the agreement.",
    ),
    "oral-silent": (
        "口頭で話したことの扱いの定めがありません。日付・相手・内容・秘密であることを、書面で残してください。",
        "It does not speak of oral disclosure. Put day, person, content and secrecy in writing.",
    ),
    "end-not-known": (
        "自動で更新されるため、終わりの日は決まっていません。いまの期間が {0} に終わるとして数えました。",
        "It renews itself, so its end is not known; counted as if the present term, until {0}, were the last.",
    ),
    "concluded-later": (
        "結んだ日 {0} が、始まりの日 {1} より後です。その間に渡したものを対象にする意図か、確かめてください。",
        "It was concluded on {0}, after its first day, {1}. Please check whether the time between is meant.",
    ),
    "residuals": (
        "残留情報の条項があります。相手の人が覚えたことは、使われるかもしれません。",
        "It has a residuals clause: what their people remember may be used.",
    ),
}

REASONS: Final[dict[str, tuple[str, str]]] = {
    "before-start": (
        "渡した日 {0} は、契約の始まり {1} より前です。",
        "It was handed over on {0}, before the agreement began on {1}.",
    ),
    "after-end": (
        "渡した日 {0} は、契約の終わり {1} より後です。終わったあとに渡したものは、対象になりません。",
        "It was handed over on {0}, after the agreement ended on {1}; that is not covered.",
    ),
    "protection-over": (
        "渡した日 {0} には、秘密を守る期間が {1} でもう終わっています。",
        "When it was handed over on {0}, secrecy had already ended on {1}.",
    ),
    "item-not-named": ("契約に挙げた情報に入っていません。", "The agreement does not name this item."),
    "purpose-not-named": ("契約に挙げた目的に入っていません。", "The agreement does not name this purpose."),
    "person-not-named": (
        "契約に挙げた受け取れる人に入っていません。",
        "The agreement does not name this person.",
    ),
    "confirm-by": (
        "口頭で話したことです。{0} までに書面で確かめると、対象になります。",
        "It was told orally; it is covered once confirmed in writing by {0}.",
    ),
    "confirmed-late": (
        "書面で確かめたのは {0} で、期限の {1} を過ぎています。",
        "It was confirmed in writing on {0}, after {1}.",
    ),
    "not-confirmed": (
        "口頭で話したことで、期限の {0} までに書面で確かめていません。",
        "It was told orally and not confirmed in writing by {0}.",
    ),
}

OVERLAPS: Final[dict[str, tuple[str, str]]] = {
    "none-covers": (
        "この提供を対象にする契約は、ありません。",
        "No agreement covers this hand-over.",
    ),
    "replaced": (
        "「{0}」が「{1}」に代わると定めているので、「{0}」で数えます。",
        "{0} says that it replaces {1}; {0} counts.",
    ),
    "overlap-same": (
        "「{0}」と「{1}」の両方が対象で、守る期間は同じです。",
        "Both {0} and {1} cover it, for the same time.",
    ),
    "overlap-differs": (
        "「{0}」と「{1}」の両方が対象で、守る期間が違い、どちらが先かの定めがありません。"
        "短いほうだけを確かとします。契約で確かめてください。",
        "Both {0} and {1} cover it, for different times, and neither says which comes first. "
        "Only the shorter is taken as sure; please check the agreements.",
    ),
    "replace-each-other": (
        "「{0}」と「{1}」が、たがいに相手に代わると定めています。",
        "{0} and {1} each say that they replace the other.",
    ),
}

SENTENCES: Final = CONTRADICTIONS | SILENCES | REASONS | OVERLAPS
