"""Roles and what each may do: the page an auditor asks for first (printed to docs/reference/roles.md)."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Role(StrEnum):
    """The six roles of an organisation."""

    OWNER = "owner"
    STEWARD = "steward"
    SECTION = "section"
    STAFF = "staff"
    AUDITOR = "auditor"
    EXPERT = "expert"

    @property
    def label(self) -> str:
        return str(ROLE_LABELS[self])

    @property
    def needs_end(self) -> bool:
        """Outside experts come for a while: their membership names its last day."""
        return self is Role.EXPERT


class Can(StrEnum):
    """Permissions read `room:thing:verb`. Verbs carry them, tables do not."""

    ORGANISATION_CHANGE = "people:organisation:change"
    PEOPLE_READ = "people:person:read"
    PEOPLE_INVITE = "people:person:invite"
    PEOPLE_CHANGE = "people:person:change"
    PEOPLE_EXPORT = "people:roster:export"
    TOKEN_ISSUE = "people:token:issue"  # noqa: S105  a permission, no secret
    KEY_ROTATE = "people:key:rotate"
    TRAIL_READ = "trail:entry:read"
    TRAIL_EXPORT = "trail:entry:export"
    TRAIL_ERASE = "trail:personal:erase"
    HOLD_CHANGE = "trail:hold:change"
    POST_READ = "post:delivery:read"
    POST_SEND = "post:delivery:send_again"
    FILE_READ = "papers:file:read"
    PARTNER_READ = "contacts:partner:read"
    PARTNER_CHANGE = "contacts:partner:change"
    PLACE_READ = "places:place:read"
    PLACE_CHANGE = "places:place:change"
    KEY_LEND = "places:key:lend"
    VISIT_ANNOUNCE = "places:visit:announce"
    VISIT_RECEIVE = "places:visit:receive"
    DEVICE_CHANGE = "places:device:change"
    TAKE_OUT_ASK = "places:take_out:ask"
    TAKE_OUT_APPROVE = "places:take_out:approve"
    CLOUD_REVIEW = "places:cloud:review"
    ASSET_READ = "ledger:asset:read"
    ASSET_READ_TOP = "ledger:asset:read_top"
    ASSET_PROPOSE = "ledger:asset:propose"
    ASSET_ADMIT = "ledger:asset:admit"
    ASSET_CHANGE = "ledger:asset:change"
    ASSET_RECLASSIFY = "ledger:asset:reclassify"
    ASSET_GRANT = "ledger:asset:grant"
    ASSET_REVIEW = "ledger:asset:review"
    ASSET_DISPOSE = "ledger:asset:dispose"
    ASSET_EXPORT = "ledger:asset:export"
    ASSET_IMPORT = "ledger:asset:import"
    ASSET_LABEL = "ledger:asset:label"
    ROUND_WALK = "ledger:round:walk"
    SCAN_RUN = "ledger:scan:run"
    FINDING_JUDGE = "ledger:finding:judge"
    AGREEMENT_READ = "partners:agreement:read"
    AGREEMENT_CHANGE = "partners:agreement:change"
    AGREEMENT_CONCLUDE = "partners:agreement:conclude"
    ASSURANCE_RECORD = "partners:assurance:record"
    SHARING_ASK = "partners:decision:ask"
    SHARING_APPROVE = "partners:decision:approve"
    POLICY_CHANGE = "partners:policy:change"
    HAND_OVER_READ = "partners:hand_over:read"
    HAND_OVER_MAKE = "partners:hand_over:make"
    HAND_OVER_STOP = "partners:hand_over:stop"
    TAKE_BACK = "partners:take_back:change"
    CHANNEL_OPEN = "partners:channel:open"
    REQUEST_READ = "requests:request:read"
    REQUEST_MAKE = "requests:request:make"
    REQUEST_APPROVE = "requests:request:approve"
    PROFILE_CHANGE = "requests:profile:change"
    REPLY_READ = "requests:reply:read"
    REPLY_TAKE = "requests:reply:take_in"
    REPLY_GIVE = "requests:reply:give"
    REPLY_APPROVE = "requests:reply:approve"
    GAP_CHANGE = "requests:gap:change"
    CONSULT = "requests:consultation:change"
    PROMISE_CHANGE = "requests:promise:change"
    SHEET_READ = "checks:sheet:read"
    SHEET_BEGIN = "checks:sheet:begin"
    SHEET_ANSWER = "checks:sheet:answer"
    SHEET_ANSWER_DELEGATED = "checks:sheet:answer_delegated"
    SHEET_DELEGATE = "checks:sheet:delegate"
    SHEET_FINALISE = "checks:sheet:finalise"
    PLAN_READ = "checks:plan:read"
    PLAN_CHANGE = "checks:plan:change"
    PLAN_FINISH = "checks:plan:finish"
    REPORT_MAKE = "reports:report:make"
    REPORT_SHARE = "reports:report:share"


ROLE_LABELS = {
    Role.OWNER: _("経営者"),
    Role.STEWARD: _("情報管理責任者"),
    Role.SECTION: _("部門担当"),
    Role.STAFF: _("従業員"),
    Role.AUDITOR: _("監査者"),
    Role.EXPERT: _("外部専門家"),
}

ROLE_NOTES = {
    Role.OWNER: _("すべてを見て決めます。人を招き、組織の設定を変え、自己チェックを確定します。"),
    Role.STEWARD: _("日々の管理を受け持ちます。自己チェックを進め、人を招き、計画を立てます。"),
    Role.SECTION: _("自分の部門のことに答え、計画を進めます。"),
    Role.STAFF: _("頼まれた問に答え、自分の担当の計画を済ませます。"),
    Role.AUDITOR: _("すべてを見ますが、何も変えません。"),
    Role.EXPERT: _("決めた日までの間、見て、頼まれた問に答えます。"),
}

_READ_ALL = {
    Can.PEOPLE_READ,
    Can.FILE_READ,
    Can.PARTNER_READ,
    Can.PLACE_READ,
    Can.ASSET_READ,
    Can.AGREEMENT_READ,
    Can.HAND_OVER_READ,
    Can.REQUEST_READ,
    Can.SHEET_READ,
    Can.PLAN_READ,
    Can.REPORT_MAKE,
}
# What people do every day: ask to take something along, announce a visit, propose an entry, walk a round.
_EVERY_DAY = {
    Can.PLACE_READ,
    Can.VISIT_ANNOUNCE,
    Can.VISIT_RECEIVE,
    Can.TAKE_OUT_ASK,
    Can.ASSET_READ,
    Can.ASSET_PROPOSE,
    Can.ROUND_WALK,
}
_STEER = (
    _READ_ALL
    | _EVERY_DAY
    | {
        Can.PARTNER_CHANGE,
        Can.PLACE_CHANGE,
        Can.KEY_LEND,
        Can.DEVICE_CHANGE,
        Can.TAKE_OUT_APPROVE,
        Can.CLOUD_REVIEW,
        Can.ASSET_READ_TOP,
        Can.ASSET_ADMIT,
        Can.ASSET_CHANGE,
        Can.ASSET_RECLASSIFY,
        Can.ASSET_GRANT,
        Can.ASSET_REVIEW,
        Can.ASSET_DISPOSE,
        Can.ASSET_EXPORT,
        Can.ASSET_IMPORT,
        Can.ASSET_LABEL,
        Can.SCAN_RUN,
        Can.FINDING_JUDGE,
        Can.AGREEMENT_CHANGE,
        Can.AGREEMENT_CONCLUDE,
        Can.ASSURANCE_RECORD,
        Can.SHARING_ASK,
        Can.SHARING_APPROVE,
        Can.HAND_OVER_MAKE,
        Can.HAND_OVER_STOP,
        Can.TAKE_BACK,
        Can.CHANNEL_OPEN,
        Can.REQUEST_MAKE,
        Can.REQUEST_APPROVE,
        Can.PROFILE_CHANGE,
        Can.REPLY_READ,
        Can.REPLY_TAKE,
        Can.REPLY_GIVE,
        Can.REPLY_APPROVE,
        Can.GAP_CHANGE,
        Can.CONSULT,
        Can.PROMISE_CHANGE,
        Can.PEOPLE_INVITE,
        Can.PEOPLE_CHANGE,
        Can.PEOPLE_EXPORT,
        Can.TRAIL_READ,
        Can.TRAIL_EXPORT,
        Can.HOLD_CHANGE,
        Can.POST_READ,
        Can.POST_SEND,
        Can.SHEET_BEGIN,
        Can.SHEET_ANSWER,
        Can.SHEET_ANSWER_DELEGATED,
        Can.SHEET_DELEGATE,
        Can.SHEET_FINALISE,
        Can.PLAN_CHANGE,
        Can.PLAN_FINISH,
        Can.REPORT_SHARE,
        Can.TOKEN_ISSUE,
    }
)

PERMISSIONS: dict[Role, frozenset[Can]] = {
    Role.OWNER: frozenset(
        _STEER | {Can.ORGANISATION_CHANGE, Can.KEY_ROTATE, Can.TRAIL_ERASE, Can.POLICY_CHANGE}
    ),
    Role.STEWARD: frozenset(_STEER),
    Role.SECTION: frozenset(
        _READ_ALL
        | _EVERY_DAY
        | {
            Can.KEY_LEND,
            Can.DEVICE_CHANGE,
            Can.TAKE_OUT_APPROVE,
            Can.ASSET_REVIEW,
            Can.ASSET_LABEL,
            Can.FINDING_JUDGE,
            Can.SHARING_ASK,
            Can.HAND_OVER_MAKE,
            Can.TAKE_BACK,
            Can.REQUEST_MAKE,
            Can.REPLY_READ,
            Can.REPLY_GIVE,
            Can.GAP_CHANGE,
            Can.CONSULT,
            Can.PROMISE_CHANGE,
            Can.SHEET_ANSWER,
            Can.SHEET_ANSWER_DELEGATED,
            Can.PLAN_CHANGE,
            Can.PLAN_FINISH,
        }
    ),
    Role.STAFF: frozenset(
        _EVERY_DAY
        | {Can.SHEET_READ, Can.FILE_READ, Can.SHEET_ANSWER_DELEGATED, Can.PLAN_READ, Can.PLAN_FINISH}
    ),
    Role.AUDITOR: frozenset(
        _READ_ALL
        | {
            Can.REPLY_READ,
            Can.ASSET_READ_TOP,
            Can.ASSET_EXPORT,
            Can.TRAIL_READ,
            Can.TRAIL_EXPORT,
            Can.POST_READ,
        }
    ),
    Role.EXPERT: frozenset(_READ_ALL | {Can.SHEET_ANSWER_DELEGATED}),
}

# What demands an elevated session (`elevation`): who one is was confirmed again just now, and each request is noted.
ELEVATED = frozenset(
    {
        # An invitation gives a role, and a link for a new password opens an account.
        Can.PEOPLE_INVITE,
        Can.PEOPLE_CHANGE,
        Can.PEOPLE_EXPORT,
        Can.ASSET_EXPORT,
        Can.TOKEN_ISSUE,
        Can.KEY_ROTATE,
        Can.TRAIL_EXPORT,
        Can.TRAIL_ERASE,
        Can.HOLD_CHANGE,
    }
)

# What a person does in front of a page, and no program for them: a token that made tokens would never end.
NEVER_BY_TOKEN = frozenset({Can.TOKEN_ISSUE, Can.KEY_ROTATE, Can.TRAIL_ERASE})
