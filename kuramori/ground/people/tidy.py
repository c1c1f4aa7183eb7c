"""At night: expired sessions and roster drafts are taken away, and the database counts its rows.

Neither a session nor a draft opens anything since it expired.
"""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _
from django_scopes import scope

from kuramori.ground.jobs.schedule import schedule
from kuramori.ground.people.importing.draft import empty_expired
from kuramori.ground.people.models import Organisation
from kuramori.ground.people.rows import count_anew


@schedule("people:tidy_sessions", daily_at="03:20", says=_("期限の切れたログインを片づける"))
def tidy_sessions() -> None:
    """Forget expired sessions, and from where those were used."""
    SessionStore.clear_expired()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()


@schedule("people:tidy_drafts", daily_at="03:30", says=_("期限の切れた名簿の下書きを片づける"))
def tidy_drafts() -> None:
    """Empty the roster drafts that nobody took in."""
    for organisation in Organisation.objects.all():
        with scope(organisation=organisation):
            empty_expired()


@schedule("people:count_rows", daily_at="03:50", says=_("記録が増えても速くさがせるよう、行を数え直す"))
def count_rows() -> None:
    """A house that grows day by day is counted too, not only one that takes thousands in. PostgreSQL does so itself."""
    if connection.vendor != "sqlite":
        return
    for model in apps.get_models():
        if model._meta.managed and not model._meta.proxy:
            # One after the other, so that nobody who writes waits for all of them.
            with transaction.atomic():
                count_anew(model)
