"""What the addresses of the layered decision promise."""

from __future__ import annotations

import datetime

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.work.ledger.tests import making
from kuramori.work.partners import demanding, policies
from kuramori.work.partners.models import DemandSide
from kuramori.work.partners.tests.decided import asked, assured
from tests.house.promises import Door, form, get, post

DOORS: dict[str, Door] = {
    "partners:decisions": get(Can.HAND_OVER_READ),
    "partners:ask": form(Can.SHARING_ASK),
    "partners:decision": get(Can.HAND_OVER_READ),
    "partners:answer": post(Can.SHARING_APPROVE),
    "partners:replay": post(Can.HAND_OVER_READ),
    "partners:matrix": get(Can.HAND_OVER_READ),
    "partners:policy": get(Can.HAND_OVER_READ),
    "partners:policy_file": get(Can.HAND_OVER_READ),
    "partners:policy_edition": get(Can.HAND_OVER_READ),
    "partners:change_policy": form(Can.POLICY_CHANGE),
    "partners:upload_policy": form(Can.POLICY_CHANGE),
    "partners:name_decider": form(Can.POLICY_CHANGE),
    "partners:assurance": get(Can.PARTNER_READ),
    "partners:record_assurance": post(Can.ASSURANCE_RECORD),
    "partners:withdraw_assurance": post(Can.ASSURANCE_RECORD),
    "partners:demands": get(Can.HAND_OVER_READ),
    "partners:new_demand": form(Can.SHARING_ASK),
    "partners:demand": get(Can.HAND_OVER_READ),
    "partners:change_demand": post(Can.SHARING_ASK),
    "partners:answer_demand": post(Can.SHARING_ASK),
    "partners:demand_letter": get(Can.HAND_OVER_READ),
    "partners:demand_paper": get(Can.HAND_OVER_READ),
}
THINGS: dict[str, str] = {
    "decision": "decision",
    "answer": "decision",
    "replay": "decision",
    "policy_edition": "policy_edition",
    "assurance": "dealing_partner",
    "record_assurance": "dealing_partner",
    "withdraw_assurance": "assurance_row",
    "demand": "demand",
    "change_demand": "demand",
    "answer_demand": "demand",
    "demand_letter": "demand",
    "demand_paper": "demand",
}
PARTS: dict[str, dict[str, object]] = {
    "name_decider": {"code": "export_officer"},
    "demand_letter": {"letter": "refusal"},
    "demand_paper": {"letter": "refusal", "form": "docx"},
}


def furnish(owner: Actor, partner: Partner) -> dict[str, object]:
    """A decision, an assurance, an edition of the table, and a demand."""
    told = demanding.Told(DemandSide.RECEIVED, "金型の3D図面", clock.today(), "設計部 例示 一")
    text = policies.shipped_text().replace("version: 1.0.0", "version: 2.0.0")
    return {
        "decision": asked(owner, making.asset(owner), partner).pk,
        "assurance_row": assured(owner, partner, 2, as_of=clock.today() - datetime.timedelta(days=3)).pk,
        "policy_edition": policies.lay_down(owner, text, reason="版を上げる", seen=0).pk,
        "demand": demanding.record_demand(owner, partner, told).pk,
    }
