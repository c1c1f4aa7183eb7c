"""A gap that the partner names by itself, behind a link, together with what it plans: nobody has to find it first."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.people.models import Organisation
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.requests.requirements import read_requirements
from kuramori.rules.statements.bodies_asking import GapStep
from kuramori.work.requests import events_gaps as events
from kuramori.work.requests import facts_gaps as facts
from kuramori.work.requests.by_link import with_rights
from kuramori.work.requests.gapping.folding import tell_move
from kuramori.work.requests.gapping.moving import Saying, move
from kuramori.work.requests.gapping.opening import next_number, title_of
from kuramori.work.requests.guest import Guest
from kuramori.work.requests.models import Gap, GapMove, Side, Step, Told
from kuramori.work.requests.refusing import NotSo, words

MOST_RUNNING = 200


def offer_gap(guest: Guest, saying: Saying, *, what: str = "", why: str = "", item: str = "") -> Gap:
    """Open a gap and propose its plan at once. `item`: the question of the request that it is about.

    The level that an answer names stays out of it: drafts are nobody's but the partner's. Raises `NotSo`.
    """
    actor = with_rights(guest.visitor, Can.GAP_CHANGE)
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=actor.organisation_id)
        gap = _gap(guest, what, why, item)
        gap.save()
        made = GapMove.objects.create(
            organisation=gap.organisation,
            gap=gap,
            turn=1,
            house=Side.ASKING,
            part=Side.ASKED,
            step=Step.OPENED,
            person=guest.visitor.name[:120],
            way=Told.LINK,
            made_at=gap.opened_at,
        )
        tell_move(actor, gap, made)
        record(
            actor,
            events.NAMED,
            kind="gap",
            thing_id=gap.pk,
            number=gap.number,
            partner=gap.partner.name,
            person=made.person,
            **between(None, facts.gap(gap), private=facts.TEXTS),
        )
        said = Saying(saying.words, saying.plan, saying.plan_on, saying.interim, "", guest.visitor.name)
        return move(actor, gap, GapStep.PROPOSED, said, revision=gap.revision, part=Side.ASKED, way=Told.LINK)


def _gap(guest: Guest, what: str, why: str, item: str) -> Gap:
    organisation = guest.partner.organisation
    running = Gap.objects.filter(partner=guest.partner, side=Side.ASKING, ended_at__isnull=True)
    if running.count() >= MOST_RUNNING:
        raise NotSo("", _("進んでいる相談が多すぎます。いまの相談に書き足してください。"))
    now = clock.now()
    gap = Gap(
        organisation=organisation,
        number=next_number(),
        side=Side.ASKING,
        partner=guest.partner,
        asked=guest.asked,
        why=words("why", why, 400),
        opened_at=now,
        changed_at=now,
    )
    if not item:
        gap.what = words("what", what, 200, needed=_("何についてかを選ぶか、書いてください。"))
        same = running.filter(what=gap.what, asked=guest.asked).first()
    else:
        if guest.asked is None:
            raise NotSo("item", _("このお願いにない設問です。"))
        request = guest.asked.request
        required = {one.item: one for one in read_requirements(request.content).required}
        if item not in required:
            raise NotSo("item", _("このお願いにない設問です。"))
        gap.pack_id, gap.item, gap.level = request.pack_id, item, required[item].level
        gap.is_critical = required[item].is_critical
        gap.what = title_of(request.pack_id, request.digest, item)[:200]
        gap.why = gap.why or required[item].why[:400]
        same = running.filter(pack_id=gap.pack_id, item=item).first()
    if same is not None:
        told = _("これについての相談（%(number)s）は、もう始まっています。そちらに書いてください。")
        raise NotSo("", told % {"number": same.number})
    return gap
