"""The pages of looking for secrets, as a browser gets them."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_scopes import scope

from bench import corpus
from kuramori.ground.trail.models import Entry
from kuramori.site.instance import ScanFolder
from kuramori.work.ledger import read
from kuramori.work.ledger.models import Asset, Finding, Fingerprint, Judgement, ScanRun, ScanSource, Term
from kuramori.work.ledger.scanning import running
from kuramori.work.ledger.tests import making, scanned
from tests.cast import Cast

PATH = "見積の控え.docx"


@pytest.fixture
def made(cast: Cast) -> Asset:
    with scope(organisation=cast.organisation):
        asset = making.asset(cast.actor("steward"))
        scanned.things(cast.actor("steward"), asset)
        return asset


@pytest.fixture
def share(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    listed = (ScanFolder(cast.organisation.slug, str(tmp_path)),)
    monkeypatch.setattr(settings, "INSTANCE", dataclasses.replace(settings.INSTANCE, scan_folder=listed))
    return tmp_path


def text(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def test_an_empty_page_says_what_to_do_first(cast: Cast) -> None:
    assert "さがす場所を決める" in text(cast.client("steward"), cast.url("ledger/scan/"))


def test_a_finding_tells_asset_passage_place_and_reason(cast: Cast, made: Asset) -> None:
    page = text(cast.client("steward"), cast.url("ledger/scan/"))
    for shown in (
        made.number,
        made.name,
        PATH,
        "焼入温度は八百五十度",
        "一致した箇所 5",
        "秘密の表示がありません",
    ):
        assert shown in page


def test_who_judges_sees_the_way_below_the_folder_and_who_scans_the_whole_one(
    cast: Cast, made: Asset
) -> None:
    judging = text(cast.client("section"), cast.url("ledger/scan/"))
    assert f"<code>営業/{PATH}</code>" in judging
    assert "/mnt/share" not in judging
    assert f"<code>/mnt/share/営業/{PATH}</code>" in text(cast.client("steward"), cast.url("ledger/scan/"))


def test_of_a_masked_asset_neither_place_nor_passage_is_shown(cast: Cast) -> None:
    with scope(organisation=cast.organisation):
        top = making.top(cast.actor("owner"))
        scanned.things(cast.actor("owner"), top)
    page = text(cast.client("section"), cast.url("ledger/scan/"))
    assert top.number in page
    for hidden in (top.name, PATH, "焼入温度", "一致した箇所"):
        assert hidden not in page
    before = Entry.objects.filter(event="ledger:asset:looked").count()
    assert PATH in text(cast.client("steward"), cast.url("ledger/scan/"))
    assert Entry.objects.filter(event="ledger:asset:looked").count() == before + 1


def test_a_person_accepts_or_rejects(cast: Cast, made: Asset) -> None:
    client = cast.client("steward")
    finding = Finding.everywhere.get()
    answer = client.post(cast.url(f"ledger/scan/findings/{finding.pk}/judge/"), {"judgement": "rejected"})
    assert answer.status_code == 302
    assert Finding.everywhere.get().judgement == Judgement.REJECTED
    assert PATH not in text(client, cast.url("ledger/scan/"))
    assert PATH in text(client, cast.url("ledger/scan/?state=rejected"))
    wrong = client.post(cast.url(f"ledger/scan/findings/{finding.pk}/judge/"), {"judgement": "maybe"})
    assert wrong.status_code == 400


def test_a_source_is_added_looked_through_and_given_up(cast: Cast, share: Path) -> None:
    client = cast.client("steward")
    (share / "a.docx").write_bytes(corpus.docx(["本文"], header="社外秘"))
    (share / "broken.docx").write_bytes(b"no zip")
    answer = client.post(
        cast.url("ledger/scan/sources/"),
        {"name": "共有", "folder": str(share), "rhythm": "weekly", "department": ""},
    )
    assert answer.status_code == 302, answer.content.decode()
    source = ScanSource.everywhere.get()
    assert "いま、さがす" in text(client, cast.url("ledger/scan/sources/"))
    begun = client.post(cast.url(f"ledger/scan/sources/{source.pk}/run/"))
    run = ScanRun.everywhere.get()
    assert begun["Location"].endswith(f"/ledger/scan/runs/{run.pk}/")
    assert "さがしています" in text(client, begun["Location"])
    with scope(organisation=cast.organisation):
        running.scan(
            organisation_id=str(cast.organisation.pk),
            person_id=None,
            progress=lambda _d, _t: None,
            run=str(run.pk),
        )
    page = text(client, begun["Location"])
    assert "さがし終わりました" in page
    assert "broken.docx" in page
    assert "壊れているか" in page
    assert "a.docx" in text(client, cast.url("ledger/scan/"))
    assert client.post(cast.url(f"ledger/scan/sources/{source.pk}/retire/")).status_code == 302
    assert client.post(cast.url(f"ledger/scan/sources/{source.pk}/run/")).status_code == 404


def test_a_folder_that_is_not_listed_is_refused_by_its_reason(cast: Cast, share: Path) -> None:
    answer = cast.client("steward").post(
        cast.url("ledger/scan/sources/"), {"name": "x", "folder": "/etc", "rhythm": "never", "department": ""}
    )
    assert answer.status_code == 422
    assert "さがしてよい場所として設定されていません" in answer.content.decode()
    assert not ScanSource.everywhere.exists()


def test_a_reference_copy_is_registered_and_taken_off(cast: Cast, made: Asset) -> None:
    client = cast.client("steward")
    url = cast.url(f"ledger/{made.pk}/copies/")
    file = SimpleUploadedFile("手順書.docx", corpus.docx(["焼入温度と冷却時間を記録する。" * 20]))
    assert client.post(url, {"file": file}).status_code == 302
    page = text(client, url)
    assert "手順書.docx" in page
    kept = next(one for one in Fingerprint.everywhere.all() if one.characters > 300)
    client.post(cast.url(f"ledger/scan/copies/{kept.pk}/retire/"))
    assert "手順書.docx" not in text(client, url)
    client.post(url, {"text": "青い鳥計画"})
    assert "青い鳥計画" in text(client, url)
    refused = client.post(url, {"text": "A-1", "is_number": "on"})
    assert refused.status_code == 422
    assert "4文字以上" in refused.content.decode()
    assert Term.everywhere.filter(retired_at__isnull=True).count() == 2


def test_the_page_of_an_asset_tells_how_many_copies_can_be_recognised(cast: Cast, made: Asset) -> None:
    page = text(cast.client("steward"), cast.url(f"ledger/{made.pk}/"))
    assert "見分けられるか" in page
    assert "0 / 1" in page


def test_home_asks_to_judge_what_was_found_until_it_is_judged(cast: Cast, made: Asset) -> None:
    with scope(organisation=cast.organisation):
        asked = [one.title for one in read.next_actions(cast.actor("steward"))]
        assert "見つかったファイル1件を判断する" in asked
        assert not [one for one in read.next_actions(cast.actor("staff")) if "見つかった" in one.title]
        Finding.objects.update(judgement=Judgement.REJECTED)
        assert not [one for one in read.next_actions(cast.actor("steward")) if "見つかった" in one.title]
