"""The supplier's own house, in front of browsers only: a customer's request comes in, is answered, and a promise kept.

Two organisations of one instance are joined by a channel. The buyer sends a request; the supplier lays its own latest
check in, looks at what will be seen, and a second person lets it out. Both see the same afterwards. One gap is agreed,
and the supplier writes what it promised into its register and prints the page.
"""

from __future__ import annotations

import datetime
import re

import pytest
from django_scopes import scope
from playwright.sync_api import Page, expect

from kuramori.ground.jobs import tasks
from kuramori.ground.jobs.models import Job, State
from kuramori.ground.packs import read as packs
from kuramori.outside import clock
from kuramori.work.checks.answer import answer
from kuramori.work.checks.begin import begin
from kuramori.work.checks.finalise import finalise
from kuramori.work.partners.channels import carrying
from kuramori.work.partners.models import Channel
from kuramori.work.partners.tests.connected import connect
from kuramori.work.requests import approving, asking, choosing, sending
from kuramori.work.requests.linting import look
from kuramori.work.requests.models import Gap, Promise, Reply
from kuramori.work.requests.tests import asking_world
from tests.cast import Cast
from tests.journeys.barriers import PHONE, Watch
from tests.journeys.conftest import OpenPage

pytestmark = pytest.mark.django_db(transaction=True)
BUYER, PLAN = "架空精工株式会社", "鍵のかかる棚を買う"


def _press(page: Page, button: str | re.Pattern[str]) -> None:
    page.get_by_role("button", name=button).click()


def _on_phone(page: Page) -> None:
    """Whoever was looked at is on a desktop again."""
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})


def _in(days: int) -> str:
    return (clock.today() + datetime.timedelta(days=days)).isoformat()


class Sides:
    """Both houses, and what goes to and fro between them."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.here, self.there = connect(cast)
        self.us, self.them = cast.actor("owner"), cast.actor("owner", at=cast.there)
        self._checked()
        self.request = self._asked()

    def carry(self) -> None:
        """As the workers would have by now: there, back, and what is said in answer."""
        for channel in (self.here, self.there, self.here):
            self._carry(channel)

    def url(self, path: str) -> str:
        return self.cast.url(f"requests/{path}", at=self.cast.there)

    @staticmethod
    def _carry(channel: Channel) -> None:
        carrying.carry(
            organisation_id=str(channel.organisation_id),
            person_id=None,
            progress=lambda *_: None,
            channel=str(channel.pk),
        )

    def _checked(self) -> None:
        """The supplier knows itself: everything holds but the first question."""
        pack = packs.find(asking_world.PACK)
        assert pack is not None
        with scope(organisation=self.them.organisation):
            sheet = begin(self.them, pack, name="今年の自己チェック")
            for item in pack.items:
                level = 1 if item.id == "q01" else 2
                answer(self.them, sheet, pack, item.id, value=level, comment="社内のひとこと", revision=0)
            finalise(self.them, sheet, pack)

    def _asked(self) -> str:
        """A fair request to this one partner that waits for approval; where it is."""
        steward = self.cast.actor("steward")
        with scope(organisation=steward.organisation):
            row = asking.make(steward, asking_world.profile(steward), asking_world.wanted())
            choosing.choose_one(steward, row, self.here.partner)
            row.refresh_from_db()
            accepted = {one.rule: "今回は状況を知るだけのため" for one in look(row).amber}
            row = approving.hand_in(steward, row, accepted, revision=row.revision)
        return self.cast.url(f"requests/{row.pk}/")


def _sent(buyer: Page, sides: Sides) -> None:
    buyer.goto(sides.request)
    _press(buyer, "承認する")
    _press(buyer, re.compile("1社へ送る"))
    expect(buyer.locator(".msg--ok")).to_contain_text("送り始めました")
    for job in Job.objects.filter(kind=sending.JOB, state=State.QUEUED):
        tasks.run.call(str(job.pk))
    sides.carry()


def _answered(clerk: Page, sides: Sides, watch: Watch) -> None:
    """From the list to the preview; somebody else has to let it out."""
    clerk.goto(sides.url("inquiries/"))
    watch.look(clerk, "what came")
    clerk.get_by_role("link", name=re.compile(BUYER)).first.click()
    expect(clerk.get_by_text("図面をお預けしており")).to_be_visible()
    watch.look(clerk, "one request")
    _press(clerk, re.compile("19問に答えを入れる"))
    expect(clerk.locator(".msg--ok")).to_contain_text("19問に入れました")
    clerk.fill("input[name='q01.plan']", PLAN)
    clerk.fill("input[name='q01.on']", _in(30))
    watch.look(clerk, "answers")
    _press(clerk, "保存して確かめる")
    clerk.get_by_label("説明と計画まで").check()
    clerk.get_by_label("回答した方のお名前").fill("")
    _press(clerk, "この範囲での見え方を確かめる")
    expect(clerk.locator(".wrong").first).to_be_visible()
    clerk.get_by_label("回答した方のお名前").fill("深見 淳")
    _press(clerk, "この範囲での見え方を確かめる")
    seen = clerk.locator(".ans-seen")
    expect(seen).to_contain_text(PLAN)
    expect(seen).not_to_contain_text("社内のひとこと")
    watch.look(clerk, "preview")
    _press(clerk, "この見え方で承認を求める")
    expect(clerk.locator(".msg--ok")).to_contain_text("承認を求めました")


def _let_out(keeper: Page, sides: Sides, watch: Watch) -> None:
    _on_phone(keeper)
    keeper.goto(sides.url("inquiries/?part=waiting"))
    keeper.get_by_role("link", name=re.compile(BUYER)).first.click()
    keeper.get_by_role("link", name="見え方を確かめて承認する").click()
    expect(keeper.locator(".ans-seen")).to_contain_text(PLAN)
    _press(keeper, "承認して、この見え方で出す")
    expect(keeper.locator(".msg--ok")).to_contain_text("回答を出しました")
    watch.look(keeper, "our reply")
    sides.carry()


def _both_see_the_same(buyer: Page, keeper: Page, sides: Sides, watch: Watch) -> None:
    with scope(organisation=sides.us.organisation):
        reply = Reply.objects.get()
    buyer.goto(sides.cast.url(f"requests/replies/{reply.pk}/"))
    expect(buyer.get_by_text(PLAN).first).to_be_visible()
    expect(buyer.get_by_text("社内のひとこと")).to_have_count(0)
    watch.look(buyer, "the buyer's reply")
    keeper.reload()
    expect(keeper.get_by_text(re.compile("お客様が受け取りました")).first).to_be_visible()
    expect(keeper.get_by_text(reply.digest).first).to_be_attached()


def _gap_agreed(buyer: Page, keeper: Page, sides: Sides, watch: Watch) -> Gap:
    """What the answer planned stands as the proposal; agreed here, it is agreed there. The supplier's row."""
    buyer.get_by_role("link", name="足りないところを相談する").click()
    _press(buyer, "選んだものを挙げる")
    sides.carry()
    with scope(organisation=sides.us.organisation):
        ours = Gap.objects.get()
    buyer.goto(sides.cast.url(f"requests/gaps/{ours.pk}/"))
    _press(buyer, "この計画に合意する")
    sides.carry()
    _on_phone(keeper)
    keeper.goto(sides.url("gaps/?side=asked"))
    keeper.get_by_role("link", name=re.compile(re.escape(ours.what))).first.click()
    expect(keeper.get_by_text("計画に合意").first).to_be_visible()
    watch.look(keeper, "agreed gap")
    with scope(organisation=sides.us.organisation):
        ours.refresh_from_db()
    with scope(organisation=sides.them.organisation):
        theirs = Gap.objects.get()
    assert (ours.state, ours.plan, ours.plan_on) == (theirs.state, theirs.plan, theirs.plan_on)
    return theirs


def _promised_and_printed(keeper: Page, sides: Sides, gap: Gap, watch: Watch) -> None:
    _on_phone(keeper)
    keeper.get_by_role("link", name="約束の一覧に残す").click()
    expect(keeper.get_by_label("お客様", exact=False).first).to_have_value(BUYER)
    expect(keeper.get_by_label("約束の中身")).to_have_value(PLAN)
    keeper.get_by_label("いつまでに").fill("2001/1/1")
    _press(keeper, "記録する")
    expect(keeper.locator(".wrong").first).to_be_visible()
    keeper.get_by_label("いつまでに").fill(_in(30))
    watch.look(keeper, "promise being written")
    _press(keeper, "記録する")
    expect(keeper.locator(".msg--ok")).to_contain_text("Y-0001")
    watch.look(keeper, "promise")
    keeper.goto(sides.url(f"gaps/{gap.pk}/"))
    expect(keeper.get_by_role("link", name=re.compile("Y-0001"))).to_be_visible()
    keeper.goto(sides.url("promises/"))
    watch.look(keeper, "register")
    keeper.get_by_role("link", name="約束の一枚").first.click()
    expect(keeper.get_by_text(PLAN).first).to_be_visible()
    watch.look(keeper, "one page")
    paper = keeper.get_by_role("link", name="A4で印刷").get_attribute("href")
    assert paper is not None
    printed = keeper.request.get(paper if "://" in paper else f"{keeper.url.split('/o/')[0]}{paper}")
    assert (printed.status, printed.body()[:5]) == (200, b"%PDF-")
    with scope(organisation=sides.them.organisation):
        assert Promise.objects.get().due_on == clock.today() + datetime.timedelta(days=30)


def test_a_customers_request_becomes_an_answer_an_agreed_gap_and_a_promise(
    visit: OpenPage, cast: Cast
) -> None:
    watch, sides = Watch(), Sides(cast)
    buyer = visit(client=cast.client("owner"))
    _sent(buyer, sides)
    _answered(visit(client=cast.client("section", at=cast.there)), sides, watch)
    keeper = visit(client=cast.client("owner", at=cast.there))
    _let_out(keeper, sides, watch)
    _both_see_the_same(buyer, keeper, sides, watch)
    gap = _gap_agreed(buyer, keeper, sides, watch)
    _promised_and_printed(keeper, sides, gap, watch)
    watch.ends_well()
