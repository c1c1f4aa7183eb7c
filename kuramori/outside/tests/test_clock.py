import datetime

from kuramori.outside import clock


def test_a_day_is_a_day_in_tokyo():
    late_evening_in_london = datetime.datetime(2026, 3, 31, 15, 0, tzinfo=datetime.UTC)
    assert clock.day_of(late_evening_in_london) == datetime.date(2026, 4, 1)


def test_the_clock_stands_still_and_goes_on_afterwards():
    moment = datetime.datetime(2024, 2, 29, 1, 0, tzinfo=datetime.UTC)
    with clock.standing_at(moment):
        assert clock.now() == moment
        assert clock.today() == datetime.date(2024, 2, 29)
    assert clock.now() > moment
