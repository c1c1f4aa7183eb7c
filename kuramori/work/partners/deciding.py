"""May this go to them? The question put together from our records, asked, kept, asked again.

Others may call `question`, `ask`, `lets_go`, `now`, `again`. Every answer that counts is a row; what the rules say is
never bent here.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.contacts.models import Contact, Partner
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.sharing import keeping
from kuramori.rules.sharing.deciding import decide
from kuramori.rules.sharing.decision import Decision as Answered
from kuramori.rules.sharing.inputs import Direction, Inputs, Medium, Place
from kuramori.rules.sharing.policy import Outcome
from kuramori.rules.terms.overlapping import Explained
from kuramori.work.ledger import access as ledger_access
from kuramori.work.ledger.models import Asset, Stage
from kuramori.work.partners import bringing, events_deciding, facts_deciding, mailing_decisions, policies
from kuramori.work.partners.models import Decision
from kuramori.work.partners.reading import terms

LONGEST_PURPOSE = 200
OPEN = (Outcome.ALLOW, Outcome.ALLOW_WITH)


class NotAskable(ValueError):
    """Nothing can be decided: the asset is not in the ledger, or the person is of another company or has left."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def sentence(self) -> str:
        return {
            "asset": _("台帳に登録されている情報だけを確かめられます。提案や手放した情報は選べません。"),
            "contact": _("その方は、この取引先の方ではないか、担当を外れています。"),
            "partner": _("取引をやめた取引先です。"),
        }[self.code]


@dataclass(frozen=True, slots=True)
class Question:
    """The inputs, the agreement they rest on (None: there is none), and every agreement with the partner."""

    inputs: Inputs
    covering: terms.Covering | None
    others: tuple[terms.Covering, ...]
    explained: Explained


def question(
    asset: Asset,
    partner: Partner,
    *,
    contact: Contact | None = None,
    purpose: str = "",
    place: Place = Place.THEIRS,
    medium: Medium = Medium.FILE,
    direction: Direction | None = None,
    on: datetime.date | None = None,
) -> Question:
    """What the records say today about handing this over on a day. Raises `NotAskable`."""
    day = on or clock.today()
    told = bringing.told_of([asset.pk], day)
    if asset.pk not in told:
        raise NotAskable("asset")
    says = told[asset.pk]
    item = bringing.item_of(says, partner.pk, owner_is_customer=bool(bringing.owned_by_customers([says])))
    person = contact.pk if contact else None
    found = terms.covering(partner.pk, asset, purpose=purpose, person=person, on=day)
    why = terms.explained(found, asset, purpose=purpose, person=person, on=day)
    rests = terms.resting(found, why)
    assurance = bringing.assured([partner.pk], day).get(partner.pk)
    inputs = Inputs(
        layer=item.layer,
        required_assurance=item.required_assurance,
        tags=item.tags,
        direction=direction or bringing.direction_to(partner),
        tier=partner.tier or bringing.FIRST_TIER,
        agreement=rests.sharing if rests else None,
        assurance=bringing.level_of(assurance, day),
        open_critical_gaps=assurance.open_critical_gaps if assurance else 0,
        owner_consent=asset.pk in bringing.consents(told, partner.pk, day),
        place=place,
        medium=medium,
        on=day,
    )
    return Question(inputs, rests, tuple(one for one in found if one is not rests), why)


def ask(
    actor: Actor,
    asset: Asset,
    partner: Partner,
    *,
    contact: Contact | None = None,
    purpose: str = "",
    place: Place = Place.THEIRS,
    medium: Medium = Medium.FILE,
    direction: Direction | None = None,
    on: datetime.date | None = None,
) -> Decision:
    """Decide and keep the answer, with its inputs and the table's digest. Raises `NotAskable`, `NotAllowed`."""
    actor.require(Can.SHARING_ASK)
    ledger_access.require_open(actor, asset)
    _require_askable(asset, partner, contact)
    meant = " ".join(purpose.split())[:LONGEST_PURPOSE]
    with transaction.atomic():
        asked = question(
            asset,
            partner,
            contact=contact,
            purpose=meant,
            place=place,
            medium=medium,
            direction=direction,
            on=on,
        )
        policy = policies.in_force()
        policies.keep(actor, policy)
        answer = decide(policy.policy, asked.inputs)
        kept: Decision = Decision.objects.create(
            organisation=actor.organisation,
            asset=asset,
            partner=partner,
            contact=contact,
            agreement=asked.covering.agreement if asked.covering else None,
            purpose=meant,
            kept=keeping.kept(asked.inputs, answer),
            outcome=str(answer.outcome),
            digest=answer.digest,
            asked_by_id=actor.person_id,
            asked_at=clock.now(),
        )
        if answer.outcome is Outcome.ESCALATE:
            mailing_decisions.ask_by_mail(actor, kept, answer.to)
        told = between(None, facts_deciding.decision(kept), private=facts_deciding.TEXTS)
        record(
            actor,
            events_deciding.ASKED,
            kind="decision",
            thing_id=kept.pk,
            number=asset.number,
            partner=partner.name,
            **told,
        )
    return kept


def again(decision: Decision) -> Answered:
    """The kept question asked again of the same table. Raises `rules.sharing.keeping.AnswerDiffers`, `PolicyLost`."""
    return keeping.replay(policies.of_digest(decision.digest), decision.kept)


def answered(decision: Decision) -> Answered:
    """The answer as it was given, ready to be told in words: asked again of its own table."""
    policy = policies.of_digest(decision.digest)
    return decide(policy, inputs_of(decision))


def inputs_of(decision: Decision) -> Inputs:
    """The inputs that were kept."""
    return keeping.inputs_kept(decision.kept)


def now(decision: Decision, on: datetime.date | None = None) -> Answered:
    """The same question put today: with the records and the table of now."""
    kept = decision.kept["inputs"]
    asked = question(
        decision.asset,
        decision.partner,
        contact=decision.contact,
        purpose=decision.purpose,
        place=Place(kept["place"]),
        medium=Medium(kept["medium"]),
        direction=Direction(kept["direction"]),
        on=on,
    )
    return decide(policies.in_force().policy, asked.inputs)


def lets_go(decision: Decision, on: datetime.date | None = None) -> bool:
    """Whether it may go on that day (default today), by what the records say now and by who approved until when."""
    day = on or clock.today()
    try:
        found = now(decision, day)
    except NotAskable:
        return False
    if found.outcome in OPEN:
        return True
    return found.outcome is Outcome.ESCALATE and is_approved(decision, day) and _was_asked(decision, found)


def is_approved(decision: Decision, on: datetime.date) -> bool:
    """Whether everybody who was asked said yes, until this day at least."""
    return (
        decision.approved_at is not None
        and decision.refused_at is None
        and decision.approved_until is not None
        and on <= decision.approved_until
    )


def _was_asked(decision: Decision, found: Answered) -> bool:
    """Nobody has to decide today who was not asked then."""
    return set(found.to) <= set(decision.kept["decision"]["to"])


def _require_askable(asset: Asset, partner: Partner, contact: Contact | None) -> None:
    if asset.stage != Stage.ADMITTED:
        raise NotAskable("asset")
    if partner.retired_on is not None:
        raise NotAskable("partner")
    if contact is not None and (contact.partner_id != partner.pk or contact.retired_on is not None):
        raise NotAskable("contact")
