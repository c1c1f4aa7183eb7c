"""The story of asking, in front of browsers only: three hundred suppliers, a fair request, an answer, a gap closed.

A buyer takes its purchasing list in, puts everybody into a class by the wizard, and writes a request that the check
holds back until it is fair. A second person lets it out. A supplier without an account answers in one sitting behind
the link in its mail, plans what is missing, and does it: the cell of the map moves.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import openpyxl
import pytest
from django_scopes import scope
from playwright.sync_api import Page, expect

from kuramori.ground.jobs import tasks
from kuramori.ground.jobs.models import Job, State
from kuramori.ground.post.send import send_due
from kuramori.outside import clock
from kuramori.outside.tests.letterbox import Letterbox, letterbox
from kuramori.rules.requests.requirements import read_requirements
from kuramori.site.instance import Mail
from kuramori.work.partners.tests import shared as showing
from kuramori.work.requests import sending, tiering
from kuramori.work.requests.models import Asked, AskedState, Gap, GapState, ReplyWay
from kuramori.work.requests.taking_in import take_in
from kuramori.work.requests.tests import asked_world
from tests.cast import Cast
from tests.journeys.barriers import PHONE, Watch
from tests.journeys.conftest import OpenPage

pytestmark = pytest.mark.django_db(transaction=True)

MANY = 300
ITEM = "q07"
SUPPLIER, OTHER = "例示工業001", "例示工業002"


@pytest.fixture
def box(settings) -> Iterator[Letterbox]:
    """A house with an address and a mail server of its own."""
    with letterbox() as found:
        mail = Mail(
            host=found.host, port=found.port, security="none", sender="kura@kakuu.example",
            private_network=True,
        )  # fmt: skip
        settings.INSTANCE = dataclasses.replace(showing.reachable(), mail=mail)
        yield found


def _address(n: int) -> str:
    return f"madoguchi@reiji{n:03d}.example"


def _list(folder: Path) -> Path:
    """A purchasing list as it comes out of Excel."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["仕入先CD", "仕入先名", "取引区分", "担当者名", "メールアドレス"])
    for n in range(1, MANY + 1):
        sheet.append([f"S-{n:03d}", f"例示工業{n:03d}", "仕入先", f"例示 {n:03d}", _address(n)])
    path = folder / "仕入先一覧.xlsx"
    book.save(path)
    return path


def _worked(kind: str) -> None:
    """What a worker would have done of this by now."""
    for job in Job.objects.filter(kind=kind, state=State.QUEUED):
        tasks.run.call(str(job.pk))
    assert set(Job.objects.filter(kind=kind).values_list("state", flat=True)) == {State.DONE}


def _mailed(box: Letterbox, to: str, pattern: str) -> str:
    send_due(organisation_id="", person_id=None, progress=lambda _done, _total: None)
    found = re.search(pattern, box.text_to(to))
    assert found is not None
    return found[1]


def _press(page: Page, button: str | re.Pattern[str]) -> None:
    page.get_by_role("button", name=button).click()


def _enter(page: Page, box: Letterbox, to: str, link: str) -> None:
    """Behind the link of a mail with the code of another; a code that is wrong does not open it."""
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.goto(link)
    _press(page, "確認コードを送る")
    page.get_by_label("確認コード").fill("12")
    _press(page, "開く")
    expect(page.locator(".msg--stop")).to_be_visible()
    page.get_by_label("確認コード").fill(_mailed(box, to, r"\b(\d{3} \d{3})\b"))
    _press(page, "開く")


def _taken_in_and_put_into_a_class(buyer: Page, cast: Cast, watch: Watch, folder: Path) -> None:
    buyer.goto(cast.url("partners/import/"))
    buyer.get_by_label("取引先のファイル").set_input_files(_list(folder))
    _press(buyer, "読んで確かめる")
    expect(buyer.get_by_role("heading", level=1)).to_have_text("取り込む前の確認")
    _press(buyer, "取引先に取り込む")
    expect(buyer.get_by_role("heading", level=1)).to_have_text("取引先に取り込みました")

    buyer.goto(cast.url("requests/profiles/tiers/"))
    watch.look(buyer, "classes")
    buyer.get_by_role("link", name=f"出ている{MANY}社をまとめて決める").click()
    buyer.locator("input[name=q-info_secret][value=yes]").check()
    buyer.locator("input[name=q-it_reaches][value=no]").check()
    _press(buyer, "提案を見る")
    expect(buyer.get_by_text("提案はB")).to_be_visible()
    watch.look(buyer, "wizard")
    _press(buyer, "まとめて決める")
    expect(buyer.locator(".msg--ok")).to_contain_text("決め始めました")
    _worked(tiering.JOB)
    buyer.reload()
    expect(buyer.get_by_role("link", name=f"B {MANY}社")).to_be_visible()


def _written_until_it_was_fair(buyer: Page, cast: Cast, watch: Watch) -> str:
    """The profile and the request, held back and mended; where the request is."""
    buyer.goto(cast.url("requests/profiles/new/"))
    for label, words in (("名前", "図面を預ける取引先"), ("取引先の区分", "B")):
        buyer.get_by_label(label).fill(words)
    buyer.get_by_label("求めるわけ").fill("図面をお預けするため。")
    _press(buyer, "作って見直す")
    watch.look(buyer, "profile")
    buyer.get_by_role("link", name="この水準でお願いを作る").click()
    expect(buyer.get_by_role("heading", level=1)).to_have_text("お願いを作る")
    for label, words in (
        ("対象の範囲", "応じないときは取引を停止します。"),
        ("いつまでに", (clock.today() + datetime.timedelta(days=40)).isoformat()),
        ("手伝えること", ""),
        ("費用の相談先", "調達部 見本 花子"),
        ("本物か確かめるための電話番号", "03-0000-0000（代表）"),
        ("回答を読む者", "調達部"),
        ("お願いするわけ", "図面をお預けしており、扱いを一緒に確かめたいため。"),
    ):
        buyer.get_by_label(label).fill(words)
    _press(buyer, "下書きを作る")
    _press(buyer, f"この{MANY}社を加える")
    expect(buyer.get_by_role("heading", name=f"いまのお願い先 {MANY}社")).to_be_visible()
    watch.look(buyer, "whom to ask")
    buyer.get_by_role("link", name="選び終えて点検へ").click()

    expect(buyer.get_by_text("直すまで送れません")).to_be_visible()
    expect(buyer.get_by_role("button", name="承認に回す")).to_have_count(0)
    watch.look(buyer, "held back")
    buyer.get_by_role("link", name="赤のところを直す").click()
    buyer.get_by_label("対象の範囲").fill("図面を扱う部署")
    # What is typed is looked at before it is kept.
    expect(buyer.locator("#lint")).not_to_contain_text("直すまで送れません")
    watch.look(buyer, "mended")
    _press(buyer, "保存する")
    expect(buyer.get_by_text("確かめてください")).to_be_visible()
    _press(buyer, "承認に回す")
    expect(buyer.locator(".msg--stop")).to_be_visible()
    buyer.get_by_label("承知のうえで進める").check()
    buyer.get_by_label("そのわけ").fill("今回は状況を知るだけのため")
    _press(buyer, "承認に回す")
    expect(buyer.get_by_text("調達のほかの方の承認を待っています。")).to_be_visible()
    return urlsplit(buyer.url).path


def _let_out_by_a_second_person(second: Page, request: str, watch: Watch) -> None:
    second.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    second.goto(request)
    watch.look(second, "to approve")
    _press(second, "承認する")
    _press(second, f"{MANY}社へ送る")
    expect(second.locator(".msg--ok")).to_contain_text("送り始めました")
    _worked(sending.JOB)
    second.reload()
    expect(second.get_by_role("link", name=f"まだ開かれていない {MANY}")).to_be_visible()
    watch.look(second, "sent")


def _answered_in_one_sitting(guest: Page, box: Letterbox, watch: Watch) -> None:
    to = _address(1)
    link = _mailed(box, to, r"(https://\S+/link/\S+/)")
    assert len({address for address, _content in box.mails}) == MANY
    number = re.search(r"番号: (\S+)", box.text_to(to))
    assert number is not None
    guest.goto("/genuine/")
    guest.get_by_label(re.compile("番号")).fill(number[1])
    guest.get_by_role("main").get_by_role("button").click()
    expect(guest.get_by_text("架空精工株式会社").first).to_be_visible()
    watch.look(guest, "genuine")

    _enter(guest, box, to, urlsplit(link).path)
    watch.look(guest, "what is asked")
    guest.goto(f"{urlsplit(link).path}request/items/all/")
    for n in range(1, 20):
        value = "1" if f"q{n:02d}" == ITEM else "2"
        guest.locator(f"label.level:has(input[name=q{n:02d}][value='{value}'])").click()
    guest.fill(f"input[name='{ITEM}.plan']", "棚ごとに担当を決める")
    watch.look(guest, "answered")
    _press(guest, "保存して確かめる")
    guest.get_by_label("説明と計画まで").check()
    _press(guest, "この範囲での見え方を確かめる")
    expect(guest.locator(".ans-seen")).to_contain_text("棚ごとに担当を決める")
    watch.look(guest, "what will be seen")
    _press(guest, "この見え方で出す")
    expect(guest.get_by_role("heading", level=1)).to_contain_text("回答を受け取りました")
    expect(guest.get_by_role("heading", name="次にやること")).to_be_visible()
    watch.look(guest, "result sheet")


def _cell(buyer: Page, cast: Cast) -> str:
    """How many of a hundred answers to the item hold in class B, as the map shows it."""
    buyer.goto(cast.url("requests/portfolio/map/?by=item"))
    found = buyer.locator(f"table.heat a[href*='klass=B'][href*='item={ITEM}']")
    expect(found).to_have_count(1)
    return found.inner_text()


def _closed_together(buyer: Page, guest: Page, cast: Cast, box: Letterbox, watch: Watch) -> None:
    to = _address(1)
    with scope(organisation=cast.organisation):
        asked = Asked.objects.get(partner__name=SUPPLIER)
        reply, partner = asked.reply_id, asked.partner_id
    buyer.goto(cast.url(f"requests/replies/{reply}/"))
    watch.look(buyer, "reply")
    buyer.get_by_role("link", name="足りないところを相談する").click()
    _press(buyer, "選んだものを挙げる")
    expect(buyer.locator(".msg--ok")).to_contain_text("ギャップを1件挙げました")
    watch.look(buyer, "board")
    buyer.goto(cast.url(f"requests/gaps/partners/{partner}/link/"))
    buyer.get_by_label("メールでも送る").check()
    _press(buyer, "リンクを作る")
    expect(buyer.get_by_role("heading", level=1)).to_have_text("リンクを作りました")
    link = urlsplit(_mailed(box, to, r"(https://\S+/link/\S+/)")).path
    with scope(organisation=cast.organisation):
        gap = Gap.objects.get(partner=partner)
    ours = cast.url(f"requests/gaps/{gap.pk}/")

    _enter(guest, box, to, link)
    watch.look(guest, "gaps behind the link")
    guest.get_by_role("link", name=re.compile(re.escape(gap.what))).first.click()
    # What the answer planned stands as the proposal already: a day is added to it.
    expect(guest.get_by_text("棚ごとに担当を決める").first).to_be_visible()
    guest.locator("summary", has_text="計画を直して伝える").click()
    guest.get_by_label("何をするか").fill("棚ごとに担当を決め、名札を付ける")
    guest.get_by_label("いつまでに").fill("昨日")
    guest.locator("form[action*='move/proposed'] button").click()
    expect(guest.locator(".msg--stop").first).to_be_visible()
    guest.get_by_label("いつまでに").fill((clock.today() + datetime.timedelta(days=30)).isoformat())
    guest.get_by_label("それまでの守り方").first.fill("夜は部屋ごと施錠する")
    guest.locator("form[action*='move/proposed'] button").click()
    expect(guest.get_by_text("棚ごとに担当を決め、名札を付ける").first).to_be_visible()
    watch.look(guest, "plan")

    buyer.goto(ours)
    watch.look(buyer, "plan to agree")
    _press(buyer, "この計画に合意する")
    expect(buyer.get_by_text("相手の番です")).to_be_visible()
    guest.reload()
    _press(guest, "始めたことを伝える")
    guest.locator("#evidence_words").fill("担当の表を貼りました。")
    _press(guest, "できたことを伝える")
    expect(guest.get_by_text("架空精工株式会社の番です")).to_be_visible()
    buyer.goto(ours)
    expect(buyer.get_by_text("担当の表を貼りました。").first).to_be_visible()
    _press(buyer, "確かめたので終える")
    expect(buyer.get_by_role("button", name="確かめたので終える")).to_have_count(0)
    watch.look(buyer, "closed")
    with scope(organisation=cast.organisation):
        assert Gap.objects.get(pk=gap.pk).state == GapState.CLOSED


def _also_replied(cast: Cast) -> None:
    """Another supplier that keeps all of it."""
    with scope(organisation=cast.organisation):
        other = Asked.objects.select_related("request").get(partner__name=OTHER)
        wanted = read_requirements(other.request.content)
        said = asked_world.seen(wanted, asked_world.answers(wanted))
        take_in(cast.actor("owner"), other, said, way=ReplyWay.BY_HAND)


def test_three_hundred_suppliers_are_asked_fairly_and_a_gap_is_closed_together(
    visit: OpenPage, cast: Cast, box: Letterbox, tmp_path: Path
) -> None:
    watch, buyer = Watch(), visit(client=cast.client("steward"))
    _taken_in_and_put_into_a_class(buyer, cast, watch, tmp_path)
    request = _written_until_it_was_fair(buyer, cast, watch)
    _let_out_by_a_second_person(visit(client=cast.client("owner")), request, watch)
    guest = visit()
    _answered_in_one_sitting(guest, box, watch)
    _also_replied(cast)
    buyer = visit(client=cast.client("steward"))
    assert _cell(buyer, cast) == "50"
    watch.look(buyer, "map")
    _closed_together(buyer, guest, cast, box, watch)
    assert _cell(buyer, cast) == "100"
    with scope(organisation=cast.organisation):
        assert Asked.objects.filter(state=AskedState.REPLIED).count() == 2
        assert Asked.objects.count() == MANY
    watch.ends_well()
