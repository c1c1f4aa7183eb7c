"""The pages of the guided decisions, an asset's life, reviews and rounds, through the door."""

from __future__ import annotations

import datetime
import re

import pytest

from kuramori.ground.trail.models import Entry
from kuramori.outside import clock
from kuramori.work.ledger import entry, life, prior_use, register, reviewing, rounds, tasks_of
from kuramori.work.ledger import first_session as session
from kuramori.work.ledger.models import Asset, PriorKind, Review, ReviewChoice, Round, RoundKind, Stop, Task
from kuramori.work.ledger.tests import making

FIVE = {"harm": "pillar", "known": "no", "who": "few", "outside": "never", "whose": "own"}


@pytest.fixture
def steward(acting):
    return acting.actor("steward")


@pytest.fixture
def browser(acting):
    return acting.client("steward")


def text(response) -> str:
    return response.content.decode()


def test_five_answers_show_a_proposal_with_its_reasons_and_the_way_on(acting, browser) -> None:
    page = text(browser.get(acting.url("ledger/guide/"), FIVE))
    assert "極秘" in page
    assert "社外に知られていないため" in page
    assert "grade=top&amp;layer=never" in page
    unfinished = browser.get(acting.url("ledger/guide/"), {"harm": "pillar"})
    assert "1つ選んでください" in text(unfinished)


def test_a_house_without_places_gets_the_usual_ones_with_the_first_line(acting, browser) -> None:
    assert "選ぶだけで書けます" in text(browser.get(acting.url("ledger/first/")))
    browser.post(acting.url("ledger/first/begin/"), {"places": "1"})
    assert "書庫" in text(browser.get(acting.url("ledger/first/1/")))
    browser.post(acting.url("ledger/first/1/"), {"name": "見積の単価表", "revision": "1", "stop": "1"})
    told = text(browser.get(acting.url("ledger/first/")))
    assert "あとは、なぜまねしにくいか・どこにあるか・だれが持っているか・区分の質問" in told


def test_a_session_begun_without_places_is_offered_them_until_there_are_some(acting, browser) -> None:
    browser.post(acting.url("ledger/first/begin/"))
    assert "ふだんの場所を置いて続ける" in text(browser.get(acting.url("ledger/first/")))
    half = {"name": "見積の単価表", "revision": "1", "places": "1"}
    answer = browser.post(acting.url("ledger/first/1/"), half)
    assert answer.headers["Location"] == acting.url("ledger/first/1/") + "#id_place"
    line = text(browser.get(acting.url("ledger/first/1/")))
    assert "見積の単価表" in line
    assert "書庫" in line
    assert "ふだんの場所を置" not in line + text(browser.get(acting.url("ledger/first/")))


def test_the_usual_places_lead_back_to_the_form_and_nowhere_else(acting, browser) -> None:
    form = acting.url("ledger/new/")
    assert f'name="back" value="{form}"' in text(browser.get(form))
    start = acting.url("places/start/")
    for back in ("https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"):
        assert browser.post(start, {"back": back})["Location"] == acting.url("places/")
    assert browser.post(start, {"back": form})["Location"] == form


def test_the_first_session_goes_from_an_empty_ledger_to_approved_entries(acting, steward, browser) -> None:
    assert "1つ目を書く" in text(browser.get(acting.url("ledger/first/")))
    browser.post(acting.url("ledger/first/begin/"))
    line = {
        "name": "送り条件",
        "why": "試し削りで決めた",
        "place": str(making.place(steward).pk),
        "keeper": str(steward.person_id),
        "revision": "1",
    } | FIVE
    answer = browser.post(acting.url("ledger/first/1/"), line)
    assert answer.headers["Location"] == acting.url("ledger/first/2/")
    half = browser.post(acting.url("ledger/first/2/"), {"name": "見積", "revision": "2", "stop": "1"})
    assert half.headers["Location"] == acting.url("ledger/first/")
    owner = str(acting.person("owner").pk)
    refused = browser.post(
        acting.url("ledger/first/approve/"), {"owner": owner, "revision": "3"}, follow=True
    )
    assert "2番がまだ途中です" in text(refused)
    browser.post(acting.url("ledger/first/2/"), {"name": "", "revision": "3"})
    browser.post(acting.url("ledger/first/approve/"), {"owner": owner, "revision": "4"})
    assert Asset.objects.get().name == "送り条件"
    assert session.standing() is None


def test_what_somebody_entrusted_names_whose_it_is_and_enters_as_theirs(acting, steward, browser) -> None:
    browser.post(acting.url("ledger/first/begin/"))
    line = {
        "name": "治具図面",
        "why": "預かった図面",
        "place": str(making.place(steward).pk),
        "keeper": str(steward.person_id),
        "revision": "1",
    } | (FIVE | {"whose": "received"})
    half = browser.post(acting.url("ledger/first/1/"), line, follow=True)
    assert "あとは、どの会社から預かったかです" in text(half)
    full = browser.post(
        acting.url("ledger/first/1/"), line | {"revision": "2", "partner": " 仮想重機㈱ "}, follow=True
    )
    assert "1番「治具図面」は、" in text(full)
    assert "2番は空けたまま" in text(
        browser.post(acting.url("ledger/first/2/"), {"revision": "3"}, follow=True)
    )
    flyer = line | {"name": "会社案内", "grade": "public", "layer": "open", "whose": "own", "revision": "3"}
    browser.post(acting.url("ledger/first/2/"), flyer)
    owner = str(acting.person("owner").pk)
    browser.post(acting.url("ledger/first/approve/"), {"owner": owner, "revision": "4"})
    assert Asset.objects.get(grade="public").marked == "not_needed"
    made = Asset.objects.exclude(grade="public").get()
    assert (made.origin, str(made.partner.name)) == ("received", "仮想重機㈱")
    assert made.partner.is_customer


def test_a_stale_line_is_refused_and_what_was_typed_stays_on_the_page(acting, steward, browser) -> None:
    now = session.begin_session(steward)
    session.keep_line(steward, now, 1, session.Line(name="先に書いた"), revision=1)
    answer = browser.post(acting.url("ledger/first/1/"), {"name": "後から", "revision": "1"})
    assert answer.status_code == 422
    assert "後から" in text(answer)


def test_thirty_rows_are_reviewed_with_one_form(acting, steward, browser) -> None:
    due = clock.today() - datetime.timedelta(days=3)
    assets = [making.asset(steward, name=f"条件表{n}", review_on=due) for n in range(30)]
    page = text(browser.get(acting.url("ledger/review/")))
    assert page.count("3日過ぎています") == 30
    given = {f"choice-{one.pk}": "same" for one in assets[:29]} | {
        f"choice-{assets[29].pk}": "let_go",
        f"note-{assets[29].pk}": "使わない",
    }
    done = text(browser.post(acting.url("ledger/review/"), given, follow=True))
    assert "30件の見直しを残しました" in done
    assert Review.objects.count() == 30
    assert Task.objects.get().what.endswith("使わない")
    assert browser.post(acting.url("ledger/review/"), {}).status_code == 422


def test_a_refused_review_keeps_what_was_chosen_and_written(acting, steward, browser) -> None:
    due = clock.today() - datetime.timedelta(days=3)
    done, half = (making.asset(steward, name=name, review_on=due) for name in ("条件表", "図面"))
    typed = {
        f"choice-{done.pk}": "change",
        f"note-{done.pk}": "置き場所を直す",
        f"note-{half.pk}": "使わない",
    }
    refused = browser.post(acting.url("ledger/review/"), typed)
    assert refused.status_code == 422
    page = text(refused)
    assert f'name="choice-{done.pk}" value="change" checked' in page
    assert 'value="置き場所を直す"' in page
    assert 'value="使わない"' in page
    assert "ひとことを書いた1件で、結果をまだ選んでいません" in page
    assert not Review.objects.exists()


def test_a_round_is_walked_stop_by_stop_and_its_differences_become_tasks(acting, steward) -> None:
    making.asset(steward)
    staff = acting.client("staff")
    staff.post(acting.url("ledger/rounds/"), {"kind": "stock"})
    walk = Round.objects.get()
    stop = Stop.objects.get()
    page = text(staff.get(acting.url(f"ledger/rounds/{walk.pk}/")))
    assert page.count('name="found"') == 4
    staff.post(acting.url(f"ledger/stops/{stop.pk}/"), {"found": "missing", "note": "棚になかった"})
    closed = staff.post(acting.url(f"ledger/rounds/{walk.pk}/close/"), follow=True)
    assert "違いが1件あり" in text(closed)
    task = Task.objects.get()
    answer = acting.client("steward").post(
        acting.url(f"ledger/tasks/{task.pk}/finish/"), {"how": "机にあった"}, follow=True
    )
    assert "済んだこと" in text(answer)


def test_a_paper_round_is_typed_in_on_one_page(acting, steward, browser) -> None:
    making.asset(steward)
    making.asset(steward, name="もう1つ")
    walk = rounds.begin_round(steward, RoundKind.STOCK)
    first, second = Stop.objects.order_by("position")
    browser.post(acting.url(f"ledger/rounds/{walk.pk}/type/"), {f"found-{first.pk}": "there"})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.found, second.found) == ("there", "")


def test_a_walker_who_may_not_know_sees_the_number_alone_and_leaves_no_look(acting, steward) -> None:
    top = making.top(steward)
    walk = rounds.begin_round(steward, RoundKind.STOCK)
    before = Entry.objects.filter(event="ledger:asset:looked").count()
    page = text(acting.client("staff").get(acting.url(f"ledger/rounds/{walk.pk}/")))
    assert top.number in page
    assert top.name not in page
    assert Entry.objects.filter(event="ledger:asset:looked").count() == before
    assert top.name in text(acting.client("steward").get(acting.url(f"ledger/rounds/{walk.pk}/")))
    assert Entry.objects.filter(event="ledger:asset:looked").count() == before + 1


@pytest.mark.parametrize("part", ["life", "route", "public", "prior", "dispose"])
def test_every_page_around_a_top_item_is_closed_to_staff_and_noted_for_others(acting, steward, part) -> None:
    top = making.top(steward)
    address = acting.url(f"ledger/{top.pk}/{part}/")
    assert acting.client("staff").get(address).status_code == 403
    before = Entry.objects.filter(event="ledger:asset:looked").count()
    assert top.name in text(acting.client("owner").get(address))
    assert Entry.objects.filter(event="ledger:asset:looked").count() == before + 1


def test_the_asset_page_shows_readiness_side_by_side_and_never_a_verdict(acting, steward, browser) -> None:
    asset = making.asset(steward, usefulness="段取りが半分になる")
    page = text(browser.get(acting.url(f"ledger/{asset.pk}/")))
    for words in ("秘密として管理", "事業に役立つ", "知られていない", "表示がありません", "保護ルート"):
        assert words in page
    assert "法律上の判断ではありません" in page


def test_a_day_before_a_record_shows_what_was_thin_then(acting, steward, browser) -> None:
    early = clock.today() - datetime.timedelta(days=10)
    asset = making.asset(steward, from_on=early)
    wanted = {"usefulness": "段取りが半分になる"}
    register.change(steward, asset, entry.wanted(wanted), revision=asset.revision)
    today = text(browser.get(acting.url(f"ledger/{asset.pk}/")))
    then = text(browser.get(acting.url(f"ledger/{asset.pk}/"), {"on": early.isoformat()}))
    assert "何に役立つかを書いています" in today
    assert "何に役立つかがまだです" in then


def test_route_check_copy_use_and_disposal_work_from_their_pages(acting, steward, browser) -> None:
    asset = making.asset(steward)
    base = acting.url(f"ledger/{asset.pk}/")
    proposal = text(browser.get(f"{base}route/", {"asked": "1", "kept": "yes"}))
    assert "案は「営業秘密」です" in proposal
    browser.post(f"{base}route/", {"route": "trade_secret", "reason": "続けられる"})
    browser.post(f"{base}public/", {"compared": ["web"], "result": "not_known"})
    browser.post(f"{base}copy/", {"to_whom": "現場"})
    browser.post(f"{base}use/", {"purpose": "見積のため"})
    assert browser.post(f"{base}copy/", {}).status_code == 422
    page = text(browser.get(f"{base}life/"))
    assert "写し1番" in page
    assert "見積のため" in page
    asset.refresh_from_db()
    revision = str(asset.revision)
    way = {"method": "paper:shred", "reason": "古い", "revision": revision}
    refused = browser.post(f"{base}dispose/", way)
    assert refused.status_code == 422
    assert "立ち会った人" in text(refused)
    done = browser.post(f"{base}dispose/", way | {"witness": str(acting.person("owner").pk)}, follow=True)
    assert "証明書を印刷する" in text(done)
    assert browser.get(f"{base}certificate/").content.startswith(b"%PDF")


def test_every_paper_is_a_pdf(acting, steward, browser) -> None:
    asset = making.asset(steward)
    wanted = prior_use.PriorWanted(PriorKind.TRIAL, "測定表", datetime.date(2019, 4, 1), sha256="a" * 64)
    prior_use.add_prior(steward, asset, wanted)
    reviewing.review_all(steward, {asset.pk: reviewing.Answered(ReviewChoice.SAME)})
    walk = rounds.begin_round(steward, RoundKind.STOCK)
    for path in (
        "ledger/first/paper/",
        "ledger/reviews/paper/",
        f"ledger/rounds/{walk.pk}/paper/",
        f"ledger/{asset.pk}/prior/paper/",
    ):
        answer = browser.get(acting.url(path))
        assert answer.content.startswith(b"%PDF"), path


def test_a_take_out_is_asked_for_from_the_page_and_told_in_places(acting, steward) -> None:
    asset = making.asset(steward)
    tomorrow = clock.today() + datetime.timedelta(days=1)
    staff = acting.client("staff")
    wanted = {"to_where": "見本金型", "purpose": "打合せ", "due_on": tomorrow.isoformat()}
    staff.post(acting.url(f"ledger/{asset.pk}/take-out/"), wanted)
    assert life.open_take_outs(asset).count() == 1
    assert re.search("見本金型", text(staff.get(acting.url(f"ledger/{asset.pk}/life/"))))


def test_home_names_what_is_left_to_do(acting, steward, browser) -> None:
    tasks_of.make_task(steward, "背表紙に表示を付ける", owner_id=steward.person_id, due_on=clock.today())
    assert "背表紙に表示を付ける" in text(browser.get(acting.url("")))


def test_the_page_that_a_device_keeps_names_no_top_secret_and_is_no_look(acting, browser) -> None:
    owner = acting.actor("owner")
    top = making.top(owner)
    walk = rounds.begin_round(owner, RoundKind.STOCK)
    client = acting.client("owner")
    address = acting.url(f"ledger/rounds/{walk.pk}/")
    assert top.name in text(client.get(address))
    before = Entry.objects.count()
    kept = text(client.get(address, {"keep": "1"}))
    assert top.name not in kept
    assert top.number in kept
    assert Entry.objects.count() == before
    worker = client.get(acting.url("ledger/rounds/worker.js"))
    assert worker.headers["Content-Type"].startswith("text/javascript")
