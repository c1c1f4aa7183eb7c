"""取引先 as a workbook: the empty form, and the register itself in the same form, so that it can be taken in again."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterable, Iterator, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.contacts import events, kinds, read
from kuramori.ground.contacts.importing.columns import LABELS
from kuramori.ground.contacts.importing.lines import EXAMPLE
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.press.long_table import LongBook, LongSheet, write

WIDTHS = (
    12.0,
    28.0,
    24.0,
    16.0,
    14.0,
    20.0,
    18.0,
    7.0,
    14.0,
    14.0,
    26.0,
    14.0,
    34.0,
    14.0,
    16.0,
    16.0,
    28.0,
    16.0,
)
AT_ONCE = 500


def template(actor: Actor) -> bytes:
    """An empty form with its headings, an example row and a sheet that explains."""
    actor.require(Can.PARTNER_CHANGE)
    example = (
        "S0001",
        _("%(mark)s見本金型株式会社") % {"mark": EXAMPLE[0]},
        _("ミホンカナガタ"),
        "8700110005901",
        _("委託先"),
        _("金型・治具"),
        _("重要"),
        "",
        "",
        "",
        "",
        _("本社"),
        _("見本県架空市1-2-3"),
        _("櫛田 典子"),
        _("総務"),
        _("課長"),
        "kushida@mihon.example",
        "000-1234-5678",
    )
    return _bound(actor, _("取引先の見本"), [example])


def take_out(actor: Actor) -> bytes:
    """The partners of today as a workbook; that it was taken out is in the trail before a byte leaves.

    A partner takes a row for each of its sites and people, one at least.
    """
    actor.require(Can.PARTNER_CHANGE)
    total = read.narrowed(read.Asked()).count()
    content = _bound(actor, _("取引先"), _rows(total))
    with transaction.atomic():
        record(actor, events.TAKEN_OUT, kind="partner_file", thing_id=actor.organisation_id, rows=total)
    return content


def _rows(total: int) -> Iterator[Sequence[str]]:
    for offset in range(0, total, AT_ONCE):
        for line in read.listed(read.Asked(), offset=offset, limit=AT_ONCE).lines:
            yield from _rows_of(line)


def _rows_of(line: read.PartnerLine) -> Iterator[Sequence[str]]:
    own = (
        line.code,
        line.name,
        line.kana,
        line.corporate_number,
        _direction(line),
        "、".join(line.kind_labels),
        "、".join(line.tags),
        f"{line.tier}" if line.tier else "",
        line.tier_said_by,
        f"{line.tier_said_on:%Y/%m/%d}" if line.tier_said_on else "",
        line.note,
    )
    there = itertools.zip_longest(line.worked_at, line.called)
    for site, person in list(there) or [(None, None)]:
        at = (site.name, site.address) if site else ("", "")
        who = (
            (person.name, person.department, person.role, person.email, person.telephone)
            if person
            else ("",) * 5
        )
        yield (*own, *at, *who)


def _direction(line: read.PartnerLine) -> str:
    if line.is_customer and line.is_supplier:
        return _("両方")
    return _("委託元") if line.is_customer else _("委託先") if line.is_supplier else ""


def _bound(actor: Actor, title: str, rows: Iterable[Sequence[str]]) -> bytes:
    out = io.BytesIO()
    sheets = (
        LongSheet(title, WIDTHS, [str(label) for label in LABELS.values()], rows),
        LongSheet(_("書き方"), (20.0, 80.0), (_("列"), _("書き方")), _explained()),
    )
    foot = _("%(organisation)s　取引先") % {"organisation": actor.organisation.name}
    write(out, LongBook(title, actor.organisation.name, clock.today(), foot, sheets))
    return out.getvalue()


def _explained() -> list[tuple[str, str]]:
    words = "・".join(str(label) for label in kinds.KINDS.values())
    return [
        (_("会社名"), _("必ず書きます。拠点や担当の方が何人もいるときは、同じ会社の行を続けて書きます。")),
        (
            _("取引先コード・法人番号"),
            _("あると、名前が変わっても同じ会社と分かります。法人番号は検査のけたを確かめます。"),
        ),
        (_("委託元・委託先"), _("委託元（仕事をもらう先）・委託先（仕事を頼む先）・両方 のどれか。")),
        (_("間柄"), _("読点で区切っていくつでも: %(words)s") % {"words": words}),
        (_("タグ"), _("自由な言葉を、読点で区切って20個まで。")),
        (_("何次"), _("相手が自分から話したときだけ。話した方のお名前と合わせて書きます。")),
        (_("住所"), _("拠点の名前がなければ「本社」の住所になります。")),
        (
            _("電話・メール"),
            _("担当の方の名前がなければ「代表」の連絡先になります。書いても、何も送りません。"),
        ),
        (_("空いた欄"), _("前の内容のままにします。消しません。")),
        (_("書かれていない会社"), _("そのまま残ります。")),
        (_("（例）の行"), _("会社名が（例）で始まる行は、取り込みません。")),
    ]
