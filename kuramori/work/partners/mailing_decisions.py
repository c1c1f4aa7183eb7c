"""Mails about a decision: to whoever is asked for approval, and to whoever asked once it is settled.

They tell the number of the information and the company, never a name from the ledger, a purpose or a reason: a mail
may be read over a shoulder.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.models import Person
from kuramori.ground.post.addresses import AddressUnusable, checked
from kuramori.ground.post.carrier import is_on
from kuramori.ground.post.letter import Recipient
from kuramori.ground.post.purposes import Purpose
from kuramori.ground.post.queue import queue
from kuramori.rules.sharing.policy import Outcome
from kuramori.work.partners import deciders
from kuramori.work.partners.models import Decision

MAIL = Purpose("partners:decision", gettext_lazy("共有の承認"))
QUIET = datetime.timedelta(hours=24)
"""Who was asked about a pair is not written to about the same pair again for so long; home shows it all the time."""


def ask_by_mail(actor: Actor, row: Decision, codes: Iterable[str]) -> bool:
    """Write to everybody who is meant by these codes, but not to whoever asks. False where nobody is written to."""
    meant = {one.pk: one for code in codes for one in deciders.meant_by(code)}
    if actor.person_id is not None:
        meant.pop(actor.person_id, None)
    recipients = _recipients(meant.values())
    if not is_on() or not recipients or _was_written(row):
        return False
    queue(
        actor,
        to=recipients,
        subject=_("承認のお願い: %(number)s を %(partner)s に渡してよいか") % _places(row),
        text=_(
            "%(who)sさんが、%(number)s を「%(partner)s」に渡してよいか確かめました。"
            "会社の決まりで、あなたの承認が要ります。\n"
            "理由を見て、認める・認めないを答えてください。答えるまで、渡されません。\n\n%(where)s\n"
        )
        % {**_places(row), "who": actor.name, "where": _where(actor, row)},
        purpose=MAIL,
        about=("decision", row.pk),
    )
    return True


def tell_by_mail(actor: Actor, row: Decision) -> bool:
    """Write to whoever asked that it is settled. False where that is the actor, or nobody can be written to."""
    person = row.asked_by
    recipients = _recipients([person] if person is not None and person.pk != actor.person_id else [])
    if not is_on() or not recipients or not (row.approved_at or row.refused_at):
        return False
    places = {**_places(row), "who": actor.name, "where": _where(actor, row)}
    if row.approved_at and row.approved_until:
        until = row.approved_until
        places["until"] = f"{until.year}/{until.month}/{until.day}"
        subject = _("承認されました: %(number)s を %(partner)s に渡すこと")
        text = _(
            "%(number)s を「%(partner)s」に渡すことが、%(until)s まで認められました。\n"
            "渡すときの条件は、判断の画面にあります。\n\n%(where)s\n"
        )
    else:
        subject = _("承認されませんでした: %(number)s を %(partner)s に渡すこと")
        text = _(
            "%(who)sさんは、%(number)s を「%(partner)s」に渡すことを認めませんでした。渡さないでください。\n"
            "わけは、判断の画面にあります。\n\n%(where)s\n"
        )
    queue(
        actor,
        to=recipients,
        subject=subject % places,
        text=text % places,
        purpose=MAIL,
        about=("decision", row.pk),
    )
    return True


def _was_written(row: Decision) -> bool:
    """Whether the same pair already waits for an answer, asked a short while ago."""
    return (
        Decision.objects.filter(
            asset=row.asset_id,
            partner=row.partner_id,
            outcome=Outcome.ESCALATE,
            approved_at__isnull=True,
            refused_at__isnull=True,
            asked_at__gt=row.asked_at - QUIET,
        )
        .exclude(pk=row.pk)
        .exists()
    )


def _recipients(people: Iterable[Person]) -> list[Recipient]:
    found = []
    for one in people:
        try:
            found.append(Recipient(checked(one.email), one.name, one.pk))
        except AddressUnusable:
            continue
    return found


def _places(row: Decision) -> dict[str, str]:
    return {"number": row.asset.number, "partner": row.partner.name}


def _where(actor: Actor, row: Decision) -> str:
    """The page, as an address where the instance has one."""
    address = settings.INSTANCE.site.address
    path = url_for(actor, "partners:decision", id=row.pk)
    return f"{address.rstrip('/')}{path}" if address else _("蔵守の「共有の判断」から開けます。")
