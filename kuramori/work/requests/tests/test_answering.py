"""Somebody of the partner answers behind a link: alone, with colleagues, late, after a withdrawal, twice."""

from __future__ import annotations

import dataclasses
import datetime
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kuramori.ground.people import links
from kuramori.ground.people.addresses import url_for
from kuramori.ground.post.models import Message
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock
from kuramori.rules.requests import reply_text
from kuramori.work.partners import bringing
from kuramori.work.requests import drafting
from kuramori.work.requests.models import (
    Asked,
    AskedState,
    Reply,
    ReplyDraft,
    ReplyEvidence,
    ReplyWay,
    RequestState,
    Standing,
)
from kuramori.work.requests.reading import answering as reading
from kuramori.work.requests.reading.reply_result import result_of
from kuramori.work.requests.taking_in import take_in
from kuramori.work.requests.tests import asked_world
from kuramori.work.requests.tests.answering import guest

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def owner(acting):
    return acting.actor("owner")


@pytest.fixture
def world(owner):
    return asked_world.sent(owner, ("見本金型", "例示表面処理"))


@pytest.fixture
def one(owner, world):
    return guest(owner, world.asked[0])


def _levels(world, level="2"):
    return dict.fromkeys(world.requirements.items, level) | _marks(world)


def _marks(world):
    return {f"{item}.seen": "" for item in world.requirements.items}


def _look(one, disclosure="D4", given_by="見本 次郎"):
    shown = one.post("hand-in/", {"go": "look", "disclosure": disclosure, "given_by": given_by})
    text = shown.content.decode()
    found = re.search(r'name="looked_at" value="([0-9a-f]{64})"', text)
    return text, found[1] if found else ""


def _hand_in(one, disclosure="D4", given_by="見本 次郎"):
    _text, looked_at = _look(one, disclosure, given_by)
    told = {"go": "send", "disclosure": disclosure, "given_by": given_by, "looked_at": looked_at}
    return one.post("hand-in/", told), told


def test_a_name_that_lacks_takes_nothing_of_what_was_chosen_back(world, one):
    one.post("items/all/", _levels(world))
    lacks, _digest = _look(one, "D1", "")
    assert 'value="D1" checked' in lacks
    assert 'name="given_by" value=""' in lacks


def test_a_guest_answers_in_one_sitting_and_keeps_what_there_is_to_keep(owner, world, one):
    cover = one.page()
    assert "図面をお預けしており" in cover
    assert Asked.objects.get(pk=world.asked[0].pk).state == AskedState.OPENED
    assert one.post("items/all/", _levels(world) | {"go": "next"}).url.endswith("/hand-in/")
    assert Asked.objects.get(pk=world.asked[0].pk).state == AskedState.ANSWERING
    answer, _told = _hand_in(one)
    assert answer.status_code == 302
    result = one.page("result/")
    reply = Reply.objects.get()
    assert reply.digest in result
    assert "100%" in result
    assert Standing.objects.get().states == "m" * 19
    assured = bringing.assured([world.asked[0].partner_id], clock.today())
    assert assured[world.asked[0].partner_id].information == 1
    for rest in ("receipt.pdf", "result.pdf"):
        assert one.get(rest).content.startswith(b"%PDF"), rest
    assert one.get("answers.xlsx").content.startswith(b"PK")
    assert '"q01": 2' in one.get("answers.kuramori.json").content.decode()


@pytest.mark.parametrize(
    ("disclosure", "share", "says"),
    [("D4", "0%", "問1"), ("D1", "0%", "合計だけで届いている"), ("D0", "–", "合計だけで届いている")],
)
def test_whoever_answered_by_workbook_or_telephone_finds_their_own_result(
    owner, world, one, disclosure, share, says
):
    given = asked_world.answers(world.requirements, 1)
    take_in(
        owner, world.asked[0], asked_world.seen(world.requirements, given, disclosure), way=ReplyWay.EXCEL
    )
    result = one.page("result/")
    assert f">{share}</span>" in result
    assert says in result
    assert "足りないところはありません" not in result
    assert "当てはまらない" not in result
    assert one.get("result.pdf").content.startswith(b"%PDF")
    assert ('"q01": 1' in one.get("answers.kuramori.json").content.decode()) == (disclosure == "D4")


def test_the_asking_side_hands_back_a_result_and_a_certificate_made_of_what_it_was_shown(
    owner, world, one, acting
):
    one.post("items/all/", _levels(world) | {"go": "next"})
    given = asked_world.answers(world.requirements, 1)
    seen = asked_world.seen(world.requirements, given, "D1")
    reply = take_in(owner, world.asked[0], seen, way=ReplyWay.EXCEL)
    sheet, came = reading.shown_sheet(world.asked[0], reply)
    # What stands behind the link and was not handed in is no part of it.
    assert not sheet.draft.answers
    assert result_of(sheet, came).percent == 0
    client = acting.client("owner")
    for name in ("reply_receipt", "reply_result"):
        answer = client.get(url_for(owner, f"requests:{name}", id=reply.pk))
        assert answer.content.startswith(b"%PDF"), name
    told = Entry.objects.filter(event="requests:reply:paper_made")
    assert [one.detail["digest"] for one in told] == [reply.digest] * 2


def test_what_the_asker_gets_is_exactly_what_was_looked_at(world, one):
    secret = "金庫の番号は書きません"
    answers = _levels(world) | {
        "q03": "1",
        "q03.words": secret,
        "q03.plan": "棚を替える",
        "q03.on": "2031-03-31",
    }
    one.post("items/all/", answers)
    for disclosure, is_seen in (("D2", False), ("D3", False), ("D4", True)):
        text, _digest = _look(one, disclosure)
        assert (secret in text) is is_seen, disclosure
    _hand_in(one, "D2")
    reply = Reply.objects.get()
    assert secret not in reply.content
    assert reply.states == "-" * 19
    shown = reply_text.read_shown(reply.content)
    assert shown.blocks
    assert not shown.answers


def test_the_same_form_sent_twice_is_one_reply_and_a_changed_one_is_looked_at_again(world, one):
    one.post("items/all/", _levels(world))
    _answer, told = _hand_in(one)
    assert one.post("hand-in/", told).status_code == 302
    assert Reply.objects.count() == 1
    mark = drafting.mark_of(drafting.draft_of(world.asked[0]).given["q01"])
    one.post("items/all/", {"q01": "1", "q01.seen": mark})
    assert one.post("hand-in/", told).status_code == 409
    assert Reply.objects.count() == 1
    assert _hand_in(one)[0].status_code == 302
    assert list(Reply.objects.order_by("round").values_list("round", flat=True)) == [1, 2]


def test_two_colleagues_never_write_over_one_another_unread(owner, world, one):
    other = guest(owner, world.asked[0], "例示 花子", "hanako@mihon.example")
    assert one.post("items/all/", {"q01": "2", "q01.seen": "", "q02.seen": ""}, **HTMX).status_code == 200
    late = other.post("items/all/", {"q01": "0", "q01.seen": "", "q02": "1", "q02.seen": ""}, **HTMX)
    assert late.status_code == 409
    text = late.content.decode()
    assert "見本 次郎さんが先に書きました" in text
    draft = drafting.draft_of(world.asked[0])
    assert (draft.given["q01"].level, draft.given["q02"].level) == (2, 1)
    over = re.search(r'name="over" value="(q01:[0-9a-f]+)"', text)[1]
    assert other.post("items/all/", {"q01": "0", "q01.seen": "", "over": over}).status_code == 302
    draft = drafting.draft_of(world.asked[0])
    assert (draft.given["q01"].level, draft.answers["q01"].by) == (0, "例示 花子")
    # What somebody did not touch is not put back to what they saw.
    untouched = {
        "q02": "1",
        "q02.seen": drafting.mark_of(draft.given["q02"]),
        "q01": "2",
        "q01.seen": over[4:],
    }
    assert one.post("items/all/", untouched | {"q02.words": ""}, **HTMX).status_code == 200
    assert drafting.draft_of(world.asked[0]).given["q01"].level == 0


def test_what_cannot_be_read_is_named_and_the_rest_is_kept(world, one):
    typed = {
        "q01": "2",
        "q02": "9",
        "q03": "1",
        "q03.on": "来月",
        "q04.words": "選ばずに書いた",
        "q05": "1",
        "q05.words": "<script>alert(1)</script>{{ 7|add:7 }}",
    }
    answer = one.post("items/all/", typed | _marks(world))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "<script>alert" not in text
    assert "選ばずに書いた" in text
    assert set(drafting.draft_of(world.asked[0]).answers) == {"q01", "q05"}
    long = one.post("items/all/", {"q06": "1", "q06.seen": "", "q06.words": "長" * 1001})
    assert long.status_code == 422
    assert "q06" not in drafting.draft_of(world.asked[0]).answers


def test_a_deadline_that_passed_is_said_and_takes_the_reply(world, one):
    world.request.deadline_on = clock.today() - datetime.timedelta(days=1)
    world.request.save()
    assert "を過ぎていますが、出せます" in one.page()
    assert "期限を過ぎていますが" in one.post("items/all/", _levels(world), **HTMX).content.decode()
    assert _hand_in(one)[0].status_code == 302
    assert Reply.objects.count() == 1


def test_a_withdrawal_is_explained_and_everything_can_be_taken_along(world, one):
    one.post("items/all/", _levels(world))
    _text, looked_at = _look(one)
    world.request.state, world.request.end_reason = RequestState.WITHDRAWN, "求め<すぎ>でした。"
    world.request.save()
    assert "取り下げられました。回答はいりません" in one.page()
    assert "わけ：求め&lt;すぎ&gt;でした。" in one.page()
    told = {"go": "send", "disclosure": "D4", "given_by": "見本 次郎", "looked_at": looked_at}
    refused = one.post("hand-in/", told)
    assert refused.status_code == 409
    assert "取り下げられました" in refused.content.decode()
    assert not Reply.objects.exists()
    mark = drafting.mark_of(drafting.draft_of(world.asked[0]).given["q01"])
    meanwhile = one.post("items/all/", {"q01": "3", "q01.seen": mark}, **HTMX)
    assert meanwhile.status_code == 200
    assert "取り下げられました" in meanwhile.content.decode()
    assert '"q01": 3' in one.get("answers.kuramori.json").content.decode()


def test_a_link_that_was_stopped_says_so_and_a_stranger_learns_nothing(owner, world, one):
    other = guest(owner, world.asked[1], "別社 三郎", "saburo@betsu.example")
    assert "見本金型" not in other.page()
    assert one.client.get(other.url()).status_code == 302
    links.revoke(owner, one.link)
    gone = one.get("items/all/")
    assert gone.status_code == 410
    assert "このリンクを止めました" in gone.content.decode()
    assert one.client.get("/link/nothing/request/").status_code == 404


def test_evidence_is_a_file_or_its_hash_and_is_shown_only_at_the_last_step(world, one):
    one.post("items/all/", _levels(world))
    png = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
    added = one.post("evidence/", {"item": "q01", "title": "", "file": SimpleUploadedFile("棚.png", png)})
    assert added.status_code == 302
    assert one.post("evidence/", {"item": "q02", "title": "規程", "sha256": "A" * 64}).status_code == 302
    assert one.post("evidence/", {"item": "q02", "title": ""}).status_code == 422
    assert one.post("evidence/", {"item": "q02", "title": "x", "sha256": "zz"}).status_code == 422
    exe = SimpleUploadedFile("a.exe", b"MZ" + b"\0" * 64)
    assert one.post("evidence/", {"item": "q02", "title": "x", "file": exe}).status_code == 422
    assert "a" * 64 in one.page("evidence/")
    _hand_in(one, "D4")
    assert not ReplyEvidence.objects.filter(is_shown=True).exists()
    _hand_in(one, "D5")
    evidence = reply_text.read_shown(Reply.objects.get(superseded_at=None).content).evidence
    assert [title for _item, title, _sha in evidence] == ["棚.png", "規程"]
    row = ReplyEvidence.objects.get(item="q02")
    assert one.post(f"evidence/{row.pk}/remove/", {}).status_code == 302
    assert one.post(f"evidence/{row.pk}/remove/", {}).status_code == 404


def test_a_colleague_gets_a_link_of_their_own_to_the_same_request_only(owner, world, one, settings):
    mail = dataclasses.replace(settings.INSTANCE.mail, host="127.0.0.1", port=2525)
    settings.INSTANCE = dataclasses.replace(settings.INSTANCE, mail=mail)
    told = {"name": "例示 花子", "address": "hanako@mihon.example"}
    answer = one.post("colleagues/", told)
    assert "例示 花子さんにメールを送りました" in answer.content.decode()
    assert Message.objects.filter(purpose="requests:shared").count() == 1
    assert one.post("colleagues/", told).status_code == 422
    assert len(links.living(links.purposes()["requests:reply"], ("asked", world.asked[0].pk))) == 2


def test_where_no_mail_goes_whoever_answers_tells_a_colleague_the_code(owner, world, one):
    answer = one.post("colleagues/", {"name": "例示 花子", "address": "hanako@mihon.example"})
    secret = re.search(r"/link/([^/]+)/", answer.content.decode().split('id="given-link"')[1])[1]
    rows = links.living_rows(links.purposes()["requests:reply"], ("asked", world.asked[0].pk))
    (theirs,) = [row for row in rows if row.pk != one.link.pk]
    told = one.post("colleagues/", {"code": str(theirs.pk)}).content.decode()
    code = re.search(r"<b>(\d{6})</b>", told)[1]
    colleague = type(one.client)()
    assert colleague.post(f"/link/{secret}/code/", {"code": code}).status_code == 302
    assert colleague.get(f"/link/{secret}/request/").status_code == 200
    other = guest(owner, world.asked[1])
    for wanted in (str(one.link.pk), str(other.link.pk), "x"):
        assert one.post("colleagues/", {"code": wanted}).status_code == 422, wanted
    assert other.post("colleagues/", {"code": str(theirs.pk)}).status_code == 422
    for _time in range(5):
        type(one.client)().post(f"/link/{secret}/code/", {"code": "000000"})
    assert (
        "コードの間違いか作り直しが続いた"
        in one.post("colleagues/", {"code": str(theirs.pk)}).content.decode()
    )


def test_answers_come_from_a_file_or_the_last_reply_after_a_look_and_replace_nothing(owner, world, one):
    file = '{"pack": "jp/meti/tics", "answers": {"q01": 3, "q02": 0}}'
    one.post("items/all/", {"q01": "1", "q01.seen": ""})
    sent = SimpleUploadedFile("a.kuramori.json", file.encode())
    looked = one.post("fill/", {"file": sent}).content.decode()
    assert "いまの答えのまま" in looked
    one.post("fill/", {"kept": file, "sure": "1"})
    given = drafting.draft_of(world.asked[0]).given
    assert (given["q01"].level, given["q02"].level) == (1, 0)
    for bad in ('{"pack": "jp/meti/tics", "answers": {"q99": 3}}', "{", '{"pack": "other", "answers": {}}'):
        assert one.post("fill/", {"kept": bad}).status_code == 422, bad
    one.post("items/all/", {f"{item}.seen": "" for item in ()} | {"q03": "2", "q03.seen": ""})
    _hand_in(one, "D4")
    again = asked_world.sent(owner, (), number="R-9002")
    row = Asked.objects.create(
        organisation=owner.organisation,
        request=again.request,
        partner=world.asked[0].partner,
        number="R-9002-00001",
        state=AskedState.SENT,
    )
    later = guest(owner, row)
    assert "前の回答から" in later.page("fill/")
    later.post("fill/", {"from": "last", "sure": "1"})
    assert drafting.draft_of(row).given["q03"].level == 2


def test_the_trail_tells_nothing_of_what_stands_in_a_draft(world, one):
    one.post("items/all/", {"q01": "0", "q01.seen": "", "q01.words": "誰にも見せない書きかけ"})
    told = "".join(str(entry.payload) + str(entry.personal) for entry in Entry.objects.all())
    assert "書きかけ" not in told
    assert "誰にも見せない" not in str(bytes(ReplyDraft.objects.values_list("content", flat=True).get()))


def test_nothing_can_be_sent_without_the_code(owner, world, one):
    from django.test import Client

    stranger = Client()
    assert stranger.post(one.url("items/all/"), {"q01": "1", "q01.seen": ""}).status_code == 302
    assert not ReplyDraft.objects.exists()


def test_equivalents_count_for_what_they_cover(owner, world, one):
    wanted = world.requirements
    from kuramori.rules.requests import requirements as rules
    from kuramori.rules.requests.requirements import Equivalent

    held = dataclasses.replace(
        wanted, equivalents=(Equivalent("isms", "ISMS認証（JIS Q 27001）", ("q01", "q02")),)
    )
    content = rules.text_of(held)
    world.request.content, world.request.content_digest = content, rules.digest_of(content)
    world.request.save()
    one.post("equivalents/", {"held": ["isms", "made-up"]})
    assert [one.id for one in drafting.draft_of(world.asked[0]).held] == ["isms"]
    _hand_in(one, "D4")
    reply = Reply.objects.get()
    assert reply.states[:2] == "mm"
    assert "ISMS認証" in reply.content


def test_nothing_of_the_asking_side_reads_what_is_still_being_written():
    room = Path(drafting.__file__).resolve().parent
    readers = {
        str(path.relative_to(room))
        for path in room.rglob("*.py")
        if "ReplyDraft" in path.read_text("utf-8")
        and not {"tests", "migrations", "models"} & set(path.relative_to(room).parts)
    }
    # The verbs behind the link, and the one that removes.
    assert readers == {"drafting.py", "keeping.py"}


def test_what_is_volunteered_of_further_firms_obeys_the_step_and_is_told_as_said(owner, world, one, acting):
    one.post("items/all/", _levels(world))
    assert "さらに先の会社について話す" in one.page()
    assert (
        one.post("further/", {"goes": "yes", "tiers": "2", "names": "架空めっき\n例示運送"}).status_code
        == 302
    )
    assert drafting.draft_of(world.asked[0]).further == reply_text.Further(True, 2, "架空めっき\n例示運送")
    texts = {step: _look(one, step)[0] for step in ("D2", "D3", "D4")}
    assert ["2段先まで" in text for text in texts.values()] == [False, True, True]
    assert ["架空めっき" in text for text in texts.values()] == [False, False, True]
    _hand_in(one, "D3")
    client, base = acting.client("owner"), f"/o/{owner.organisation.slug}/requests"
    reply = Reply.objects.get(superseded_at=None)
    for page in (f"{base}/replies/{reply.pk}/", f"{base}/portfolio/partners/{world.asked[0].partner_id}/"):
        text = client.get(page).content.decode()
        assert "2段先まで" in text
        assert "見本 次郎 さんの話" in text
        assert "架空めっき" not in text
    # Taken back, the next reply says nothing of it, and its text is as it was before there was such a field.
    one.post("further/", {"goes": "", "tiers": "2", "names": "架空めっき"})
    assert drafting.draft_of(world.asked[0]).further is None
    _hand_in(one, "D4")
    assert "further" not in str(Reply.objects.get(superseded_at=None).content)
    assert one.post("further/", {"goes": "yes", "tiers": "12"}).status_code == 422
