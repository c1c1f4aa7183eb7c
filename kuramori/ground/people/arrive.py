"""Coming in through a session: the account, and whom it acts as in this organisation, found by one query.

Django's own way asks for the account first and we for its roles then. What Django checks is checked here as well: the
account is active, and the session was begun with the password that holds today. Where anything is not so, nothing is
decided here: Django's own way says no, ends the session or renews it.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from kuramori.ground.people import access
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Account


def arrive(request: HttpRequest, slug: str) -> Actor | None:
    """Whom the session acts as in the organisation `slug` today, with `request.user` set; None: ask Django's way."""
    session = request.session
    if SESSION_KEY not in session or session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    found = access.account_and_actor(session[SESSION_KEY], slug)
    if found is None:
        return None
    account, actor = found
    if not _still_holds(session, account):
        return None
    request.user = account
    return actor


def _still_holds(session: SessionBase, account: Account) -> bool:
    begun_with = session.get(HASH_SESSION_KEY) or ""
    return account.is_active and constant_time_compare(begun_with, account.get_session_auth_hash())
