"""The closed choices of asking and answering."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Axis(models.TextChoices):
    """What a list of questions is about; assurance is kept on both axes."""

    INFORMATION = "information", _("情報の管理")
    IT = "it", _("ITの守り")


class RequestState(models.TextChoices):
    """確認のお願い, from the first draft to its end."""

    DRAFT = "draft", _("下書き")
    WAITING = "waiting", _("承認待ち")
    APPROVED = "approved", _("承認済み")
    SENT = "sent", _("送りました")
    CLOSED = "closed", _("締め切りました")
    WITHDRAWN = "withdrawn", _("取り下げました")


class AskedState(models.TextChoices):
    """One partner of a request."""

    PREPARED = "prepared", _("これから送る")
    SENT = "sent", _("送った")
    OPENED = "opened", _("開いた")
    ANSWERING = "answering", _("回答中")
    REPLIED = "replied", _("回答あり")
    EQUIVALENT = "equivalent", _("同等の証明で済んだ")
    DECLINED = "declined", _("答えられないとの連絡")
    WITHDRAWN = "withdrawn", _("取り下げた")


class AskedBy(models.TextChoices):
    """How a request reaches a partner; all are equal in rank."""

    MAIL = "mail", _("メールのリンク")
    HANDED = "handed", _("リンクを渡す")
    EXCEL = "excel", _("Excelの回答表")
    CHANNEL = "channel", _("相手の蔵守へ")


class Disclosure(models.TextChoices):
    """How much of a reply its giver lets the asker see."""

    EXISTENCE = "D0", _("答えがあることだけ")
    RESULT = "D1", _("合計と段階だけ")
    BLOCKS = "D2", _("分野ごとの点まで")
    ITEMS = "D3", _("設問ごとの状態まで")
    COMMENTS = "D4", _("説明と計画まで")
    EVIDENCE = "D5", _("選んだ根拠まで")


class ReplyWay(models.TextChoices):
    """How a reply came in."""

    LINK = "link", _("リンクの画面")
    EXCEL = "excel", _("Excelの回答表")
    CHANNEL = "channel", _("相手の蔵守から")
    BY_HAND = "by_hand", _("こちらで記録")


class GapState(models.TextChoices):
    """ギャップ, from 見つかった to its end. The buyer too may end it: by admitting that the demand was too much."""

    OPEN = "open", _("これから相談")
    PROPOSED = "proposed", _("計画の案あり")
    AGREED = "agreed", _("計画に合意")
    IN_PROGRESS = "in_progress", _("進めている")
    EVIDENCE_IN = "evidence_in", _("できたとの連絡あり")
    CLOSED = "closed", _("埋まった")
    ACCEPTED = "accepted", _("代わりの方法を認めた")
    WITHDRAWN = "withdrawn", _("求めを取り下げた")
    MERGED = "merged", _("ほかのギャップにまとめた")


class Side(models.TextChoices):
    """Which side of it we are on."""

    ASKING = "asking", _("求めている側")
    ASKED = "asked", _("求められている側")
