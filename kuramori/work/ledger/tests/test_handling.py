"""How a grade is handled: a suggestion until the house decides, then what held on each day."""

from __future__ import annotations

import datetime

import pytest
from django_scopes import scope

from kuramori.ground.people.actor import NotAllowed
from kuramori.outside import clock
from kuramori.press.tests.reading import pdf_text
from kuramori.rules import freshness
from kuramori.work.ledger import grades, read
from kuramori.work.ledger.handling import decide, handlings
from kuramori.work.ledger.models import Grade, GradeRules
from kuramori.work.ledger.papers import asset_paper, who_paper
from kuramori.work.ledger.tests import making
from tests.cast import Cast

DAY = datetime.timedelta(days=1)
# Ahead of today, from which on everybody here holds a role.
BEGAN = datetime.datetime.combine(clock.today() + 70 * DAY, datetime.time(9), tzinfo=clock.TOKYO)


def of(grade: Grade, on: datetime.date, known_at: datetime.datetime | None = None) -> tuple[bool, str]:
    """Whether it is the house's own rule on that day, and what is said of copying."""
    rule = handlings(grades.names(on, known_at), on, known_at)[grade.value]
    return rule.is_own, dict(rule.steps).get("写し", "")


def test_until_the_house_decides_the_usual_way_is_a_suggestion(acting: Cast) -> None:
    own, copying = of(Grade.TOP, clock.today())
    assert not own
    assert "番号" in copying


def test_each_day_tells_the_rule_of_that_day(acting: Cast) -> None:
    steward = acting.actor("steward")
    with clock.standing_at(BEGAN):
        assert decide(steward, Grade.SECRET, {"copying": "写してはいけない"})
        assert not decide(steward, Grade.SECRET, {"copying": "  写してはいけない "})
    with clock.standing_at(BEGAN + 30 * DAY):
        assert decide(steward, Grade.SECRET, {"copying": "台帳に書いてから写す"})
        first = BEGAN.date()
        assert of(Grade.SECRET, first - DAY)[0] is False
        assert of(Grade.SECRET, first) == (True, "写してはいけない")
        assert of(Grade.SECRET, first + 29 * DAY) == (True, "写してはいけない")
        assert of(Grade.SECRET, first + 30 * DAY) == (True, "台帳に書いてから写す")


def test_each_rule_keeps_who_decided_it_and_when_also_once_a_later_one_cuts_it_short(acting: Cast) -> None:
    steward, owner = acting.actor("steward"), acting.actor("owner")
    with clock.standing_at(BEGAN):
        decide(steward, Grade.SECRET, {"copying": "写してはいけない"})
    with clock.standing_at(BEGAN + 30 * DAY):
        decide(owner, Grade.SECRET, {"copying": "台帳に書いてから写す"})
        told = [handlings(grades.names(), BEGAN.date() + after * DAY)["secret"] for after in (29, 30)]
    assert [(one.decided_by, one.decided_on) for one in told] == [
        (steward.name, BEGAN.date()),
        (owner.name, BEGAN.date() + 30 * DAY),
    ]


def test_a_rule_told_late_was_not_known_on_the_day(acting: Cast) -> None:
    with clock.standing_at(BEGAN):
        decide(acting.actor("steward"), Grade.TOP, {"copying": "写さない"}, from_on=BEGAN.date() - 100 * DAY)
        long_ago = BEGAN.date() - 50 * DAY
        assert of(Grade.TOP, long_ago) == (True, "写さない")
        assert of(Grade.TOP, long_ago, BEGAN - 40 * DAY)[0] is False


def test_a_house_that_takes_everything_back_decides_nothing_from_that_day(acting: Cast) -> None:
    steward = acting.actor("steward")
    with clock.standing_at(BEGAN):
        decide(steward, Grade.TOP, {"copying": "写さない"})
    with clock.standing_at(BEGAN + 5 * DAY):
        assert decide(steward, Grade.TOP, {})
        assert of(Grade.TOP, BEGAN.date() + 4 * DAY)[0] is True
        assert of(Grade.TOP, BEGAN.date() + 5 * DAY)[0] is False


def test_staff_do_not_decide_rules(acting: Cast) -> None:
    with pytest.raises(NotAllowed):
        decide(acting.actor("staff"), Grade.TOP, {"copying": "自由"})
    assert not GradeRules.objects.exists()


def test_the_asset_page_shows_the_rule_of_the_day_it_shows(cast: Cast) -> None:
    with scope(organisation=cast.organisation):
        asset = making.asset(cast.actor("steward"), from_on=clock.today() - 10 * DAY)
        decide(cast.actor("steward"), Grade.SECRET, {"keeping": "赤い金庫に入れる"})
    client = cast.client("section")
    assert "赤い金庫に入れる" in client.get(cast.url(f"ledger/{asset.pk}/")).content.decode()
    past = (clock.today() - 5 * DAY).isoformat()
    assert "赤い金庫" not in client.get(cast.url(f"ledger/{asset.pk}/?on={past}")).content.decode()


def test_the_steward_decides_in_a_browser_and_others_only_read(cast: Cast) -> None:
    steward, staff = cast.client("steward"), cast.client("staff")
    page = steward.get(cast.url("ledger/handling/secret/"))
    assert "鍵のかかる棚" in page.content.decode()
    answer = steward.post(cast.url("ledger/handling/secret/"), {"keeping": "赤い金庫", "from_on": "2026/4/1"})
    assert answer.status_code == 302
    table = staff.get(cast.url("ledger/handling/")).content.decode()
    assert "赤い金庫" in table
    assert "2026年4月1日からの会社のきまり" in table
    assert f"{cast.actor('steward').name}さんが決めました" in table
    assert staff.post(cast.url("ledger/handling/secret/"), {"keeping": "x"}).status_code == 403
    assert staff.get(cast.url("ledger/handling/none/")).status_code == 404


def test_the_papers_carry_the_rule(cast: Cast) -> None:
    with scope(organisation=cast.organisation):
        steward = cast.actor("steward")
        asset = making.asset(steward)
        decide(steward, Grade.SECRET, {"keeping": "赤い金庫に入れる"})
        one = asset_paper(cast.organisation, read.asset_page(steward, asset))
        table = who_paper(cast.organisation, read.who_page(steward))
    assert "赤い金庫に入れる" in pdf_text(one)
    assert "赤い金庫に入れる" in pdf_text(table)
    sheet = cast.client("staff").get(cast.url("ledger/handling/paper/"))
    assert "赤い金庫に入れる" in pdf_text(sheet.content)


def test_a_year_after_the_day_of_confirmation_the_page_says_so(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = cast.url("ledger/handling/")
    said = "確かめてから1年が過ぎています"
    for days, is_said in ((36_500, False), (-1, True)):
        monkeypatch.setattr(freshness, "FRESH_DAYS", days)
        assert (said in cast.client("staff").get(address).content.decode()) is is_said


@pytest.mark.parametrize("part", ["handling", "who"])
def test_a_day_that_cannot_be_read_is_told_once(cast: Cast, part: str) -> None:
    page = cast.client("steward").get(cast.url(f"ledger/{part}/?on=きのう")).content.decode()
    assert page.count("「きのう」は日付として読めません") == 1
