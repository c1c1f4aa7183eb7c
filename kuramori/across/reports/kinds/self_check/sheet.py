"""The report as a workbook: figures as numbers, so that they can be sorted, summed and charted."""

from __future__ import annotations

from kuramori.across.reports.dates import short_day
from kuramori.across.reports.kinds.self_check import figure, phrasing
from kuramori.across.reports.kinds.self_check.data import Data, Part, Previous
from kuramori.across.reports.words import Words
from kuramori.press.png import size_of
from kuramori.press.xlsx import Book, Cell, Look, Picture, Row, Sheet
from kuramori.press.xlsx import xlsx as bind

PERCENT = "0%"
PICTURE_WIDTH = 600


def xlsx(data: Data, words: Words) -> bytes:
    return bind(book(data, words))


def book(data: Data, words: Words) -> Book:
    sheets = [summary(data, words), answers(data, words), fields(data, words)]
    if data.previous:
        sheets.append(comparison(data, data.previous, words))
    return Book(
        title=words("title"),
        author=data.organisation or data.author or words("guest"),
        lang=words.lang,
        made_on=data.made_on,
        foot=words("foot_disclaimer"),
        sheets=tuple(sheets),
    )


def summary(data: Data, words: Words) -> Sheet:
    wide = 6
    rows = [
        Row((Cell(data.organisation or words("blank_name") + "　", Look.HEADING, span=wide),)),
        Row((Cell(words("title"), Look.TITLE, span=wide),)),
        *[Row((Cell("　".join(line), Look.QUIET, span=wide),)) for line in phrasing.meta_lines(data, words)],
        Row(),
        Row((Cell(phrasing.warning(data, words), Look.WARNING, span=wide, boxed=True),)),
        Row(),
        Row((Cell(words("total_provisional" if data.provisional else "total"), Look.HEADING, span=wide),)),
        _total(data, words),
        *[Row((Cell(line, span=wide),)) for line in phrasing.total_lines(data, words)],
        *_official(data, words),
        Row(),
        *_parts(words("measure"), data.measures, words),
        Row(),
        *_parts(words("step_head"), data.steps, words),
        Row(),
        *_remarks(data, words),
        *_actions(data, words),
    ]
    if data.note:
        rows += [
            Row((Cell(words("note"), Look.HEADING, span=wide),)),
            Row((Cell(data.note, span=wide),)),
            Row(),
        ]
    rows += [Row((Cell(words("radar_title"), Look.HEADING, span=wide),))]
    picture = figure.png(data, words)
    width, height = size_of(picture)
    shown = PICTURE_WIDTH, round(PICTURE_WIDTH * height / width)
    return Sheet(
        title=words("sheet.summary"),
        widths=(6, 44, 9, 9, 14, 9),
        rows=(*rows, Row((), height=shown[1] * 0.75 + 6), Row(), *_about(data, words, wide)),
        pictures=(Picture(picture, f"A{len(rows) + 1}", *shown),),
    )


def answers(data: Data, words: Words) -> Sheet:
    """One row per item. The columns for comments and evidence are there when somebody wrote some."""
    with_comment = any(item.comment for item in data.items)
    with_evidence = any(item.evidence for item in data.items)
    heads = [
        words(key) for key in ("number", "item", "question", "level", "level_name", "level_says", "reason")
    ]
    heads += [words("comment")] * with_comment + [words("evidence")] * with_evidence
    rows = []
    for item in data.items:
        cells = [
            Cell(item.number),
            Cell(item.title, Look.STRONG),
            Cell(item.question),
            Cell(item.level, align="center"),
            Cell(phrasing.answer(item, words), Look.STRONG),
            Cell(item.level_says),
            Cell(item.reason),
        ]
        cells += [Cell(item.comment)] * with_comment + [
            Cell("\n".join(item.evidence) or None)
        ] * with_evidence
        rows.append(Row(tuple(cells)))
    return Sheet(
        title=words("sheet.answers"),
        widths=(6, 26, 28, 7, 14, 32, 20, *[22.0] * (with_comment + with_evidence)),
        rows=(_head(*heads), *rows),
        head=1,
    )


def fields(data: Data, words: Words) -> Sheet:
    return Sheet(
        title=words("sheet.fields"),
        widths=(6, 44, 9, 9, 14, 9),
        rows=(
            Row((Cell(words("fields"), Look.HEADING, span=6),)),
            Row((Cell(data.pack.fields_note or words("fields_says"), Look.QUIET, span=6),)),
            *_parts(words("field"), data.fields, words),
        ),
    )


def comparison(data: Data, before: Previous, words: Words) -> Sheet:
    rows = [
        Row((Cell(words("previous"), Look.HEADING, span=5),)),
        Row((Cell(phrasing.previous_line(data, before, words), span=5),)),
        Row(),
        _head(
            "",
            words("measure"),
            words("previous_score"),
            words("this_score"),
            words("difference"),
        ),
    ]
    for measure, share in zip(data.measures, before.shares, strict=True):
        cells = (
            Cell(measure.mark),
            Cell(measure.title),
            _share(share, words),
            _share(measure.share, words),
            Cell(phrasing.difference(share, measure.share), format="+0;-0;0", align="right"),
        )
        rows.append(Row(cells))
    rows.append(Row())
    rows.append(Row((Cell(phrasing.changed_heading(before, words), Look.HEADING, span=5),)))
    if before.changes:
        rows.append(_head(words("number"), words("item"), words("before"), words("after"), ""))
    for change in before.changes:
        cells = (
            Cell(change.number),
            Cell(change.title),
            Cell(change.before or words("unanswered")),
            Cell(change.after or words("unanswered"), Look.STRONG),
            Cell(phrasing.direction(change), align="center"),
        )
        rows.append(Row(cells))
    return Sheet(title=words("sheet.previous"), widths=(6, 44, 18, 18, 8), rows=tuple(rows))


def _head(*titles: str) -> Row:
    return Row(tuple(Cell(title, Look.HEAD) for title in titles))


def _total(data: Data, words: Words) -> Row:
    score = data.total.score
    if score is None:
        return Row((Cell(words("no_score"), Look.BIG, span=6),), height=42)
    return Row((Cell(score, Look.BIG, format=words("score_format"), span=6, align="left"),), height=42)


def _official(data: Data, words: Words) -> list[Row]:
    other = phrasing.official(data, words)
    if not other:
        return []
    return [Row((Cell(f"{other['label']}　{other['score']}（{other['says']}）", span=6),))]


def _parts(title: str, parts: tuple[Part, ...], words: Words) -> list[Row]:
    rows = [_head("", title, words("items"), words("share"), words("points"), words("max_points"))]
    for part in parts:
        cells = (
            Cell(part.mark),
            Cell(part.title),
            Cell(part.items),
            _reached(part, words),
            Cell(part.points),
            Cell(part.max),
        )
        rows.append(Row(cells))
    return rows


def _reached(part: Part, words: Words) -> Cell:
    if part.share is None:
        return Cell(phrasing.reached(part, words), align="right")
    return Cell(part.share, Look.STRONG, format=PERCENT)


def _share(share: float | None, words: Words) -> Cell:
    return Cell(words("no_score"), align="right") if share is None else Cell(share, format=PERCENT)


def _remarks(data: Data, words: Words) -> list[Row]:
    rows = []
    for title, remarks, none in (
        (words("strong"), data.strong, phrasing.none_strong(data, words)),
        (words("weak"), data.weak, phrasing.none_weak(data, words)),
    ):
        rows.append(Row((Cell(title, Look.HEADING, span=6),)))
        lines = [f"{phrasing.remark(remark, words)}　{remark.sentence}" for remark in remarks] or [none]
        rows += [Row((Cell(line, span=6),)) for line in lines]
        rows.append(Row())
    return rows


def _actions(data: Data, words: Words) -> list[Row]:
    rows = [Row((Cell(phrasing.actions_heading(data.actions, words), Look.HEADING, span=6),))]
    if not data.actions:
        return [*rows, Row((Cell(words("actions_none_says"), span=6),)), Row()]
    keys = ("order", "what", "item", "effort_minutes", "cost", "gain")
    rows.append(_head(*[words(key) for key in keys]))
    for at, action in enumerate(data.actions, start=1):
        cells = (
            Cell(at, align="left"),
            Cell(f"{action.what}\n{action.why}"),
            Cell(words("item_number", number=action.number)),
            Cell(action.minutes),
            Cell(action.cost),
            Cell(action.gain, Look.STRONG, format="+0;-0;0"),
        )
        rows.append(Row(cells))
    together = phrasing.what_if_line(data, words)
    if together:
        rows.append(Row((Cell(together, Look.QUIET, span=6),)))
    return [*rows, Row()]


def _about(data: Data, words: Words, wide: int) -> list[Row]:
    rows = [Row((Cell(words("about"), Look.HEADING, span=wide),))]
    rows += [
        Row((Cell(f"{label}　{says}", Look.QUIET, span=wide),)) for label, says in phrasing.about(data, words)
    ]
    confirmed = words("confirmed", date=short_day(data.pack.confirmed_on, words.lang))
    return [*rows, Row((Cell(confirmed, Look.QUIET, span=wide),))]
