"""The pages of the layered decision, walked as people walk them."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document

from kuramori.ground.contacts.models import Contact, Partner
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock
from kuramori.rules.sharing.policy import Outcome
from kuramori.rules.sharing.policy_file import read_policy
from kuramori.work.ledger.tests import making
from kuramori.work.partners import deciding, demanding, policies, policy_table
from kuramori.work.partners.models import Decision, Demand, DemandSide, OwnPolicy
from kuramori.work.partners.reading import matrix
from kuramori.work.partners.tests import agreed
from kuramori.work.partners.tests.decided import asked, assured, later
from tests.cast import Cast

DECIDING = "sharing/deciding/"


def text(response: Any) -> str:
    return str(response.content.decode())


def test_somebody_asks_in_two_steps_and_sees_what_opens_the_door(acting: Cast) -> None:
    steward = acting.actor("steward")
    item, partner = making.asset(steward), making.partner(steward)
    Contact.objects.create(organisation=steward.organisation, partner=partner, name="早見 恵")
    client = acting.client("section")
    address = acting.url(f"{DECIDING}ask/")
    first = text(client.get(address, {"asset": "検査治具", "partner": "仮想重機"}))
    assert "早見 恵" in first
    who = Contact.objects.get().pk
    sent = {"asset": str(item.pk), "partner": str(partner.pk), "contact": str(who), "purpose": "量産見積",
            "place": "theirs", "medium": "file"}  # fmt: skip
    told = client.post(address, sent)
    kept = Decision.objects.get()
    assert told["Location"] == acting.url(f"{DECIDING}{kept.pk}/")
    page = text(client.get(told["Location"]))
    assert "あと2つそろえば、先へ進めます" in page
    assert "秘密保持契約を結ぶ" in page
    assert not re.search(r"\bL[0-4]\b|\bA[0-4]\b", re.sub(r"<[^>]+>", " ", page))


def test_what_nobody_is_called_is_said_and_several_are_offered(acting: Cast) -> None:
    steward = acting.actor("steward")
    for name in ("治具の図面 甲", "治具の図面 乙"):
        making.asset(steward, name=name)
    client, address = acting.client("steward"), acting.url(f"{DECIDING}ask/")
    page = client.get(address, {"asset": "治具", "partner": "どこにもない会社"})
    assert page.status_code == 422
    assert "どれですか" in text(page)
    assert "この名前の取引先が見つかりません" in text(page)


def test_the_one_who_is_asked_answers_on_the_page(acting: Cast) -> None:
    agreed.concluded(acting.actor("owner"))
    kept = asked(acting.actor("section"), making.asset(acting.actor("steward")))
    address = acting.url(f"{DECIDING}{kept.pk}/")
    assert "この答えを残す" not in text(acting.client("section").get(address))
    owner = acting.client("owner")
    assert "この答えを残す" in text(owner.get(address))
    assert owner.post(f"{address}answer/", {"answer": "yes", "reason": "試作だけ"}).status_code == 422
    until = later(14)
    sent = {"answer": "yes", "reason": "試作だけ", "until_on": f"{until:%Y/%m/%d}"}
    assert owner.post(f"{address}answer/", sent).status_code == 302
    page = text(owner.get(address))
    assert f"{until.year}/{until.month}/{until.day}まで、渡せます" in page
    assert "試作だけ" in page


def test_the_same_answer_is_shown_to_come_again_and_a_changed_one_is_found_out(acting: Cast) -> None:
    kept = asked(acting.actor("steward"))
    client, address = acting.client("auditor"), acting.url(f"{DECIDING}{kept.pk}/again/")
    assert "同じ答えになりました" in text(client.post(address, follow=True))
    changed = {**kept.kept, "decision": {**kept.kept["decision"], "rule": "open"}}
    Decision.objects.filter(pk=kept.pk).update(kept=changed)
    assert "書き換えられたおそれ" in text(client.post(address, follow=True))


def test_an_old_answer_says_that_it_would_be_another_today(acting: Cast) -> None:
    steward = acting.actor("steward")
    kept = asked(steward)
    agreed.concluded(acting.actor("owner"))
    assured(steward, making.partner(steward), 3)
    page = text(acting.client("steward").get(acting.url(f"{DECIDING}{kept.pk}/")))
    assert "いまなら答えはこうです: 渡せます。" in page


def test_a_decision_on_what_one_may_not_know_shows_its_number_only(acting: Cast) -> None:
    owner = acting.actor("owner")
    kept = asked(owner, making.top(owner, name="主軸の送り条件"))
    for address in (f"{DECIDING}{kept.pk}/", DECIDING, f"{DECIDING}matrix/"):
        page = text(acting.client("section").get(acting.url(address)))
        assert kept.asset.number in page
        assert "主軸の送り条件" not in page
    acting.client("owner").get(acting.url(f"{DECIDING}{kept.pk}/"))
    assert Entry.objects.filter(event="ledger:asset:looked").exists()


def test_assurances_are_recorded_and_withdrawn_on_the_partners_page(acting: Cast) -> None:
    partner = making.partner(acting.actor("steward"))
    client, address = acting.client("steward"), acting.url(f"{DECIDING}assurance/{partner.pk}/")
    sent = {"information": "2", "it": "1", "as_of": f"{clock.today():%Y/%m/%d}", "words": "訪問"}
    assert client.post(f"{address}record/", {**sent, "words": ""}).status_code == 422
    assert client.post(f"{address}record/", sent).status_code == 302
    page = text(client.get(address))
    assert "根拠つき自己確認" in page
    row = re.search(r"assurances/([0-9a-f-]{36})/withdraw", page)
    assert row
    client.post(acting.url(f"{DECIDING}assurances/{row[1]}/withdraw/"))
    assert "まだ確かめていません" in text(client.get(address))


def filled(client: Client, address: str) -> dict[str, object]:
    """The change page's form as it stands."""
    form = client.get(address).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value is not None and value is not False}


def test_another_table_is_tried_before_it_is_laid_down(acting: Cast) -> None:
    steward = acting.actor("steward")
    agreed.concluded(acting.actor("owner"))
    making.asset(steward)
    client, address = acting.client("owner"), acting.url(f"{DECIDING}policy/change/")
    wanted = {**filled(client, address), "nda-A0-outcome": "DENY", "nda-A0-to": []}
    tried = text(client.post(address, {**wanted, "try": "1"}))
    assert "この決まりにすると、変わるもの" in tried
    assert "1 / 1組" in tried
    assert not OwnPolicy.objects.exists()
    assert client.post(address, {**wanted, "lay_down": "1"}).status_code == 422
    assert (
        client.post(address, {**wanted, "lay_down": "1", "reason": "確かめるまで出さない"}).status_code == 302
    )
    laid = OwnPolicy.objects.get()
    assert read_policy(laid.text).nda[1].outcome is Outcome.DENY
    assert asked(steward).outcome == "DENY"
    page = text(client.get(acting.url(f"{DECIDING}policy/")))
    assert "会社の決まり 第1版" in page
    assert "付属の決まりでは: 承認が要る（経営者）" in page
    assert "第1版" in text(client.get(acting.url(f"{DECIDING}policy/editions/{laid.pk}/")))


def test_a_table_that_would_widen_by_a_restriction_is_refused_with_its_place(acting: Cast) -> None:
    client, address = acting.client("owner"), acting.url(f"{DECIDING}policy/change/")
    page = client.post(address, {**filled(client, address), "nda-A4-outcome": "DENY", "try": "1"})
    assert page.status_code == 422
    assert "直すところがあります" in text(page)
    assert "第三者認証: 段階が上がるのに、「専門家確認」の行より厳しくなっています。" in text(page)
    same = client.post(address, {**filled(client, address), "lay_down": "1", "reason": "同じ"})
    assert "変わるところがない" in text(same)


def test_a_table_goes_out_as_a_file_and_comes_back_changed(acting: Cast) -> None:
    client = acting.client("owner")
    told = client.get(acting.url(f"{DECIDING}policy/file/")).content.decode()
    assert read_policy(told).digest == policies.in_force().policy.digest
    address = acting.url(f"{DECIDING}policy/upload/")
    broken = SimpleUploadedFile(
        "p.yaml", told.replace("A1: {outcome: ALLOW_WITH", "A1: {outcome: PERHAPS").encode()
    )
    assert client.post(address, {"seen": 0, "file": broken}).status_code == 422
    other = SimpleUploadedFile("p.yaml", told.replace("version: 1.0.0", "version: 1.1.0").encode())
    looked = client.post(address, {"seen": 0, "file": other, "try": "1"})
    assert "どの答えも変わりません" in text(looked)
    kept = looked.context["form"].data["text"]
    sent = {"seen": 0, "text": kept, "reason": "版だけ上げる", "lay_down": "1"}
    assert client.post(address, sent).status_code == 302
    assert client.post(address, sent).status_code == 409
    assert policies.in_force().edition == 1


def test_a_table_written_by_the_page_means_what_the_shipped_file_means() -> None:
    table = policy_table.plain(policies.shipped_text())
    again = policy_table.plain(policy_table.text_of(table))
    assert policy_table.says_the_same(table, again)
    renewed = policy_table.renewed(table, slug="kakuu-seiko", edition=3, on=clock.today())
    assert read_policy(policy_table.text_of(renewed)).version == "3.0.0"


def test_the_table_of_many_gives_the_answers_of_one_by_one(acting: Cast) -> None:
    owner = acting.actor("owner")
    first, second, third = (
        making.partner(owner, name) for name in ("仮想重機", "例示表面処理", "二次の工場")
    )
    Partner.objects.filter(pk=third.pk).update(tier=2, is_supplier=True, is_customer=False)
    listed = making.asset(owner, name="一覧のもの", marked="all")
    items = [listed, making.asset(owner, required_assurance="A2"), making.asset(owner, layer="never"),
             making.asset(owner, layer="open", export_control=True),
             making.asset(owner, origin="received", partner=first, agreement="K-1")]  # fmt: skip
    agreed.concluded(owner, first)
    agreed.concluded(owner, second, items_by="marked", redisclosure=True)
    agreed.concluded(owner, third)
    assured(owner, first, 2)
    assured(owner, second, 4, gaps=1)
    partners = list(Partner.objects.order_by("pk"))
    found = matrix.gathered([one.pk for one in items], partners)
    made = matrix.table(policies.in_force().policy, found)
    policy = policies.in_force().policy
    for i, item in enumerate(items):
        for j, partner in enumerate(partners):
            alone = deciding.decide(policy, deciding.question(item, partner).inputs)
            assert (made.decision(i, j).outcome, made.decision(i, j).conditions) == (
                alone.outcome,
                alone.conditions,
            ), (item.name, partner.name)


def test_the_matrix_page_pages_both_ways_and_narrows(acting: Cast) -> None:
    owner = acting.actor("owner")
    for at in range(10):
        making.partner(owner, f"見本工業{at:02}")
    making.asset(owner, name="配合表")
    client, address = acting.client("steward"), acting.url(f"{DECIDING}matrix/")
    page = text(client.get(address))
    assert page.count('scope="col"') == 9
    assert "次の相手" in page
    assert page.count('<span class="said">') == page.count('<span class="whose"') == 8, "a phone reads words"
    assert "見本工業09" in text(client.get(address, {"across": "2"}))
    assert "表に出せるものがありません" in text(client.get(address, {"q": "ないもの"}))


def demand(acting: Cast, **more: object) -> Demand:
    steward = acting.actor("steward")
    told = {
        "side": DemandSide.RECEIVED,
        "what": "金型の3D図面",
        "asked_on": clock.today(),
        "who": "設計部 例示 一",
    }
    return demanding.record_demand(steward, making.partner(steward), demanding.Told(**(told | more)))  # type: ignore[arg-type]


def test_a_demand_is_recorded_decided_and_answered(acting: Cast) -> None:
    item = making.asset(acting.actor("steward"))
    making.partner(acting.actor("steward"))
    client, address = acting.client("section"), acting.url(f"{DECIDING}demands/")
    sent = {"side": "received", "partner": "仮想重機株式会社", "what": "治具の図面", "who": "早見様",
            "asked_on": f"{clock.today():%Y/%m/%d}", "asset": item.number}  # fmt: skip
    assert client.post(f"{address}new/", {**sent, "partner": "ない会社"}).status_code == 422
    told = client.post(f"{address}new/", sent)
    row = Demand.objects.get()
    page = text(client.get(told["Location"]))
    assert "まだ記録にないもの" in page
    assert "INPIT" in page
    assert "この相手に渡してよいか確かめる" in page
    answer = {"state": "licensed", "answered_on": f"{clock.today():%Y/%m/%d}", "revision": "1"}
    refused = client.post(f"{told['Location']}answer/", answer)
    assert "目的・要る理由・対価を先に" in text(refused)
    more = {
        **sent,
        "purpose": "量産",
        "necessity": "治具の共用",
        "price": "30万円",
        "is_free": "yes",
        "revision": "1",
    }
    assert client.post(f"{told['Location']}change/", more).status_code == 302
    assert client.post(f"{told['Location']}change/", more).status_code == 409
    assert client.post(f"{told['Location']}answer/", {**answer, "revision": "2"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.number) == ("licensed", "W-0001")


def test_giving_wants_a_yes_that_was_free(acting: Cast) -> None:
    row = demand(acting, is_free=False)
    given = demanding.Answer(demanding.DemandState.GIVEN, clock.today())
    with pytest.raises(demanding.DemandRefused, match="free"):
        demanding.answer_demand(acting.actor("steward"), row, given, revision=1)


@pytest.mark.parametrize("letter", ["refusal", "staged", "licensed"])
def test_letters_hold_what_was_recorded_and_print(acting: Cast, letter: str) -> None:
    row = demand(acting, what="{who}の図面", purpose="量産")
    client, address = acting.client("auditor"), acting.url(f"{DECIDING}demands/{row.pk}/letter/{letter}/")
    page = text(client.get(address))
    # What somebody wrote is no place to fill.
    assert "{who}の図面" in page
    paper = client.get(f"{address}paper/pdf/")
    assert paper["Content-Type"] == "application/pdf"
    assert BytesIO(paper.content).read(5) == b"%PDF-"
    word = Document(BytesIO(client.get(f"{address}paper/docx/").content))
    said = "\n".join(one.text for one in word.paragraphs)
    assert row.what in said
    assert row.partner.name in said
    assert client.get(f"{address}paper/odt/").status_code == 404


def test_a_letter_of_the_other_side_is_not_there(acting: Cast) -> None:
    row = demand(acting)
    client = acting.client("owner")
    assert client.get(acting.url(f"{DECIDING}demands/{row.pk}/letter/asking/")).status_code == 404
