"""名簿 as a workbook: the empty template, and the roster itself in the same form, so that it can be taken in again."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kuramori.ground.people import events
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.importing.columns import LABELS
from kuramori.ground.people.importing.file import EXAMPLE
from kuramori.ground.people.models import Kind
from kuramori.ground.people.roles import Can
from kuramori.ground.people.roster import RosterLine, roster
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.press.xlsx import Book, Cell, Look, Row, Sheet, xlsx

WIDTHS = (11.0, 17.0, 19.0, 9.0, 17.0, 13.0, 13.0, 31.0)
FIELDS = tuple(LABELS)


def template(actor: Actor) -> bytes:
    """An empty roster with its headings, an example row and a sheet that explains. Raises a `PressFault`."""
    actor.require_to_see(Can.PEOPLE_CHANGE)
    example = (
        "M001",
        _("%(mark)s見本 花子") % {"mark": EXAMPLE[0]},
        _("ミホン ハナコ"),
        str(Kind.EMPLOYEE.label),
        _("製造部"),
        "2026/4/1",
        "",
        "hanako@example.jp",
    )
    rows = (_head(), Row(tuple(Cell(value, Look.QUIET) for value in example)))
    empty = tuple(Row(tuple(Cell(None) for _field in FIELDS), height=18) for _row in range(40))
    sheets = (
        Sheet(title=_("名簿"), widths=WIDTHS, rows=(*rows, *empty), head=1),
        _explanation(),
    )
    return xlsx(_book(actor, sheets, title=_("名簿の見本")))


def take_out(actor: Actor) -> bytes:
    """The roster of today as a workbook; that it was taken out is in the trail before a byte leaves.

    Whoever left is in it too, with the last day. Raises a `PressFault`; then nothing has left.
    """
    actor.require(Can.PEOPLE_EXPORT)
    found = roster()
    people = (*found.here, *found.gone)
    rows = (_head(), *(_row(person) for person in people))
    content = xlsx(
        _book(
            actor, (Sheet(title=_("名簿"), widths=WIDTHS, rows=rows, head=1), _explanation()), title=_("名簿")
        )
    )
    with transaction.atomic():
        record(
            actor,
            events.ROSTER_TAKEN_OUT,
            kind="roster",
            thing_id=actor.organisation_id,
            rows=len(people),
        )
    return content


def _head() -> Row:
    return Row(tuple(Cell(str(label), Look.HEAD) for label in LABELS.values()), height=22)


def _row(person: RosterLine) -> Row:
    values = (
        person.number,
        person.name,
        person.kana,
        person.kind_label,
        person.department,
        person.joined_on,
        person.left_on,
        person.email,
    )
    return Row(tuple(Cell(value if value != "" else None, align="left") for value in values))


def _explanation() -> Sheet:
    lines = (
        (_("氏名"), _("必ず書きます。1行に1人です。")),
        (_("フリガナ"), _("書くと、名簿が五十音の順に並びます。空けておけます。")),
        (_("社員番号"), _("あると、同じお名前の方を見分けられます。空けておけます。")),
        (_("区分"), _("役員・社員・派遣・パート・副業・外部 のどれか。空けると、新しい方は社員になります。")),
        (_("部署"), _("新しい方は、入社日からその部署にいたものとして残ります。")),
        (
            _("入社日・退職日"),
            _("2026/4/1 でも 令和8年4月1日 でも書けます。退職日を書くと、その日の終わりに入口が閉じます。"),
        ),
        (_("メール"), _("連絡先です。書いても、何も送りません。")),
        (_("空いた欄"), _("前の内容のままにします。消しません。")),
        (_("書かれていない人"), _("名簿にそのまま残ります。")),
        (_("区分・部署の変更"), _("取り込んだ日から変わります。前の区分と部署も、記録に残ります。")),
        (_("（例）の行"), _("お名前が（例）で始まる行は、取り込みません。")),
    )
    rows = (
        Row((Cell(_("名簿の書き方"), Look.TITLE, span=2),), height=30),
        *(Row((Cell(name, Look.STRONG), Cell(text))) for name, text in lines),
    )
    return Sheet(title=_("書き方"), widths=(20.0, 78.0), rows=rows)


def _book(actor: Actor, sheets: tuple[Sheet, ...], *, title: str) -> Book:
    return Book(
        title=title,
        author=actor.organisation.name,
        lang=(get_language() or "ja").split("-")[0],
        made_on=clock.today(),
        foot=_("%(organisation)s　名簿") % {"organisation": actor.organisation.name},
        sheets=sheets,
    )
