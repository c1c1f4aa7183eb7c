from __future__ import annotations

import dataclasses

import pytest

from kuramori.rules import next_steps
from kuramori.rules.answers import Answer, Answered, NotApplicable
from kuramori.rules.catalogue import Pack
from kuramori.rules.scoring import Total, score
from kuramori.work.checks.guest import concluding
from kuramori.work.checks.guest.concluding import ResultPage
from kuramori.work.checks.guest.tests.conftest import LEVELS, filled_in
from kuramori.work.checks.guest.tests.visitor import Visitor
from tests.cast import Cast


def _answers(pack: Pack) -> dict[str, Answer]:
    return {
        item.id: Answered(int(level)) if level != "-" else NotApplicable("だれにも渡していない")
        for item, level in zip(pack.items, LEVELS, strict=False)
    }


def _shown(visitor: Visitor) -> ResultPage:
    page: ResultPage = visitor.context["page"]
    return page


def _follows(visitor: Visitor) -> Total:
    what_if = _shown(visitor).what_if
    assert what_if is not None
    return what_if.total


def test_the_score_and_its_fraction_are_those_of_the_rules(finished: Visitor, pack: Pack) -> None:
    total = score(pack, _answers(pack)).total
    assert _shown(finished).total == total
    assert f"（{total.points} / {total.max}）" in finished.page.text
    assert f"<b>{total.score}</b>" in finished.page.html


def test_the_table_has_the_numbers_of_every_measure(finished: Visitor, pack: Pack) -> None:
    for group in score(pack, _answers(pack)).measures:
        short = pack.text("ja").measures[group.id].short
        assert short in finished.page.text
    rows = _shown(finished).rows
    assert [(row.points, row.max) for row in rows] == [
        (group.points, group.max) for group in score(pack, _answers(pack)).measures
    ]


def test_the_eight_fields_can_be_looked_at_instead(finished: Visitor, pack: Pack) -> None:
    page = finished.press("view=fields")
    assert len(_shown(finished).rows) == len(pack.fields)
    assert str(pack.text("ja").fields_note) in page.text
    assert page.html.count("<svg xmlns") == 2


def test_the_figure_stands_twice_with_title_and_description(finished: Visitor) -> None:
    assert 'class="radar radar--wide"' in finished.page.html
    assert 'class="radar radar--narrow"' in finished.page.html
    assert finished.page.html.count("<desc") == 2


def test_at_first_all_three_actions_are_ticked_and_the_score_that_follows_is_shown(
    finished: Visitor, pack: Pack
) -> None:
    answers = _answers(pack)
    proposed = [proposal.item for proposal in next_steps.propose(pack, answers)]
    assert finished.page.sent("did") == ["none", *proposed]
    assert _follows(finished) == next_steps.what_if(pack, answers, proposed).total


def test_taking_a_tick_away_counts_again_and_stays_so(finished: Visitor, pack: Pack) -> None:
    answers = _answers(pack)
    first = next_steps.propose(pack, answers)[0].item
    finished.page.fields = [f for f in finished.page.fields if f[0] != "did" or f[1] in ("none", first)]
    page = finished.press("go=recount")
    assert page.sent("did") == ["none", first]
    assert _follows(finished) == next_steps.what_if(pack, answers, [first]).total
    finished.press("go=jump:q03")
    assert finished.press("go=result").sent("did") == ["none", first]


def test_without_a_tick_nothing_follows(finished: Visitor) -> None:
    finished.page.fields = [f for f in finished.page.fields if f[0] != "did" or f[1] == "none"]
    page = finished.press("go=recount")
    assert "印を付けると、やった後の点と形が出ます" in page.text
    assert 'class="then"' not in page.html.split("<svg", 1)[1].split("</svg>")[0]


def test_an_unfinished_check_shows_a_provisional_score_plainly_marked(visitor: Visitor, pack: Pack) -> None:
    visitor.begin()
    page = visitor.enter(q01="2").press("go=result")
    assert "まだ18問が残っています" in page.text
    assert "途中の点" in page.text
    assert "総合点" not in page.text
    assert _shown(visitor).total == score(pack, {"q01": Answered(2)}).provisional
    assert _shown(visitor).what_if is None
    assert "問2" in visitor.press("go=jump:q02").heading


def test_a_check_without_any_answer_has_no_score(visitor: Visitor) -> None:
    visitor.begin()
    assert "点はまだ出せません" in visitor.press("go=result").text


def test_the_result_says_that_it_is_no_certification(finished: Visitor, pack: Pack) -> None:
    assert pack.text("ja").disclaimer in finished.page.text
    assert pack.text("ja").scoring_name in finished.page.text


@pytest.mark.parametrize(("typed", "kept"), [("64", "64"), ("６４．５点", "６４．５点"), (" 70 ", "70")])
def test_the_score_of_the_official_workbook_is_kept_beside_ours(
    finished: Visitor, typed: str, kept: str
) -> None:
    page = finished.enter(official_score=typed).press("go=recount")
    assert page.sent("official_score") == [kept]
    assert "読めません" not in page.text


@pytest.mark.parametrize("typed", ["101", "-1", "六十四", "nan", "1e999", "1_0", "64.555"])
def test_a_score_that_cannot_be_is_named_and_kept(finished: Visitor, typed: str) -> None:
    page = finished.enter(official_score=typed).press("go=recount")
    assert f"「{typed}」は読めません" in page.text
    assert page.sent("official_score") == [typed]


def test_every_answer_can_be_put_right_from_the_result(finished: Visitor, pack: Pack) -> None:
    for item in pack.items:
        assert f"go=jump:{item.id}" in finished.page.buttons


def test_a_stranger_is_not_offered_an_organisation(finished: Visitor) -> None:
    assert "の蔵守に入れる" not in finished.page.text


def test_somebody_who_is_signed_in_puts_the_answers_into_the_own_organisation(
    cast: Cast, visitor: Visitor, pack: Pack
) -> None:
    visitor.client = cast.client("steward")
    visitor.open("/check/all/")
    page = visitor.enter(**filled_in(pack)).press("go=result")
    assert "「架空精工株式会社」の蔵守に入れる" in page.text
    assert "見本金型" not in page.text
    visitor.press("go=take_in")
    assert visitor.response.status_code == 302
    assert visitor.response["Location"].startswith(cast.url("checks/"))


def test_half_a_percent_rounds_up_on_the_page_as_in_the_report(pack: Pack) -> None:
    counted = score(pack, _answers(pack))
    # 23 ÷ 40 lies a hair below 57.5 % as a float.
    first = dataclasses.replace(counted.measures[0], points=23, max=40, share=23 / 40)
    counted = dataclasses.replace(counted, measures=(first, *counted.measures[1:]))
    assert concluding.rows(pack, "ja", "measures", counted)[0].percent == 58
