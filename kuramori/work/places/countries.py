"""Countries that firms of ours send people to, by their ISO 3166 code; Japan is "" everywhere in this room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

COUNTRIES = {
    "US": _("アメリカ"),
    "GB": _("イギリス"),
    "IT": _("イタリア"),
    "IN": _("インド"),
    "ID": _("インドネシア"),
    "AU": _("オーストラリア"),
    "NL": _("オランダ"),
    "CA": _("カナダ"),
    "KH": _("カンボジア"),
    "SG": _("シンガポール"),
    "CH": _("スイス"),
    "SE": _("スウェーデン"),
    "ES": _("スペイン"),
    "TH": _("タイ"),
    "CZ": _("チェコ"),
    "DE": _("ドイツ"),
    "TR": _("トルコ"),
    "HU": _("ハンガリー"),
    "BD": _("バングラデシュ"),
    "PH": _("フィリピン"),
    "BR": _("ブラジル"),
    "FR": _("フランス"),
    "VN": _("ベトナム"),
    "PL": _("ポーランド"),
    "MY": _("マレーシア"),
    "MM": _("ミャンマー"),
    "MX": _("メキシコ"),
    "LA": _("ラオス"),
    "KR": _("韓国"),
    "HK": _("香港"),
    "TW": _("台湾"),
    "CN": _("中国"),
    "AE": _("アラブ首長国連邦"),
    "ZA": _("南アフリカ"),
    "ZZ": _("そのほかの国"),
}


def named(code: str) -> str:
    """The country's name; the code itself for one that is not in our list, "" for Japan."""
    return str(COUNTRIES.get(code, code))
