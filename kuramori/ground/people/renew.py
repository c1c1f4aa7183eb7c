"""A new password by the one who runs the instance, on its own command line, where no colleague can make a link.

That is so for an account of several organisations, for the one who runs the instance, and for an only owner. Whoever
has that command line can read the records anyway; each organisation's trail tells that it was done.
"""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from kuramori.ground.people import access, events
from kuramori.ground.people.models import Account, AccountManager
from kuramori.ground.trail.record import record


class NoSuchAccount(LookupError):
    """Nobody signs in with this address."""


def renew_password(email: str, password: str, *, forget_second_step: bool = False) -> Account:
    """Give the account of `email` this password; its sessions end. Raises `NoSuchAccount`, `ValidationError`.

    `forget_second_step`: its app, passkeys and recovery codes go too, for somebody who has lost them all.
    """
    with transaction.atomic():
        account = (
            Account.objects.select_for_update().filter(email=AccountManager.normalize_email(email)).first()
        )
        if account is None:
            raise NoSuchAccount(email)
        validate_password(password, account)
        account.set_password(password)
        account.save(update_fields=["password"])
        forgotten = forget_second_step and Authenticator.objects.filter(user_id=account.pk).delete()[0]
        for person in access.persons_of(account):
            actor = access.actor_on_command_line(person.organisation)
            record(actor, events.PASSWORD_RENEWED, kind="person", thing_id=person.pk, person=person.name)
            if forgotten:
                record(
                    actor, events.SECOND_STEP_FORGOTTEN, kind="person", thing_id=person.pk, person=person.name
                )
    return account
