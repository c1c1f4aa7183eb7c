"""Where a hand-over stands: its things and people, what their decisions mean today, and what still holds it back."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.work.ledger import access as ledger_access
from kuramori.work.partners import letting_go
from kuramori.work.partners.hand_over_checks import checks, unmet
from kuramori.work.partners.hand_over_wanted import Refused, require_deal
from kuramori.work.partners.letting_go import Form, Standing
from kuramori.work.partners.models import (
    HandedItem,
    HandOver,
    HandOverState,
    Medium,
    Mode,
    Recipient,
    ShownAs,
    TheirWay,
)

PREPARING = (HandOverState.DRAFT, HandOverState.WAITING)


def items_of(row: HandOver) -> list[HandedItem]:
    """The things of a hand-over in their order, each with its asset and its decision."""
    found = row.items.select_related("asset", "decision__asset", "decision__partner", "decision__contact")
    return list(found.order_by("position"))


def people_of(row: HandOver) -> list[Recipient]:
    """Who may have it; those taken off are left out."""
    return list(row.recipients.filter(withdrawn_at__isnull=True).select_related("contact", "person"))


def form_of(row: HandOver) -> Form:
    return Form(Mode(row.mode), Medium(row.medium), TheirWay(row.way) if row.way else None)


def is_copied(row: HandOver) -> bool:
    """Whether copies with numbers go: paper, and files on a medium. An object goes itself."""
    return row.medium == Medium.PAPER or row.way == TheirWay.MEDIA


def leaves_something(row: HandOver) -> bool:
    """Whether the partner has something in hand; a page looked at is gone once it is closed."""
    if row.mode == Mode.SHARE_PAGE:
        return bool(row.items.filter(shown_as=ShownAs.COPY).exists())
    return row.mode != Mode.VISIT


def standing_of(items: Sequence[HandedItem], people: Sequence[Recipient]) -> list[Standing]:
    """What each thing's decision means today, in the order of the things."""
    contacts = [one.contact for one in people if one.contact is not None]
    return [
        letting_go.standing(item.decision, contacts) if item.decision else Standing(False, False, ())
        for item in items
    ]


def conditions_of(standing: Sequence[Standing]) -> tuple[str, ...]:
    return tuple(sorted({one for each in standing for one in each.conditions}))


def what_holds_it(
    actor: Actor, row: HandOver, items: Sequence[HandedItem], people: Sequence[Recipient]
) -> tuple[list[str], tuple[str, ...]]:
    """Every reason why it cannot go today, in sentences, and the conditions under which it may."""
    says: list[str] = []
    if row.stopped_at is not None:
        says.append(_("取りやめた提供です。"))
    try:
        require_deal(row.partner)
    except Refused as fault:
        says.append(fault.sentence)
    if not people:
        says.append(_("受け取る方がいません。"))
    for person in people:
        if person.contact is not None and person.contact.retired_on is not None:
            says.append(_("%(name)sさんは担当を外れています。") % {"name": person.name})
    if row.expires_on is not None and row.expires_on < clock.today():
        says.append(_("使ってよい最後の日を過ぎています。期限を決め直してください。"))
    standing = standing_of(items, people)
    for item, one in zip(items, standing, strict=True):
        if not one.lets_go:
            says.append(
                _("%(number)s は、承認を待っています。") % {"number": item.number}
                if one.waits
                else _("%(number)s は、いまの決まりでは渡せません。") % {"number": item.number}
            )
    conditions = conditions_of(standing)
    says += [
        _("まだの確認：%(title)s") % {"title": one.title}
        for one in unmet(checks(row, items, people, conditions))
    ]
    if row.state in PREPARING and is_copied(row):
        says += [
            _("%(number)s の写しに番号を付けられるのは、情報管理責任者か保管する人です。")
            % {"number": item.number}
            for item in items
            if item.asset is not None and not ledger_access.may(actor, item.asset, Can.ASSET_CHANGE)
        ]
    return says, conditions
