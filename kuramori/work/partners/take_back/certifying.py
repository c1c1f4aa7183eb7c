"""What became of each thing, certified: by the partner through its link, from a paper that came, or by us."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from kuramori.ground.papers.accept import AnotherText, accept
from kuramori.ground.papers.freeze import LONGEST_BODY, freeze, hash_of
from kuramori.ground.papers.models import File, Way
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.codes import Visitor
from kuramori.ground.people.models import Link, Person
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.statements.bodies import DisposalCertified, Done
from kuramori.rules.statements.encoding import plain
from kuramori.work.partners import events_take_back as events
from kuramori.work.partners import facts_of
from kuramori.work.partners.by_link import with_right
from kuramori.work.partners.ending import end_item
from kuramori.work.partners.hand_over_wanted import Refused
from kuramori.work.partners.models import Certificate, HandOver, ItemState, Side, TakeBack
from kuramori.work.partners.take_back.told import Told, disposals, sound, wording
from kuramori.work.partners.telling import tell

STATES = {
    Done.DESTROYED: ItemState.DESTROYED,
    Done.RETURNED: ItemState.RETURNED,
    Done.KEPT: ItemState.KEPT,
}


def shown_text(giver: str, hand_over: HandOver, told: Told) -> tuple[str, str, str]:
    """Title, body and hash of the wording that somebody is asked to stand for. Raises `Refused`."""
    with override("ja"):
        title, body = wording(giver, hand_over, sound(hand_over, told))
    if len(body) > LONGEST_BODY:
        raise Refused("", _("一度に証明できる量を超えています。分けて証明してください。"))
    return title, body, hash_of(title, body)


def certify_by_link(visitor: Visitor, row: TakeBack, told: Told, *, shown: str) -> Certificate:
    """The partner's person in charge stands for exactly the text they saw (`shown`, its hash). The link ends with it.

    Raises `Refused`, `papers.accept.AnotherText` where what they saw is not what would be kept.
    """
    doer = with_right(visitor, Can.TAKE_BACK)
    hand_over = row.hand_over
    with transaction.atomic():
        made = _certify(doer, hand_over, told, side=Side.GIVEN, giver=visitor.organisation.name)
        _accept(visitor, made, shown, name=told.person, way=Way.LINK)
        if not hand_over.items.filter(state=ItemState.OUT).exists():
            Link.objects.filter(pk=visitor.link.pk).update(used_at=clock.now())
    return made


def certify_ours(actor: Actor, hand_over: HandOver, told: Told, *, shown: str) -> Certificate:
    """We certify what became of what we had received; the partner's Kuramori hears of it where one is connected.

    Raises `Refused`, `AnotherText`, `WrongState`, `NotAllowed`.
    """
    actor.require(Can.TAKE_BACK)
    with transaction.atomic():
        made = _certify(actor, hand_over, told, side=Side.RECEIVED, giver=hand_over.partner.name)
        person = Person.objects.filter(pk=str(actor.person_id)).first() if actor.person_id else None
        _accept(actor, made, shown, name=told.person, way=Way.SCREEN, person=person)
        tell(
            actor,
            hand_over.partner,
            DisposalCertified(
                told.company, told.person, told.witness or None, disposals(sound(hand_over, told))
            ),
            hand_over.thread,
        )
    return made


def record_paper(actor: Actor, hand_over: HandOver, told: Told, *, paper: File) -> Certificate:
    """A certificate came on paper, or things came back by hand; its scan is kept. Raises as `certify_ours`."""
    actor.require(Can.TAKE_BACK)
    with transaction.atomic():
        return _certify(actor, hand_over, told, side=Side.GIVEN, giver=actor.organisation.name, paper=paper)


def _certify(
    actor: Actor, hand_over: HandOver, told: Told, *, side: Side, giver: str, paper: File | None = None
) -> Certificate:
    row: HandOver = (
        HandOver.objects.select_for_update(of=("self",)).select_related("partner").get(pk=hand_over.pk)
    )
    if row.side != side:
        raise Refused("", _("この提供の向きでは、この証明はできません。"))
    tidy = sound(row, told)
    for one in tidy.ended:
        if one.item.hand_over_id != row.pk:
            raise Refused("", _("この提供にないものが入っています。"))
    title, body, _digest = shown_text(giver, row, tidy)
    made = Certificate.objects.create(
        organisation=actor.organisation,
        hand_over=row,
        side=side,
        company=tidy.company,
        person=tidy.person,
        witness=tidy.witness,
        disposals=[plain(one) for one in disposals(tidy)],
        paper=paper,
        certified_on=clock.today(),
        recorded_at=clock.now(),
    )
    made.text = freeze(actor, f"partners:certificate:{made.pk}", title=title, body=body)
    made.save(update_fields=["text"])
    record(
        actor,
        events.CERTIFIED,
        kind="hand_over",
        thing_id=row.pk,
        number=row.number,
        person=tidy.person,
        things=len(tidy.ended),
        **between(None, facts_of.certificate(made), part=made.pk, private=facts_of.CERTIFICATE_TEXTS),
    )
    for one in tidy.ended:
        end_item(actor, one.item, STATES[one.done], on=one.on, kept_until=one.until, kept_for=one.reason)
    return made


def _accept(
    doer: Actor | Visitor, made: Certificate, shown: str, *, name: str, way: Way, person: Person | None = None
) -> None:
    assert made.text is not None  # noqa: S101  set a moment ago
    if shown != made.text.sha256:
        raise AnotherText(made.text.pk)
    made.accepted = accept(
        doer,
        doer.organisation,
        made.text,
        shown=shown,
        way=way,
        person=person,
        name=name,
        about=("certificate", made.pk),
    )
    made.save(update_fields=["accepted"])
