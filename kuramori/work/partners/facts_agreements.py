"""What the trail keeps of agreements: plain facts; whatever somebody wrote freely is erasable."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from kuramori.ground.trail import labels
from kuramori.work.partners.models import Agreement, AgreementKind, AgreementState, ConcludedBy, CoveredAsset
from kuramori.work.partners.terms_fields import FIELDS, Kind
from kuramori.work.partners.terms_fields import TEXTS as TERM_TEXTS

TEXTS = (*TERM_TEXTS, "title", "original_at", "our_signatory", "their_signatory", "reason", "annex_note")
"""What may name somebody."""

labels.declare(
    "agreement",
    {
        **{field.name: field.label for field in FIELDS.values()},
        "partner": _("相手方"),
        "title": _("名称"),
        "kind": _("種別"),
        "state": _("締結のようす"),
        "their_number": _("相手の契約番号"),
        "original": _("原本の写し"),
        "original_at": _("原本の置き場所"),
        "our_signatory": _("こちらの署名者"),
        "their_signatory": _("相手の署名者"),
        "concluded_on": _("結んだ日"),
        "concluded_by": _("結び方"),
        "replaces": _("代わるもとの契約"),
        "cloud": _("クラウドサービス"),
        "keeper": _("担当"),
        "reason": _("理由"),
        "onward": _("さらに渡してよい"),
        "annex_note": _("共有区分表のひとこと"),
        "text": _("文面"),
    },
    {
        "kind": lambda value: str(AgreementKind(value).label),
        "state": lambda value: str(AgreementState(value).label),
        "concluded_by": lambda value: str(ConcludedBy(value).label) if value else "",
        **{field.name: field.word for field in FIELDS.values() if field.kind is Kind.CHOICE},
    },
)


def agreement(row: Agreement) -> dict[str, Any]:
    """The heading: everything that is not a term."""
    return {
        "partner": row.partner_id,
        "title": row.title,
        "kind": AgreementKind(row.kind),
        "state": AgreementState(row.state),
        "their_number": row.their_number,
        "original": row.original_id,
        "original_at": row.original_at,
        "our_signatory": signatory(row.our_signatory),
        "their_signatory": signatory(row.their_signatory),
        "concluded_on": row.concluded_on,
        "concluded_by": row.concluded_by,
        "replaces": row.replaces_id,
        "cloud": row.cloud_id,
        "keeper": row.keeper_id,
        "text": row.text_id,
    }


def terms(kept: Mapping[str, Any]) -> dict[str, Any]:
    """The terms as a row keeps them; people of the partner by their ids."""
    return {name: _plain(name, value) for name, value in kept.items()}


def covered(row: CoveredAsset | None) -> dict[str, Any] | None:
    """A line of the annex; which asset stands in the name of the part."""
    if row is None:
        return None
    return {
        "onward": row.onward,
        "annex_note": row.note,
        "from_on": row.from_on,
        "until_on": row.until_on,
    }


def signatory(told: Mapping[str, str]) -> str:
    """Post and name in one line."""
    return " ".join(part for part in (told.get("post", ""), told.get("name", "")) if part)


def _plain(name: str, value: Any) -> Any:
    field = FIELDS.get(name)
    if field is not None and field.kind is Kind.CONTACTS:
        return [one["id"] for one in value]
    if field is not None and field.kind is Kind.LINES:
        return "\n".join(value)
    return value
