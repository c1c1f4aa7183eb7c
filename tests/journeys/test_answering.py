"""A supplier answers behind a link, on a phone, with a colleague at the same time, and keeps its certificate."""

from __future__ import annotations

import re

import pytest
from django_scopes import scope
from playwright.sync_api import Page, expect

from kuramori.press.tests.reading import pdf_text
from kuramori.work.requests.models import Reply
from kuramori.work.requests.tests import asked_world
from tests.cast import Cast
from tests.journeys.barriers import Watch
from tests.journeys.behind_link import enter
from tests.journeys.conftest import OpenPage
from tests.journeys.hostile import IMAGE, PERSON, SCRIPT, hurts, watched

pytestmark = pytest.mark.django_db(transaction=True)


def _card(page: Page, item: str, value: str):
    return page.locator(f"label.level:has(input[name={item}][value='{value}'])")


def test_a_supplier_answers_in_one_sitting_and_sees_what_is_seen(visit: OpenPage, cast: Cast) -> None:
    with scope(organisation=cast.organisation):
        asked = asked_world.sent(cast.actor("owner"), ("見本金型",)).asked[0]
    page, other, watch = visit(), visit(), Watch()
    start = enter(cast, asked, page, "見本 次郎", "jiro@mihon.example")
    watch.look(page, "cover")

    page.get_by_role("link", name="答えはじめる").click()
    _card(page, "q01", "2").click()
    expect(page.locator("#saved")).to_contain_text("保存しました（1 / 19）")
    watch.look(page, "one part")

    theirs = enter(cast, asked, other, "例示 花子", "hanako@mihon.example")
    other.goto(f"{theirs}items/all/")
    page.goto(f"{start}items/all/")
    _card(other, "q03", "alternative").click()
    expect(other.locator("#saved")).to_contain_text("代わりにどう守っているかを書くと")
    words = other.locator("textarea[name='q03.words']")
    words.fill("夜は部屋ごと施錠している")
    words.blur()
    expect(other.locator("#saved")).to_contain_text("保存しました（2 / 19）")
    _card(page, "q03", "0").click()
    expect(page.locator(".ans-sides")).to_contain_text("夜は部屋ごと施錠している")
    watch.look(page, "two at one question")
    page.get_by_role("link", name="いまの答えのままにする").click()
    expect(page.locator("input[name=q03][value=alternative]")).to_be_checked()
    for n in range(1, 20):
        if n not in {1, 3}:
            _card(page, f"q{n:02}", "1" if n == 7 else "2").click()
    page.fill("input[name='q07.plan']", "棚ごとに担当を決める")
    page.get_by_role("button", name="保存して確かめる").click()

    expect(page.get_by_text("に見えるもの")).to_be_visible()
    page.get_by_label("説明と計画まで").check()
    page.get_by_role("button", name="この範囲での見え方を確かめる").click()
    expect(page.locator(".ans-seen")).to_contain_text("夜は部屋ごと施錠している")
    watch.look(page, "what is seen")
    page.get_by_role("button", name="この見え方で出す").click()
    expect(page.get_by_role("heading", name="回答を受け取りました")).to_be_visible()
    watch.look(page, "result")
    paper = page.request.get(f"{start}receipt.pdf")
    with scope(organisation=cast.organisation):
        reply = Reply.objects.get()
    assert reply.digest in re.sub(r"\s", "", pdf_text(paper.body()))

    for rest in ("evidence/", "fill/", "colleagues/"):
        page.goto(f"{start}{rest}")
        watch.look(page, rest)
    inside = visit(client=cast.client("owner"))
    inside.goto(cast.url(f"requests/replies/{reply.pk}/"))
    expect(inside.get_by_text("夜は部屋ごと施錠している")).to_be_visible()
    watch.look(inside, "the reply")
    watch.ends_well()


def test_hostile_words_and_names_are_shown_as_they_are_on_both_sides(visit: OpenPage, cast: Cast) -> None:
    with scope(organisation=cast.organisation):
        asked = asked_world.sent(cast.actor("owner"), (f"{SCRIPT}"[:100],)).asked[0]
    page = visit()
    dialogs = watched(page)
    start = enter(cast, asked, page, PERSON, "warui@mihon.example")
    page.goto(f"{start}items/all/")
    _card(page, "q01", "1").click()
    page.fill("textarea[name='q01.words']", f"{SCRIPT}{IMAGE}")
    page.fill("input[name='q01.plan']", IMAGE)
    page.get_by_role("button", name="保存して確かめる").click()
    for rest in ("", "items/all/", "hand-in/", "evidence/", "colleagues/"):
        page.goto(f"{start}{rest}")
        assert hurts(page) == [], rest
    page.goto(f"{start}hand-in/")
    page.get_by_label("説明と計画まで").check()
    page.get_by_role("button", name="この範囲での見え方を確かめる").click()
    page.get_by_role("button", name="この見え方で出す").click()
    expect(page.get_by_role("heading", name="回答を受け取りました")).to_be_visible()
    assert hurts(page) == []
    with scope(organisation=cast.organisation):
        reply = Reply.objects.get()
    inside = visit(client=cast.client("owner"))
    dialogs_inside = watched(inside)
    inside.goto(cast.url(f"requests/replies/{reply.pk}/"))
    assert hurts(inside) == []
    assert (dialogs, dialogs_inside) == ([], [])
