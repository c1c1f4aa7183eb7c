"""What people are told about a workbook: why a file could not be read, and what is odd about one cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext_lazy as _

from kuramori.work.requests.workbooks.filled import Fault

FILES: Mapping[str, object] = {
    "empty": _("空のファイルです。"),
    "encrypted": _("パスワードで開けなくしてあります。パスワードを外したものを、もう一度もらってください。"),
    "old": _(
        "古い形のExcel（.xls）で、中を読めませんでした。.xlsx で保存し直したものを、もう一度もらってください。"
    ),
    "not-a-workbook": _("Excelの表ではありません（PDFや写真は「手で書き写す」から入れられます）。"),
    "broken": _("ファイルが壊れていて開けません。送り主に、もう一度送ってもらってください。"),
    "too-large": _("5MBを超えるので、開いていません。画像などを外すと小さくなります。"),
    "too-many-rows": _("行が多すぎます（3,000行まで）。回答表ではない表かもしれません。"),
    "too-wide": _("列が多すぎます（120列まで）。回答表ではない表かもしれません。"),
    "no-answers": _(
        "「答え」の列が見つかりません。見出しの行を消さずに書いたものを、もう一度もらうか、手で書き写してください。"
    ),
    "nothing-filled": _("一つも答えが書かれていません。送り間違いでないか、聞いてください。"),
    "strange-number": _("こちらのお願いの番号ではありません。ほかの会社のお願いかもしれません。"),
    "no-number": _("お願いの番号がどこにもありません。どのお願いへの回答か分かりません。"),
    "over": _("この回答表は、もう取り込んだか捨てたか、番号で分かったものです。"),
    "withdrawn": _("取り下げたお願いです。回答はいりません。"),
    "not-sent": _("まだ送っていないお願いです。"),
    "other-items": _("お願いの設問と、回答の設問が合いません。"),
    "day": _("回答した日が、今日より先です。"),
    "pack-lost": _("このお願いの設問の文面が、もうありません。"),
}

_CELLS: Mapping[str, object] = {
    "wrong-option": _(
        "「{said}」という答えは、一覧にありません。この設問は読んでいません。答えを聞いて、手で書き写せます。"
    ),
    "no-answer": _(
        "説明は書かれていますが、答えが選ばれていません。この設問は読んでいません。答えを聞いて、手で書き写せます。"
    ),
    "wrong-day": _(
        "「{said}」は日付として読めません。日付は空けたままにします。2027/3/31 のような日付を聞いてください。"
    ),
    "wrong-given-on": _("回答した日「{said}」は日付として読めません。今日の日付にします。"),
    "given-on-later": _("回答した日が{said}で、今日より先です。今日の日付にします。"),
    "strange-row": _(
        "どの設問への答えか分からない行です（「{said}」）。読んでいません。要る答えなら、その設問に手で書き写せます。"
    ),
    "twice": _(
        "同じ設問への答えが2度あります。初めの答えを読みました。違うときは、正しいほうを聞いてください。"
    ),
    "formula": _("計算式です。前に計算された「{said}」を読みました。合っているか確かめてください。"),
    "formula-empty": _(
        "計算式で、結果が保存されていません。読めませんでした。Excelで開いて保存し直すと読めます。"
    ),
    "merged": _(
        "{rows}行分のセルが結合されています。一番上の設問の答えとして読みました。ほかの設問は、答えを聞いてください。"
    ),
    "too-long": _("長すぎるので、{longest}字までを読みました。残りは、短くしてもらってください。"),
    "na-not-taken": _("「該当しない」は、この設問では選べません。まだできていないものとして数えます。"),
    "na-no-reason": _("「該当しない」の理由がありません。まだできていないものとして数えます。"),
    "half-filled": _("{all}問のうち{blank}問が空いています。前の答えがあれば、そのまま残します。"),
    "strange-held": _("「{said}」は、このお願いで代わりになるものにありません。数えていません。"),
    "wrong-held": _("「{said}」とあります。お持ちのときは○、お持ちでないときは空けます。数えていません。"),
    "held-no-mark": _(
        "番号か有効期限だけがあり、○がありません。お持ちかを確かめてください。数えていません。"
    ),
    "wrong-held-day": _("有効期限「{said}」は日付として読めません。数えていません。期限を確かめてください。"),
    "held-ended": _(
        "有効期限が{said}で、もう過ぎています。数えていません。更新したものがあるか聞いてください。"
    ),
    "strange-column": _("「{heading}」という列が足されています。読んでいません。"),
    "same-partner": _(
        "同じ会社の回答表が、もう一つ入っています。両方を取り込むと、あとのものが数えられます。"
    ),
    "older-form": _("このお願いの、別の版の回答表です。設問の番号で合わせて読みました。"),
}


def file_sentence(code: str) -> str:
    """Why a whole file does not count."""
    return str(FILES.get(code, FILES["broken"]))


def cell_sentence(fault: Fault) -> str:
    """What was found at one cell, and what is done about it."""
    words: Callable[..., str] = str(_CELLS[fault.code]).format
    return words(**fault.values)
