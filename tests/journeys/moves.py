"""Moves that several stories share: picking cards, bringing a file, counting what the server holds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from django.db import connection
from playwright.sync_api import Locator, Page, expect

from kuramori.ground.packs.read import public_packs
from kuramori.rules import answers as answer_rules
from kuramori.rules.answers import Answer, Answered, AnswerFile, NotApplicable
from kuramori.rules.catalogue import Pack

REASON = "加工はすべて社内で行い、型も図面も社外に預けていない。"


def the_pack() -> Pack:
    """The list of 19 questions that guests answer."""
    return public_packs()[0]


def factory() -> dict[str, Answer]:
    """The twenty-person factory: every level occurs, and question 16 does not apply."""
    levels = "212232121212211-120"
    return {
        item.id: NotApplicable(REASON) if sign == "-" else Answered(int(sign))
        for item, sign in zip(the_pack().items, levels, strict=True)
    }


def first_items(answers: Mapping[str, Answer], count: int) -> dict[str, Answer]:
    return dict(list(answers.items())[:count])


def travel_file(
    folder: Path, answers: Mapping[str, Answer], *, official_score: int | None = None, note: str | None = None
) -> Path:
    """A file as the check hands it out."""
    pack = the_pack()
    path = folder / "jiko-check.kuramori.json"
    path.write_text(
        answer_rules.write(AnswerFile(pack.id, pack.version, answers, official_score, note)), encoding="utf-8"
    )
    return path


def card(page: Page, item: str, value: object) -> Locator:
    """The card of a level, or of "na"."""
    return page.locator(f"label.level:has(input[name={item}][value='{value}'])")


def radio(page: Page, item: str, value: object) -> Locator:
    return page.locator(f"input[type=radio][name={item}][value='{value}']")


def begin(page: Page) -> None:
    page.goto("/check/")
    page.get_by_role("button", name="1問目から始める").click()
    at_question(page, 1)


def at_question(page: Page, number: int) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"問{number}　")


def next_question(page: Page) -> None:
    page.locator(".moves [value=next]").click()


def answer(page: Page, item: str, given: Answer) -> None:
    """Pick the card of one question, and write the reason where it does not apply."""
    if isinstance(given, NotApplicable):
        card(page, item, "na").click()
        page.locator(f"input[name='{item}.reason']").fill(given.reason)
    else:
        card(page, item, given.level).click()


def bring(page: Page, file: Path, *, route: str = "first") -> None:
    """Load a travel file at the entrance."""
    page.goto("/check/")
    page.get_by_label("ファイル", exact=True).set_input_files(file)
    page.locator(f"button[name=route][value={route}]").click()


def finish(page: Page, folder: Path) -> dict[str, Answer]:
    """To the result with the factory's answers; returns them."""
    answers = factory()
    bring(page, travel_file(folder, answers), route="review")
    page.get_by_role("button", name="結果を見る").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("自己チェックの結果")
    return answers


def rows() -> dict[str, int]:
    """How many rows every table of the database has."""
    with connection.cursor() as cursor:
        counts = {}
        for table in set(connection.introspection.table_names(cursor)) - {"search_words"}:
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")
            counts[table] = cursor.fetchone()[0]
    return counts
