"""Partners from before get the columns by which they are looked for, ordered and compared."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django.db import migrations

FORMS = re.compile(r"株式会社|有限会社|合同会社|合資会社|合名会社|協同組合|\((?:株|有|同|資|名)\)")
SIGNS = re.compile(r"[\s\-‐‑–—―_.,、。・･'’\"“”()\[\]「」『』【】/／&＆]")
OLD = str.maketrans(
    "齋齊邊邉澤濱髙﨑𠮷廣國櫻龍瀧嶋嶌鐵眞惠榮冨德壽藏豐與圓關會學總應氣實條圖發當萬靜淺",
    "斎斉辺辺沢浜高崎吉広国桜竜滝島島鉄真恵栄富徳寿蔵豊与円関会学総応気実条図発当万静浅",
)
SMALL = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")


def normal(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


def plain(name: str) -> str:
    told = normal(name)
    bare = SIGNS.sub("", FORMS.sub("", told)) or SIGNS.sub("", told)
    katakana = "".join(chr(ord(sign) + 0x60) if "ぁ" <= sign <= "ゖ" else sign for sign in bare)
    return katakana.translate(OLD).translate(SMALL).replace("ー", "")


def work_out(apps: Any, schema_editor: Any) -> None:
    people: dict[object, list[str]] = {}
    for one in apps.get_model("contacts", "Contact")._meta.base_manager.filter(retired_on__isnull=True):
        people.setdefault(one.partner_id, []).append(f"{one.name} {one.department} {one.email}")
    for row in apps.get_model("contacts", "Partner")._meta.base_manager.all():
        own = normal(f"{row.name} {row.kana} {row.corporate_number} {row.note}")
        row.plain_name = plain(row.name)[:120]
        row.sorts_as = normal(row.kana or row.name)[:120]
        row.marks = "|"
        row.words = f"{own}\n\n{normal(' '.join(people.get(row.pk, [])))}"
        row.save(update_fields=["plain_name", "sorts_as", "marks", "words"])


class Migration(migrations.Migration):
    dependencies = [("contacts", "0002_partners_have_kinds_sites_and_drafts")]

    operations = [migrations.RunPython(work_out, migrations.RunPython.noop)]
