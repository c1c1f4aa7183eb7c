"""Behind the link, in front of browsers: everything a supplier without an account may do beside answering.

Language, a colleague, evidence, every step of disclosure, further firms; a deadline that passes and a request that is
withdrawn while somebody types; costs, help, gaps; what is taken away, and what a former addressee is told.
"""

from __future__ import annotations

import datetime
import hashlib
import io
import json

import openpyxl
import pytest
from django_scopes import scope
from playwright.sync_api import Page, expect

from kuramori.ground.contacts.dealing import ContactWanted, add_contact
from kuramori.ground.people.models import Link
from kuramori.outside import clock
from kuramori.rules.statements.bodies_asking import TalkStep
from kuramori.work.requests import keeping, readdressing
from kuramori.work.requests.consulting import talking
from kuramori.work.requests.ending_request import withdraw
from kuramori.work.requests.models import (
    Asked,
    Consultation,
    Disclosure,
    Gap,
    GapNote,
    Reply,
    ReplyEvidence,
    ReplyWay,
    Request,
)
from kuramori.work.requests.taking_in import take_in
from kuramori.work.requests.tests import asked_world
from tests.cast import Cast
from tests.journeys.barriers import PHONE, Watch
from tests.journeys.behind_link import HANAKO, JIRO, enter, enter_gaps
from tests.journeys.conftest import OpenPage

pytestmark = pytest.mark.django_db(transaction=True)

PDF = b"%PDF-1.7\n" + b"0" * 64
PLAN = "鍵のかかる棚を買う"


@pytest.fixture
def asked(cast: Cast) -> Asked:
    with scope(organisation=cast.organisation):
        world = asked_world.sent(cast.actor("owner"), ("見本金型",))
        Request.objects.filter(pk=world.request.pk).update(draft={"helps": ["seminar", "cost-sharing"]})
        return Asked.objects.select_related("request", "partner", "contact").get()


def _phone(page: Page) -> None:
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})


def _press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button).first.click()


def _card(page: Page, item: str, value: str):
    return page.locator(f"label.level:has(input[name={item}][value='{value}'])")


def _language_and_a_colleague(page: Page, other: Page, start: str, watch: Watch) -> None:
    page.goto(start)
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    watch.look(page, "cover in English")
    page.goto(f"{start}items/all/")
    _card(page, "q02", "1").click()
    words = page.locator("textarea[name='q02.words']")
    words.fill("棚は済み")
    _press(page, "保存して日本語で見る")
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    expect(words).to_have_value("棚は済み")

    page.goto(f"{start}colleagues/")
    page.get_by_label("お名前").fill(HANAKO[0])
    page.get_by_label("メールアドレス").fill("hanako")
    _press(page, "リンクを渡す")
    expect(page.locator(".wrong")).to_be_visible()
    expect(page.get_by_label("お名前")).to_have_value(HANAKO[0])
    page.get_by_label("メールアドレス").fill(HANAKO[1])
    _press(page, "リンクを渡す")
    url = page.get_by_label("リンク", exact=True).input_value()
    watch.look(page, "a colleague's link")
    other.goto(url)
    expect(other.locator("input[name=code]")).to_be_visible()
    watch.look(other, "the code is asked for")


def _evidence(page: Page, start: str, watch: Watch) -> None:
    page.goto(f"{start}evidence/")
    page.get_by_label("どの設問の根拠ですか").select_option(index=0)
    page.get_by_label("ファイルを渡す").set_input_files(
        {"name": "棚.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    _press(page, "足す")
    expect(page.get_by_text("ファイルあり")).to_be_visible()
    secret = {"name": "規程.docx", "mimeType": "application/octet-stream", "buffer": b"himitsu"}
    page.get_by_label("ファイルは渡さず、照合値だけを計算する").set_input_files(secret)
    expect(page.get_by_label("ファイルの照合値（SHA-256）")).to_have_value(
        hashlib.sha256(b"himitsu").hexdigest()
    )
    _press(page, "足す")
    expect(page.get_by_text("名前と照合値だけ")).to_be_visible()
    page.get_by_label("ファイルの照合値（SHA-256）").fill("123")
    page.get_by_label("根拠の名前").fill("写し")
    _press(page, "足す")
    expect(page.locator(".wrong")).to_be_visible()
    watch.look(page, "evidence")


def _further(page: Page, start: str, watch: Watch) -> None:
    page.goto(f"{start}further/")
    page.get_by_label("さらに先の会社でも扱う", exact=True).check()
    page.get_by_label("何段先まで").select_option("1")
    page.get_by_label("会社の名前").fill("例示めっき")
    watch.look(page, "further firms")
    _phone(page)
    _press(page, "保存する")
    expect(page.get_by_text("書いてあります")).to_be_visible()


SEEN_FROM = {"棚は済み": "D4", "例示めっき": "D4", "棚.pdf": "D5"}
"""From which step on the asker sees it."""


def _every_step_of_disclosure(page: Page, start: str, watch: Watch) -> str:
    """What is shown grows step by step; the text of the last is returned."""
    page.goto(f"{start}hand-in/")
    seen = page.locator(".ans-seen")
    for step in Disclosure:
        page.locator(f"input[name=disclosure][value={step.value}]").check()
        _press(page, "この範囲での見え方を確かめる")
        expect(page.locator(f"input[name=disclosure][value={step.value}]")).to_be_checked()
        for words, first in SEEN_FROM.items():
            expect(seen.get_by_text(words).first).to_be_visible(visible=step.value >= first)
        if step.value in {"D0", "D5"}:
            watch.look(page, f"what is seen at {step.value}")
            _phone(page)
    _press(page, "この見え方で出す")
    expect(page.get_by_role("heading", level=1)).to_contain_text("回答を受け取りました")
    return page.locator(".ans-hash").first.inner_text()


def test_a_guest_changes_language_shares_the_work_and_shows_step_by_step(
    visit: OpenPage, cast: Cast, asked: Asked
) -> None:
    page, watch = visit(), Watch()
    start = enter(cast, asked, page, *JIRO)
    _language_and_a_colleague(page, visit(), start, watch)
    _evidence(page, start, watch)
    _further(page, start, watch)
    digest = _every_step_of_disclosure(page, start, watch)
    watch.look(page, "result sheet")
    with scope(organisation=cast.organisation):
        reply = Reply.objects.get()
        assert (reply.digest, reply.disclosure) == (digest, Disclosure.EVIDENCE)
        assert ReplyEvidence.objects.filter(is_shown=True).count() == 2
    for paper in ("result.pdf", "receipt.pdf", "answers.xlsx"):
        assert page.request.get(f"{start}{paper}").status == 200, paper
    watch.ends_well()


def test_a_deadline_that_passes_and_a_withdrawal_lose_nothing_that_is_typed(
    visit: OpenPage, cast: Cast, asked: Asked
) -> None:
    page, watch, owner = visit(), Watch(), cast.actor("owner")
    start = enter(cast, asked, page, *JIRO)
    page.goto(f"{start}items/all/")
    _card(page, "q01", "1").click()
    page.locator("textarea[name='q01.words']").fill("一覧は半分できました")
    with scope(organisation=cast.organisation):
        Request.objects.update(deadline_on=clock.today() - datetime.timedelta(days=1))
    page.locator("textarea[name='q01.words']").blur()
    expect(page.locator("#saved")).to_contain_text("保存しました（1 / 19）")
    page.goto(start)
    expect(page.locator(".msg--care")).to_contain_text("過ぎていますが、出せます")
    watch.look(page, "late")

    page.goto(f"{start}items/all/")
    page.locator("textarea[name='q01.words']").fill("一覧は全部できました")
    with scope(organisation=cast.organisation):
        withdraw(owner, Request.objects.get(), "求めすぎていたため")
    page.locator("textarea[name='q01.words']").blur()
    expect(page.locator("#saved")).to_contain_text("取り下げられました")
    page.goto(start)
    expect(page.get_by_text("回答はいりません")).to_be_visible()
    watch.look(page, "withdrawn")
    assert json.loads(page.request.get(f"{start}answers.kuramori.json").text())["answers"] == {"q01": 1}
    book = openpyxl.load_workbook(io.BytesIO(page.request.get(f"{start}answers.xlsx").body()))
    assert "一覧は全部できました" in {cell.value for row in book.active.rows for cell in row}
    page.goto(f"{start}items/all/")
    watch.look(page, "withdrawn, at the questions")
    watch.ends_well()


def _costs(page: Page, start: str, cast: Cast, watch: Watch) -> None:
    page.goto(f"{start}talks/")
    page.get_by_label("何についての相談か").fill("棚の代金")
    page.get_by_label("見積もり（円）").fill("八万円")
    _press(page, "相談を届ける")
    expect(page.locator(".wrong").first).to_be_visible()
    watch.look(page, "a talk that cannot be read")
    page.get_by_label("見積もり（円）").fill("80000")
    page.get_by_label("相談したいこと").fill("半分を持ってほしい")
    page.get_by_role("button", name="相談を届ける").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("棚の代金")
    page.locator("#papers summary").click()
    page.locator("#papers input[type=file]").set_input_files(
        {"name": "見積書.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    page.get_by_role("button", name="書類を届ける").dblclick()
    paper = page.get_by_role("link", name="見積書.pdf")
    expect(paper).to_have_count(1)
    assert page.request.get(str(paper.get_attribute("href"))).body() == PDF
    with scope(organisation=cast.organisation):
        talk = Consultation.objects.get()
        said = talking.Said(clock.today(), 40_000, "半分を持ちます。")
        talking.step(cast.actor("owner"), talk, TalkStep.ANSWERED, said, revision=talk.revision)
    page.reload()
    expect(page.get_by_text("答えが届いています")).to_be_visible()
    watch.look(page, "a talk with a paper")
    page.goto(f"{start}talks/")
    watch.look(page, "talks")


def _help_and_gaps(page: Page, start: str, cast: Cast, watch: Watch) -> None:
    page.goto(start)
    page.locator("#help").get_by_role("button").first.click()
    expect(page.locator("#help")).to_contain_text("申し込んだ")
    watch.look(page, "help asked for")
    page.goto(f"{start}gaps/new/")
    page.get_by_label("何をするか").fill(PLAN)
    page.get_by_label("いつまでに").fill("昨日")
    _press(page, "この計画を伝える")
    expect(page.locator(".wrong").first).to_be_visible()
    watch.look(page, "a plan that is not clear")
    page.get_by_label("どの設問のことか").select_option("q01")
    page.get_by_label("いつまでに").fill((clock.today() + datetime.timedelta(days=30)).isoformat())
    _press(page, "この計画を伝える")
    expect(page.get_by_text(PLAN).first).to_be_visible()
    _phone(page)
    page.locator("textarea[name=words]").last.fill("棚の寸法を測っています。")
    page.get_by_role("button", name="ひとことを残す").dblclick()
    expect(page.locator(".said").get_by_text("棚の寸法を測っています。")).to_have_count(1)
    watch.look(page, "a gap")
    page.goto(f"{start}gaps/")
    watch.look(page, "gaps")
    with scope(organisation=cast.organisation):
        assert GapNote.objects.count() == 1


def test_costs_help_and_plans_are_spoken_of_behind_both_links(
    visit: OpenPage, cast: Cast, asked: Asked
) -> None:
    page, watch = visit(), Watch()
    start = enter(cast, asked, page, *JIRO)
    _costs(page, start, cast, watch)
    _help_and_gaps(page, start, cast, watch)
    with scope(organisation=cast.organisation):
        gap = Gap.objects.get()
        assert Consultation.objects.count() == 1
    other = visit()
    theirs = enter_gaps(cast, asked, other, *HANAKO)
    expect(other.get_by_text(gap.what).first).to_be_visible()
    watch.look(other, "the link of all gaps")
    other.goto(f"{theirs}{gap.pk}/")
    expect(other.get_by_text("棚の寸法を測っています。")).to_be_visible()
    for rest in (f"{gap.pk}/", "new/", "talks/"):
        other.goto(f"{theirs}{rest}")
        watch.look(other, f"the link of all gaps: {rest}")
    watch.ends_well()


def test_what_was_removed_is_certified_and_a_former_addressee_is_told(
    visit: OpenPage, cast: Cast, asked: Asked
) -> None:
    page, watch, owner = visit(), Watch(), cast.actor("owner")
    start = enter(cast, asked, page, *JIRO)
    with scope(organisation=cast.organisation):
        wanted = asked_world.rules.read_requirements(asked.request.content)
        take_in(owner, asked, asked_world.seen(wanted, asked_world.answers(wanted)), way=ReplyWay.LINK)
        keeping.remove_answers(owner, asked, "先方の求めにより")
    page.goto(start)
    paper = page.get_by_role("link", name="消した証明をPDFで受け取る")
    watch.look(page, "answers that were removed")
    assert page.request.get(str(paper.get_attribute("href"))).body().startswith(b"%PDF")
    with scope(organisation=cast.organisation):
        row = Asked.objects.get()
        row.link = Link.objects.latest("created_at")
        row.save()
        new = add_contact(owner, row.partner, ContactWanted(HANAKO[0], email=HANAKO[1]))
        readdressing.readdress(owner, row, new)
    page.reload()
    expect(page.get_by_text("別の方に変えたため")).to_be_visible()
    watch.look(page, "a former addressee")
    watch.ends_well()
