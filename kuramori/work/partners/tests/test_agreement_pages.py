"""The pages of agreements, through the door."""

from __future__ import annotations

import datetime
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_scopes import scope
from openpyxl import Workbook, load_workbook

from kuramori.ground.people.actor import Actor
from kuramori.outside import clock
from kuramori.work.ledger.tests import making
from kuramori.work.partners import agreeing, annexing
from kuramori.work.partners.dues import dues_between
from kuramori.work.partners.models import (
    Agreement,
    AgreementKind,
    AgreementState,
    HandedItem,
    HandOver,
    HandOverState,
    Medium,
    Mode,
    Side,
)
from kuramori.work.partners.reading import clocks, coverage, received
from kuramori.work.partners.reading.received import Tied
from kuramori.work.partners.reading.shelf import shelf
from kuramori.work.partners.tests import agreed
from tests.cast import Cast

pytestmark = pytest.mark.django_db
HOME = "/o/kakuu-seiko/sharing/agreements/"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def _told(response: Any, *words: str) -> str:
    text: str = response.content.decode()
    for word in words:
        assert word in text, word
    return text


def _handed(actor: Actor, asset: Any, agreement: Agreement | None, **more: Any) -> HandOver:
    """Something that lies with the partner, as HandOver rows tell it."""
    partner = agreement.partner if agreement else making.partner(actor)
    values = {
        "number": "T-0001",
        "side": Side.GIVEN,
        "purpose": "見積もり",
        "mode": Mode.PAPER,
        "state": HandOverState.OUT,
        "handed_on": datetime.date(2026, 6, 1),
        "made_at": clock.now(),
    }
    row: HandOver = HandOver.objects.create(
        organisation=actor.organisation, partner=partner, agreement=agreement, **{**values, **more}
    )
    HandedItem.objects.create(
        organisation=actor.organisation,
        hand_over=row,
        position=1,
        asset=asset,
        number=asset.number,
        name=asset.name,
        grade=asset.grade,
        layer=asset.layer,
    )
    return row


def test_an_agreement_is_copied_in_a_few_fields_concluded_with_its_scan_and_read_as_of_a_day(
    cast: Cast,
) -> None:
    client, actor = cast.client("steward"), cast.actor("steward")
    with scope(organisation=actor.organisation):
        partner = making.partner(actor)
    data = {
        "partner": partner.name,
        "kind": "mutual",
        "from_on": "2026/4/1",
        "until_on": (clock.today() + datetime.timedelta(days=60)).isoformat(),
        "purposes": "試作の見積もり\n量産の相談",
        "secrecy_from": "end",
        "secrecy_years": "３",
        "renewal_months": "12",
        "notice_months": "1",
        "residuals": "yes",
    }
    made = client.post(f"{HOME}new/", data)
    assert made.status_code == 302, made.content.decode()[:3000]
    page = made["Location"]
    _told(client.get(page), "下書き", "契約の終わりから3年", "残留情報の条項があります")
    with scope(organisation=actor.organisation):
        row = Agreement.objects.get()
    conclude = {"on": "2026/3/20", "by": "elsewhere", "revision": row.revision, "their_name": "別所 司"}
    _told(client.post(f"{page}conclude/", conclude), "原本の写し（ファイル）か、紙の原本")
    file = SimpleUploadedFile("nda.pdf", PDF)
    assert client.post(f"{page}conclude/", {**conclude, "file": file}).status_code == 302
    text = _told(client.get(page), "もうすぐ期限", "SHA-256", "更新を断る知らせの期限")
    assert "電子署名" not in text
    taken = client.get(f"{page}original/")
    assert b"".join(taken.streaming_content) == PDF
    assert taken["Content-Disposition"].startswith("attachment")
    _told(client.get(f"{page}?on=2026/11/1&known=then"), "2026年11月1日の姿")


def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_kept(cast: Cast) -> None:
    client, actor = cast.client("steward"), cast.actor("steward")
    with scope(organisation=actor.organisation):
        making.partner(actor)
    wrong = {"partner": "どこにもない会社", "kind": "mutual", "from_on": "2026/13/1"}
    answer = client.post(f"{HOME}new/", wrong)
    assert answer.status_code == 422
    _told(answer, "取引先の名簿にありません")
    half = {"partner": "仮想重機株式会社", "kind": "mutual", "secrecy_from": "disclosure"}
    _told(client.post(f"{HOME}new/", half), "年数か月数")
    with scope(organisation=actor.organisation):
        assert not Agreement.objects.exists()


def test_a_draft_tells_what_is_still_open_before_it_is_concluded(cast: Cast) -> None:
    client, actor = cast.client("steward"), cast.actor("steward")
    with scope(organisation=actor.organisation):
        row = agreed.draft(actor, items_by="listed", secrecy_from="", secrecy_years=None)
    empty = "この契約は何も対象にしていません"
    page = _told(client.get(f"{HOME}{row.pk}/"), empty, "情報の種類から条件を選ぶ")
    assert "次の更新で" not in page
    assert page.index("情報の種類から条件を選ぶ") < page.index("締結を記録する")
    _told(client.get(f"{HOME}{row.pk}/conclude/"), empty)
    with scope(organisation=actor.organisation):
        agreed.concluded(actor)
        kept = Agreement.objects.get(state=AgreementState.CONCLUDED)
    wrong = client.post(f"{HOME}{kept.pk}/terms/", {"revision": kept.revision})
    assert wrong.status_code == 422
    _told(wrong, "締結済みの契約を直すときは、理由を書いてください")


def test_a_change_over_a_change_is_shown_and_kept_back(cast: Cast) -> None:
    client, actor = cast.client("steward"), cast.actor("steward")
    with scope(organisation=actor.organisation):
        row = agreed.concluded(actor)
        agreeing.change_terms(actor, row, {"oral_days": 14}, revision=row.revision, reason="訂正")
    late = client.post(
        f"{HOME}{row.pk}/terms/", {"revision": row.revision, "reason": "覚書", "oral_days": "7"}
    )
    assert late.status_code == 409
    _told(late, "ほかの方が先にこの契約を直しました", 'value="7"')


def test_the_register_is_searched_and_narrowed_by_where_an_agreement_stands(cast: Cast) -> None:
    client, actor = cast.client("auditor"), cast.actor("steward")
    with scope(organisation=actor.organisation):
        agreed.concluded(actor)
        agreed.draft(actor, making.partner(actor, "例示表面処理株式会社"))
        agreed.concluded(actor, until_on=datetime.date(2025, 1, 1))
    _told(client.get(HOME), "NDA-0001", "NDA-0002", "NDA-0003", "条件に直しが要る")
    assert "NDA-0001" not in _told(client.get(f"{HOME}?q=例示"), "NDA-0002")
    assert "NDA-0001" not in _told(client.get(f"{HOME}?where=unclear"), "NDA-0003")


def test_the_annex_names_what_may_go_and_both_sides_keep_it_as_paper_and_workbook(cast: Cast) -> None:
    client, actor = cast.client("steward"), cast.actor("steward")
    with scope(organisation=actor.organisation):
        asset, never = making.asset(actor), making.asset(actor, layer="never")
        row = agreed.concluded(actor, items_by="listed")
        with pytest.raises(annexing.NeverGoes):
            annexing.name_assets(actor, row, [annexing.Named(never)], revision=row.revision)
    page = f"{HOME}{row.pk}/annex/"
    text = _told(client.get(page), asset.number)
    assert f'value="{never.pk}"' not in text
    assert (
        client.post(
            f"{page}name/", {"asset": [asset.pk], "revision": row.revision, "note": "図面のみ"}
        ).status_code
        == 302
    )
    _told(client.get(page), "図面のみ", "今日までで外す")
    assert client.get(f"{page}paper/").content.startswith(b"%PDF")
    book = load_workbook(io.BytesIO(client.get(f"{page}book/").content))
    assert any(asset.name in str(cell.value) for line in book.active.iter_rows() for cell in line)
    with scope(organisation=actor.organisation):
        row.refresh_from_db()
    strike = client.post(f"{page}strike/", {"revision": row.revision, "asset": asset.pk})
    assert strike.status_code == 302


def test_two_clocks_are_counted_for_each_thing_that_was_handed_over(cast: Cast) -> None:
    client, actor = cast.client("steward"), cast.actor("steward")
    with scope(organisation=actor.organisation):
        asset = making.asset(actor)
        row = agreed.concluded(
            actor,
            secrecy_from="disclosure",
            secrecy_years=5,
            oral_days=14,
            until_on=None,
            renewal_months=None,
        )
        _handed(actor, asset, row)
        after = _handed(actor, asset, row, number="T-0002", handed_on=datetime.date(2026, 3, 1))
        oral = _handed(actor, asset, row, number="T-0003", medium=Medium.ORAL, handed_on=clock.today())
        covered, before, told = clocks.handed(actor, list(HandOver.objects.order_by("number")))
        assert covered.until_words == "2031/6/1 まで"
        assert (before.words, before.said[0].code) == ("対象ではない", "before-start")
        assert told.confirm_by == clock.today() + datetime.timedelta(days=14)
        days = dues_between(clock.today(), clock.today() + datetime.timedelta(days=20))
        assert [(due.kind, due.thing_id) for due in days] == [("oral", oral.pk)]
        assert clocks.clocks_for(actor, after)[0].covered == before.covered
    _told(client.get(f"{HOME}{row.pk}/"), "2031/6/1 まで", "対象ではない", "書面にする期限")


def test_what_has_no_agreement_is_counted_and_tying_brings_it_to_zero(cast: Cast) -> None:
    client, actor = cast.client("steward"), cast.actor("steward")
    with scope(organisation=actor.organisation):
        partner = making.partner(actor)
        asset = making.asset(actor, origin="received", partner=partner, agreement="覚書の写し")
        given = making.asset(actor)
        assert coverage.unknown_count(actor) == 1
        _handed(actor, given, None)
        assert coverage.unknown_count(actor) == 2
        row = agreed.concluded(actor, partner)
        assert coverage.unknown_count(actor) == 1
        (held,) = received.held_of(actor, shelf())
        assert held.tied is Tied.UNKNOWN_NUMBER
    _told(client.get(f"{HOME}coverage/"), "不明 1件", "その番号の契約がない")
    _told(client.get(f"{HOME}tie/?partner={partner.pk}"), row.number)
    tied = client.post(
        f"{HOME}tie/", {"asset": asset.pk, "agreement": row.pk, "revision": asset.revision}, follow=True
    )
    _told(tied, "に結びつけました")
    _told(client.get(f"{HOME}coverage/"), "不明 0件", "不明なし")
    _told(client.get(f"{HOME}promises/{partner.pk}/"), asset.number, given.number, row.number)
    assert client.get(f"{HOME}promises/{partner.pk}/paper/").content.startswith(b"%PDF")


def test_an_agreement_of_somebody_else_ties_nothing(cast: Cast) -> None:
    actor, client = cast.actor("steward"), cast.client("steward")
    with scope(organisation=actor.organisation):
        asset = making.asset(actor, origin="received", partner=making.partner(actor))
        row = agreed.concluded(actor, making.partner(actor, "例示表面処理株式会社"))
    told = client.post(f"{HOME}tie/", {"asset": asset.pk, "agreement": row.pk, "revision": 1}, follow=True)
    _told(told, "同じ相手の、ほかの契約から")
    assert client.post(f"{HOME}tie/", {"asset": "x", "agreement": ""}).status_code == 302


def _file(client: Client, rows: list[list[Any]]) -> Any:
    book = Workbook()
    for line in rows:
        book.active.append(line)
    kept = io.BytesIO()
    book.save(kept)
    return client.post(f"{HOME}exchange/", {"file": SimpleUploadedFile("a.xlsx", kept.getvalue())})


def test_the_register_comes_in_from_a_workbook_and_the_same_file_again_changes_nothing(cast: Cast) -> None:
    client, actor = cast.client("steward"), cast.actor("steward")
    with scope(organisation=actor.organisation):
        making.partner(actor)
    heads = [
        "相手方",
        "名称",
        "種別",
        "結んだ日",
        "原本の置き場所",
        "契約の始まり",
        "契約の終わり",
        "目的",
        "存続条項?",
    ]
    good = [
        "㈱仮想重機",
        "取引基本契約",
        "基本契約の秘密保持条項",
        "2026/4/1",
        "金庫",
        "2026/4/1",
        "2027/3/31",
        "見積",
        "",
    ]
    bad = ["どこにもない会社", "", "謎の契約", "", "", "2026/13/1", "", "", ""]
    look = _file(client, [heads, good, bad])
    assert look.status_code == 302
    _told(
        client.get(look["Location"]),
        "新しく加える",
        "取引先の名簿にありません",
        "読まなかった列",
        "存続条項?",
    )
    stands = client.post(f"{look['Location']}take/", {})
    assert stands.status_code == 400
    assert client.post(f"{look['Location']}take/", {"skips_faults": "on"}).status_code == 302
    _told(client.get(look["Location"]), "取り込みました", "3行目")
    with scope(organisation=actor.organisation):
        row = Agreement.objects.get()
        assert (row.state, row.kind) == ("concluded", AgreementKind.CLAUSE)
    taken = client.post(f"{HOME}exchange/export/", {}).content
    again = client.post(f"{HOME}exchange/", {"file": SimpleUploadedFile("b.xlsx", taken)})
    _told(client.get(again["Location"]), "変わるところがありません")
    assert client.post(f"{again['Location']}drop/").status_code == 302
    assert client.get(again["Location"]).status_code == 404
    assert client.get(f"{HOME}exchange/template/").content.startswith(b"PK")


def test_a_file_that_is_no_workbook_is_refused(cast: Cast) -> None:
    client = cast.client("steward")
    answer = client.post(f"{HOME}exchange/", {"file": SimpleUploadedFile("a.xlsx", b"not a workbook")})
    assert answer.status_code == 400
    _told(answer, "Excel（.xlsx）として読めません")
