"""締結 by link: the exact text is frozen, our signatory stands for it here, theirs through a link of their own.

Nobody's click is called a signature: both say that they conclude this very text (its hash), in the name of their
company and with the right to. The agreement is concluded on the day on which the second of them says so.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuramori.ground.contacts.models import Contact
from kuramori.ground.papers.accept import accept
from kuramori.ground.papers.freeze import LONGEST_BODY, freeze
from kuramori.ground.papers.models import Acceptance, Text, Way
from kuramori.ground.people import links, receipts
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.codes import Visitor
from kuramori.ground.people.models import Person
from kuramori.ground.people.roles import Can
from kuramori.ground.post.letter import Recipient
from kuramori.ground.post.purposes import Purpose
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.statements.bodies import AgreementConcluded, AgreementOffered, Signatory
from kuramori.rules.statements.bodies import Way as ToldWay
from kuramori.work.partners import agreeing
from kuramori.work.partners import events_wordings as events
from kuramori.work.partners import facts_agreements as facts
from kuramori.work.partners.by_link import with_right
from kuramori.work.partners.hand_over_wanted import Refused, line
from kuramori.work.partners.models import Agreement, AgreementState, ConcludedBy
from kuramori.work.partners.telling import tell
from kuramori.work.partners.wordings.filling import Filled

CONCLUDE = links.LinkPurpose(
    "partners:conclude", "concluded:page", gettext_lazy("契約の締結"), Can.AGREEMENT_CONCLUDE, tells_end=True
)
MAIL = Purpose("partners:conclude", gettext_lazy("契約の締結のお願い"))
LINK_DAYS = 60


@dataclass(frozen=True, slots=True)
class Signatories:
    """Who concludes: a person of ours (`ours`), a contact of theirs who gets the link. Posts as they stand on paper.

    `authority`: how it was made sure that theirs may conclude for their company (register, letter, telephone).
    """

    ours: Person
    our_post: str
    theirs: Contact
    their_post: str
    authority: str


@dataclass(frozen=True, slots=True)
class Offered:
    agreement: Agreement
    issued: links.Issued


def offer_text(
    actor: Actor, agreement: Agreement, filled: Filled, who: Signatories, *, revision: int
) -> Offered:
    """Freeze the wording and give their signatory a link to it. An older link of this agreement ends.

    Raises `Refused` for a wording with blanks, `agreeing.AgreementClosed`, `agreeing.StaleAgreement`.
    """
    actor.require(Can.AGREEMENT_CONCLUDE)
    _require_ready(agreement, filled, who)
    with transaction.atomic():
        row = agreeing.locked(agreement, revision)
        if row.state not in {AgreementState.DRAFT, AgreementState.OFFERED}:
            raise agreeing.AgreementClosed
        before = facts.agreement(row)
        text = freeze(actor, f"partners:agreement:{row.pk}", title=filled.title, body=filled.body)
        row.text, row.text_sha256, row.state = text, text.sha256, AgreementState.OFFERED
        row.our_signatory = {"name": who.ours.name, "post": line(who.our_post), "person": str(who.ours.pk)}
        row.their_signatory = {"name": who.theirs.name, "post": line(who.their_post)}
        row.revision += 1
        row.save()
        _end_older(actor, row)
        issued = links.issue(
            actor,
            CONCLUDE,
            about=("agreement", row.pk),
            until_on=clock.today() + datetime.timedelta(days=LINK_DAYS),
            outside=Recipient(who.theirs.email, who.theirs.name),
            most_uses=None,
        )
        record(
            actor,
            events.TEXT_OFFERED,
            kind="agreement",
            thing_id=row.pk,
            number=row.number,
            person=who.theirs.name,
            hash=text.sha256[:12],
            authority=line(who.authority),
            **between(before, facts.agreement(row), private=facts.TEXTS),
        )
        begins = _from_on(row)
        tell(
            actor,
            row.partner,
            AgreementOffered(
                row.number,
                row.title,
                text.sha256,
                begins,
                None,
                Signatory(who.theirs.name, line(who.their_post)),
            ),
            row.thread,
        )
    return Offered(row, issued)


def conclude_ours(actor: Actor, agreement: Agreement, *, shown: str) -> Agreement:
    """Our signatory stands for exactly this text. Concluded at once where theirs did already.

    Raises `Refused` for anybody but the signatory, `AnotherText`, `agreeing.AgreementClosed`.
    """
    actor.require(Can.AGREEMENT_CONCLUDE)
    with transaction.atomic():
        row = _offered(agreement)
        person = Person.objects.filter(pk=str(actor.person_id)).first() if actor.person_id else None
        if person is None or str(person.pk) != row.our_signatory.get("person"):
            raise Refused("", _("この契約を結ぶ方として書かれた本人だけが押せます。"))
        assert row.text is not None  # noqa: S101  an offered text is frozen
        if _ours(row) is None:
            accept(
                actor,
                actor.organisation,
                row.text,
                shown=shown,
                way=Way.SCREEN,
                person=person,
                about=("agreement", row.pk),
            )
        return _finish(actor, row)


def conclude_theirs(visitor: Visitor, agreement: Agreement, *, shown: str, name: str, post: str) -> Agreement:
    """Their signatory stands for exactly this text, with the right to. The link stays, to take a copy.

    Raises `Refused`, `AnotherText`, `agreeing.AgreementClosed`.
    """
    called, at = line(name), line(post)
    if not called or not at:
        raise Refused("name" if not called else "post", _("お名前と役職を入れてください。"))
    with transaction.atomic():
        row = _offered(agreement)
        assert row.text is not None  # noqa: S101  an offered text is frozen
        if _theirs(row) is None:
            before = facts.agreement(row)
            accept(
                visitor,
                visitor.organisation,
                row.text,
                shown=shown,
                way=Way.LINK,
                name=called,
                about=("agreement", row.pk),
            )
            row.their_signatory = {"name": called, "post": at}
            row.save(update_fields=["their_signatory"])
            entry = record(
                visitor,
                events.THEIRS_CONCLUDED,
                kind="agreement",
                thing_id=row.pk,
                number=row.number,
                person=called,
                hash=row.text.sha256[:12],
                **between(before, facts.agreement(row), private=facts.TEXTS),
            )
            receipts.promise(visitor, entry, link=visitor.link, once=f"agreement:{row.pk}")
        return _finish(with_right(visitor, Can.AGREEMENT_CONCLUDE), row)


def shown_to(visitor: Visitor) -> Agreement | None:
    """The agreement behind the visitor's link, with its text; None where the text was replaced or withdrawn."""
    row: Agreement | None = (
        Agreement.objects.select_related("partner", "text").filter(pk=visitor.link.thing_id).first()
    )
    if row is None or row.text is None or row.state == AgreementState.DECLINED:
        return None
    return row


def acceptances(row: Agreement) -> tuple[Acceptance | None, Acceptance | None]:
    """Ours and theirs over the text in force."""
    return _ours(row), _theirs(row)


def offered_by_them(actor: Actor, agreement: Agreement, text: Text, on: datetime.date) -> bool:
    """Tell the partner's Kuramori that we concluded the text it offered; False where no channel stands."""
    ours = agreement.our_signatory
    return tell(
        actor,
        agreement.partner,
        AgreementConcluded(
            agreement.their_number or agreement.number,
            text.sha256,
            on,
            Signatory(ours.get("name") or actor.name, ours.get("post") or "—"),
            ToldWay.LINK,
        ),
        agreement.thread,
    )


def _finish(actor: Actor, row: Agreement) -> Agreement:
    if row.state == AgreementState.CONCLUDED or _ours(row) is None or _theirs(row) is None:
        return row
    assert row.text is not None  # noqa: S101  both stood for it
    how = agreeing.Conclusion(
        clock.today(),
        ConcludedBy.LINK,
        text=row.text,
        our_signatory=row.our_signatory,
        their_signatory=row.their_signatory,
    )
    return agreeing.conclude(actor, row, how, revision=row.revision)


def _offered(agreement: Agreement) -> Agreement:
    row = agreeing.locked(agreement)
    if row.state not in {AgreementState.OFFERED, AgreementState.CONCLUDED} or row.text_id is None:
        raise agreeing.AgreementClosed
    return row


def _ours(row: Agreement) -> Acceptance | None:
    return _accepted(row).filter(person__isnull=False).first()


def _theirs(row: Agreement) -> Acceptance | None:
    return _accepted(row).filter(person__isnull=True).first()


def _accepted(row: Agreement):  # type: ignore[no-untyped-def]
    return Acceptance.objects.filter(kind="agreement", thing_id=str(row.pk), text=row.text)


def _require_ready(agreement: Agreement, filled: Filled, who: Signatories) -> None:
    if filled.blanks:
        raise Refused("", _("文面に空いているところがあります。条件を書き足してから示してください。"))
    if len(filled.body) > LONGEST_BODY:
        raise Refused("", _("文面が長すぎます。別紙を分けてください。"))
    if who.theirs.partner_id != agreement.partner_id or not who.theirs.email:
        raise Refused("theirs", _("この方のメールアドレスがありません。取引先の画面で書き足してください。"))
    for field, said in (("our_post", who.our_post), ("their_post", who.their_post)):
        if not line(said):
            raise Refused(field, _("役職を入れてください。契約を結ぶ権限のある方です。"))
    if not line(who.authority):
        raise Refused("authority", _("相手の権限を、どう確かめたかを入れてください。"))


def _end_older(actor: Actor, row: Agreement) -> None:
    for link in links.living_rows(CONCLUDE, ("agreement", row.pk)):
        links.revoke(actor, link)


def _from_on(row: Agreement) -> datetime.date:
    first = row.terms.filter(superseded_at__isnull=True).order_by("from_on").first()
    said = first.values.get("from_on") if first else None
    return datetime.date.fromisoformat(said) if said else clock.today()
