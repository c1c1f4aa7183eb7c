"""Every column of the ledger, once: forms, pages, Excel, API and the trail's words are all made from `FIELDS`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kuramori.work.ledger.described import Allowed, Described
from kuramori.work.ledger.models.choices import Field as Sort
from kuramori.work.ledger.models.choices import Grade, Layer, Marked, Origin, Route, Unit


class Kind(StrEnum):
    """What a value is. TEXT one line, NOTE several; the last five name a row by its id, PLACES several."""

    TEXT = "text"
    NOTE = "note"
    CHOICE = "choice"
    CHOICES = "choices"
    DAY = "day"
    COUNT = "count"
    FLAG = "flag"
    PERSON = "person"
    DEPARTMENT = "department"
    PARTNER = "partner"
    PLACE = "place"
    PLACES = "places"

    @property
    def is_text(self) -> bool:
        return self in {Kind.TEXT, Kind.NOTE}

    @property
    def is_reference(self) -> bool:
        return self in {Kind.PERSON, Kind.DEPARTMENT, Kind.PARTNER, Kind.PLACE}


class Group(StrEnum):
    """The heading under which a field stands, in the order of a page."""

    FIRST = "first"
    IDENTITY = "identity"
    VALUE = "value"
    SECRECY = "secrecy"
    PLACE = "place"
    PEOPLE = "people"
    ORIGIN = "origin"
    OUTWARD = "outward"
    LIFE = "life"
    LAW = "law"
    EVIDENCE = "evidence"

    @property
    def label(self) -> str:
        return str(GROUP_LABELS[self])


GROUP_LABELS: Mapping[Group, str | Promise] = {
    Group.FIRST: _("まず書くこと"),
    Group.IDENTITY: _("種別と単位"),
    Group.VALUE: _("役に立つわけと、漏れたときの影響"),
    Group.SECRECY: _("表示と、知られていないことの確認"),
    Group.PLACE: _("置き場所と写し"),
    Group.PEOPLE: _("人"),
    Group.ORIGIN: _("どこから来たか"),
    Group.OUTWARD: _("外へ渡したこと"),
    Group.LIFE: _("作ってから手放すまで"),
    Group.LAW: _("法律・契約で気をつけること"),
    Group.EVIDENCE: _("証拠"),
}


class Harm(TextChoices):
    """漏えい時影響."""

    GREAT = "great", _("大きい")
    SOME = "some", _("ある")
    SMALL = "small", _("小さい")


class Medium(TextChoices):
    """媒体."""

    PAPER = "paper", _("紙")
    FILE = "file", _("電子")
    SAMPLE = "sample", _("試作品・金型")
    MACHINE = "machine", _("設備")
    SKILL = "skill", _("人の技能")


class Marking(TextChoices):
    """表示方法."""

    PAGE = "page", _("ページごと")
    COVER = "cover", _("表紙・背表紙")
    FOLDER = "folder", _("フォルダー・ファイル名")
    SHELF = "shelf", _("棚・扉")
    LISTED = "listed", _("一覧表と区域（物や技能）")


class Known(TextChoices):
    """非公知性の確認の結果."""

    NOT_KNOWN = "not_known", _("知られていない")
    PARTLY = "partly", _("一部が知られている")
    KNOWN = "known", _("知られている")


class Assurance(TextChoices):
    """確認の段階: how well a partner must have shown its own protection before this may go there."""

    NONE = "A0", _("確認なし")
    SELF = "A1", _("自己申告")
    SHOWN = "A2", _("根拠つき自己確認")
    EXPERT = "A3", _("専門家確認")
    BODY = "A4", _("第三者認証")


@dataclass(frozen=True, slots=True)
class Field(Described):
    """One column. `is_column`: today's value is repeated in a column of `Asset`, for lists and sorting."""

    group: Group
    kind: Kind
    is_required: bool = False
    is_column: bool = False


def _text(name: str, label: Any, group: Group, longest: int = 200, **more: Any) -> Field:
    return Field(name, label, group, Kind.TEXT, longest=longest, **more)


def _note(name: str, label: Any, group: Group, longest: int = 400, **more: Any) -> Field:
    return Field(name, label, group, Kind.NOTE, longest=longest, **more)


def _choice(name: str, label: Any, group: Group, choices: type[TextChoices], **more: Any) -> Field:
    return Field(name, label, group, Kind.CHOICE, choices=choices, **more)


def _one(name: str, label: Any, group: Group, kind: Kind, **more: Any) -> Field:
    return Field(name, label, group, kind, **more)


G = Group
NEEDED: dict[str, Any] = {"is_required": True, "is_column": True}
_ALL = (
    _text("number", _("管理番号"), G.FIRST, 30, **NEEDED, help=_("空けておくと、続きの番号が付きます。")),
    _text("name", _("名前"), G.FIRST, 120, **NEEDED, help=_("例：射出成形の条件表一式")),
    _note(
        "what",
        _("何が秘密か"),
        G.FIRST,
        600,
        **NEEDED,
        help=_("どの部分が秘密かを一文で。秘密そのものは書きません。"),
    ),
    _choice("grade", _("秘密区分"), G.FIRST, Grade, **NEEDED),
    _choice("layer", _("共有区分"), G.FIRST, Layer, **NEEDED),
    _one("place", _("保管場所"), G.FIRST, Kind.PLACE, **NEEDED),
    _one("keeper", _("保管する人"), G.FIRST, Kind.PERSON, **NEEDED),
    _one("review_on", _("次の見直し"), G.FIRST, Kind.DAY, **NEEDED),
    _choice("field", _("種別"), G.IDENTITY, Sort, is_column=True),
    _choice("unit", _("単位"), G.IDENTITY, Unit, is_column=True),
    _note("not_public", _("公知でない部分"), G.IDENTITY),
    _note("usefulness", _("何に役立つか"), G.VALUE),
    _note("effort", _("かけた手間と費用"), G.VALUE),
    _choice("harm_own", _("漏れたときの影響（自社）"), G.VALUE, Harm),
    _choice("harm_partner", _("漏れたときの影響（取引先）"), G.VALUE, Harm),
    _choice("harm_society", _("漏れたときの影響（社会）"), G.VALUE, Harm),
    _choice("importance", _("重要度"), G.VALUE, Harm),
    _choice("route", _("保護ルート"), G.VALUE, Route, is_column=True),
    _note("route_reason", _("保護ルートのわけ"), G.VALUE),
    _one("route_on", _("保護ルートを決めた日"), G.VALUE, Kind.DAY),
    _choice("marked", _("表示"), G.SECRECY, Marked, is_column=True),
    Field("marking", _("表示方法"), G.SECRECY, Kind.CHOICES, choices=Marking),
    _one("public_checked_on", _("非公知性を確かめた日"), G.SECRECY, Kind.DAY),
    _note("public_compared", _("何と比べたか"), G.SECRECY),
    _choice("public_result", _("確かめた結果"), G.SECRECY, Known),
    _one("public_next_on", _("次に確かめる日"), G.SECRECY, Kind.DAY),
    _one("other_places", _("ほかの置き場所"), G.PLACE, Kind.PLACES),
    Field("media", _("媒体"), G.PLACE, Kind.CHOICES, choices=Medium),
    _one("originals", _("原本の数"), G.PLACE, Kind.COUNT, most=1_000_000),
    _one("copies", _("写しの数"), G.PLACE, Kind.COUNT, most=1_000_000),
    _one("is_encrypted", _("暗号化"), G.PLACE, Kind.FLAG),
    _text("backup", _("控えの取り方（バックアップ）"), G.PLACE),
    _one("deputy", _("代理の人"), G.PEOPLE, Kind.PERSON),
    _one("department", _("管理部門"), G.PEOPLE, Kind.DEPARTMENT, is_column=True),
    _note("access_basis", _("知ってよいわけ"), G.PEOPLE),
    _choice("origin", _("出どころ"), G.ORIGIN, Origin, is_column=True),
    _one("partner", _("預けた取引先"), G.ORIGIN, Kind.PARTNER, is_column=True),
    _text("agreement", _("契約・NDAの番号"), G.ORIGIN, 80),
    _one("received_on", _("受け取った日"), G.ORIGIN, Kind.DAY),
    _one("received_by", _("受け取った人"), G.ORIGIN, Kind.PERSON),
    _text("designated_grade", _("相手の付けた区分"), G.ORIGIN, 40),
    _note("purpose", _("使ってよい目的"), G.ORIGIN),
    _choice("may_pass_on", _("ほかの会社へ渡せるか"), G.ORIGIN, Allowed),
    _one("return_due_on", _("返す期限"), G.ORIGIN, Kind.DAY),
    _note("disclosed_to", _("渡した先"), G.OUTWARD),
    _text("disclosed_under", _("もとになる契約"), G.OUTWARD, 80),
    _one("disclosed_on", _("渡した日"), G.OUTWARD, Kind.DAY),
    _text("disclosed_how", _("渡し方"), G.OUTWARD),
    _text("disclosed_slip", _("控え"), G.OUTWARD),
    _one("back_due_on", _("返してもらう期限"), G.OUTWARD, Kind.DAY),
    _text("back_proof", _("返還・廃棄の証明"), G.OUTWARD),
    _one("made_on", _("作った日・受け取った日"), G.LIFE, Kind.DAY),
    _one("used_since", _("使い始めた日"), G.LIFE, Kind.DAY),
    _one("keep_until", _("保存期限"), G.LIFE, Kind.DAY),
    _text("keep_basis", _("保存期限のもと"), G.LIFE),
    _text("dispose_how", _("廃棄方法"), G.LIFE),
    _one("disposed_on", _("廃棄した日"), G.LIFE, Kind.DAY),
    _text("dispose_witness", _("廃棄の立会人"), G.LIFE),
    _text("dispose_proof", _("廃棄の証明"), G.LIFE),
    _one("has_personal_data", _("個人情報を含む"), G.LAW, Kind.FLAG),
    _one("export_control", _("外為法（リスト規制）のおそれ"), G.LAW, Kind.FLAG),
    _one("is_key_technology", _("特定重要技術"), G.LAW, Kind.FLAG),
    _one("is_core_know_how", _("会社の核となるノウハウ"), G.LAW, Kind.FLAG),
    _one("must_notify", _("漏れたら知らせる約束がある"), G.LAW, Kind.FLAG),
    _choice("required_assurance", _("渡す相手に求める確認の段階"), G.LAW, Assurance, is_column=True),
    _text("reference_hash", _("基準ファイルの照合値（SHA-256）"), G.EVIDENCE, 64),
    _text("time_stamp", _("タイムスタンプ"), G.EVIDENCE),
    _note("rules_and_lessons", _("関わる規程と教育"), G.EVIDENCE),
)
FIELDS: Mapping[str, Field] = MappingProxyType({field.name: field for field in _ALL})
"""Every column by its name, in the order of a page and of an Excel sheet."""

REQUIRED = tuple(field.name for field in _ALL if field.is_required)
"""The eight of a first entry; an empty `number` is given by the ledger."""

TEXTS = tuple(field.name for field in _ALL if field.kind.is_text and field.name != "number")
"""Fields that somebody writes freely: personal in the trail, so that each can be erased."""

COLUMNS = tuple(field.name for field in _ALL if field.is_column)
"""Fields whose value of today stands in a column of `Asset` as well."""

DEFAULTS: Mapping[str, str] = {
    "unit": Unit.BUNDLE.value,
    "field": Sort.TECHNICAL.value,
    "origin": Origin.OWN.value,
    "marked": Marked.NONE.value,
}
"""What holds where a first entry says nothing."""
