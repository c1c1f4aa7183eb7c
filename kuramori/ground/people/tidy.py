"""At night: sessions and roster drafts that have expired are taken away. Neither opens anything since it expired."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _
from django_scopes import scope

from kuramori.ground.jobs.schedule import schedule
from kuramori.ground.people.importing.draft import empty_expired
from kuramori.ground.people.models import Organisation


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
