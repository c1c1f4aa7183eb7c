"""The pages of workbooks: hand them out, drop what came back, look, let it count; or type a reply in by hand."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_scopes import scope

from kuramori.ground.jobs import tasks
from kuramori.ground.jobs.models import Job
from kuramori.rules.requests.reply_text import read_shown
from kuramori.work.requests.models import Drop, DroppedSheet, Reply, ReplyWay
from kuramori.work.requests.tests import asked_world
from kuramori.work.requests.tests.test_dropping import LOCKED, filled, nameless, zipped
from kuramori.work.requests.workbooks import handing_out
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(cast: Cast):
    return cast.client("owner")


@pytest.fixture
def sent(cast: Cast):
    with scope(organisation=cast.organisation):
        yield asked_world.sent(cast.actor("owner"), ("見本金型", "例示表面処理"))


def url(cast: Cast, name: str, **kwargs: object) -> str:
    return reverse(f"requests:{name}", kwargs={"organisation": cast.here, **kwargs})


def test_the_page_leads_from_the_request_to_all_its_workbooks(cast, client, sent):
    home = client.get(url(cast, "workbooks")).content.decode()
    assert "R-9001" in home
    assert "2社分の回答表を受け取る" in home
    made = client.post(url(cast, "make_workbooks", id=sent.request.pk), follow=True)
    assert "順番を待っています" in made.content.decode()
    queued = Job.objects.get(kind=handing_out.KIND)
    tasks.run.func(str(queued.pk))
    assert "受け取る（" in client.get(url(cast, "made_workbooks", id=queued.pk)).content.decode()
    got = client.get(url(cast, "made_workbooks_file", id=queued.pk))
    assert b"".join(got.streaming_content).startswith(b"PK")
    other = cast.client("steward")
    assert "頼んだ方だけ" in other.get(url(cast, "made_workbooks", id=queued.pk)).content.decode()
    assert other.get(url(cast, "made_workbooks_file", id=queued.pk)).status_code == 302


def test_one_workbook_is_an_attachment(cast, client, sent):
    got = client.get(url(cast, "workbook", id=sent.asked[0].pk))
    assert got["Content-Disposition"].startswith("attachment")
    assert openpyxl.load_workbook(io.BytesIO(got.content)).worksheets[2]["B1"].value == "R-9001-00001"


def test_what_came_back_is_looked_at_and_then_counts(cast, client, sent):
    first, second = sent.asked
    files = [
        SimpleUploadedFile(
            "返信.zip",
            zipped(("a.xlsx", filled(first)), ("b.xlsx", filled(second, but=[(5, "E", "たぶん")]))),
        ),
        SimpleUploadedFile("鍵付き.xlsx", LOCKED),
    ]
    page = client.post(url(cast, "drop"), {"files": files}, follow=True)
    text = page.content.decode()
    assert "よいものだけ取り込む（1）" in text
    assert "全部取り込む（2）" in text
    drop = Drop.objects.get()
    assert "パスワード" in client.get(url(cast, "dropped", id=drop.pk) + "?state=unreadable").content.decode()
    added = client.post(
        url(cast, "add_to_drop", id=drop.pk), {"files": [SimpleUploadedFile("写真.jpg", b"x")]}, follow=True
    )
    assert "4個のファイルです。" in added.content.decode()
    doubtful = DroppedSheet.objects.get(asked=second)
    shown = client.get(url(cast, "dropped_sheet", id=doubtful.pk)).content.decode()
    assert "回答!E5" in shown
    assert "「たぶん」という答えは、一覧にありません。" in shown
    assert "書かれている答え（18問）" in shown
    assert not Reply.objects.exists()
    client.post(url(cast, "take_drop", id=drop.pk), {"which": "good"})
    assert Reply.objects.get().asked == first
    client.post(url(cast, "take_sheet", id=doubtful.pk))
    assert Reply.objects.filter(asked=second, way=ReplyWay.EXCEL).exists()
    assert "取り込みました" in client.get(url(cast, "dropped_sheet", id=doubtful.pk)).content.decode()
    listed = openpyxl.load_workbook(io.BytesIO(client.get(url(cast, "dropped_list", id=drop.pk)).content))
    rows = [[cell.value for cell in row] for row in listed.active.iter_rows()]
    assert [row[4] for row in rows[1:]] == ["取り込んだ", "取り込んだ", "読めない", "読めない"]
    client.post(url(cast, "throw_drop", id=drop.pk))
    assert "中身は捨てました" in client.get(url(cast, "dropped", id=drop.pk)).content.decode()
    again = client.post(url(cast, "take_drop", id=drop.pk), {"which": "all"}, follow=True)
    assert "取り込めるものが、もうありません。" in again.content.decode()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [("壊.zip", b"PK\x03\x04zz", "ZIPが壊れていて"), ("空.zip", zipped(), "ファイルが一つもありません")],
)
def test_what_is_no_drop_is_said_beside_the_field(cast, client, sent, name, content, says):
    page = client.post(url(cast, "drop"), {"files": [SimpleUploadedFile(name, content)]})
    assert page.status_code == 422
    assert says in page.content.decode()


def test_whoever_chose_no_file_is_asked_for_one(cast, client, sent):
    answer = client.post(url(cast, "drop"), {})
    assert answer.status_code == 422
    assert "ZIP" not in "".join(answer.context["form"].errors["files"])
    assert not Drop.objects.exists()


def test_a_reply_on_paper_is_typed_in_and_corrected(cast, client, sent):
    address = url(cast, "by_hand", id=sent.asked[0].pk)
    found = client.get(url(cast, "find_by_hand"), {"number": " ｒ-9001-00001 "})
    assert found["Location"] == address
    strange = client.get(url(cast, "find_by_hand"), {"number": "R-0000"})
    assert "この番号のお願い先はありません。" in strange.content.decode()
    told = {
        "given_by": "見本 次郎",
        "given_on": "令和8年4月1日",
        "q01-said": "met",
        "q02-said": "alternative",
    }
    wrong = client.post(address, told)
    assert wrong.status_code == 422
    assert "直すところが1問あります" in wrong.content.decode()
    client.post(address, {**told, "q02-words": "台帳の代わりに、棚ごとの札で見分けている"})
    reply = Reply.objects.get()
    assert (reply.way, reply.given_by, reply.states[:3]) == (ReplyWay.BY_HAND, "見本 次郎", "mau")
    assert "棚ごとの札" in read_shown(str(reply.content)).answers["q02"].words
    assert "棚ごとの札" in client.get(address).content.decode()
    nothing = client.post(address, {"given_by": "見本", "given_on": "2026/4/1"})
    assert "答えが一つもありません。" in nothing.content.decode()


def test_a_file_without_a_number_leads_to_the_search_for_whose_it_is(cast, client, sent):
    file = SimpleUploadedFile("返信.xlsx", nameless(sent.asked[1]))
    page = client.post(url(cast, "drop"), {"files": file}, follow=True).content.decode()
    assert "お願いの番号がどこにもありません" in page
    sheet = DroppedSheet.objects.get()
    one, give = url(cast, "dropped_sheet", id=sheet.pk), url(cast, "assign_sheet", id=sheet.pk)
    assert "見つかりません" in client.get(one, {"whose": "そんな会社"}).content.decode()
    found = client.get(one, {"whose": "例示"}).content.decode()
    assert str(sent.asked[1].pk) in found
    assert str(sent.asked[0].pk) not in found
    assert "選んでください" in client.post(give, {"asked": "x"}, follow=True).content.decode()
    assert client.post(give, {"asked": str(sheet.pk)}).status_code == 404
    told = client.post(give, {"asked": str(sent.asked[1].pk)}, follow=True).content.decode()
    assert "例示表面処理の回答表として読みました" in told
    assert "書かれている答え（19問）" in told
    client.post(url(cast, "take_sheet", id=sheet.pk))
    assert Reply.objects.get().asked == sent.asked[1]
