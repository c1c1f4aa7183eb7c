"""A supplier hands a drawing to a prime: its engineer confirms on a phone, sees thirty pages; then it is stopped."""

from __future__ import annotations

import dataclasses
import io
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django_scopes import scope
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from kuramori.ground.post.send import send_due
from kuramori.outside.tests.letterbox import Letterbox, letterbox
from kuramori.site.instance import Mail
from kuramori.work.partners import hand_over, hand_over_checks
from kuramori.work.partners.models import Mode, PageView
from kuramori.work.partners.tests import handed
from kuramori.work.partners.tests import shared as making
from tests.cast import Cast
from tests.journeys.barriers import Watch
from tests.journeys.conftest import OpenPage

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = 30


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
        settings.INSTANCE = dataclasses.replace(making.reachable(), mail=mail)
        yield found


def _drawing() -> bytes:
    """Thirty sheets with a frame, circles and a number."""
    sheets = []
    for number in range(1, PAGES + 1):
        sheet = Image.new("L", (1190, 842), "white")
        pen = ImageDraw.Draw(sheet)
        pen.rectangle((20, 20, 1170, 822), outline=0, width=3)
        for ring in range(6):
            pen.circle((500, 420), 60 + 45 * ring, outline=60)
        pen.rectangle((850, 720, 1170, 822), outline=0, width=2)
        pen.text((870, 750), f"DRAWING 110-{number:02d}", fill=0, font_size=30)
        sheets.append(sheet)
    written = io.BytesIO()
    sheets[0].save(written, "PDF", save_all=True, append_images=sheets[1:])
    return written.getvalue()


def _mailed(box: Letterbox, pattern: str) -> str:
    send_due(organisation_id="", person_id=None, progress=lambda _done, _total: None)
    found = re.search(pattern, box.text_to(making.ADDRESS))
    assert found is not None
    return found[1]


def test_an_engineer_confirms_on_a_phone_and_looks_at_thirty_marked_pages(
    visit: OpenPage, cast: Cast, box: Letterbox, tmp_path
) -> None:
    owner, watch = cast.actor("owner"), Watch()
    with scope(organisation=cast.organisation):
        handed.opened(owner, level=3)
        row = handed.prepared(owner, mode=Mode.SHARE_PAGE, way=None, purpose="試作の打合せ")
    drawing = tmp_path / "治具図面.pdf"
    drawing.write_bytes(_drawing())

    house = visit(client=cast.client("owner"))
    house.goto(cast.url(f"sharing/share-pages/{row.pk}/"))
    house.get_by_label("見せるファイル").set_input_files(drawing)
    house.get_by_role("button", name="ファイルを入れる").click()
    expect(house.get_by_text("全30ページ")).to_be_visible()
    with scope(organisation=cast.organisation):
        for code in ("label", "no_onward"):
            hand_over_checks.tick(owner, row, code)
        hand_over.offer(owner, row)
    house.reload()
    house.get_by_role("button", name="リンクを作ってメールで送る").click()
    expect(house.locator(".msg--ok")).to_contain_text("メールを送ります")
    watch.look(house, "let in")

    phone = visit("phone")
    phone.goto(urlsplit(_mailed(box, r"(https://\S+/link/\S+/)")).path)
    phone.get_by_role("button", name="確認コードを送る").click()
    phone.get_by_label("確認コード").fill(_mailed(box, r"\b(\d{3} \d{3})\b"))
    phone.get_by_role("button", name="開く").click()
    watch.look(phone, "terms")
    phone.get_by_role("button", name="この契約の条件で受け取ります").click()
    phone.get_by_role("link", name="画面で見る").click()
    watch.look(phone, "pages")
    phone.set_viewport_size({"width": 375, "height": 812})
    expect(phone.locator("figure img")).to_have_count(PAGES)
    for number in range(1, PAGES + 1):
        page = phone.locator(f"#p{number} img")
        page.scroll_into_view_if_needed()
        expect(page).to_have_js_property("complete", True)
        assert page.evaluate("one => one.naturalWidth") == 1200
    assert phone.evaluate("document.documentElement.scrollWidth") <= 375
    with scope(organisation=cast.organisation):
        assert set(PageView.objects.values_list("page", flat=True)) == set(range(1, PAGES + 1))
    phone.locator("#p3 a").click()

    house.goto(cast.url(f"sharing/share-pages/{row.pk}/"))
    expect(house.get_by_text(re.compile(r"見たページ\d{2}枚"))).to_be_visible()
    watch.look(house, "log")
    house.get_by_role("button", name="いますぐ止める").click()
    phone.reload()
    expect(phone.get_by_role("heading", level=1)).to_have_text("この方への提供は取りやめになりました。")
    watch.look(phone, "stopped")
    watch.ends_well()
