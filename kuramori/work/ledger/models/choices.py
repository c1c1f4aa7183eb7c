"""The closed choices of the ledger. Codes are stored; words are for people, and grades may be renamed by a house."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Grade(models.TextChoices):
    """秘密区分: how few may know it inside the house, heaviest first."""

    TOP = "top", _("極秘")
    SECRET = "secret", _("秘")
    INTERNAL = "internal", _("社外秘")
    PUBLIC = "public", _("公開")


class Layer(models.TextChoices):
    """共有区分: whether it may go outside (INPIT's three layers). A separate axis from the grade."""

    NEVER = "never", _("共有しない")
    NDA = "nda", _("NDAがあれば共有")
    OPEN = "open", _("通常でも共有")


class Unit(models.TextChoices):
    """How coarse the entry is. 極秘 goes item by item, the rest by bundle or kind."""

    ITEM = "item", _("個票")
    BUNDLE = "bundle", _("束・フォルダー")
    CATEGORY = "category", _("種類")


class Field(models.TextChoices):
    """種別: what sort of information it is."""

    TECHNICAL = "technical", _("技術")
    SALES = "sales", _("営業")
    MANAGEMENT = "management", _("経営")
    PERSONAL = "personal", _("個人情報")
    OTHER = "other", _("その他")


class Origin(models.TextChoices):
    OWN = "own", _("自社の情報")
    RECEIVED = "received", _("預かった情報")


class Stage(models.TextChoices):
    """Where an entry stands: staff propose, the keeper admits; what is gone keeps its row."""

    PROPOSED = "proposed", _("提案")
    ADMITTED = "admitted", _("登録")
    DECLINED = "declined", _("見送り")
    DISPOSED = "disposed", _("手放し済み")


class Marked(models.TextChoices):
    """識別表示: whether anyone can see that it is secret."""

    ALL = "all", _("あり")
    SOME = "some", _("一部")
    NONE = "none", _("なし")
    NOT_NEEDED = "not_needed", _("不要")


class Route(models.TextChoices):
    """保護ルート: on what the protection rests."""

    TRADE_SECRET = "trade_secret", _("営業秘密")
    SHARED_DATA = "shared_data", _("限定提供データ")
    PATENT = "patent", _("出願")
    PUBLISH = "publish", _("公開")
    CONTRACT = "contract", _("契約のみ")
