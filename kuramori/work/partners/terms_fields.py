"""Every term of an agreement, once: forms, pages, Excel, API and the trail's words are all made from `FIELDS`."""

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


class Kind(StrEnum):
    """What a value is. TEXT one line, NOTE several, LINES a list of lines; CONTACTS are people of the partner.

    A FLAG is yes, no, or silent: what the paper does not say is left out.
    """

    TEXT = "text"
    NOTE = "note"
    LINES = "lines"
    CHOICE = "choice"
    CHOICES = "choices"
    DAY = "day"
    COUNT = "count"
    FLAG = "flag"
    CONTACTS = "contacts"

    @property
    def is_text(self) -> bool:
        return self in {Kind.TEXT, Kind.NOTE, Kind.LINES}


class Group(StrEnum):
    """The heading under which a term stands, in the order of a page."""

    FIRST = "first"
    SCOPE = "scope"
    PERSONS = "persons"
    HANDLING = "handling"
    ACCIDENT = "accident"
    RETURN = "return"
    RESULTS = "results"
    TIME = "time"
    SECRECY = "secrecy"
    LAW = "law"
    KEEPING = "keeping"

    @property
    def label(self) -> str:
        return str(GROUP_LABELS[self])


GROUP_LABELS: Mapping[Group, str | Promise] = {
    Group.FIRST: _("まず書くこと"),
    Group.SCOPE: _("何が対象か"),
    Group.PERSONS: _("だれが受け取れるか"),
    Group.HANDLING: _("扱い方"),
    Group.ACCIDENT: _("監査・漏れたとき"),
    Group.RETURN: _("返還・廃棄"),
    Group.RESULTS: _("成果と、してはいけないこと"),
    Group.TIME: _("契約の期間"),
    Group.SECRECY: _("秘密を守る期間"),
    Group.LAW: _("法律と争い"),
    Group.KEEPING: _("結び方と見直し"),
}


class Protects(TextChoices):
    """Whose information the paper protects; an NDA's own kind says so already."""

    BOTH = "both", _("両方の情報")
    OURS = "ours", _("こちらの情報だけ")
    THEIRS = "theirs", _("相手の情報だけ")


class ItemsBy(TextChoices):
    """対象情報の特定方法."""

    LISTED = "listed", _("一覧（共有区分表）に挙げたもの")
    MARKED = "marked", _("「秘密」と表示したもの")
    ALL = "all", _("目的のために渡したものすべて")


class Exclusion(TextChoices):
    """除外情報."""

    PUBLIC = "public", _("すでに知られていた情報")
    LATER_PUBLIC = "later_public", _("受け取った後に、自分のせいでなく知られた情報")
    HAD = "had", _("受け取る前から持っていた情報")
    THIRD = "third", _("第三者から正当に得た情報")
    OWN_WORK = "own_work", _("独自に作り出した情報")


class Receiver(TextChoices):
    """受領者の範囲."""

    OFFICERS = "officers", _("役員")
    EMPLOYEES = "employees", _("従業員")
    EXPERTS = "experts", _("弁護士などの専門家")
    SUBCONTRACTORS = "subcontractors", _("再委託先")
    AFFILIATES = "affiliates", _("グループ会社")


class Care(TextChoices):
    """管理水準."""

    OWN = "own", _("自社の秘密と同じ")
    GOOD = "good", _("善良な管理者の注意")
    SET = "set", _("決めた管理のしかた")


class ReturnWhen(TextChoices):
    END = "end", _("契約が終わったとき")
    ASKED = "asked", _("求められたとき")
    BOTH = "both", _("終わったとき・求められたとき")


class Results(TextChoices):
    """成果・知財の帰属."""

    OURS = "ours", _("こちら")
    THEIRS = "theirs", _("相手")
    MAKER = "maker", _("作り出した側")
    SHARED = "shared", _("共有")
    TALK = "talk", _("そのつど話し合う")


class SecrecyFrom(TextChoices):
    """秘密保持期間の起算点."""

    DISCLOSURE = "disclosure", _("渡した日から数える")
    END = "end", _("契約が終わった日から数える")
    WHILE_SECRET = "while_secret", _("知られるまでずっと")
    UNTIL_DAY = "until_day", _("決めた日まで")


@dataclass(frozen=True, slots=True)
class Field(Described):
    """One term."""

    group: Group
    kind: Kind


def _text(name: str, label: Any, group: Group, longest: int = 200, **more: Any) -> Field:
    return Field(name, label, group, Kind.TEXT, longest=longest, **more)


def _note(name: str, label: Any, group: Group, **more: Any) -> Field:
    return Field(name, label, group, Kind.NOTE, longest=600, **more)


def _choice(name: str, label: Any, group: Group, choices: type[TextChoices], **more: Any) -> Field:
    return Field(name, label, group, Kind.CHOICE, choices=choices, **more)


def _one(name: str, label: Any, group: Group, kind: Kind, **more: Any) -> Field:
    return Field(name, label, group, kind, **more)


G = Group
MONTHS, DAYS = 1200, 36_600
_ALL = (
    _one("from_on", _("契約の始まり"), G.FIRST, Kind.DAY),
    _one("until_on", _("契約の終わり"), G.FIRST, Kind.DAY, help=_("期間の定めがなければ空けておきます。")),
    Field(
        "purposes",
        _("目的"),
        G.FIRST,
        Kind.LINES,
        longest=200,
        help=_("1行に1つ。ここに挙げた目的でだけ使えます。空けると、目的を限りません。"),
    ),
    _choice("secrecy_from", _("秘密を守る期間の数え方"), G.FIRST, SecrecyFrom),
    _one("secrecy_years", _("守る年数"), G.FIRST, Kind.COUNT, most=100),
    _choice(
        "protects", _("守られる情報"), G.SCOPE, Protects, help=_("基本契約の条項や覚書のときに選びます。")
    ),
    _choice("items_by", _("対象の決め方"), G.SCOPE, ItemsBy),
    _note("items_note", _("対象の書き方（契約の言葉）"), G.SCOPE),
    _one("oral_days", _("口頭で話したことを書面にする日数"), G.SCOPE, Kind.COUNT, most=DAYS),
    _one("covers_earlier", _("結ぶ前に渡したものも対象"), G.SCOPE, Kind.FLAG),
    Field("exclusions", _("対象から除く情報"), G.SCOPE, Kind.CHOICES, choices=Exclusion),
    Field("receivers", _("受け取れる人の範囲"), G.PERSONS, Kind.CHOICES, choices=Receiver),
    _one(
        "persons",
        _("名前で決めた受け取れる人"),
        G.PERSONS,
        Kind.CONTACTS,
        help=_("選ぶと、その方だけになります。"),
    ),
    _note("affiliates", _("グループ会社の扱い"), G.PERSONS),
    _choice("subcontracting", _("再委託"), G.PERSONS, Allowed),
    _one("redisclosure", _("よそから預かった情報を渡してよい"), G.PERSONS, Kind.FLAG),
    _one("purpose_only", _("目的のほかに使わない定め"), G.HANDLING, Kind.FLAG),
    _choice("copying", _("写しを作ること"), G.HANDLING, Allowed),
    _choice("care", _("管理の水準"), G.HANDLING, Care),
    _note("care_note", _("決めた管理のしかた"), G.HANDLING),
    _one("audit", _("監査・報告の定め"), G.ACCIDENT, Kind.FLAG),
    _note("audit_note", _("監査・報告の中身"), G.ACCIDENT),
    _one("leak_notice", _("漏れたときに知らせる義務"), G.ACCIDENT, Kind.FLAG),
    _one("leak_hours", _("知らせるまでの時間"), G.ACCIDENT, Kind.COUNT, most=8760, help=_("何時間以内か。")),
    _text("accident_contact", _("事故のときの相手の連絡先"), G.ACCIDENT),
    _choice("return_when", _("返す・捨てるとき"), G.RETURN, ReturnWhen),
    _one("return_days", _("返すまでの日数"), G.RETURN, Kind.COUNT, most=3650),
    _one("return_proof", _("返還・廃棄証明書を出す"), G.RETURN, Kind.FLAG),
    _one("backup_exception", _("バックアップは残してよい"), G.RETURN, Kind.FLAG),
    _note("return_note", _("返還・廃棄の細かい定め"), G.RETURN),
    _choice("results", _("成果・知的財産はだれのものか"), G.RESULTS, Results),
    _note("results_note", _("成果の細かい定め"), G.RESULTS),
    _one("no_reverse", _("分解・解析の禁止"), G.RESULTS, Kind.FLAG),
    _one("residuals", _("残留情報の条項（覚えたことは使える）"), G.RESULTS, Kind.FLAG),
    _note("no_compete", _("競業・引抜きの定め"), G.RESULTS),
    _one("renewal_months", _("自動更新の長さ（月）"), G.TIME, Kind.COUNT, most=MONTHS),
    _one("notice_months", _("更新を断る知らせ（何か月前まで）"), G.TIME, Kind.COUNT, most=120),
    _one("notice_days", _("更新を断る知らせ（何日前まで）"), G.TIME, Kind.COUNT, most=3650),
    _one("notice_given_on", _("更新を断った日"), G.TIME, Kind.DAY),
    _one("ended_on", _("途中で終わった日"), G.TIME, Kind.DAY),
    _one("secrecy_months", _("守る月数（年に足す）"), G.SECRECY, Kind.COUNT, most=MONTHS),
    _one("secrecy_until", _("守る最後の日"), G.SECRECY, Kind.DAY),
    _one("survives", _("契約が終わっても守る（存続条項）"), G.SECRECY, Kind.FLAG),
    _one("law_exception", _("法令で開示するときの例外"), G.LAW, Kind.FLAG),
    _note("remedies", _("差止め・損害賠償"), G.LAW),
    _one("no_crime", _("反社会的勢力の排除"), G.LAW, Kind.FLAG),
    _text("law_court", _("準拠法・裁判所"), G.LAW),
    _note("authority", _("相手の署名者の権限を確かめた方法"), G.KEEPING),
    _text("e_service", _("電子契約のサービス名"), G.KEEPING, 80),
    _one("review_on", _("次の見直し"), G.KEEPING, Kind.DAY),
    _note("note", _("そのほか"), G.KEEPING),
)
FIELDS: Mapping[str, Field] = MappingProxyType({field.name: field for field in _ALL})
"""Every term by its name, in the order of a page and of an Excel sheet."""

TEXTS = tuple(field.name for field in _ALL if field.kind.is_text)
"""Terms that somebody writes freely: personal in the trail, so that each can be erased."""

ENDINGS = frozenset({"notice_given_on", "ended_on"})
"""What became of the agreement: true of all its days, so never told "from a day on"."""
