"""Result, comparison and plan over HTTP."""

from __future__ import annotations

import dataclasses
import re

import pytest

from kuramori.work.checks import read
from kuramori.work.checks.answer import answer
from kuramori.work.checks.begin import begin, revise
from kuramori.work.checks.finalise import finalise
from kuramori.work.checks.models import Plan
from kuramori.work.checks.plan import Wanted, change_plan, finish_plan, plan
from kuramori.work.checks.reading.comparison import OtherList


def text_of(response) -> str:
    return response.content.decode()


@pytest.fixture
def later(steward, final, pack):
    """A second final round: three items changed, one of them to 当てはまらない."""
    new = revise(steward, final, pack)
    for item, value in (("q01", 1), ("q07", 3), ("q13", {"na": "ない"})):
        answer(steward, new, pack, item, value=value, revision=1)
    return finalise(steward, new, pack)


def test_the_result_shows_score_fraction_radar_and_what_it_is_not(acting, final, pack):
    told = text_of(acting.client("auditor").get(acting.url(f"checks/{final.pk}/result/")))
    assert "20 / 57" in told
    assert told.count("<svg") >= 2
    assert pack.text("ja").disclaimer in told
    assert acting.url(f"checks/{final.pk}/travel/") in told


def test_ticks_are_counted_and_none_may_be_ticked(acting, final, steward):
    page = read.sheet_result(steward, final).page
    client, address = acting.client("steward"), acting.url(f"checks/{final.pk}/result/")
    all_ticked = text_of(client.get(address))
    assert f'<b class="then">{page.what_if.total.score}</b>' in all_ticked
    one = text_of(client.get(f"{address}?did=-&did={page.acts[0].item}"))
    assert one.count(" checked") == 1
    assert text_of(client.get(f"{address}?did=-")).count(" checked") == 0
    assert client.get(f"{address}?did=q99&view=nonsense").status_code == 200


def test_a_proposal_goes_into_the_plan_with_its_words_minutes_and_level(acting, final, steward, pack):
    act = read.sheet_result(steward, final).page.acts[0]
    client, address = acting.client("steward"), acting.url(f"checks/{final.pk}/plan/")
    offered = text_of(client.get(f"{address}?item={act.item}"))
    assert act.title in offered
    sent = {"action": act.title, "item": act.item, "owner": str(acting.person("section").pk)}
    sent |= {"due_on": "2030/3/31", "minutes": "１，２００", "yen": "", "reaches": "2"}
    assert client.post(address, sent).status_code == 302
    made = Plan.objects.get()
    assert (made.owner, made.minutes, made.yen, made.reaches) == (acting.person("section"), 1200, None, 2)
    assert "計画にあります" in text_of(client.get(acting.url(f"checks/{final.pk}/result/")))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"action": "  "}, "action"),
        ({"due_on": "2026/2/30"}, "という日はありません"),
        ({"minutes": "すぐ"}, "使えません"),
        ({"yen": "9" * 15}, "使えません"),
        ({"owner": "00000000-0000-0000-0000-000000000000"}, "owner"),
        ({"item": "q99"}, "item"),
    ],
)
def test_a_plan_that_cannot_be_read_is_named_and_nothing_is_planned(acting, final, changed, said):
    sent = {"action": "書庫を決める", "item": "q13", "owner": "", "due_on": "", **changed}
    refused = acting.client("steward").post(acting.url(f"checks/{final.pk}/plan/"), sent)
    assert refused.status_code == 422
    assert said in text_of(refused)
    assert not Plan.objects.exists()


def test_a_plan_changed_by_another_first_is_shown_and_then_written_over_on_purpose(
    acting, final, steward, pack
):
    made = plan(steward, final, pack, "q13", Wanted("書庫を決める"))
    change_plan(acting.actor("owner"), made, pack, Wanted("書庫を2本決める"), revision=1)
    client, address = acting.client("steward"), acting.url(f"checks/plans/{made.pk}/")
    stale = client.post(address, {"action": "鍵を替える", "revision": "1"})
    assert stale.status_code == 409
    assert "書庫を2本決める" in text_of(stale)
    assert 'value="鍵を替える"' in text_of(stale)
    assert re.search(r'name="revision" value="2"', text_of(stale))
    client.post(address, {"action": "鍵を替える", "revision": "2"})
    assert Plan.objects.get().action == "鍵を替える"


def test_the_buttons_of_a_plan_do_what_they_say(acting, final, steward, pack):
    made = plan(steward, final, pack, "q13", Wanted("書庫を決める", owner=acting.person("staff")))
    other = plan(steward, final, pack, "q14", Wanted("線を引く"))
    staff, owner = acting.client("staff"), acting.client("owner")

    def press(client, one, name):
        return client.post(acting.url(f"checks/plans/{one.pk}/{name}/")).status_code

    assert press(staff, made, "finish") == 302
    assert Plan.objects.get(pk=made.pk).done_on is not None
    assert press(staff, made, "reopen") == 302
    assert press(staff, other, "finish") == 403
    assert press(staff, made, "drop") == 403
    assert press(acting.client("auditor"), made, "finish") == 403
    assert press(owner, made, "drop") == 302
    assert press(owner, made, "finish") == 404
    told = text_of(staff.get(acting.url("checks/plans/")))
    assert "線を引く" not in told


def test_two_rounds_stand_side_by_side_whichever_is_named_first(acting, final, later):
    client = acting.client("auditor")
    for one, other in ((final, later), (later, final)):
        told = text_of(client.get(acting.url(f"checks/compare/?one={one.pk}&other={other.pk}")))
        assert "3問の答えが変わりました" in told
        assert "点は同じです" not in told
        assert told.count("▼") >= 1
        assert told.count("▲") >= 1


def test_a_comparison_tells_what_changed_and_what_the_plan_had_to_do_with_it(steward, final, pack):
    done = plan(steward, final, pack, "q07", Wanted("1枚表を作る", reaches=2))
    finish_plan(steward, done, pack)
    plan(steward, final, pack, "q08", Wanted("昼礼で読む", reaches=3))
    new = revise(steward, final, pack)
    answer(steward, new, pack, "q07", value=2, revision=1)
    finalise(steward, new, pack)
    seen = read.comparison(new, final)
    assert (seen.older.id, seen.newer.id, seen.is_same_edition) == (final.pk, new.pk, True)
    assert [(c.id, c.before.level, c.after.level, c.direction) for c in seen.changes] == [("q07", 1, 2, 1)]
    assert (seen.newer.points - seen.older.points, seen.unchanged) == (1, 18)
    m4 = next(row for row in seen.measures if row.mark == "④")
    assert (m4.before, m4.after, m4.delta) == (33, 67, 34)
    assert {(e.number, e.is_reached, e.done_on is not None) for e in seen.effects} == {
        ("7", True, True),
        ("8", False, False),
    }


def test_rounds_of_two_editions_are_compared_by_what_both_ask(steward, final, later, pack, monkeypatch):
    smaller = dataclasses.replace(
        pack, version="2.0.0", items=tuple(i for i in pack.items if i.id != "q07"), digest="f" * 64
    )
    later.digest, later.version = smaller.digest, smaller.version
    monkeypatch.setattr(
        "kuramori.work.checks.reading.packs.shelf.by_digest",
        lambda digest: smaller if digest == smaller.digest else pack,
    )
    seen = read.comparison(final, later)
    assert (seen.is_same_edition, seen.common, seen.delta) == (False, 18, None)
    assert {change.id for change in seen.changes} == {"q01", "q13"}
    m4 = next(row for row in seen.measures if row.mark == "④")
    assert (m4.before, m4.after) == (None, None)


def test_other_lists_are_not_compared(acting, final, later):
    later.pack_id = "jp/other"
    with pytest.raises(OtherList):
        read.comparison(final, later)
    later.save()
    address = acting.url(f"checks/compare/?one={final.pk}&other={later.pk}")
    assert acting.client("owner").get(address)["Location"] == acting.url("checks/")


@pytest.mark.parametrize("query", ["", "?one=x&other=y", "?one={0}&other={0}"])
def test_a_comparison_wants_two_rounds(acting, final, query):
    address = acting.url("checks/compare/") + query.format(final.pk)
    assert acting.client("owner").get(address)["Location"] == acting.url("checks/")


def test_result_and_comparison_ask_the_database_a_fixed_number_of_times(
    acting, final, later, steward, pack, django_assert_max_num_queries
):
    begin(steward, pack)
    client = acting.client("owner")
    client.get(acting.url(""))  # What a session notes once in five minutes is not counted here.
    paths = ((f"{later.pk}/result/", 12), (f"compare/?one={final.pk}&other={later.pk}", 10))
    for path, most in paths:
        with django_assert_max_num_queries(most):
            assert client.get(acting.url(f"checks/{path}")).status_code == 200
