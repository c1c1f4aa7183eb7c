"""A Word file gets its mark on the page of an asset, and the same file is read back as marked."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from django_scopes import scope
from playwright.sync_api import expect

from kuramori.press.labels.tests import made
from kuramori.work.ledger.models import Asset
from kuramori.work.ledger.tests import making
from tests.cast import Cast
from tests.journeys.barriers import Watch
from tests.journeys.conftest import OpenPage

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_word_file_is_marked_read_back_and_recorded(visit: OpenPage, cast: Cast, tmp_path: Path) -> None:
    with scope(organisation=cast.organisation):
        asset = making.asset(cast.actor("owner"), number="K-021")
    source = tmp_path / "条件表.docx"
    source.write_bytes(made.word(random.Random("journey")))
    page, watch = visit(client=cast.client("owner")), Watch()

    page.goto(cast.url(f"ledger/{asset.pk}/"))
    page.get_by_role("link", name="ファイルに表示を付ける").click()
    expect(page.get_by_text("【秘】架空精工株式会社 K-021").first).to_be_visible()
    watch.look(page)
    page.locator("#id_files").set_input_files(source)
    with page.expect_download() as download:
        page.get_by_role("button", name="付けた写しを受け取る").click()
    assert download.value.suggested_filename == "条件表.docx"
    marked = tmp_path / "back" / "条件表.docx"
    download.value.save_as(marked)

    page.get_by_label("ページごと").check()
    page.locator("#id_marked").select_option("all")
    page.get_by_role("button", name="台帳に残す").click()
    expect(page.get_by_text("K-021の表示を記録しました。")).to_be_visible()
    with scope(organisation=cast.organisation):
        assert Asset.objects.get(pk=asset.pk).marked == "all"

    page.goto(cast.url("ledger/marks/read/"))
    page.locator("#id_files").set_input_files(marked)
    page.get_by_role("button", name="読み取る").click()
    expect(page.get_by_role("heading", name="条件表.docx")).to_be_visible()
    expect(page.get_by_text("K-021").first).to_be_visible()
    expect(page.get_by_text("目に見える表示").first).to_be_visible()
    watch.look(page)
    watch.ends_well()
