"""承諾願 answered by its owner behind a link: the exact request is frozen, the answer is theirs, both keep a proof.

Nobody's click is called a signature: whoever answers says in whose name, and that they may. What they answered is kept
by the same verb as an answer on paper.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuramori.ground.contacts.models import Contact
from kuramori.ground.papers.accept import AnotherText, accept
from kuramori.ground.papers.freeze import freeze
from kuramori.ground.papers.models import Way
from kuramori.ground.people import links, receipts
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.codes import Visitor
from kuramori.ground.people.roles import Can
from kuramori.ground.post.letter import Recipient
from kuramori.ground.post.purposes import Purpose
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.work.partners import events_joint as events
from kuramori.work.partners.by_link import with_right
from kuramori.work.partners.hand_over_wanted import Refused, line
from kuramori.work.partners.joint import facts
from kuramori.work.partners.joint.onward import Answer, answer_onward
from kuramori.work.partners.joint.papers import Letter, letter_of
from kuramori.work.partners.joint.writing import row_of
from kuramori.work.partners.models import OnwardRequest, OnwardSide, OnwardState

ANSWER = links.LinkPurpose(
    "partners:onward", "onward_answer:page", gettext_lazy("承諾願への返事"), Can.SHARING_ASK, tells_end=True
)
MAIL = Purpose("partners:onward", gettext_lazy("再委託・再開示の承諾のお願い"))
LINK_DAYS = 60


@dataclass(frozen=True, slots=True)
class Said:
    """What the owner answered. `shown` is the hash of the text that stood before them."""

    allows: bool
    name: str
    post: str
    shown: str
    until_on: datetime.date | None = None
    conditions: str = ""


def send_onward(actor: Actor, request: OnwardRequest, contact: Contact, *, revision: int) -> links.Issued:
    """Freeze the request as it reads and give a contact of the owner a link to it. An older link ends.

    Raises `Refused`, `post.addresses.AddressUnusable`.
    """
    actor.require(Can.SHARING_ASK)
    with transaction.atomic():
        row = row_of(OnwardRequest, request.pk, revision)
        letter = letter_of(row)
        if row.side != OnwardSide.SENT or row.state != OnwardState.ASKED or letter is None:
            raise Refused("", _("返事を待っている、こちらからの承諾願だけをリンクで送れます。"))
        if contact.partner_id != row.partner_id or contact.retired_on is not None or not contact.email:
            raise Refused(
                "contact", _("この方のメールアドレスがありません。取引先の画面で書き足してください。")
            )
        before = facts.onward(row)
        row.text = freeze(actor, f"partners:onward:{row.pk}", title=letter.title, body=body_of(actor, letter))
        row.revision += 1
        row.save(update_fields=["text", "revision"])
        for older in links.living_rows(ANSWER, ("onward_request", row.pk)):
            links.revoke(actor, older)
        issued = links.issue(
            actor,
            ANSWER,
            about=("onward_request", row.pk),
            until_on=clock.today() + datetime.timedelta(days=LINK_DAYS),
            outside=Recipient(contact.email, contact.name),
            most_uses=None,
        )
        record(
            actor,
            events.ONWARD_SENT,
            kind="onward_request",
            thing_id=row.pk,
            number=row.number,
            person=contact.name,
            hash=row.text.sha256[:12],
            **between(before, facts.onward(row), private=facts.TEXTS),
        )
    return issued


def answer_by_link(visitor: Visitor, request: OnwardRequest, said: Said) -> OnwardRequest:
    """The owner's own answer over exactly the text that was shown. Raises `Refused`, `AnotherText`."""
    name, post = line(said.name), line(said.post)
    if not name or not post:
        raise Refused("name" if not name else "post", _("お名前と役職を入れてください。"))
    with transaction.atomic():
        row = row_of(OnwardRequest, request.pk, request.revision)
        text = row.text
        if text is None or said.shown != text.sha256:
            raise AnotherText(row.pk)
        if said.allows:
            accept(
                visitor,
                visitor.organisation,
                text,
                shown=said.shown,
                way=Way.LINK,
                name=name,
                about=("onward_request", row.pk),
            )
        told = Answer(
            said.allows,
            clock.today(),
            f"{row.partner.name} {post} {name}",
            said.until_on,
            said.conditions,
            _("リンクでの返事（文面の照合値 %(hash)s）") % {"hash": text.sha256[:12]},
        )
        done = answer_onward(with_right(visitor, Can.SHARING_APPROVE), row, told, revision=row.revision)
        entry = record(
            visitor,
            events.ONWARD_ANSWERED_BY_LINK,
            kind="onward_request",
            thing_id=row.pk,
            number=row.number,
            person=name,
            hash=text.sha256[:12],
            answer=str(OnwardState(done.state).label),
        )
        receipts.promise(visitor, entry, link=visitor.link, once=f"onward:{row.pk}")
    return done


def shown_to(visitor: Visitor) -> OnwardRequest | None:
    """The request behind the visitor's link, with its text; None once it was withdrawn."""
    rows = OnwardRequest.objects.select_related("partner", "text")
    row: OnwardRequest | None = rows.filter(pk=visitor.link.thing_id).first()
    if row is None or row.text is None or row.state == OnwardState.WITHDRAWN:
        return None
    return row


def body_of(actor: Actor, letter: Letter) -> str:
    """The letter as one text: to whom, from whom, what is asked, and about what."""
    asked = "\n".join(f"{name}：{words}" for name, words in letter.facts)
    return "\n\n".join((letter.to, actor.organisation.name, *letter.lines, asked))
