"""What the trail keeps of people's rows before and after a change: plain facts, by the name of the field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people import timeline
from kuramori.ground.people.departments import last_names
from kuramori.ground.people.events import PERSONAL
from kuramori.ground.people.models import (
    Employment,
    Kind,
    Link,
    Membership,
    Organisation,
    OrganisationKind,
    Person,
    Placement,
    Token,
)
from kuramori.ground.people.roles import Role
from kuramori.ground.trail import days, labels

__all__ = ["PERSONAL", "link", "organisation", "person", "roles", "token"]


def _with_days(names: Callable[[], Mapping[str, str]]) -> Callable[[list[list[Any]]], str]:
    """Rows of `[value, first day, last day, …]` as text; `names` gives each value's word."""

    def show(rows: list[list[Any]]) -> str:
        words, lang = names(), get_language() or "ja"
        return "、".join(
            f"{words.get(one[0], one[0])}（{days.told(one[1], lang)}〜{days.told(one[2], lang) or ''}）"
            for one in rows
        )

    return show


labels.declare(
    "person",
    {
        "name": _("お名前"),
        "kana": _("フリガナ"),
        "number": _("社員番号"),
        "email": _("メールアドレス"),
        "has_account": _("ログインできる"),
        "roles": _("役割"),
        "kinds": _("区分"),
        "departments": _("部門"),
    },
    {
        "roles": _with_days(lambda: {role.value: role.label for role in Role}),
        "kinds": _with_days(lambda: {kind.value: str(kind.label) for kind in Kind}),
        "departments": _with_days(lambda: {str(key): name for key, name in last_names().items()}),
    },
)
labels.declare(
    "organisation",
    {
        "name": _("組織の名前"),
        "slug": _("短い名前"),
        "kinds": _("組織の種類"),
        "headcount": _("人数"),
        "is_settled": _("最初の設定が済んだ"),
        "asks_second_step": _("管理する人に二段階の確認を求める"),
    },
    {"kinds": lambda value: "、".join(str(OrganisationKind(one).label) for one in value)},
)
labels.declare(
    "department", {"name": _("部門の名前"), "from_on": _("はじまりの日"), "until_on": _("最後の日")}
)
labels.declare(
    "token",
    {
        "person": _("だれの"),
        "label": _("鍵の名前"),
        "permissions": _("できること"),
        "expires_on": _("期限"),
        "is_revoked": _("止めた"),
    },
)
labels.declare(
    "link",
    {
        "purpose": _("見せるもの"),
        "kind": _("種類"),
        "thing": _("物の番号"),
        "person": _("だれに"),
        "expires_at": _("期限"),
        "most_uses": _("使える回数"),
        "is_revoked": _("止めた"),
    },
)
labels.declare("key", {"thumbprint": _("鍵の照合値")})


def person(row: Person) -> dict[str, Any]:
    """A line of the roster with everything that is believed of its days now: `[value, first day, last day]` each."""
    return {
        "name": row.name,
        "kana": row.kana,
        "number": row.number,
        "email": row.email,
        "has_account": row.account_id is not None,
        "roles": roles(row),
        "kinds": _days(Employment, row, "kind"),
        "departments": _days(Placement, row, "department_id"),
    }


def roles(row: Person) -> list[list[Any]]:
    """The roles that are believed now: `[role, first day, last day, department]` by day and role."""
    rows = [
        [one.role, one.from_on, one.until_on, one.department_id]
        for one in timeline.known(Membership, person=row)
    ]
    return sorted(rows, key=lambda one: (one[1], one[0]))


def organisation(row: Organisation) -> dict[str, Any]:
    """The organisation's own settings."""
    return {
        "name": row.name,
        "slug": row.slug,
        "kinds": list(row.kinds),
        "headcount": row.headcount,
        "is_settled": row.settled_at is not None,
        "asks_second_step": row.second_step_asked_at is not None,
    }


def token(row: Token) -> dict[str, Any]:
    """Never the secret, nor its hash."""
    return {
        "person": row.person_id,
        "label": row.label,
        "permissions": list(row.permissions),
        "expires_on": row.expires_on,
        "is_revoked": row.revoked_at is not None,
    }


def link(row: Link) -> dict[str, Any]:
    """Whom it is for is told by id, or by the event's personal field; never the secret, nor its hash."""
    return {
        "purpose": row.purpose,
        "kind": row.kind,
        "thing": row.thing_id,
        "person": row.person_id,
        "expires_at": row.expires_at,
        "most_uses": row.most_uses,
        "is_revoked": row.revoked_at is not None,
    }


def _days(model: type[Employment] | type[Placement], row: Person, field: str) -> list[list[Any]]:
    return [[getattr(one, field), one.from_on, one.until_on] for one in timeline.known(model, person=row)]
