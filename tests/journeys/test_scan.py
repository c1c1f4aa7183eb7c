"""Looking for secrets in the browser: a folder is added, the worker looks through it, and a person judges."""

from __future__ import annotations

import dataclasses
import random
from pathlib import Path

import pytest
from django.conf import settings
from django_scopes import scope
from playwright.sync_api import expect

from bench import corpus
from kuramori.site.instance import ScanFolder
from kuramori.work.ledger.models import Finding, Judgement, ScanRun
from kuramori.work.ledger.scanning import running
from kuramori.work.ledger.tests import making
from tests.cast import Cast
from tests.journeys.conftest import OpenPage

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = corpus.prose(random.Random(41), 600)


def test_a_folder_is_looked_through_and_a_finding_judged(
    visit: OpenPage, cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = (ScanFolder(cast.organisation.slug, str(tmp_path / "share")),)
    monkeypatch.setattr(settings, "INSTANCE", dataclasses.replace(settings.INSTANCE, scan_folder=listed))
    (tmp_path / "share").mkdir()
    (tmp_path / "share" / "見積の説明.docx").write_bytes(corpus.docx(["はじめに。", SECRET[100:300]]))
    (tmp_path / "手順書.docx").write_bytes(corpus.docx([SECRET]))
    with scope(organisation=cast.organisation):
        asset = making.asset(cast.actor("steward"))
    page = visit(client=cast.client("steward"))

    page.goto(cast.url(f"ledger/{asset.pk}/"))
    page.get_by_role("link", name="さがす手がかりを決める").click()
    page.get_by_label("元にするファイル").set_input_files(tmp_path / "手順書.docx")
    page.get_by_role("button", name="読んで、指紋を残す").click()
    expect(page.get_by_text("ファイルそのものは残していません。")).to_be_visible()

    page.goto(cast.url("ledger/scan/"))
    page.locator("main").get_by_role("link", name="さがす場所を決める").click()
    page.get_by_label("呼び名").fill("共有サーバー")
    page.get_by_label("フォルダーの場所").fill(str(tmp_path / "share"))
    page.get_by_role("button", name="足す").click()
    page.get_by_role("button", name="いま、さがす").click()
    expect(page.get_by_text("さがしています")).to_be_visible()
    _work(cast)
    expect(page.get_by_text("さがし終わりました。")).to_be_visible()

    page.get_by_role("link", name="見つかったものを見る").click()
    found = page.get_by_role("article")
    expect(found).to_contain_text(asset.number)
    expect(found).to_contain_text("見積の説明.docx")
    expect(found).to_contain_text("同じ文章があります")
    found.get_by_role("button", name="そのとおり").click()
    expect(page.get_by_text("「そのとおり」と記録しました。")).to_be_visible()
    assert Finding.everywhere.get().judgement == Judgement.ACCEPTED
    page.goto(cast.url(f"ledger/{asset.pk}/"))
    expect(page.get_by_role("region", name="見分けられるか")).to_contain_text("0 / 1")


def _work(cast: Cast) -> None:
    """The worker's part."""
    run = ScanRun.everywhere.get()
    with scope(organisation=cast.organisation):
        running.scan(
            organisation_id=str(cast.organisation.pk),
            person_id=None,
            progress=lambda _done, _total: None,
            run=str(run.pk),
        )
