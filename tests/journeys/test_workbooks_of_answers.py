"""Answers by Excel: workbooks handed out, filled, dropped back with two bad ones, looked at, and counted."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import openpyxl
import pytest
from django_scopes import scope
from playwright.sync_api import Page, expect

from kuramori.ground.jobs import tasks
from kuramori.ground.jobs.models import Job, State
from kuramori.rules.requests.outcomes import Outcome
from kuramori.work.requests.models import Asked, Reply, ReplyWay
from kuramori.work.requests.tests import asked_world
from tests.cast import Cast
from tests.journeys.barriers import PHONE, Watch
from tests.journeys.conftest import OpenPage

pytestmark = pytest.mark.django_db(transaction=True)

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NAMES = ("見本金型", "例示表面処理", "試料成形")
# What Excel writes when a password is asked for.
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
FIRST_ROW, ANSWER, YES, NO = 4, "E", "できている", "できていない"


def _filled(workbook: bytes, but: Mapping[str, str] | None = None) -> bytes:
    """Yes everywhere, `but` these cells of the sheet of answers."""
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    sheet = book.worksheets[1]
    for row in range(FIRST_ROW, sheet.max_row + 1):
        sheet[f"{ANSWER}{row}"].value = YES
    for cell, value in (but or {}).items():
        sheet[cell].value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _worked(page: Page, path: str) -> None:
    """Whatever was left to a worker is done; then the page as it is now."""
    for job in Job.objects.filter(state=State.QUEUED, kind__startswith="requests:"):
        tasks.run.call(str(job.pk))
    page.goto(path)


def _handed_out(page: Page, cast: Cast, watch: Watch) -> dict[str, bytes]:
    """The workbooks of all partners, by the number that begins their names."""
    page.goto(cast.url("requests/workbooks/"))
    watch.look(page, "workbooks")
    page.get_by_role("button", name=f"{len(NAMES)}社分の回答表を受け取る").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("回答表を受け取る")
    _worked(page, page.url)
    watch.look(page, "made")
    with page.expect_download() as taken:
        page.get_by_role("link", name="受け取る（").click()
    with zipfile.ZipFile(taken.value.path()) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def _drop(page: Page, cast: Cast, *files: tuple[str, bytes]) -> str:
    page.goto(cast.url("requests/workbooks/"))
    page.locator("#id_files").set_input_files(
        [{"name": name, "mimeType": SHEET, "buffer": content} for name, content in files]  # type: ignore[arg-type]
    )
    page.get_by_role("button", name="読んで確かめる").click()
    page.wait_for_url(lambda url: "/drops/" in url)
    _worked(page, page.url)
    return page.url


def _counted(cast: Cast) -> dict[str, str]:
    """The states of the reply that counts, by partner."""
    with scope(organisation=cast.organisation):
        rows = Asked.objects.filter(reply__isnull=False).select_related("partner", "reply")
        assert set(Reply.objects.values_list("way", flat=True)) <= {ReplyWay.EXCEL}
        return {row.partner.name: row.reply.states for row in rows}


def test_filled_workbooks_are_looked_at_and_then_count(visit: OpenPage, cast: Cast) -> None:
    with scope(organisation=cast.organisation):
        asked_world.sent(cast.actor("owner"), NAMES)
    page, watch = visit(client=cast.client("owner")), Watch()
    books = _handed_out(page, cast, watch)
    good, doubtful, _third = sorted(books)

    drop = _drop(
        page,
        cast,
        (good, _filled(books[good], {"E6": NO})),
        (doubtful, _filled(books[doubtful], {"E5": "たぶん"})),
        ("鍵付き.xlsx", LOCKED),
    )
    assert _counted(cast) == {}
    expect(page.get_by_text("取り込むまで、どの回答も変わりません")).to_be_visible()
    watch.look(page, "dropped")
    page.goto(f"{drop}?state=ready")
    page.get_by_role("link", name="見本金型").click()
    expect(page.get_by_role("heading", name="書かれている答え（19問）")).to_be_visible()
    watch.look(page, "good one")
    page.goto(f"{drop}?state=unreadable")
    expect(page.get_by_text("パスワード").first).to_be_visible()
    page.goto(f"{drop}?state=doubts")
    page.get_by_role("link", name="例示表面処理").click()
    expect(page.get_by_role("rowheader", name="E5")).to_be_visible()
    watch.look(page, "doubtful one")

    page.goto(drop)
    page.get_by_role("button", name="よいものだけ取り込む（1）").click()
    expect(page.get_by_text("1個を回答として取り込みました").first).to_be_visible()
    _worked(page, drop)
    assert set(_counted(cast)) == {"見本金型"}

    # The office corrects one answer: what would change stands beside what counts, on a phone too.
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    again = _drop(page, cast, (good, _filled(books[good])))
    page.get_by_role("link", name="見本金型").click()
    expect(page.get_by_role("heading", name="取り込むと変わる答え（1問）")).to_be_visible()
    expect(page.get_by_role("table")).to_contain_text(NO)
    watch.look(page, "what would change")
    before = _counted(cast)["見本金型"]
    page.get_by_role("button", name="この回答表を取り込む").click()
    _worked(page, again)
    after = _counted(cast)["見本金型"]
    assert [(old, new) for old, new in zip(before, after, strict=True) if old != new] == [
        (Outcome.NOT, Outcome.MET)
    ]
    page.goto(cast.url("requests/portfolio/list/"))
    expect(page.get_by_role("link", name="見本金型").first).to_be_visible()
    watch.ends_well()
