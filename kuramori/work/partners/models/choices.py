"""The closed choices of this room. Codes are stored; words are for people."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class AgreementKind(models.TextChoices):
    """種別: which paper holds the promise."""

    MUTUAL = "mutual", _("秘密保持契約（双方）")
    OURS_GIVEN = "ours_given", _("秘密保持契約（こちらが渡す）")
    THEIRS_GIVEN = "theirs_given", _("秘密保持契約（こちらが受け取る）")
    CLAUSE = "clause", _("基本契約の秘密保持条項")
    MEMORANDUM = "memorandum", _("覚書")
    CLOUD_TERMS = "cloud_terms", _("クラウドの利用規約")
    SAMPLE_LOAN = "sample_loan", _("試作品・サンプルの貸与書")


class AgreementState(models.TextChoices):
    """Where an agreement stands. Whether it runs on a day is counted from its terms, never stored."""

    DRAFT = "draft", _("下書き")
    OFFERED = "offered", _("相手に出した")
    CONCLUDED = "concluded", _("締結済み")
    DECLINED = "declined", _("まとまらなかった")


class ConcludedBy(models.TextChoices):
    """How an agreement was concluded."""

    PAPER = "paper", _("紙に記名押印")
    ELSEWHERE = "elsewhere", _("ほかの電子契約サービスで")
    LINK = "link", _("締結する方へのリンクで")
    CONSENT = "consent", _("利用規約に同意して")


class Side(models.TextChoices):
    """Which way something went."""

    GIVEN = "given", _("こちらから渡した")
    RECEIVED = "received", _("相手から受け取った")


class Mode(models.TextChoices):
    """How something is handed over; all are equal in rank."""

    PAPER = "paper", _("紙・現物")
    VISIT = "visit", _("来ていただいて見せる")
    THEIR_WAY = "their_way", _("相手の指定の方法")
    SHARE_PAGE = "share_page", _("共有ページ")


class Medium(models.TextChoices):
    """In which form it goes; the codes of `rules.sharing.inputs.Medium`."""

    PAPER = "paper", _("紙")
    OBJECT = "object", _("現物（試作品・金型など）")
    FILE = "file", _("電子ファイル")
    VISIT = "visit", _("見せるだけ")
    ORAL = "oral", _("口頭で話す")


class TheirWay(models.TextChoices):
    """相手の指定の方法: how the partner wants to have it."""

    PORTAL = "portal", _("客先ポータルに載せる")
    BY_HAND = "by_hand", _("手渡し")
    PARCEL = "parcel", _("宅配")
    MEDIA = "media", _("媒体（USBメモリ・ディスク）")
    MAIL = "mail", _("指定されたメール")


class HandOverState(models.TextChoices):
    """Where a hand-over stands; overdue is counted from its days, never stored."""

    DRAFT = "draft", _("準備中")
    WAITING = "waiting", _("判断待ち")
    OFFERED = "offered", _("渡す用意ができた")
    OUT = "out", _("相手の手元にある")
    CLOSED = "closed", _("返還・廃棄まで済んだ")
    STOPPED = "stopped", _("取りやめた")


class ItemState(models.TextChoices):
    """What became of one thing that was handed over."""

    OUT = "out", _("相手の手元にある")
    RETURNED = "returned", _("返った")
    DESTROYED = "destroyed", _("廃棄された")
    KEPT = "kept", _("決まりで残す")


class ShownAs(models.TextChoices):
    """What the share page offers of a file."""

    PAGES = "pages", _("画面で見るだけ")
    COPY = "copy", _("表示を付けた写しを受け取れる")


class BasisKind(models.TextChoices):
    """What an assurance rests on, and who wrote the row."""

    BY_HAND = "by_hand", _("こちらで記録")
    TOLD = "told", _("相手からの知らせ")
    REPLY = "reply", _("回答書")
    CERTIFICATE = "certificate", _("認証書")


class Way(models.TextChoices):
    """Whether a statement went out or came in."""

    SENT = "sent", _("送った")
    ARRIVED = "arrived", _("届いた")
