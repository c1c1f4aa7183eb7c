"""What a text asks for between the lines is found without anybody owning up to it."""

from __future__ import annotations

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kuramori.outside import clock
from kuramori.work.requests import linting
from kuramori.work.requests.models import ReplyEvidence
from kuramori.work.requests.tests import asked_world, asking_world
from kuramori.work.requests.tests.answering import guest
from kuramori.work.requests.wording import product_in, secret_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("図面と工程表の写しを提出してください", "図面"),
        ("情報管理規程の表紙と、配合表", "配合"),
        ("Please send the drawings of part 3", "drawing"),
        ("極秘 客先.xlsx", "極秘"),
        ("図面管理規程の題名", ""),
        ("図面の持出し記録の様式。図面そのものは不要です。", ""),
        ("鍵のかかった棚の写真", ""),
        ("The title of your policy on drawings", ""),
        ("", ""),
    ],
)
def test_a_thing_that_is_secret_itself_is_told_from_its_title_or_its_rules(text, found):
    assert secret_in([text]) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ウイルスバスターを導入してください。", "ウイルスバスター"),
        ("「守りの箱 X」をご購入ください", "守りの箱 X"),
        ("MamoriBox 3を契約してください", "MamoriBox 3"),
        ("見本電機社製の金庫に入れてください", "見本電機社製の金庫"),
        ("ウイルスバスターなど、同等の物を導入してください。", ""),
        ("セキュリティソフトを導入してください。EDR を導入済みなら不要です。", ""),
        ("図面をお預けしており、扱いを確かめたいため。", ""),
    ],
)
def test_a_product_by_its_name_is_told_from_a_kind_of_thing(text, found):
    assert product_in([text]) == found


def test_the_linter_finds_in_the_words_what_nobody_ticked(acting):
    owner = acting.actor("owner")
    row = asking_world.draft(
        owner,
        reason="図面を守るため。ウイルスバスターを導入してください。",
        evidence_wanted="図面の写し",
    )
    found = {one.rule: one.words for one in linting.look(row).told}
    assert "ウイルスバスター" in found["named-product"]
    assert "secret-evidence" in found
    row.draft = {**row.draft, "or_equivalent": True}
    assert "named-product" not in {one.rule for one in linting.look(row).told}


def test_a_file_that_sounds_secret_is_taken_only_from_somebody_who_says_that_it_is_not(acting):
    owner = acting.actor("owner")
    one = guest(owner, asked_world.sent(owner, ("見本金型",)).asked[0])

    def sent(**other):
        png = SimpleUploadedFile("図面A-100.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 64)
        return one.post("evidence/", {"item": "q01", "title": "棚", "file": png, **other})

    asked = sent()
    page = asked.content.decode()
    assert asked.status_code == 422
    assert "名前に「図面」とあり" in page
    assert 'name="is_sure"' in page
    assert 'value="棚"' in page
    assert not ReplyEvidence.objects.exists()
    assert 'name="is_sure"' not in one.page("evidence/")
    assert one.post("evidence/", {"item": "q01", "title": "図面 A-100"}).status_code == 302
    assert sent(is_sure="on").status_code == 302
    assert ReplyEvidence.objects.filter(file__isnull=False).count() == 1


def test_a_plan_whose_day_is_gone_and_a_reply_without_answers_are_told_so(acting):
    owner = acting.actor("owner")
    world = asked_world.sent(owner, ("見本金型",))
    one = guest(owner, world.asked[0])
    assert f"まだ答えのない問が{len(world.requirements.items)}あります" in one.page("result/")
    assert "足りないところはありません" not in one.page("result/")
    marks = {f"{item}.seen": "" for item in world.requirements.items}
    late = clock.today() - datetime.timedelta(days=1)
    one.post("items/all/", {**marks, "q01": "1", "q01.plan": "棚を買う", "q01.on": late.isoformat()})
    assert "予定の日が過ぎています" in one.page("items/all/")
    assert late.isoformat() in one.page("items/all/")
