"""What the trail calls people, departments, and what else of theirs its entries are about."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from kuramori.ground.people import links
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.departments import last_names
from kuramori.ground.people.models import (
    Department,
    Employment,
    Link,
    Membership,
    OrganisationKey,
    Person,
    Placement,
    RosterDraft,
    Token,
)
from kuramori.ground.people.named import day_of, found_in, rows_of
from kuramori.ground.people.roles import Can
from kuramori.ground.post.models import Delivery, Message
from kuramori.ground.post.purposes import words_of
from kuramori.ground.trail import finding
from kuramori.ground.trail.models import Hold
from kuramori.ground.trail.naming import register


def _departments(actor: Actor, ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, str]:
    return {key: name for key, name in last_names().items() if key in ids}


def _own_organisation(actor: Actor, ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, str]:
    return {actor.organisation_id: actor.organisation.name} if actor.organisation_id in ids else {}


def _accounts(actor: Actor, ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, str]:
    """Accounts go by the name of their person in this organisation."""
    return dict(Person.objects.filter(account_id__in=ids).values_list("account_id", "name"))


def _purpose(link: Link) -> str:
    known = links.purposes().get(link.purpose)
    return f"{known.words if known else link.purpose} {day_of(link.created_at)}"


def _mail(message: Message) -> str:
    return f"{words_of(message.purpose)} {day_of(message.queued_at)}"


def _deliveries(actor: Actor, ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, str]:
    """A delivery goes by its mail; whom it went to is told by id beside it, and named as any person."""
    mine = Delivery.objects.filter(pk__in=ids, message__organisation_id=actor.organisation_id)
    return {row.pk: _mail(row.message) for row in mine.select_related("message")}


register("person", _("人"), rows_of(Person, lambda row: row.name), tells_who=True)
register("department", _("部門"), _departments)
register("organisation", _("組織"), _own_organisation)
register("account", _("アカウント"), _accounts, tells_who=True)
register("token", _("API の鍵"), rows_of(Token, lambda row: row.label))
register("link", _("リンク"), rows_of(Link, _purpose))
register("key", _("鍵"), rows_of(OrganisationKey, lambda row: day_of(row.from_at)))
register("roster", _("名簿のファイル"), rows_of(RosterDraft, lambda row: day_of(row.made_at)))
for _model, _word in ((Membership, _("役割")), (Employment, _("区分")), (Placement, _("所属"))):
    register(
        _model._meta.model_name or "",
        _word,
        rows_of(_model, lambda row: f"{row.person.name} {day_of(row.from_on)}", related=["person"]),
        tells_who=True,
    )
# Mail and the trail itself know nobody's rights: their own things are named here, one floor above them.
register("hold", _("保全"), rows_of(Hold, lambda row: day_of(row.placed_at)))
register("message", _("メール"), rows_of(Message, _mail))
register("delivery", _("配達"), _deliveries)

finding.register("person", found_in(Person, "name", "kana", "number", can=Can.PEOPLE_READ))
finding.register("department", found_in(Department, "terms__name", can=Can.PEOPLE_READ))
