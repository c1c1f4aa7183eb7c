"""Why a statement is not taken in: a code, and a sentence for the person who has to do something about it."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "unreadable": (
        "受け取った文が読めません。もう一度送ってもらってください。",
        "What was received cannot be read. Ask for it to be sent again.",
    ),
    "not-canonical": (
        "受け取った文の書き方が決まりと違います。途中で書き換えられたかもしれません。",
        "It is not written in the one form it may have; it may have been changed on its way.",
    ),
    "unknown-version": (
        "この蔵守が知らない、新しい形の文です。蔵守を新しくしてから受け取ってください。",
        "It is written in a newer form than this Kuramori knows. Update first, then take it in.",
    ),
    "unknown-kind": (
        "この蔵守が知らない種類の文です。蔵守を新しくしてから受け取ってください。",
        "It is of a kind that this Kuramori does not know. Update first, then take it in.",
    ),
    "shape": (
        "文の「{place}」が決まった形ではありません。",
        "“{place}” of the statement has not the form it should.",
    ),
    "unknown-key": (
        "署名の鍵が、送り主の鍵として登録されていません。照合番号を電話で読み合わせてください。",
        "The key that signed it is not known as the sender's. Compare its digits over the telephone.",
    ),
    "key-not-in-use": (
        "署名の鍵は、その日に送り主が使っていた鍵ではありません。",
        "The key that signed it was not in the sender's use on that day.",
    ),
    "signature": (
        "署名が合いません。書き換えられたか、別の人が作った文です。",
        "The signature does not fit: it was changed, or somebody else made it.",
    ),
    "not-for-us": ("宛先がこの組織ではありません。", "It is addressed to somebody else."),
    "other-channel": (
        "送り主か宛先が、この通し番号の相手と違います。",
        "Sender or recipient are not those of this sequence.",
    ),
    "same-number": (
        "同じ通し番号で、前と違う内容の文が来ました。送り主に確かめてください。",
        "Another statement came before under the same number. Ask the sender.",
    ),
    "same-id": (
        "同じ番号札の文を、別の通し番号で受け取っています。送り主に確かめてください。",
        "A statement with this id came before under another number. Ask the sender.",
    ),
    "chain": (
        "前の文とのつながりが合いません。抜けたか、すり替えられた文があります。",
        "It does not follow from the statement before it: one is missing or was exchanged.",
    ),
    "too-far": (
        "通し番号が先に進みすぎています。間の文を先に送ってもらってください。",
        "Its number is too far ahead. Ask for those in between first.",
    ),
    "first-missing": (
        "この件は、まだ始まっていません（最初の文が届いていません）。",
        "This matter has not begun: its first statement has not come.",
    ),
    "other-matter": ("この件について言える種類の文ではありません。", "That cannot be said in this matter."),
    "not-their-part": (
        "この件でその文を送れるのは、相手側です。",
        "In this matter only the other side can say that.",
    ),
    "not-yet-received": (
        "受け取りを確かめる前に、見た・片づけたという文が来ました。",
        "Viewing or disposal was told before receipt.",
    ),
    "other-text": (
        "結んだという文面が、最後に示された文面と違います。",
        "The text concluded is not the one that was offered last.",
    ),
    "other-reply": (
        "受け取ったという回答が、こちらの出した回答と違います。",
        "The reply said to be received is not one that was given.",
    ),
    "own-offer": (
        "自分が示した文面を、自分で結んだことにはできません。",
        "Nobody concludes the text that they offered themselves.",
    ),
    "item-not-offered": (
        "「{place}」は、この件で渡された物ではありません。",
        "“{place}” was not handed over in this matter.",
    ),
    "begun-already": ("この件は、もう始まっています。", "This matter has begun already."),
    "turn": (
        "この件の順番の数が合いません。送り主に、これまでの動きを見直してもらってください。",
        "Its turn in this matter does not fit. Ask the sender to look through the moves so far.",
    ),
    "concluded-already": (
        "この件の契約は、もう結ばれています。",
        "The agreement of this matter is concluded.",
    ),
}


class StatementRefused(ValueError):
    """A statement is not taken in. ``code`` is a key of `SENTENCES`; ``place`` names a field or thing."""

    def __init__(self, code: str, place: str = "") -> None:
        self.code, self.place = code, place
        super().__init__(f"{code} {place}".rstrip())

    def sentence(self, lang: str = "ja") -> str:
        """What happened and what to do, in Japanese ("ja") or English (anything else)."""
        japanese, english = SENTENCES[self.code]
        return (japanese if lang == "ja" else english).format(place=self.place)
