import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django_scopes import scope

from kuramori.ground.people import tidy
from kuramori.ground.people.models import RosterDraft
from kuramori.outside import clock

HOUR = datetime.timedelta(hours=1)


def _noted(cast, role: str) -> str:
    """A session in which somebody was seen; its key."""
    client = cast.client(role)
    client.get(cast.url(""))
    return client.session.session_key


def test_expired_sessions_go_and_living_ones_stay(cast):
    old, living = _noted(cast, "staff"), _noted(cast, "steward")
    assert set(UserSession.objects.values_list("session_key", flat=True)) == {old, living}
    Session.objects.filter(session_key=old).update(expire_date=clock.now() - HOUR)
    tidy.tidy_sessions()
    assert set(Session.objects.values_list("session_key", flat=True)) == {living}
    assert set(UserSession.objects.values_list("session_key", flat=True)) == {living}


def test_expired_drafts_of_every_organisation_are_emptied(cast):
    for organisation, role_at in ((cast.organisation, cast.here), (cast.other, cast.there)):
        with scope(organisation=organisation):
            for hours in (-1, 1):
                RosterDraft.objects.create(
                    organisation=organisation,
                    made_by=cast.person("steward", at=role_at),
                    made_at=clock.now() - 2 * HOUR,
                    expires_at=clock.now() + hours * HOUR,
                    digest="0" * 64,
                    total=1,
                    sealed=b"rows",
                )
    tidy.tidy_drafts()
    for organisation in (cast.organisation, cast.other):
        with scope(organisation=organisation):
            kept = RosterDraft.objects.exclude(sealed=b"")
            assert [draft.expires_at > clock.now() for draft in kept] == [True]
            assert RosterDraft.objects.count() == 2


def test_at_night_the_rows_of_every_table_are_counted(cast):
    tidy.count_rows()
    if connection.vendor == "sqlite":  # PostgreSQL counts by itself
        with connection.cursor() as cursor:
            cursor.execute("SELECT DISTINCT tbl FROM sqlite_stat1")
            counted = {table for (table,) in cursor.fetchall()}
        assert {"people_person", "people_membership", "people_organisation"} <= counted
