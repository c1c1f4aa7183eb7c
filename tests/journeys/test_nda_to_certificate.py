"""From the agreement to the certificate: a supplier's drawing at a prime, in front of browsers only.

The prime's signatory concludes the exact text behind a link, its engineer confirms on a phone, looks at thirty
marked pages and is stopped, and its office certifies the destruction; then nothing is out any more.
"""

from __future__ import annotations

import dataclasses
import datetime
import io
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pypdfium2
import pytest
from django_scopes import scope
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from kuramori.ground.post.send import send_due
from kuramori.outside import clock
from kuramori.outside.tests.letterbox import Letterbox, letterbox
from kuramori.site.instance import Mail
from kuramori.work.ledger.tests import making
from kuramori.work.partners import agreeing, hand_over, hand_over_checks
from kuramori.work.partners.models import Agreement, HandOver, HandOverState, Mode, PageView
from kuramori.work.partners.tests import agreed, handed
from kuramori.work.partners.tests import shared as showing
from kuramori.work.partners.tests.decided import assured
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
        settings.INSTANCE = dataclasses.replace(showing.reachable(), mail=mail)
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
    found = re.search(pattern, box.text_to(showing.ADDRESS))
    assert found is not None
    return found[1]


def _through_the_code(page: Page, box: Letterbox) -> None:
    page.get_by_role("button", name="確認コードを送る").click()
    page.get_by_label("確認コード").fill("12")
    page.get_by_role("button", name="開く").click()
    expect(page.locator(".msg--stop")).to_be_visible()
    page.get_by_label("確認コード").fill(_mailed(box, r"\b(\d{3} \d{3})\b"))
    page.get_by_role("button", name="開く").click()


def _handed_link(page: Page) -> str:
    """The address that the house's page shows once."""
    return urlsplit(page.locator("textarea").first.input_value()).path


def _concluded(cast: Cast, visit: OpenPage, box: Letterbox, watch: Watch) -> Agreement:
    """The house fills the wording and offers it; both signatories conclude it."""
    owner = cast.actor("owner")
    with scope(organisation=cast.organisation):
        partner = making.partner(owner)
        handed.contact(owner, partner)
        row = agreed.draft(owner, partner)
    house = visit(client=cast.client("owner"))
    house.goto(cast.url(f"sharing/wordings/agreement/{row.pk}/propose/"))
    watch.look(house, "proposals")
    house.get_by_role("button", name="この条件を入れる 図面・仕様書（受託加工）").click()
    with scope(organisation=cast.organisation):
        row.refresh_from_db()
        agreeing.change_terms(
            owner, row, {"items_by": "all"}, revision=row.revision, reason="渡したものすべてに"
        )
    house.goto(cast.url(f"sharing/wordings/agreement/{row.pk}/"))
    watch.look(house, "wording")
    house.reload()
    house.get_by_text("この文面を、相手の結ぶ方に示す").click()
    house.get_by_label("こちらで結ぶ方").select_option(label=cast.person("owner").name)
    house.get_by_label("その役職").fill("代表取締役")
    house.get_by_label("相手の結ぶ方").select_option(index=1)
    house.get_by_label("相手の役職").fill("調達本部長")
    house.get_by_label("権限をどう確かめたか").fill("委任状の写しで確かめた")
    house.get_by_role("button", name="リンクを作る").click()
    watch.look(house, "offered")
    signatory = visit()
    signatory.goto(_handed_link(house))
    _through_the_code(signatory, box)
    watch.look(signatory, "text to conclude")
    signatory.get_by_role("button", name="この文面で締結します").click()
    expect(signatory.get_by_text("権限のある方だけが締結できます。")).to_be_visible()
    signatory.get_by_label("会社を代表してこの契約を結ぶ権限があります").check()
    signatory.get_by_role("button", name="この文面で締結します").click()
    expect(signatory.locator(".msg--ok")).to_contain_text("お相手の会社の締結を待っています")
    house.goto(cast.url(f"sharing/wordings/agreement/{row.pk}/"))
    house.get_by_role("button", name="会社を代表して、この文面で締結します").click()
    expect(house.locator(".msg--ok")).to_contain_text("締結しました")
    signatory.reload()
    expect(signatory.locator(".msg--ok")).to_contain_text("締結済みです")
    watch.look(signatory, "concluded")
    return row


def _looked_at(cast: Cast, visit: OpenPage, box: Letterbox, watch: Watch, drawing: object) -> HandOver:
    """The drawing goes onto the share page; the engineer confirms on a phone and looks at every page."""
    owner = cast.actor("owner")
    with scope(organisation=cast.organisation):
        assured(owner, making.partner(owner), 3)
        row = handed.prepared(owner, mode=Mode.SHARE_PAGE, way=None, purpose="治具の見積り")
    house = visit(client=cast.client("owner"))
    house.goto(cast.url(f"sharing/share-pages/{row.pk}/"))
    house.get_by_label("見せるファイル").set_input_files(drawing)  # type: ignore[arg-type]
    house.get_by_role("button", name="ファイルを入れる").click()
    expect(house.get_by_text(f"全{PAGES}ページ")).to_be_visible()
    with scope(organisation=cast.organisation):
        for code in ("label", "no_onward"):
            hand_over_checks.tick(owner, row, code)
        hand_over.offer(owner, row)
    house.reload()
    house.get_by_role("button", name="リンクを作ってメールで送る").click()
    expect(house.locator(".msg--ok")).to_contain_text("メールを送ります")
    watch.look(house, "let in")
    phone = visit("phone")
    phone.goto(urlsplit(_mailed(box, r"(https://\S+/link/\S+/share/|https://\S+/link/\S+/)")).path)
    _through_the_code(phone, box)
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
    _stopped(cast, row, house, phone, watch)
    return row


def _stopped(cast: Cast, row: HandOver, house: Page, phone: Page, watch: Watch) -> None:
    """The house sees what was looked at, and ends it; the phone says so in plain words."""
    house.goto(cast.url(f"sharing/share-pages/{row.pk}/"))
    expect(house.get_by_text(re.compile(r"見たページ\d{2}枚"))).to_be_visible()
    watch.look(house, "log")
    house.get_by_role("button", name="いますぐ止める").click()
    phone.reload()
    expect(phone.get_by_role("heading", level=1)).to_have_text("この方への提供は取りやめになりました。")
    watch.look(phone, "stopped")


def test_from_the_agreement_to_the_certificate_of_destruction(
    visit: OpenPage, cast: Cast, box: Letterbox, tmp_path
) -> None:
    watch = Watch()
    agreement = _concluded(cast, visit, box, watch)
    drawing = tmp_path / "治具図面.pdf"
    drawing.write_bytes(_drawing())
    row = _looked_at(cast, visit, box, watch, drawing)
    with scope(organisation=cast.organisation):
        row.refresh_from_db()
        assert row.agreement_id in {agreement.pk, None}
        assert row.state == HandOverState.OUT

    house = visit(client=cast.client("owner"))
    house.goto(cast.url("sharing/take-back/"))
    watch.look(house, "take-backs")
    house.get_by_role("link", name=f"返還・廃棄を頼む {row.number}").click()
    house.get_by_label("いつまでに").fill("来週")
    house.get_by_role("button", name="頼む", exact=True).click()
    expect(house.locator(".wrong")).to_contain_text("2026/3/31")
    by = clock.today() + datetime.timedelta(days=7)
    house.get_by_label("いつまでに").fill(f"{by.year}/{by.month}/{by.day}")
    house.get_by_label("証明してもらう方").select_option(index=1)
    house.get_by_role("button", name="頼む", exact=True).click()
    watch.look(house, "asked back")

    office = visit("phone")
    office.goto(_handed_link(house))
    _through_the_code(office, box)
    watch.look(office, "certificate to fill in")
    office.get_by_role("button", name="文面を確かめる").click()
    expect(office.get_by_text("どれをどうしたか、1つ以上選んでください。")).to_be_visible()
    office.get_by_label("どうしたか").select_option("destroyed")
    office.get_by_label("方法").select_option("file:overwrite")
    office.get_by_label("立ち会った方").fill("例示 二郎")
    office.get_by_role("button", name="文面を確かめる").click()
    expect(office.get_by_text(re.compile("立ち会った人: 例示 二郎"))).to_be_visible()
    watch.look(office, "certificate to read")
    office.get_by_role("button", name="この文面のとおり証明します").click()
    expect(office.get_by_role("heading", level=1)).to_have_text("証明をいただきました")
    with office.expect_download() as taken:
        office.get_by_role("link", name=re.compile("の証明書（PDF）")).click()
    printed = pypdfium2.PdfDocument(io.BytesIO(taken.value.path().read_bytes()))
    said = "".join(page.get_textpage().get_text_bounded() for page in printed)
    assert "廃棄した" in re.sub(r"\s", "", said)

    house.goto(cast.url("sharing/take-back/"))
    expect(house.get_by_text("いま相手の手元にあるものはありません。")).to_be_visible()
    with scope(organisation=cast.organisation):
        row.refresh_from_db()
        assert row.state == HandOverState.CLOSED
    watch.ends_well()
