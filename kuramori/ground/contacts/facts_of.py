"""What the trail tells of a partner, a site and a contact before and after a change."""

from __future__ import annotations

from typing import Any

from kuramori.ground.contacts.models import Contact, Partner, Site

PARTNER_TEXTS = ("name", "kana", "note", "tags", "tier_said_by")
CONTACT_TEXTS = ("name", "department", "role", "email", "telephone")
SITE_TEXTS = ("name", "address")
_PLAIN = (
    "name", "kana", "code", "corporate_number", "is_customer", "is_supplier", "kinds", "tier", "tier_said_on",
    "tier_said_by", "note", "scheme", "retired_on",
)  # fmt: skip


def partner(row: Partner) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in _PLAIN}
    return {**told, "tags": "、".join(row.tags), "merged_into": row.merged_into_id}


def site(row: Site) -> dict[str, Any]:
    return {name: getattr(row, name) for name in (*SITE_TEXTS, "retired_on")}


def contact(row: Contact) -> dict[str, Any]:
    return {name: getattr(row, name) for name in (*CONTACT_TEXTS, "retired_on")}
