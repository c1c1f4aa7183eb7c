"""Why a number is no 法人番号, in words for whoever typed it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kuramori.rules.corporate_numbers import Fault, NotACorporateNumber

REGISTRY_DIGITS = 12


def explained(wrong: NotACorporateNumber) -> str:
    """What is wrong and what to look for; the number itself is not repeated."""
    if wrong.fault is Fault.SIGNS:
        return _("法人番号に数字でない文字が入っています。13けたの数字だけを書いてください。")
    if wrong.fault is Fault.COUNT and wrong.digits == REGISTRY_DIGITS:
        return _(
            "12けたあります。登記の会社法人等番号なら、前に1けた付いた13けたが法人番号です。マイナンバーは書かないでください。"
        )
    if wrong.fault is Fault.COUNT:
        return _("%(n)sけたあります。法人番号は13けたです。") % {"n": wrong.digits}
    if wrong.is_invoice:
        return _(
            "先頭の検査のけたが合いません。個人事業の方の登録番号は法人番号ではないので、空けておいてください。"
        )
    return _("先頭の検査のけたが合いません。どこか1けたが違うか、2つのけたが入れ替わっています。")
