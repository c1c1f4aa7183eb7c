"""承諾願, 共同開発 and 預かり型: the verbs, what the decision learns of them, the pages, and the papers read again."""

from __future__ import annotations

import datetime
import io
import re
import uuid
from typing import Any

import openpyxl
import pypdfium2
import pytest
from docx import Document

from kuramori.ground.papers.models import Acceptance
from kuramori.ground.people.access import link_by_secret
from kuramori.ground.people.codes import tell_code
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock
from kuramori.press.tests.reading import pdf_text, squeezed
from kuramori.work.ledger.tests import making
from kuramori.work.partners import deciding, read
from kuramori.work.partners.hand_over_wanted import Refused
from kuramori.work.partners.joint import answering_by_link, moulds, onward, projects
from kuramori.work.partners.models import (
    Brought,
    BroughtIn,
    JointProject,
    KeptMould,
    MouldState,
    OnwardRequest,
    OnwardSide,
    OnwardState,
    Ownership,
)
from kuramori.work.partners.reading import joint as reading
from kuramori.work.partners.reading import matrix
from kuramori.work.partners.tests import handed
from kuramori.work.partners.tests.decided import later
from tests.cast import Cast

JOINT = "sharing/joint/"


def text(response: Any) -> str:
    return str(response.content.decode())


def entries(kind: str) -> list[str]:
    return list(Entry.objects.filter(kind=kind).order_by("index").values_list("event", flat=True))


def asked(acting: Cast) -> OnwardRequest:
    """Of the usual partner's drawing, for a finisher."""
    steward = acting.actor("steward")
    owner, other = making.partner(steward), making.partner(steward, "例示表面処理")
    held = making.asset(steward, origin="received", partner=owner, agreement="NDA-7")
    return onward.ask_onward(
        steward,
        onward.Wanted(
            OnwardSide.SENT, owner, other.name, "ブラケットの図面", "めっきの委託", clock.today(), held, other
        ),
    )


def allow(acting: Cast, row: OnwardRequest, **more: Any) -> OnwardRequest:
    says: dict[str, Any] = {"until_on": later(30), "basis": "承諾書", **more}
    answer = onward.Answer(True, clock.today(), "仮想重機 早見 恵", **says)
    return onward.answer_onward(acting.actor("steward"), row, answer, revision=row.revision)


def consented(row: OnwardRequest, on: datetime.date | None = None) -> bool:
    assert row.asset is not None
    assert row.recipient is not None
    return deciding.question(row.asset, row.recipient, on=on).inputs.owner_consent


def test_an_allowed_request_is_the_owners_consent_for_that_company_until_its_last_day(acting: Cast) -> None:
    row = asked(acting)
    assert not consented(row)
    row = allow(acting, row, conditions="写しは番号付きで2部まで")
    assert row.state == OnwardState.ALLOWED
    assert consented(row)
    assert consented(row, later(30))
    assert not consented(row, later(31))
    assert row.asset is not None
    third = making.partner(acting.actor("steward"), "三番目の会社")
    assert not deciding.question(row.asset, third).inputs.owner_consent
    withdrawn = onward.withdraw_onward(
        acting.actor("steward"), row, "持ち主が取り消した", revision=row.revision
    )
    assert withdrawn.state == OnwardState.WITHDRAWN
    assert not consented(row)
    assert entries("onward_request") == [
        "partners:onward:asked",
        "partners:onward:answered",
        "partners:onward:withdrawn",
    ]


def test_the_table_of_all_pairs_says_the_same_as_one_question(acting: Cast) -> None:
    row = allow(acting, asked(acting))
    assert row.asset_id is not None
    assert row.recipient is not None
    third = making.partner(acting.actor("steward"), "三番目の会社")
    found = matrix.gathered([row.asset_id], [row.recipient, third])
    assert found.back[0, 0].is_consented
    assert (0, 1) not in found.back


@pytest.mark.parametrize(
    ("answer", "field"),
    [
        ({"until_on": None}, "until_on"),
        ({"basis": ""}, "basis"),
        ({"by": " "}, "by"),
        ({"answered_on": datetime.date(2001, 1, 1)}, "answered_on"),
    ],
)
def test_a_consent_without_its_day_its_person_or_its_paper_is_refused(
    acting: Cast, answer: dict[str, Any], field: str
) -> None:
    row = asked(acting)
    says: dict[str, Any] = {
        "by": "早見 恵",
        "answered_on": clock.today(),
        "until_on": later(9),
        "basis": "承諾書",
    } | answer
    with pytest.raises(Refused) as refused:
        onward.answer_onward(acting.actor("steward"), row, onward.Answer(True, **says), revision=1)
    assert refused.value.field == field
    row.refresh_from_db()
    assert row.state == OnwardState.ASKED


def test_only_the_owner_is_asked_and_what_is_entrusted_is_not_allowed_by_us(acting: Cast) -> None:
    steward = acting.actor("steward")
    owner, other = making.partner(steward), making.partner(steward, "例示表面処理")
    held = making.asset(steward, origin="received", partner=owner, agreement="NDA-7")
    wrong = onward.Wanted(OnwardSide.SENT, other, owner.name, "図面", "委託", clock.today(), held, owner)
    theirs = onward.Wanted(OnwardSide.RECEIVED, other, "三番目", "図面", "委託", clock.today(), held)
    for wanted in (wrong, theirs):
        with pytest.raises(Refused) as refused:
            onward.ask_onward(steward, wanted)
        assert refused.value.field == "asset"
    assert not OnwardRequest.objects.exists()


def test_a_request_is_made_answered_and_printed_on_its_pages(acting: Cast) -> None:
    steward = acting.actor("steward")
    owner = making.partner(steward)
    making.partner(steward, "例示表面処理")
    held = making.asset(steward, origin="received", partner=owner, agreement="NDA-7")
    client = acting.client("section")
    sent = {"side": "sent", "partner": owner.name, "asset": held.number, "what": "ブラケットの図面",
            "to": "例示表面処理", "purpose": "めっきの委託", "asked_on": clock.today().isoformat()}  # fmt: skip
    wrong = client.post(acting.url(f"{JOINT}onward/new/"), sent | {"to": "どこにもない会社"})
    assert wrong.status_code == 422
    assert "この名前の取引先が見つかりません" in text(wrong)
    made = client.post(acting.url(f"{JOINT}onward/new/"), sent)
    row = OnwardRequest.objects.get()
    assert made["Location"] == acting.url(f"{JOINT}onward/{row.pk}/")
    page = client.get(made["Location"])
    assert "承諾をもらうまでは、渡せません" in text(page)
    assert "持ち主の返事を残す" not in text(page)
    pdf = client.get(acting.url(f"{JOINT}onward/{row.pk}/letter/pdf/")).content
    read_again = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded()
    for said in ("再委託・再開示の承諾のお願い", "例示表面処理", "めっきの委託", row.number):
        assert said in read_again
    word = Document(io.BytesIO(client.get(acting.url(f"{JOINT}onward/{row.pk}/letter/docx/")).content))
    assert "例示表面処理" in "".join(cell.text for table in word.tables for cell in table._cells)
    answer = {"answer": "yes", "answered_on": clock.today().isoformat(), "by": "早見 恵",
              "until_on": later(20).isoformat(), "basis": "承諾書", "revision": "1"}  # fmt: skip
    address = acting.url(f"{JOINT}onward/{row.pk}/answer/")
    assert client.post(address, answer).status_code == 403
    assert acting.client("steward").post(address, answer).status_code == 302
    assert "承諾" in text(client.get(acting.url(f"{JOINT}onward/")))
    assert acting.client("steward").post(address, answer).status_code == 422


def test_our_answer_to_a_partner_is_a_letter_once_it_is_given(acting: Cast) -> None:
    steward = acting.actor("steward")
    partner = making.partner(steward)
    wanted = onward.Wanted(
        OnwardSide.RECEIVED, partner, "三番目の会社", "加工図", "検査の委託", clock.today()
    )
    row = onward.ask_onward(steward, wanted)
    client = acting.client("steward")
    address = acting.url(f"{JOINT}onward/{row.pk}/letter/pdf/")
    assert client.get(address).status_code == 404
    titles = [one.title for one in read.next_actions(steward)]
    assert f"承諾願 {row.number} に返事をする" in titles
    allow(acting, row)
    pdf = pypdfium2.PdfDocument(client.get(address).content)
    assert "次の期限と条件で承諾します" in pdf[0].get_textpage().get_text_bounded().replace("\r\n", "")


def begun(acting: Cast) -> JointProject:
    steward = acting.actor("steward")
    wanted = projects.Wanted("軽量ブラケットの共同開発", clock.today())
    return projects.begin_project(steward, making.partner(steward), wanted)


def test_what_each_side_brought_is_confirmed_struck_and_never_lost(acting: Cast) -> None:
    steward, row = acting.actor("steward"), begun(acting)
    ours = projects.bring_in(
        steward, row, projects.Thing(Brought.OURS, "接合の条件表", datetime.date(2020, 4, 1))
    )
    theirs = projects.bring_in(
        steward, row, projects.Thing(Brought.THEIRS, "材料の試験値", datetime.date(2024, 4, 1))
    )
    projects.confirm_brought(steward, ours, by="仮想 三郎", on=clock.today())
    with pytest.raises(Refused):
        projects.confirm_brought(steward, ours, by="仮想 三郎", on=clock.today())
    projects.strike_brought(steward, theirs, "共同開発の成果だった")
    assert [(one.position, one.struck_on is None) for one in BroughtIn.objects.order_by("position")] == [
        (1, True),
        (2, False),
    ]
    line = reading.projects()[0]
    assert (line.lines, line.unconfirmed) == (1, 0)
    ended = projects.Wanted(
        row.title, row.from_on, ownership=Ownership.SHARED, ownership_words="半分ずつ", ended_on=clock.today()
    )
    projects.change_project(steward, row, ended, revision=1)
    with pytest.raises(Refused):
        projects.bring_in(steward, row, projects.Thing(Brought.OURS, "後から", clock.today()))
    with pytest.raises(Refused):
        projects.change_project(steward, row, ended, revision=1)


def test_a_project_is_written_on_its_pages_and_both_keep_the_list(acting: Cast) -> None:
    steward, client = acting.actor("steward"), acting.client("section")
    partner, today = making.partner(steward), clock.today().isoformat()
    sent = {"partner": partner.name, "title": "軽量ブラケット", "from_on": today, "ownership": "open"}
    assert client.post(acting.url(f"{JOINT}new/"), sent).status_code == 302
    row = JointProject.objects.get()
    home = acting.url(f"{JOINT}{row.pk}/")
    thing = {"side": "ours", "words": "接合の条件表", "since_on": "2020/4/1"}
    assert client.post(f"{home}bring/", thing | {"words": ""}).status_code == 422
    client.post(f"{home}bring/", thing)
    line = BroughtIn.objects.get()
    client.post(acting.url(f"{JOINT}brought/{line.pk}/confirm/"), {"by": "仮想 三郎", "on": today})
    meeting = {"on": today, "people": "双方3人", "talked": "継手の形を決めた", "handed": "試作品2個"}
    assert client.post(f"{home}minutes/", meeting).status_code == 302
    change = {"title": "軽量ブラケット", "from_on": today, "ownership": "shared", "revision": "1"}
    assert client.post(f"{home}change/", change | {"revision": "7"}).status_code == 422
    assert client.post(f"{home}change/", change).status_code == 302
    page = text(client.get(home))
    for said in ("接合の条件表", "仮想 三郎", "継手の形を決めた", "共有する"):
        assert said in page
    pdf = pypdfium2.PdfDocument(client.get(f"{home}paper/pdf/").content)
    told = "".join(one.get_textpage().get_text_bounded() for one in pdf)
    assert "持込み情報一覧" in told
    assert "接合の条件表" in told
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{home}paper/xlsx/").content))
    assert "接合の条件表" in [cell.value for cells in book.active.rows for cell in cells]
    assert client.get(f"{home}paper/doc/").status_code == 404


def kept(acting: Cast, **more: Any) -> KeptMould:
    steward = acting.actor("steward")
    says: dict[str, Any] = {"since_on": datetime.date(2019, 4, 1), "tag": "KJ-0451", **more}
    return moulds.keep_mould(steward, making.partner(steward), moulds.Wanted("ブラケットの曲げ型", **says))


def test_what_stood_unused_for_long_is_listed_and_reminded_until_it_is_talked_of(acting: Cast) -> None:
    steward = acting.actor("steward")
    old = kept(acting, used_on=datetime.date(2022, 3, 1))
    used = kept(acting, used_on=clock.today())
    page = reading.moulds("old")
    assert [one.row for one in page.lines] == [old]
    assert (page.kept, page.old) == (2, 1)
    reminder = "長く使っていない預かり型1件を持ち主と話す"
    assert reminder in [one.title for one in read.next_actions(steward)]
    moulds.talk_of_cost(steward, old, on=clock.today(), words="月3,000円で相談", is_agreed=False)
    assert reminder not in [one.title for one in read.next_actions(steward)]
    assert not reading.is_old(used)


def test_a_mould_that_is_asked_for_comes_near_and_goes(acting: Cast) -> None:
    steward, row = acting.actor("steward"), kept(acting)
    row = moulds.ask_about_mould(steward, row, MouldState.SCRAP_ASKED, later(7), "承諾を求めた", revision=1)
    assert f"預かり型 {row.number} の返却・廃棄を済ませる" in [
        one.title for one in read.next_actions(steward)
    ]
    assert [one.on for one in read.deadlines(steward, clock.today(), later(30))] == [later(7)]
    with pytest.raises(Refused):
        moulds.end_mould(steward, row, MouldState.SCRAPPED, clock.today(), " ", revision=row.revision)
    moulds.end_mould(
        steward, row, MouldState.SCRAPPED, clock.today(), "早見 恵、廃棄承諾書", revision=row.revision
    )
    assert read.deadlines(steward, clock.today(), later(30)) == ()
    with pytest.raises(Refused):
        moulds.change_mould(steward, row, moulds.Wanted("別の型", row.since_on), revision=3)
    assert entries("kept_mould") == ["partners:mould:kept", "partners:mould:asked", "partners:mould:ended"]


def test_a_mould_is_kept_on_its_pages(acting: Cast) -> None:
    steward, client = acting.actor("steward"), acting.client("section")
    assert steward.may(Can.TAKE_BACK)
    partner, place = making.partner(steward), making.place(steward, "第2工場 金型棚")
    sent = {"partner": partner.name, "name": "曲げ型", "tag": "KJ-1", "count": "2", "since_on": "2020/4/1",
            "place": str(place.pk), "used_on": "2023/5/1"}  # fmt: skip
    assert client.post(acting.url(f"{JOINT}moulds/new/"), sent | {"count": "0"}).status_code == 422
    client.post(acting.url(f"{JOINT}moulds/new/"), sent)
    row = KeptMould.objects.get()
    home = acting.url(f"{JOINT}moulds/{row.pk}/")
    page = text(client.get(home))
    assert "第2工場 金型棚" in page
    assert "1年以上使っていません" in page
    today = clock.today().isoformat()
    client.post(f"{home}talk/", {"on": today, "words": "月3,000円", "agreed": "yes"})
    client.post(f"{home}ask/", {"state": "return_ask", "by_on": later(9).isoformat(), "revision": "1"})
    assert "合意した" in text(client.get(acting.url(f"{JOINT}moulds/?only=asked")))
    gone = {"state": "returned", "on": today, "words": "仮想 三郎、受領書", "revision": "2"}
    assert client.post(f"{home}end/", gone | {"revision": "1"}).status_code == 422
    client.post(f"{home}end/", gone)
    assert "曲げ型" in text(client.get(acting.url(f"{JOINT}moulds/?only=gone")))
    assert client.post(f"{home}change/", sent | {"revision": "3"}).status_code == 422
    found = [one.title for one in read.about(steward, "partner", partner.pk)]
    assert f"{row.number} 曲げ型" not in found
    assert [one.title for one in read.find(steward, "KJ-1")] == [f"{row.number} 曲げ型"]


def test_the_list_for_an_owner_holds_what_is_kept_for_that_owner_alone(acting: Cast) -> None:
    ours, row = acting.actor("steward"), kept(acting, used_on=later(-900))
    other = moulds.keep_mould(
        ours, making.partner(ours, "別の持ち主"), moulds.Wanted("別の型", later(-9), "ZZ-9")
    )
    moulds.talk_of_cost(ours, row, on=later(-3), words="月2千円で相談", is_agreed=False)
    moulds.ask_about_mould(ours, row, MouldState.RETURN_ASKED, later(20), "次の便で", revision=row.revision)
    client = acting.client("steward")
    address = f"{acting.url(f'{JOINT}moulds/list/')}{{}}/?partner={row.partner_id}"
    printed = squeezed(pdf_text(client.get(address.format("pdf")).content))
    book = openpyxl.load_workbook(io.BytesIO(client.get(address.format("xlsx")).content)).worksheets[0]
    cells = [value for line in book.iter_rows(values_only=True) for value in line if value is not None]
    for said in (row.number, row.tag, "月2千円で相談", "次の便で"):
        assert squeezed(said) in printed
        assert any(said in str(value) for value in cells), said
    assert row.used_on in {value.date() for value in cells if isinstance(value, datetime.datetime)}
    assert "ZZ-9" not in printed
    assert "ZZ-9" not in map(str, cells)
    assert entries("partner")[-2:] == ["partners:moulds:taken_for"] * 2
    everything = squeezed(pdf_text(client.get(acting.url(f"{JOINT}moulds/list/pdf/")).content))
    assert all(tag in everything for tag in ("ZZ-9", row.tag))
    page = client.get(acting.url(f"{JOINT}moulds/") + f"?partner={other.partner_id}").content.decode()
    assert other.number in page
    assert f">{row.number}<" not in page
    for strange in (f"?partner={uuid.uuid4()}", "?partner=1"):
        assert client.get(acting.url(f"{JOINT}moulds/list/pdf/") + strange).status_code == 404


def owner_behind(acting: Cast, row: OnwardRequest, answer: Any) -> tuple[Any, str, str]:
    """A browser in which the owner's person gave the code, the address, and the hash that stands there."""
    (secret,) = re.findall(r"/link/([\w-]{30,})/", text(answer))[:1]
    code = tell_code(acting.actor("owner"), link_by_secret(secret))
    client, page = acting.client(), f"/link/{secret}/onward/"
    client.post(f"/link/{secret}/code/", {"code": code})
    (digest,) = re.findall(r'name="shown" value="([0-9a-f]{64})"', text(client.get(page)))
    return client, page, digest


def test_the_owner_answers_the_exact_request_by_a_link_and_only_once(acting: Cast) -> None:
    row = asked(acting)
    person = handed.contact(acting.actor("owner"), row.partner)
    client = acting.client("steward")
    send = acting.url(f"{JOINT}onward/{row.pk}/link/")
    assert client.post(send, {"contact": str(uuid.uuid4()), "revision": row.revision}).status_code == 422
    sent = client.post(send, {"contact": str(person.pk), "revision": row.revision})
    owner, page, digest = owner_behind(acting, row, sent)
    says = {"answer": "yes", "name": "早見 恵", "post": "購買部長", "shown": digest, "may": "on"}
    assert owner.post(page, says).status_code == 422, "no consent without its last day"
    says["until_on"] = later(30).isoformat()
    assert owner.post(page, says | {"may": ""}).status_code == 422
    assert owner.post(page, says | {"shown": "0" * 64}).status_code == 409
    assert not consented(row)
    assert "ご返事を受け取りました" in text(owner.post(page, says, follow=True))
    assert consented(row, later(30))
    row.refresh_from_db()
    assert row.basis.endswith(f"{digest[:12]}）")
    assert "購買部長 早見 恵" in row.answered_by
    assert Acceptance.objects.get(thing_id=str(row.pk)).text == row.text
    assert owner.post(page, says | {"answer": "no"}).status_code == 422, "it was answered"
    assert owner.get(f"{page}paper/").content.startswith(b"%PDF")
    assert entries("onward_request")[-2:] == ["partners:onward:answered", "partners:onward:answered_by_link"]
    onward.withdraw_onward(acting.actor("steward"), row, "要らなくなった", revision=row.revision)
    assert owner.get(page).status_code == 404


def test_a_new_link_ends_the_older_and_strangers_of_the_owner_get_none(acting: Cast) -> None:
    row = asked(acting)
    steward = acting.actor("steward")
    assert row.recipient is not None
    stranger = handed.contact(steward, row.recipient)
    with pytest.raises(Refused, match="contact"):
        answering_by_link.send_onward(steward, row, stranger, revision=row.revision)
    person = handed.contact(steward, row.partner)
    first = answering_by_link.send_onward(steward, row, person, revision=row.revision)
    row.refresh_from_db()
    second = answering_by_link.send_onward(steward, row, person, revision=row.revision)
    first.link.refresh_from_db()
    assert first.link.revoked_at is not None
    assert second.link.revoked_at is None
