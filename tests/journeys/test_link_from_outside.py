"""Somebody outside, without an account, reads one result: the link and the code come by mail, then it is stopped."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from kuramori.ground.post.send import send_due
from kuramori.outside.tests.letterbox import Letterbox, letterbox
from kuramori.press.tests.reading import pdf_text, squeezed
from kuramori.site.instance import Mail
from tests.cast import Cast
from tests.journeys import moves, world
from tests.journeys.barriers import Watch
from tests.journeys.conftest import OpenPage

pytestmark = pytest.mark.django_db(transaction=True)

ITO = "ito@torihiki.example"


@pytest.fixture
def box(settings) -> Iterator[Letterbox]:
    with letterbox() as found:
        mail = Mail(
            host=found.host,
            port=found.port,
            security="none",
            sender="kura@kakuu.example",
            private_network=True,
        )
        settings.INSTANCE = dataclasses.replace(settings.INSTANCE, mail=mail)
        yield found


def _mailed(box: Letterbox, pattern: str) -> str:
    """The worker comes by; what the newest mail to Mr Ito says."""
    send_due(organisation_id="", person_id=None, progress=lambda _done, _total: None)
    found = re.search(pattern, box.text_to(ITO))
    assert found is not None
    return found[1]


def test_a_customer_reads_a_result_by_link_and_code_until_it_is_stopped(
    visit: OpenPage, cast: Cast, box: Letterbox, tmp_path
) -> None:
    sheet, watch = world.last_years_round(cast, moves.factory()), Watch()
    house = visit(client=cast.client("steward"))
    house.goto(cast.url(f"checks/{sheet.pk}/result/"))
    house.get_by_role("link", name="社外の方に見せる").click()
    house.get_by_label("渡す相手のお名前").fill("取引先 伊藤")
    house.get_by_label("メールアドレス").fill(ITO)
    house.get_by_role("button", name="作ってメールで送る").click()
    expect(house.locator(".msg--ok")).to_contain_text("取引先 伊藤さんにメールを送ります")
    watch.look(house, "share")

    outside = visit("phone")
    address = _mailed(box, r"(http://\S+/link/\S+/)")
    outside.goto(address)
    watch.look(outside, "link")
    outside.get_by_role("button", name="確認コードを送る").click()
    expect(outside.locator(".msg--ok")).to_contain_text("i***@torihiki.example に確認コードを送りました")
    outside.get_by_label("確認コード").fill("000 000")
    code = _mailed(box, r"\b(\d{3} \d{3})\b")
    if code != "000 000":
        outside.get_by_role("button", name="開く").click()
        expect(outside.get_by_role("alert")).to_contain_text("あと4回")
        watch.look(outside, "wrong code")
    outside.get_by_label("確認コード").fill(code)
    outside.get_by_role("button", name="開く").click()
    expect(outside.get_by_role("heading", level=1)).to_have_text("架空精工株式会社の自己チェックの結果")
    watch.look(outside, "shared")
    with outside.expect_download() as waiting:
        outside.get_by_role("link", name="報告書（PDF）を受け取る").click()
    taken = tmp_path / "taken.pdf"
    waiting.value.save_as(taken)
    assert squeezed("架空精工株式会社") in pdf_text(taken.read_bytes())

    house.goto(cast.url("people/mail/"))
    expect(house.locator("tbody tr")).to_have_count(2)
    expect(house.locator("tbody")).to_contain_text("送りました")
    watch.look(house, "mail")
    house.goto(cast.url(f"reports/sheets/{sheet.pk}/share/"))
    expect(house.get_by_text("1回開きました")).to_be_visible()
    house.get_by_role("button", name="電話で伝えるコードを出す").click()
    expect(house.locator(".score b")).to_have_text(re.compile(r"\d{3} \d{3}"))
    watch.look(house, "code to tell")
    house.get_by_role("button", name="止める").click()
    outside.reload()
    expect(outside.get_by_role("heading", level=1)).to_have_text("このリンクは、いまは開けません")
    watch.look(outside, "stopped")
    watch.ends_well()
