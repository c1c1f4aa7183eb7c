"""Visits: from the announcement to the way out, and the monthly look through the log."""

from __future__ import annotations

import datetime

import pytest

from kuramori.ground.papers.freeze import freeze, in_force
from kuramori.ground.people.actor import NotAllowed
from kuramori.outside import clock
from kuramori.work.places import read
from kuramori.work.places.arranging import Particulars, add_place
from kuramori.work.places.models import PlaceKind, Visit, Visitor
from kuramori.work.places.receiving import (
    PLEDGE,
    RULE,
    AlreadyIn,
    Arrival,
    BadgeTaken,
    Cancelled,
    Incomplete,
    MonthNotOver,
    NotAccepted,
    NotIn,
    RouteNotApproved,
    VisitWanted,
    announce,
    cancel,
    check_log,
    receive,
    see_off,
)
from kuramori.work.places.touring import RouteWanted, approve_route, retire_route, set_route

DAY = datetime.date(clock.today().year + 1, 10, 20)


def at(hour, day=DAY):
    return clock.standing_at(datetime.datetime.combine(day, datetime.time(hour), clock.TOKYO))


@pytest.fixture
def staff(acting):
    return acting.actor("staff")


@pytest.fixture
def steward(acting):
    return acting.actor("steward")


def visit(acting, *names, on=DAY, route=None):
    wanted = VisitWanted(
        "例示商事", "打合せ", acting.person("staff"), on, names or ("例示 一郎",), datetime.time(13), route
    )
    return announce(acting.actor("staff"), wanted)


def test_a_guest_comes_in_with_a_badge_and_leaves(acting, staff):
    with at(9):
        guest = visit(acting).visitors.get()
    with at(13):
        receive(staff, guest, Arrival(badge="3", devices="ノートPC"))
        assert [line.badge for line in read.visits_page().inside] == ["3"]
    with at(15):
        see_off(staff, guest)
        line = read.guest_line(guest)
    assert (line.escort, line.arrived_at.hour, line.left_at.hour, line.signed_out) == (
        acting.person("staff").name,
        13,
        15,
        "host",
    )


def test_nobody_comes_in_twice_nor_leaves_who_is_not_in(acting, staff):
    with at(9):
        guest = visit(acting).visitors.get()
        with pytest.raises(NotIn):
            see_off(staff, guest)
        receive(staff, guest, Arrival(badge="1"))
        with pytest.raises(AlreadyIn):
            receive(staff, guest, Arrival(badge="2"))


def test_one_badge_is_worn_by_one_guest_at_a_time(acting, staff):
    with at(9):
        first, second = visit(acting, "例示 一郎", "例示 二郎").visitors.order_by("name")
        receive(staff, first, Arrival(badge="1"))
        with pytest.raises(BadgeTaken):
            receive(staff, second, Arrival(badge=" 1 "))
        see_off(staff, first)
        receive(staff, second, Arrival(badge="1"))


def test_rule_and_pledge_are_accepted_in_the_wording_that_stands_today(acting, staff, steward):
    rule = freeze(steward, RULE, title="持込みの決まり", body="カメラは預けます。")
    pledge = freeze(steward, PLEDGE, title="お約束", body="見聞きしたことを話しません。")
    with at(9):
        guest = visit(acting).visitors.get()
        with pytest.raises(NotAccepted):
            receive(staff, guest, Arrival(badge="1", rule=rule.sha256))
        receive(staff, guest, Arrival(badge="1", rule=rule.sha256, pledge=pledge.sha256))
    kept = Visitor.objects.get(pk=guest.pk)
    assert (kept.rule.text, kept.pledge.text, kept.pledge.name) == (rule, pledge, "例示 一郎")
    assert in_force(RULE) == rule


def test_a_cancelled_visit_lets_nobody_in_and_one_that_began_is_not_cancelled(acting, staff):
    with at(9):
        first, second = visit(acting), visit(acting)
        cancel(staff, first)
        with pytest.raises(Cancelled):
            receive(staff, first.visitors.get(), Arrival(badge="1"))
        receive(staff, second.visitors.get(), Arrival(badge="1"))
        with pytest.raises(AlreadyIn):
            cancel(staff, second)


def test_a_visit_without_a_name_is_refused(acting, staff):
    with pytest.raises(Incomplete):
        announce(staff, VisitWanted("例示商事", "打合せ", acting.person("staff"), DAY, ["  "]))
    assert not Visit.objects.exists()


def test_a_route_is_walked_only_once_it_is_approved_and_a_change_takes_that_back(acting, staff, steward):
    site = add_place(steward, PlaceKind.SITE, None, Particulars(name="本社"))
    zone = add_place(steward, PlaceKind.ZONE, site, Particulars(name="組立"))
    wanted = RouteWanted("短いコース", [(site, True), (zone, False)])
    route = set_route(staff, wanted)
    with pytest.raises(RouteNotApproved):
        visit(acting, route=route)
    with pytest.raises(NotAllowed):
        approve_route(staff, route)
    route = approve_route(steward, route)
    assert visit(acting, route=route).route == route
    assert [(stop.name, stop.photos) for stop in read.route_line(route).stops] == [
        ("本社", True),
        ("組立", False),
    ]
    route = set_route(staff, RouteWanted("短いコース", [(zone, False)]), route)
    with pytest.raises(RouteNotApproved):
        visit(acting, route=route)
    retire_route(steward, approve_route(steward, route))
    assert read.routes_offered() == []


def test_a_forgotten_way_out_is_noted_later_and_never_before_the_arrival(acting, staff):
    with at(13):
        guest = visit(acting).visitors.get()
        receive(staff, guest, Arrival(badge="1"))
    with at(9, DAY + datetime.timedelta(days=1)):
        assert read.guest_line(guest).is_forgotten
        assert "退出" in " ".join(one.title for one in read.next_actions(staff))
        early = datetime.datetime.combine(DAY, datetime.time(8), clock.TOKYO)
        see_off(staff, guest, at=early)
        line = read.guest_line(guest)
    assert (line.left_at, line.signed_out) == (line.arrived_at, "later")


def test_last_months_log_is_a_task_until_somebody_went_through_it(acting, staff, steward):
    with at(13):
        guest = visit(acting).visitors.get()
        receive(staff, guest, Arrival(badge="1"))
        with pytest.raises(MonthNotOver):
            check_log(steward, DAY)
    with at(9, DAY.replace(month=11, day=2)):
        assert read.month_to_check(steward) == DAY.replace(day=1)
        made = check_log(steward, DAY)
        assert (made.visitors, made.open_ends) == (1, 1)
        assert check_log(steward, DAY) == made
        assert read.month_to_check(steward) is None


def test_the_log_is_narrowed_by_words_and_days(acting, staff):
    with at(13):
        for guest in visit(acting, "例示 一郎", "見本 花子").visitors.all():
            receive(staff, guest, Arrival(badge=""))
    page = read.log_page(DAY, DAY, "花子 例示商事")
    assert [line.name for line in page.lines] == ["見本 花子"]
    assert read.log_page(DAY - datetime.timedelta(days=9), DAY - datetime.timedelta(days=1)).lines == ()
