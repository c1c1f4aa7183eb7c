"""Partners from a workbook: what is read, what is wrong with it, what would happen, and that nothing is half done."""

from __future__ import annotations

import pytest

from kuramori.ground.contacts import read as register
from kuramori.ground.contacts.dealing import (
    ContactWanted,
    PartnerWanted,
    add_contact,
    add_partner,
    retire_partner,
)
from kuramori.ground.contacts.importing import book, take_in
from kuramori.ground.contacts.importing.draft import (
    DraftGone,
    choose_columns,
    keep,
    skipped_of,
    table_of,
    throw_away,
)
from kuramori.ground.contacts.importing.plan import What
from kuramori.ground.contacts.importing.table import FileWrong, read
from kuramori.ground.contacts.models import Contact, Partner, PartnerDraft, Site
from kuramori.ground.contacts.siting import add_site
from kuramori.ground.contacts.wanted import SiteWanted
from kuramori.ground.trail.models import Entry

NUMBER = "8700110005901"


@pytest.fixture
def steward(acting):
    return acting.actor("steward")


def _draft(steward, *rows: str) -> PartnerDraft:
    content = "\n".join(rows).encode()
    return keep(steward, read(content), content)


def _taken(steward, draft, *, skips_faults=False):
    shown = take_in.plan_of(draft).digest()
    take_in.begin(steward, draft, shown=shown, skips_faults=skips_faults)
    assert take_in.go_on(steward, draft).is_over
    return draft


def _whats(draft):
    return [step.what for step in take_in.plan_of(draft).steps]


def test_rows_of_one_company_become_one_partner_with_its_sites_and_people(steward):
    draft = _draft(
        steward,
        "取引先ｺｰﾄﾞ,取引先名,得意先・仕入先区分,種別,所在地,先方担当者,部署名,メールアドレス,TEL",
        "S-1,例示熱処理㈱,仕入先,熱処理,見本県架空市1,浅利 実,営業,Asari@Reiji.example,０００-１",
        "S-1,例示熱処理㈱,,,見本県架空市2,江波 純,品質,,",
        "S-2,例示倉庫,両方,倉庫、運送,,,,,",
    )
    assert _whats(draft) == [What.NEW, What.NEW]
    _taken(steward, draft)
    first, second = register.partners()
    assert (first.name, second.name) == ("例示倉庫", "例示熱処理㈱")
    assert (first.is_customer, first.is_supplier, first.kinds) == (True, True, ("warehouse", "transport"))
    assert [site.address for site in second.worked_at] == ["見本県架空市1", "見本県架空市2"]
    assert {(one.name, one.email, one.telephone) for one in second.called} == {
        ("浅利 実", "asari@reiji.example", "000-1"),
        ("江波 純", "", ""),
    }
    assert Entry.objects.filter(event="contacts:partner:added").count() == 2


def test_the_register_taken_out_and_in_again_changes_nothing(steward):
    partner = add_partner(
        steward,
        PartnerWanted(
            "=仮想重機", "カソウ", NUMBER, True, True, "1行目\n2行目", "K-1", ("joint", "heat"), ("重要", "量産"),
            2, None, "諸星 恵",
        ),
    )  # fmt: skip
    add_site(steward, partner, SiteWanted("本社", "見本県架空市1-1"))
    add_site(steward, partner, SiteWanted("本社", "見本県架空市2-2"))
    add_contact(steward, partner, ContactWanted("佐藤 一", "設計", "a@kasou.example"))
    add_contact(steward, partner, ContactWanted("佐藤 一", "調達", "b@kasou.example", "03-1", "課長"))
    add_contact(steward, partner, ContactWanted("塩見 薫"))
    add_partner(steward, PartnerWanted("例示商会"))
    content = book.take_out(steward)
    draft = keep(steward, read(content), content)
    plan = take_in.plan_of(draft)
    assert [(step.what, step.changes) for step in plan.steps] == [(What.SAME, ()), (What.SAME, ())]
    with pytest.raises(take_in.NothingToTake):
        take_in.begin(steward, draft, shown=plan.digest(), skips_faults=False)


def test_a_partner_is_found_by_code_then_number_then_name_and_an_empty_cell_changes_nothing(steward):
    by_code = add_partner(steward, PartnerWanted("旧の名前", code="A1", note="そのまま"))
    by_number = add_partner(steward, PartnerWanted("番号の会社", corporate_number=NUMBER))
    by_name = add_partner(steward, PartnerWanted("株式会社齋藤工業", is_supplier=True))
    draft = _draft(
        steward,
        "取引先コード,会社名,法人番号,備考",
        "A1,新しい名前,,",
        f",番号の会社(改),T{NUMBER},",
        ",斎藤工業（株）,,ひとこと",
    )
    assert _whats(draft) == [What.CHANGED] * 3
    _taken(steward, draft)
    for row in (by_code, by_number, by_name):
        row.refresh_from_db()
    assert (by_code.name, by_code.note) == ("新しい名前", "そのまま")
    assert by_number.name == "番号の会社(改)"
    assert (by_name.name, by_name.note, by_name.is_supplier) == ("斎藤工業（株）", "ひとこと", True)


@pytest.mark.parametrize(
    ("heading", "cell", "told"),
    [
        ("法人番号", "1700110005901", "検査のけた"),
        ("法人番号", "700110005901", "12けた"),
        ("法人番号", "870011000590", "けた"),
        ("法人番号", "ABC", "数字でない"),
        ("取引区分", "たぶん客先", "委託元・委託先・両方"),
        ("間柄", "熱処理、魔法", "魔法"),
        ("何次", "2次", "話した方"),
        ("メール", "nobody", "メールアドレス"),
        ("備考", "あ" * 401, "400文字"),
    ],
)
def test_a_wrong_cell_is_named_with_its_row_and_column(steward, heading, cell, told):
    plan = take_in.plan_of(_draft(steward, f"会社名,{heading}", f"例示商会,{cell}"))
    (fault,) = plan.faults
    assert fault.row == 2
    assert fault.column
    assert told in fault.reason


def test_rows_that_contradict_one_another_or_the_register_are_named(steward):
    add_partner(steward, PartnerWanted("二つある会社"))
    add_partner(steward, PartnerWanted("二つある会社㈱"))
    former = add_partner(steward, PartnerWanted("終えた会社"))
    retire_partner(steward, former)
    add_partner(steward, PartnerWanted("持ち主", corporate_number=NUMBER))
    plan = take_in.plan_of(
        _draft(
            steward,
            "会社名,フリガナ,法人番号,取引先コード",
            "二つある会社,,,",
            "終えた会社,,,",
            "例示商会,レイジ,,",
            "例示商会㈱,ベツ,,",
            ",カナだけ,,",
        )
    )
    reasons = " ".join(fault.reason for fault in plan.faults)
    for told in ("2社あります", "取引を終えた会社", "4行目と違う", "会社名が空"):
        assert told in reasons


def test_faults_stand_until_somebody_says_to_skip_them_and_then_each_is_told(steward):
    draft = _draft(steward, "会社名,法人番号", "良い会社,", "悪い会社,123")
    shown = take_in.plan_of(draft).digest()
    with pytest.raises(take_in.FaultsStand):
        take_in.begin(steward, draft, shown=shown, skips_faults=False)
    assert Partner.objects.count() == 0
    _taken(steward, draft, skips_faults=True)
    assert [row.name for row in Partner.objects.all()] == ["良い会社"]
    assert [row for row, _reason in skipped_of(PartnerDraft.objects.get(pk=draft.pk))] == [3]


def test_what_was_shown_is_what_is_taken_in(steward):
    draft = _draft(steward, "会社名,備考", "例示商会,ひとこと")
    shown = take_in.plan_of(draft).digest()
    add_partner(steward, PartnerWanted("例示商会"))
    with pytest.raises(take_in.PlanMoved):
        take_in.begin(steward, draft, shown=shown, skips_faults=False)


def test_an_interrupted_taking_in_goes_on_where_it_was_and_takes_nothing_twice(steward, monkeypatch):
    draft = _draft(steward, "会社名", *(f"例示{n}商会" for n in range(250)))
    take_in.begin(steward, draft, shown=take_in.plan_of(draft).digest(), skips_faults=False)
    assert not take_in.go_on(steward, draft, seconds=0).is_over
    assert 0 < Partner.objects.count() < 250
    assert take_in.go_on(steward, draft).is_over
    assert Partner.objects.count() == 250
    assert Entry.objects.filter(event="contacts:partner:added").count() == 250
    with pytest.raises(DraftGone):
        table_of(PartnerDraft.objects.get(pk=draft.pk))


def test_what_a_heading_means_is_said_once_and_remembered(steward):
    rows = ("会社名,ウチの呼び方,謎", "例示商会,X1,9")
    draft = _draft(steward, *rows)
    choose_columns(steward, draft, {0: "name", 1: "code", 2: ""})
    assert take_in.plan_of(draft).steps[0].wanted.code == "X1"
    throw_away(steward, draft)
    assert _draft(steward, *rows).meant == {"0": "name", "1": "code"}


def test_a_file_that_is_none_is_refused_in_words(steward):
    for content in (
        b"",
        b"PK\x03\x04 broken",
        b"\x00\x01",
        "見出し,ない\n1,2\n".encode(),
        "会社名\n".encode(),
    ):
        with pytest.raises(FileWrong):
            read(content)


def test_the_pages_lead_from_a_file_to_the_register(acting, steward, client_file):
    client = acting.client("steward")
    page = acting.url("partners/import/")
    assert "読んで確かめる" in client.get(page).content.decode()
    answer = client.post(page, {"file": client_file("会社名,法人番号\n例示商会,\n悪い会社,1\n")})
    look = answer.headers["Location"]
    text = client.get(look).content.decode()
    assert "例示商会" in text
    assert "3行目" in text
    shown = take_in.plan_of(PartnerDraft.objects.get()).digest()
    assert client.post(f"{look}take/", {"shown": "0"}).status_code == 409
    assert client.post(f"{look}take/", {"shown": shown}).status_code == 422
    client.post(f"{look}take/", {"shown": shown, "skips_faults": "on"})
    assert "取り込みが終わりました" in client.get(look).content.decode()
    assert Partner.objects.count() == 1
    assert (Site.objects.count(), Contact.objects.count()) == (0, 0)
    workbook = client.post(acting.url("partners/export/"))
    assert read(workbook.content).rows[0][1] == "例示商会"
