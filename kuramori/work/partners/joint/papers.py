"""Papers of this part: the letter of a 承諾願 (PDF, Word), and the list of what was brought in (PDF, workbook)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import override

from kuramori.ground.people.actor import Actor
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.press.pdf import pdf
from kuramori.press.word import Block, Kind, Paper, docx
from kuramori.press.xlsx import Book, Cell, Look, Row, Sheet, xlsx
from kuramori.work.ledger.papers import TEMPLATE as LIST
from kuramori.work.partners import events_joint as events
from kuramori.work.partners.models import (
    Brought,
    BroughtIn,
    JointMinutes,
    JointProject,
    OnwardRequest,
    OnwardSide,
    OnwardState,
)

LETTER = Path(__file__).resolve().parent / "onward.typ"
NOTE = "この書面は会社の記録です。秘密の中身は書きません。押印は任意です。"
OPEN = "＿＿＿＿年＿＿月＿＿日"
HEADS = ("番号", "持ち込んだ側", "何を", "いつから", "見せた日", "もう一方の確認")


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it would go; `slip` is what the owner fills in, () where it is our answer."""

    title: str
    to: str
    lines: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    slip: tuple[str, ...]


def letter_of(row: OnwardRequest) -> Letter | None:
    """Our request to the owner, or our answer to a partner; None while a partner still waits for it."""
    facts = [("対象", row.what), ("渡す先", row.to), ("目的", row.purpose)]
    if row.asset is not None:
        facts.insert(0, ("こちらの管理番号", row.asset.number))
    to = f"{row.partner.name} 御中"
    if row.side == OnwardSide.SENT:
        lines = (
            "お預かりしている下記の情報について、業務の一部を行うため、次の会社に開示することの承諾をお願いします。",
            "渡す先には、貴社との契約と同じ秘密の義務を負わせ、目的のほかには使わせません。承諾をいただくまでは渡しません。",
        )
        slip = (
            "【ご返事】　□ 承諾します　　□ 承諾しません",
            f"期限：{OPEN}まで　　条件：",
            f"ご返事の日：{OPEN}",
        )
        return Letter("再委託・再開示の承諾のお願い", to, lines, tuple(facts), slip)
    if row.state not in {OnwardState.ALLOWED, OnwardState.REFUSED}:
        return None
    if row.state == OnwardState.REFUSED:
        refused = ("ご依頼の下記の件は、承諾いたしかねます。渡す先には開示しないでください。",)
        return Letter("再委託・再開示についてのご返事", to, refused, tuple(facts), ())
    facts += [("期限", f"{_day(row.until_on)}まで"), ("条件", row.conditions or "契約の条件のとおり")]
    allowed = (
        "ご依頼の下記の件を、次の期限と条件で承諾します。",
        "渡す先にも契約と同じ秘密の義務を負わせ、その行いについて貴社が責任を負ってください。",
    )
    return Letter("再委託・再開示についてのご返事", to, allowed, tuple(facts), ())


def letter_pdf(actor: Actor, row: OnwardRequest, letter: Letter) -> bytes:
    """A4, with an empty 押印欄; raises a `PressFault`."""
    values = _head(actor.organisation.name, letter.title) | {
        "day": _day(clock.today()),
        "number": row.number,
        "to": letter.to,
        "by": actor.organisation.name,
        "lines": list(letter.lines),
        "facts": [list(fact) for fact in letter.facts],
        "slip": list(letter.slip),
        "signs": "＿＿＿＿＿＿＿＿＿＿＿＿",
        "stamp": "印",
    }
    made = pdf(LETTER, values, made_on=clock.today())
    _taken(actor, row, "PDF")
    return made


def letter_word(actor: Actor, row: OnwardRequest, letter: Letter) -> bytes:
    """The same for Word; raises a `PressFault`."""
    ours = actor.organisation.name
    blocks = [
        Block(Kind.RIGHT, (f"{row.number}　{_day(clock.today())}",)),
        Block(Kind.LEFT, (letter.to,)),
        Block(Kind.RIGHT, (f"{ours}　　　印",)),
        Block(Kind.TEXT, letter.lines),
        Block(Kind.TABLE, heads=("項目", "内容"), rows=letter.facts),
    ]
    if letter.slip:
        blocks.append(Block(Kind.TEXT, (*letter.slip, "会社名・お名前　＿＿＿＿＿＿＿＿＿＿　　　印")))
    made = docx(Paper(letter.title, ours, tuple(blocks), NOTE), made_on=clock.today())
    _taken(actor, row, "Word")
    return made


def list_pdf(
    actor: Actor, project: JointProject, rows: Sequence[BroughtIn], minutes: Sequence[JointMinutes]
) -> bytes:
    """持込み情報一覧 with results and minutes, and an empty 押印欄 for each side; raises a `PressFault`."""
    with override("ja"):
        facts = [[name, words] for name, words in _project_facts(actor, project)]
    tables = [
        _table("持込み情報", HEADS, [list(_cells(one)) for one in rows], (0, 0, 1, 0, 0, 0)),
        _table(
            "議事録",
            ("日付", "出た人", "話したこと", "渡した物"),
            [[_day(one.on), one.people, one.talked, one.handed] for one in minutes],
            (0, 1, 2, 1),
        ),
    ]
    values = _head(actor.organisation.name, "持込み情報一覧") | {
        "stamps": ["こちら", "相手"],
        "disclaimer": NOTE,
        "about": [["それぞれが前から持っていたものの一覧です。双方が1部ずつ持ちます。"]],
        "facts": facts,
        "tables": tables,
        "lying": True,
    }
    made = pdf(LIST, values, made_on=clock.today())
    _list_taken(actor, project, "PDF")
    return made


def list_book(actor: Actor, project: JointProject, rows: Sequence[BroughtIn]) -> bytes:
    """The list as a workbook; raises a `PressFault`."""
    with override("ja"):
        told = _project_facts(actor, project)
    lines = [Row((Cell("持込み情報一覧", Look.TITLE, span=len(HEADS)),), height=30)]
    lines += [Row((Cell(f"{name}：{words}", Look.QUIET, span=len(HEADS)),)) for name, words in told]
    head = len(lines) + 1
    lines.append(Row(tuple(Cell(one, Look.HEAD) for one in HEADS), height=22))
    lines += [Row(tuple(Cell(one or None, align="left") for one in _cells(row))) for row in rows]
    book = Book(
        title="持込み情報一覧",
        author=actor.organisation.name,
        lang="ja",
        made_on=clock.today(),
        foot=f"{project.number} {project.title}"[:200],
        sheets=(
            Sheet("持込み情報一覧", widths=(7.0, 20.0, 48.0, 16.0, 16.0, 28.0), rows=tuple(lines), head=head),
        ),
    )
    made = xlsx(book)
    _list_taken(actor, project, "Excel")
    return made


def _project_facts(actor: Actor, project: JointProject) -> list[tuple[str, str]]:
    results = str(project.get_ownership_display())
    under = project.agreement
    return [
        ("共同開発", f"{project.number}　{project.title}"),
        ("こちら", actor.organisation.name),
        ("相手", project.partner.name),
        ("契約", f"{under.number} {under.title}" if under else "まだない"),
        ("期間", f"{_day(project.from_on)} – {_day(project.until_on)}"),
        ("成果の帰属", f"{results}　{project.ownership_words}".strip()),
        ("一覧の日付", _day(clock.today())),
    ]


def _cells(row: BroughtIn) -> tuple[str, ...]:
    side = "こちら" if row.side == Brought.OURS else "相手"
    confirmed = f"{_day(row.confirmed_on)} {row.confirmed_by}" if row.confirmed_on else ""
    what = f"{row.asset.number}　{row.words}" if row.asset else row.words
    return (str(row.position), side, what, _day(row.since_on), _day(row.shown_on), confirmed)


def _head(organisation: str, title: str) -> dict[str, Any]:
    today = clock.today()
    return {
        "lang": "ja",
        "title": title,
        "author": organisation,
        "organisation": organisation,
        "made_on": [today.year, today.month, today.day],
        "foot": {"pack": organisation, "number": f"印刷 {_day(today)}", "disclaimer": NOTE},
    }


def _table(
    title: str, heads: Sequence[str], rows: list[list[str]], shares: tuple[int, ...]
) -> dict[str, Any]:
    return {
        "title": title,
        "heads": list(heads),
        "rows": rows,
        "none": "まだ1件もありません。",
        "wide": False,
        "shares": list(shares),
    }


def _taken(actor: Actor, row: OnwardRequest, form: str) -> None:
    with transaction.atomic():
        record(
            actor,
            events.LETTER_TAKEN,
            kind="onward_request",
            thing_id=row.pk,
            number=row.number,
            form=form,
        )


def _list_taken(actor: Actor, project: JointProject, form: str) -> None:
    with transaction.atomic():
        record(
            actor,
            events.LIST_TAKEN,
            kind="joint_project",
            thing_id=project.pk,
            number=project.number,
            form=form,
        )


def _day(day: datetime.date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
