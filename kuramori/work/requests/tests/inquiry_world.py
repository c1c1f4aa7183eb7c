"""Two connected houses, one of which asks the other; for tests."""

from __future__ import annotations

from typing import Any

from django_scopes import scope

from kuramori.ground.people.actor import Actor
from kuramori.work.partners.channels import carrying
from kuramori.work.partners.models import Channel
from kuramori.work.partners.tests.connected import connect
from kuramori.work.requests import own_answers, own_replies, telling_requests
from kuramori.work.requests.drafting import Wanted, mark_of
from kuramori.work.requests.handing_in import digest_of
from kuramori.work.requests.models import Asked, AskedState, Inquiry, OwnReply
from kuramori.work.requests.reading.inquiries import sheet_of
from kuramori.work.requests.tests import asked_world
from tests.cast import Cast

GIVEN_BY = "見本 次郎"


class TwoHouses:
    """`us` asks, `them` are asked; `asked` is our row of it, `inquiry` theirs."""

    def __init__(self, cast: Cast, number: str = "R-9001") -> None:
        self.here, self.there = connect(cast)
        self.us, self.them = cast.actor("owner"), cast.actor("owner", at=cast.there)
        with scope(organisation=self.us.organisation):
            self.world = asked_world.sent(self.us, ("例示の取引先",), number=number)
            asked = Asked.objects.filter(pk=self.world.asked[0].pk)
            asked.update(partner=self.here.partner, state=AskedState.PREPARED, sent_at=None)
            telling_requests.tell_all(self.us, self.world.request)
        self.carry()

    @property
    def asked(self) -> Asked:
        with scope(organisation=self.us.organisation):
            return Asked.objects.select_related("request", "partner", "reply").get(pk=self.world.asked[0].pk)

    @property
    def inquiry(self) -> Inquiry:
        with scope(organisation=self.them.organisation):
            return Inquiry.objects.select_related("partner").get(number=self.world.asked[0].number)

    def carry(self, *, first_there: bool = False) -> None:
        """Each side's statements; what is said in answer goes with the next."""
        sides: list[tuple[Actor, Channel]] = [(self.us, self.here), (self.them, self.there)]
        for actor, channel in reversed(sides) if first_there else sides:
            carrying.carry(
                organisation_id=str(actor.organisation_id),
                person_id=None,
                progress=lambda *_: None,
                channel=str(channel.pk),
            )

    def write(self, **given: Any) -> None:
        """Answers of theirs; without names every item as it is asked."""
        with scope(organisation=self.them.organisation):
            row = self.inquiry
            answers = given or asked_world.answers(self.world.requirements)
            stands = own_answers.draft_of(row).given
            wanted = {item: Wanted(one, mark_of(stands.get(item))) for item, one in answers.items()}
            own_answers.save(self.them, row, wanted)

    def answer(self, disclosure: str = "D4") -> OwnReply:
        """The keeper approves what stands."""
        with scope(organisation=self.them.organisation):
            sheet = sheet_of(self.inquiry)
            told = {"disclosure": disclosure, "given_by": GIVEN_BY}
            seen = own_replies.composed(sheet, **told)
            return own_replies.approve(self.them, sheet, **told, looked_at=digest_of(seen))
