"""What every address promises: who may open it, and by which methods. `test_doors` walks them all.

A new address joins by itself and fails the walk until it stands here with its promise.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from kuramori.ground.people.roles import Can


class Audience(Enum):
    """Who gets further than the sign-in page, or than 404."""

    PUBLIC = "anybody, without an account"
    SIGNED_IN = "anybody with an account"
    OPERATOR = "who runs the instance; for others it does not exist"
    MEMBER = "people of the organisation, by permission; for others it does not exist"


@dataclass(frozen=True, slots=True)
class Door:
    """`can`: any one of these permissions opens it; empty: every role does."""

    audience: Audience
    methods: frozenset[str]
    can: frozenset[Can] = frozenset()


def public(*methods: str) -> Door:
    return Door(Audience.PUBLIC, frozenset(methods or {"GET"}))


def signed_in(*methods: str) -> Door:
    return Door(Audience.SIGNED_IN, frozenset(methods or {"GET"}))


def operator(*methods: str) -> Door:
    return Door(Audience.OPERATOR, frozenset(methods or {"GET"}))


def get(*can: Can) -> Door:
    return Door(Audience.MEMBER, frozenset({"GET"}), frozenset(can))


def post(*can: Can) -> Door:
    return Door(Audience.MEMBER, frozenset({"POST"}), frozenset(can))


def form(*can: Can) -> Door:
    return Door(Audience.MEMBER, frozenset({"GET", "POST"}), frozenset(can))


ANSWERING = (Can.SHEET_ANSWER, Can.SHEET_ANSWER_DELEGATED)

DOORS: dict[str, Door] = {
    # In front of every room.
    "pages:front": public(),
    "pages:guide": public(),
    "pages:privacy": public(),
    "pages:look": public("GET", "POST"),
    "set_language": public("POST"),
    "healthz": public(),
    "envelope:opened": public("GET", "POST"),
    "lan:page": public(),
    "lan:authority": public(),
    # The guest's check.
    "check:entrance": public(),
    "check:load": public("GET", "POST"),
    "check:item": public("GET", "POST"),
    "check:all": public("GET", "POST"),
    "check:paper": public(),
    "check:result": public("GET", "POST"),
    "check:file": public("GET", "POST"),
    "guest_reports:download": public("GET", "POST"),
    # Coming in.
    "front:welcome": public("GET", "POST"),
    "front:join": public("GET", "POST"),
    "front:link": public(),
    "front:link_send": public("POST"),
    "front:link_code": public("POST"),
    "shared_reports:sheet": public(),
    "shared_reports:sheet_pdf": public(),
    "witness:add_checkpoint": public("POST"),
    "account_login": public("GET", "POST"),
    "account_logout": public("GET", "POST"),
    "account_inactive": public(),
    "account_signup": public(),
    "account_reset_password": public(),
    "account_email": public(),
    "account_set_password": public(),
    "mfa_authenticate": public("GET", "POST"),
    "mfa_login_webauthn": public("GET", "POST"),
    "openid_connect_login": public("GET", "POST"),
    "openid_connect_callback": public(),
    "account_home": signed_in(),
    "account_change_password": signed_in("GET", "POST"),
    "account_reauthenticate": signed_in("GET", "POST"),
    "usersessions_list": signed_in("GET", "POST"),
    "mfa_reauthenticate": signed_in("GET", "POST"),
    "mfa_reauthenticate_webauthn": signed_in("GET", "POST"),
    "mfa_activate_totp": signed_in("GET", "POST"),
    "mfa_deactivate_totp": signed_in("GET", "POST"),
    "mfa_view_recovery_codes": signed_in(),
    "mfa_generate_recovery_codes": signed_in("GET", "POST"),
    "mfa_add_webauthn": signed_in("GET", "POST"),
    "mfa_remove_webauthn": signed_in("GET", "POST"),
    "sign_on_connect": signed_in("POST"),
    "sign_on_remove": signed_in("POST"),
    "doors": signed_in(),
    "operator:organisations": operator("GET", "POST"),
    "operator:mail": operator(),
    "operating:status": operator(),
    "operating:poster": operator(),
    "envelope:make": operator("GET", "POST"),
    # Inside an organisation.
    "home": get(),
    "people:roster": get(Can.PEOPLE_READ),
    "people:enrol": form(Can.PEOPLE_CHANGE),
    "people:outside": get(Can.PEOPLE_READ),
    "people:import": form(Can.PEOPLE_CHANGE),
    "people:import_template": get(Can.PEOPLE_CHANGE),
    "people:import_look": get(Can.PEOPLE_CHANGE),
    "people:import_take": post(Can.PEOPLE_CHANGE),
    "people:import_drop": post(Can.PEOPLE_CHANGE),
    "people:export": post(Can.PEOPLE_EXPORT),
    "people:invite": form(Can.PEOPLE_INVITE),
    "people:start": get(Can.ORGANISATION_CHANGE),
    "people:start_company": post(Can.ORGANISATION_CHANGE),
    "people:start_steward": post(Can.PEOPLE_INVITE),
    "people:start_myself": post(Can.ORGANISATION_CHANGE),
    "people:start_done": post(Can.ORGANISATION_CHANGE),
    "people:organisation": form(Can.ORGANISATION_CHANGE),
    "people:department": post(Can.ORGANISATION_CHANGE),
    "people:elevated": get(),
    "people:end_elevation": post(),
    "people:key": get(Can.KEY_ROTATE),
    "people:rotate_key": post(Can.KEY_ROTATE),
    "people:rename_department": post(Can.PEOPLE_CHANGE),
    "people:close_department": post(Can.PEOPLE_CHANGE),
    "people:mail": get(Can.POST_READ),
    "people:mail_again": post(Can.POST_SEND),
    "people:tokens": form(Can.TOKEN_ISSUE),
    "people:token_revoke": post(Can.TOKEN_ISSUE),
    "people:person": get(Can.PEOPLE_READ),
    "people:role": post(Can.PEOPLE_CHANGE),
    "people:amend": post(Can.PEOPLE_CHANGE),
    "people:leave": form(Can.PEOPLE_CHANGE),
    "people:left": get(Can.PEOPLE_READ),
    "people:renew": post(Can.PEOPLE_CHANGE),
    "people:link": post(Can.PEOPLE_INVITE),
    "people:link_mail": post(Can.PEOPLE_INVITE),
    "checks:sheets": get(Can.SHEET_READ),
    "checks:begin": post(Can.SHEET_BEGIN),
    "checks:take_in": form(Can.SHEET_BEGIN),
    "checks:compare": get(Can.SHEET_READ),
    "checks:sheet": get(Can.SHEET_READ),
    "checks:note": post(Can.SHEET_ANSWER),
    "checks:finalise": post(Can.SHEET_FINALISE),
    "checks:revise": post(Can.SHEET_BEGIN),
    "checks:result": get(Can.SHEET_READ),
    "checks:history": get(Can.SHEET_READ),
    "checks:travel": get(Can.SHEET_READ),
    "checks:item": get(Can.SHEET_READ),
    "checks:answer": post(*ANSWERING),
    "checks:add_evidence": post(*ANSWERING),
    "checks:evidence": get(Can.FILE_READ),
    "checks:remove_evidence": post(*ANSWERING),
    "checks:delegate": post(Can.SHEET_DELEGATE),
    "checks:withdraw": post(Can.SHEET_DELEGATE),
    "checks:plans": get(Can.PLAN_READ),
    "checks:plan": form(Can.PLAN_CHANGE),
    "checks:new_plan": form(Can.PLAN_CHANGE),
    "checks:finish_plan": post(Can.PLAN_FINISH),
    "checks:reopen_plan": post(Can.PLAN_FINISH),
    "checks:drop_plan": post(Can.PLAN_CHANGE),
    "holdings": get(Can.HOLD_CHANGE),
    "place_hold": post(Can.HOLD_CHANGE),
    "lift_hold": post(Can.HOLD_CHANGE),
    "trail:entries": get(Can.TRAIL_READ),
    "trail:erase": form(Can.TRAIL_ERASE),
    "trail:pack": post(Can.TRAIL_EXPORT),
    "trail:pack_job": get(Can.TRAIL_EXPORT),
    "trail:pack_file": post(Can.TRAIL_EXPORT),
    "trail:checker": get(Can.TRAIL_READ),
    "trail:entry": get(Can.TRAIL_READ),
    "trail:proof": post(Can.TRAIL_READ),
    "trail:take_out": post(Can.TRAIL_EXPORT),
    "reports:sheet": get(Can.REPORT_MAKE),
    "reports:share": form(Can.REPORT_SHARE),
    "reports:link_stop": post(Can.REPORT_SHARE),
    "reports:link_code": post(Can.REPORT_SHARE),
    "reports:owner_page": get(Can.REPORT_MAKE),
    "reports:owner_page_document": get(Can.REPORT_MAKE),
    "reports:bundle": post(Can.REPORT_MAKE),
    "reports:job": get(Can.REPORT_MAKE),
    "reports:job_file": get(Can.REPORT_MAKE),
}
