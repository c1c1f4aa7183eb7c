"""What can happen to people and organisations."""

from kuramori.ground.trail.events import Event

FOUNDED = Event(
    "people:organisation:founded",
    "{who}さんが組織「{organisation}」を作りました。",
    "{who} created the organisation “{organisation}”.",
)
SETTLED = Event(
    "people:organisation:settled", "{who}さんが最初の設定を済ませました。", "{who} finished the first set-up."
)
ORGANISATION_CHANGED = Event(
    "people:organisation:changed",
    "{who}さんが組織の設定を変えました。",
    "{who} changed the organisation's settings.",
)
INVITED = Event(
    "people:person:invited",
    "{who}さんが{person}さんを{role}として招きました。",
    "{who} invited {person} as {role}.",
)
JOINED = Event(
    "people:person:joined",
    "{person}さんが招待を受けて加わりました。",
    "{person} accepted the invitation and joined.",
)
ROLE_GIVEN = Event(
    "people:membership:given",
    "{who}さんが{person}さんの役割を{role}にしました。",
    "{who} gave {person} the role {role}.",
)
STEWARDSHIP_TAKEN = Event(
    "people:membership:taken_on",
    "{who}さんが{role}も受け持つことにしました。",
    "{who} also took on the role {role}.",
)
MEMBERSHIP_ENDED = Event(
    "people:membership:ended",
    "{who}さんが{person}さんの所属を{until}までとしました。",
    "{who} ended {person}'s membership on {until}.",
)
LINK_ISSUED = Event(
    "people:invitation:issued",
    "{who}さんが{person}さんへ渡すリンクを作りました。",
    "{who} made a link for {person}.",
)
PASSWORD_SET = Event(
    "people:account:password_set",
    "{person}さんがパスワードを決め直しました。",
    "{person} set a new password.",
)
PASSWORD_RENEWED = Event(
    "people:account:password_renewed",
    "{who}が{person}さんのパスワードを決め直しました。",
    "{who} gave {person} a new password.",
)
DEPARTMENT_OPENED = Event(
    "people:department:opened",
    "{who}さんが部門「{department}」を作りました。",
    "{who} added the department “{department}”.",
)
TOKEN_ISSUED = Event(
    "people:token:issued",
    "{who}さんが API の鍵「{label}」を作りました。",
    "{who} issued the API token “{label}”.",
)
TOKEN_REVOKED = Event(
    "people:token:revoked",
    "{who}さんが API の鍵「{label}」を止めました。",
    "{who} revoked the API token “{label}”.",
)
