"""What the trail keeps of the ledger's rows before and after a change: plain facts, by the name of the field.

A row that another one names is told by its id, so that no person's name stands in what cannot be erased.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from kuramori.ground.trail import labels
from kuramori.work.ledger.fields import FIELDS, Kind
from kuramori.work.ledger.fields import TEXTS as ENTRY_TEXTS
from kuramori.work.ledger.models import Consent, Grade, Grant, Layer, Stage

RULES = {
    "rule_deciding": _("区分を決める"),
    "rule_marking": _("表示"),
    "rule_keeping": _("保管"),
    "rule_using": _("利用"),
    "rule_copying": _("写し"),
    "rule_taking_out": _("持出し・提供"),
    "rule_disposal": _("返還・廃棄"),
}
TEXTS = (*ENTRY_TEXTS, "reason", "given_by", "paper", "called", *RULES)
"""What people write freely may name somebody: erasable, each by itself."""

labels.declare(
    "asset",
    {
        **{field.name: field.label for field in FIELDS.values()},
        "stage": _("段階"),
        "from_on": _("いつから"),
        "until_on": _("いつまで"),
        "reason": _("理由"),
        "given_by": _("承諾した人"),
        "given_on": _("承諾の日"),
        "paper": _("承諾の書面"),
        "file": _("承諾のファイル"),
    },
    {
        "stage": lambda value: str(Stage(value).label),
        **{field.name: field.word for field in FIELDS.values() if field.kind is Kind.CHOICE},
    },
)
labels.declare("grade", {"called": _("呼び方"), "from_on": _("いつから"), **RULES}, {})


def entry(kept: Mapping[str, Any]) -> dict[str, Any]:
    """One version's values, as `Version.values` keeps them."""
    return {name: value if type(value) is str else _plain(value) for name, value in kept.items()}


def grant(row: Grant | None) -> dict[str, Any] | None:
    """One line of who may know; who it is stands in the name of the part (see `subject`)."""
    if row is None:
        return None
    return {"from_on": row.from_on, "until_on": row.until_on, "reason": row.reason}


def subject(row: Grant) -> str:
    """The name of a grant's part in the trail of its asset."""
    if row.person_id:
        return f"grant:person:{row.person_id}"
    if row.department_id:
        return f"grant:department:{row.department_id}"
    return f"grant:role:{row.role}" if row.role else "grant:everybody"


def rules(said: Mapping[str, str]) -> dict[str, Any]:
    """What the house says of each step."""
    return {f"rule_{step}": words for step, words in said.items()}


def consent(row: Consent) -> dict[str, Any]:
    return {
        "given_by": row.given_by,
        "given_on": row.given_on,
        "paper": row.paper,
        "file": row.file_id,
        "grade": Grade(row.grade),
        "layer": Layer(row.layer),
    }


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return value["id"]
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value
