"""Days of agreements: mailed once a step to whoever keeps them, shown at home, and read as they were known."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

import pytest
from django_scopes import scope

from kuramori.ground.people.models import Person
from kuramori.ground.post.models import Message
from kuramori.outside import clock
from kuramori.site.instance import Mail
from kuramori.work.ledger.tests import making
from kuramori.work.partners import agreeing, reminding_agreements
from kuramori.work.partners.models import AgreementKind
from kuramori.work.partners.reading import terms as reading
from kuramori.work.partners.reading import todo_agreements
from kuramori.work.partners.tests import agreed
from tests.cast import Cast

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def mail_on(settings: Any) -> None:
    mail = Mail(host="127.0.0.1", port=1, security="none", sender="kura@kakuu-seiko.example")
    settings.INSTANCE = dataclasses.replace(settings.INSTANCE, mail=mail)


def test_a_day_is_mailed_once_for_each_step_and_shown_until_it_is_seen_to(cast: Cast) -> None:
    actor = cast.actor("steward")
    today = clock.today()
    with scope(organisation=actor.organisation):
        keeper = Person.objects.get(pk=str(actor.person_id))
        row = agreed.concluded(
            actor,
            until_on=today + 20 * DAY,
            renewal_months=None,
            from_on=today - 300 * DAY,
            secrecy_from=None,
        )
        wanted = agreeing.Wanted(row.partner, AgreementKind.MUTUAL, "秘密保持契約", keeper=keeper)
        agreeing.change(actor, row, wanted, revision=row.revision)
        assert reminding_agreements.remind(actor) == 1
        assert reminding_agreements.remind(actor) == 0
        assert Message.objects.count() == 1
        shown = list(todo_agreements.next_actions(actor))
        assert [one.due_on for one in shown] == [today + 20 * DAY]
        (deadline,) = todo_agreements.deadlines(actor, today, today + 30 * DAY)
        assert row.number in deadline.title
        with clock.standing_at(clock.now() + 14 * DAY):
            assert reminding_agreements.remind(actor) == 1
            assert reminding_agreements.remind(actor) == 0
        assert todo_agreements.mentions(keeper.pk)
        assert [one.note for one in todo_agreements.about(actor, "partner", row.partner_id)] == [
            "",
            "もうすぐ期限",
        ]
        assert todo_agreements.find(actor, row.number)


def test_an_agreement_that_another_replaced_is_told_of_no_more(cast: Cast) -> None:
    actor = cast.actor("steward")
    soon = clock.today() + 10 * DAY
    with scope(organisation=actor.organisation):
        old = agreed.concluded(actor, until_on=soon, renewal_months=None, secrecy_from=None)
        new = agreed.concluded(actor, old.partner)
        wanted = agreeing.Wanted(old.partner, AgreementKind.MUTUAL, "新しい契約", replaces=old)
        agreeing.change(actor, new, wanted, revision=new.revision)
        assert not [one for one in todo_agreements.deadlines(actor, soon, soon) if old.number in one.title]


def test_what_was_told_later_was_not_known_then(cast: Cast) -> None:
    actor = cast.actor("steward")
    with scope(organisation=actor.organisation):
        row = agreed.concluded(actor, making.partner(actor))
        before = clock.now()
        agreeing.change_terms(actor, row, {"residuals": True}, revision=row.revision, reason="見落とし")
        day = datetime.date(2026, 5, 1)
        assert reading.terms_on(row, day).residuals
        assert not reading.terms_on(row, day, before).residuals
