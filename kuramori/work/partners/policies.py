"""Which table of sharing is in force, its editions, and every table that an answer rests on.

Without an edition of its own a house goes by the shipped table.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.db import transaction
from django.utils.translation import gettext as _

from kuramori.ground.packs.sharing_policy import SHIPPED, shipped_policy
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Organisation
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.changes import between
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.rules.sharing.policy import Policy
from kuramori.rules.sharing.policy_file import read_policy
from kuramori.work.partners import events_deciding, facts_deciding
from kuramori.work.partners.models import KeptPolicy, OwnPolicy

LONGEST_REASON = 400


class PolicyLost(LookupError):
    """No table of this digest is kept: the answer cannot be asked again."""


class ReasonMissing(ValueError):
    """Another table wants a reason."""

    @property
    def sentence(self) -> str:
        return _("変えるわけを書いてください。")


class SameTable(ValueError):
    """Exactly this table is in force already."""

    @property
    def sentence(self) -> str:
        return _("いまの決まりと同じです。変わるところがないので、版は増えていません。")


class MovedOn(ValueError):
    """Somebody else laid down another edition meanwhile."""

    @property
    def sentence(self) -> str:
        return _("ほかの方が先に新しい版を決めました。その版を確かめてから、もう一度直してください。")


@dataclass(frozen=True, slots=True)
class InForce:
    """The table of today with its text; `edition` 0 is the shipped one."""

    policy: Policy
    text: str
    edition: int
    row: OwnPolicy | None

    @property
    def is_own(self) -> bool:
        return self.row is not None


def in_force() -> InForce:
    """The newest edition of the house, or the shipped table."""
    row = OwnPolicy.objects.select_related("decided_by").order_by("-edition").first()
    if row is None:
        return InForce(shipped_policy(), shipped_text(), 0, None)
    return InForce(_read(row.text), row.text, row.edition, row)


def of_digest(digest: str) -> Policy:
    """The table that an answer rests on. Raises `PolicyLost`."""
    shipped = shipped_policy()
    if digest == shipped.digest:
        return shipped
    kept = KeptPolicy.objects.filter(digest=digest).values_list("text", flat=True).first()
    text = kept or OwnPolicy.objects.filter(digest=digest).values_list("text", flat=True).first()
    if text is None:
        raise PolicyLost(digest)
    return _read(text)


def keep(actor: Actor, policy: InForce) -> None:
    """Keep the text beside the answers that rest on it; inside the transaction of the answer."""
    KeptPolicy.objects.get_or_create(
        organisation=actor.organisation,
        digest=policy.policy.digest,
        defaults={"text": policy.text, "kept_at": clock.now()},
    )


def lay_down(actor: Actor, text: str, *, reason: str, seen: int) -> OwnPolicy:
    """A new edition, in force from now on. `seen` is the edition that was before the one who changed it.

    Raises `rules.faults.Refused` with every fault of the table, `ReasonMissing`, `SameTable`, `MovedOn`.
    """
    actor.require(Can.POLICY_CHANGE)
    policy = read_policy(text, _("決まり"))
    why = " ".join(reason.split())[:LONGEST_REASON]
    if not why:
        raise ReasonMissing
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=actor.organisation_id)
        before = in_force()
        if before.edition != seen:
            raise MovedOn(before.edition)
        if before.policy.digest == policy.digest:
            raise SameTable
        row: OwnPolicy = OwnPolicy.objects.create(
            organisation=actor.organisation,
            edition=before.edition + 1,
            text=text,
            digest=policy.digest,
            reason=why,
            decided_by_id=actor.person_id,
            in_force_at=clock.now(),
        )
        told = between(
            facts_deciding.table(before.row) if before.row else None,
            facts_deciding.table(row),
            private=facts_deciding.TEXTS,
        )
        record(
            actor,
            events_deciding.POLICY_LAID_DOWN,
            kind="policy",
            thing_id=row.pk,
            edition=row.edition,
            **told,
        )
    return row


def editions() -> list[OwnPolicy]:
    """Every edition, newest first."""
    return list(OwnPolicy.objects.select_related("decided_by").order_by("-edition"))


@lru_cache(maxsize=1)
def shipped_text() -> str:
    """The shipped table as it stands on the shelf."""
    return SHIPPED.read_text(encoding="utf-8")


@lru_cache(maxsize=64)
def _read(text: str) -> Policy:
    """A table that was read once is read: the same text means the same, whichever house laid it down."""
    return read_policy(text)
