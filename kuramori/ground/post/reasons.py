"""Why a mail was not sent, in office words, from the step and the server's answer (RFC 5321, RFC 3463)."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_STAGES: dict[str, str | Promise] = {
    "connect": _("メールサーバーにつながりません。"),
    "private": _("メールサーバーが社内の場所を指しています。設定で許されていません。"),
    "tls": _("メールサーバーと、安全につなげません（証明書か暗号化）。"),
    "login": _("メールサーバーにログインできません。利用者とパスワードを確かめてください。"),
    "sender": _("差出人のアドレスを、メールサーバーが受け付けません。"),
    "recipient": _("宛先を、相手のサーバーが受け付けません。"),
    "text": _("メールの中身を、相手のサーバーが受け付けません。"),
}
_ENHANCED: dict[str, str | Promise] = {
    "5.1.1": _("この宛先はありません。アドレスを確かめてください。"),
    "5.1.2": _("宛先の @ の後ろが見つかりません。アドレスを確かめてください。"),
    "5.1.10": _("この宛先はありません。アドレスを確かめてください。"),
    "4.2.2": _("相手の受信箱がいっぱいです。"),
    "5.2.2": _("相手の受信箱がいっぱいです。"),
    "5.2.1": _("相手の受信箱が止められています。"),
    "5.3.4": _("メールが大きすぎます。"),
    "5.2.3": _("メールが大きすぎます。"),
}
_OURS: dict[int, str | Promise] = {
    1: _("期限を過ぎたため、送りませんでした。"),
    2: _("送る文を読み出せませんでした。"),
}
_CODES: dict[tuple[str, int], str | Promise] = {
    ("recipient", 550): _("この宛先はありません。アドレスを確かめてください。"),
    ("recipient", 452): _("相手の受信箱がいっぱいです。"),
    ("recipient", 552): _("相手の受信箱がいっぱいです。"),
    ("recipient", 451): _("相手のサーバーが、あとでもう一度送るように答えました。"),
    ("text", 552): _("メールが大きすぎます。"),
}


def reason_of(stage: str, code: int, enhanced: str) -> str:
    """One sentence; "" where nothing went wrong."""
    if not stage or 200 <= code <= 299:
        return ""
    told = _OURS.get(code) or _ENHANCED.get(enhanced) or _CODES.get((stage, code)) or _STAGES.get(stage, "")
    return str(told)
