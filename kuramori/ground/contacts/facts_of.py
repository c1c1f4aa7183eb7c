"""What the trail tells of a partner and a contact before and after a change."""

from __future__ import annotations

from typing import Any

from kuramori.ground.contacts.models import Contact, Partner

PARTNER_TEXTS = ("name", "kana", "note")
CONTACT_TEXTS = ("name", "department", "email", "telephone")


def partner(row: Partner) -> dict[str, Any]:
    names = ("name", "kana", "corporate_number", "is_customer", "is_supplier", "note", "scheme", "retired_on")
    return {name: getattr(row, name) for name in names}


def contact(row: Contact) -> dict[str, Any]:
    names = ("name", "department", "email", "telephone", "retired_on")
    return {name: getattr(row, name) for name in names}
