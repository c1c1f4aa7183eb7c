"""What can happen to people and organisations."""

from kuramori.ground.trail.changes import personal
from kuramori.ground.trail.events import Event

# Somebody's line of the roster, before and after: each field with its own commitment.
PERSONAL = ("name", "kana", "number", "email")
LINE = ("person", *personal(*PERSONAL))

FOUNDED = Event(
    "people:organisation:founded",
    "{who}さんが組織「{organisation}」を作りました。",
    "{who} created the organisation “{organisation}”.",
)
FIRST_OWNER = Event(
    "people:person:first_owner",
    "{person}さんが最初の経営者として名簿に載りました。",
    "{person} was put on the roster as the first owner.",
    personal=LINE,
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
    personal=LINE,
)
JOINED = Event(
    "people:person:joined",
    "{person}さんが招待を受けて加わりました。",
    "{person} accepted the invitation and joined.",
    personal=LINE,
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
PASSWORD_CHANGED = Event(
    "people:account:password_changed",
    "{who}さんが自分のパスワードを変えました。",
    "{who} changed their own password.",
)
APP_SET_UP = Event(
    "people:account:app_set_up",
    "{who}さんが二段階の確認（認証アプリ）を始めました。",
    "{who} set up the second step (authenticator app).",
)
APP_REMOVED = Event(
    "people:account:app_removed",
    "{who}さんが二段階の確認（認証アプリ）をやめました。",
    "{who} removed the second step (authenticator app).",
)
PASSKEY_ADDED = Event(
    "people:account:passkey_added",
    "{who}さんがパスキーを1つ登録しました。",
    "{who} added a passkey.",
)
PASSKEY_REMOVED = Event(
    "people:account:passkey_removed",
    "{who}さんがパスキーを1つ消しました。",
    "{who} removed a passkey.",
)
RECOVERY_CODES_MADE = Event(
    "people:account:recovery_codes_made",
    "{who}さんが予備のコードを作りました。",
    "{who} made recovery codes.",
)
RECOVERY_CODE_USED = Event(
    "people:account:recovery_code_used",
    "{who}さんが予備のコードを1つ使いました。残りは{left}個です。",
    "{who} used a recovery code; {left} are left.",
)
SECOND_STEP_HELD = Event(
    "people:account:second_step_held",
    "{who}さんの二段階の確認で間違いが続いたため、しばらく受け付けませんでした。",
    "Too many wrong tries at {who}'s second step; it was held for a while.",
)
SECOND_STEP_FORGOTTEN = Event(
    "people:account:second_step_forgotten",
    "{who}が{person}さんの二段階の確認を外しました。",
    "{who} removed {person}'s second step.",
)
DEVICES_ENDED = Event(
    "people:account:devices_ended",
    "{who}さんがほかの端末のログインを終わらせました（{count}台）。",
    "{who} signed out {count} other device(s).",
)
SIGN_ON_CONNECTED = Event(
    "people:account:sign_on_connected",
    "{who}さんのアカウントが会社のログイン「{provider}」とつながりました。",
    "{who}'s account was connected to the company sign-on “{provider}”.",
)
SIGN_ON_REMOVED = Event(
    "people:account:sign_on_removed",
    "{who}さんが会社のログイン「{provider}」を切り離しました。",
    "{who} disconnected the company sign-on “{provider}”.",
)
DEPARTMENT_OPENED = Event(
    "people:department:opened",
    "{who}さんが部門「{department}」を作りました。",
    "{who} added the department “{department}”.",
)
DEPARTMENT_RENAMED = Event(
    "people:department:renamed",
    "{who}さんが部門「{before}」の名前を「{department}」に変えました。",
    "{who} renamed the department “{before}” to “{department}”.",
)
DEPARTMENT_CLOSED = Event(
    "people:department:closed",
    "{who}さんが部門「{department}」を{until}までとしました。",
    "{who} closed the department “{department}” with {until} as its last day.",
)
ENROLLED = Event(
    "people:person:enrolled",
    "{who}さんが{person}さんを名簿に載せました（{kind_of}）。",
    "{who} put {person} on the roster ({kind_of}).",
    personal=LINE,
)
AMENDED = Event(
    "people:person:amended",
    "{who}さんが{person}さんの名簿を直しました（{changes}）。",
    "{who} amended {person}'s line on the roster ({changes}).",
    personal=LINE,
)
RENEWED = Event(
    "people:membership:renewed",
    "{who}さんが{person}さんの最後の日を{until}に延ばしました。",
    "{who} moved {person}'s last day to {until}.",
)
ENDED = Event(
    "people:person:shut_out",
    "{person}さんの入口を閉じました（ログイン {sessions}件、API の鍵 {tokens}本、リンク {links}本）。",
    "The doors were shut for {person} (sessions {sessions}, tokens {tokens}, links {links}).",
)
ROSTER_READ = Event(
    "people:roster:read",
    "{who}さんが名簿のファイルを読み込み、取り込む前の確認をしました（{rows}行、照合値 {hash}）。",
    "{who} had a roster file read and looked at what it would change ({rows} rows, hash {hash}).",
)
ROSTER_TAKEN_IN = Event(
    "people:roster:taken_in",
    "{who}さんが名簿のファイルを取り込みました（新しい人 {new}、変更 {changed}、退職 {leaves}、飛ばした行 {skipped}、"
    "照合値 {hash}）。",
    "{who} took in a roster file (new {new}, changed {changed}, leaving {leaves}, rows skipped {skipped}, "
    "hash {hash}).",
)
ROSTER_TAKEN_OUT = Event(
    "people:roster:taken_out",
    "{who}さんが名簿を Excel で受け取りました（{rows}人）。",
    "{who} downloaded the roster as a workbook ({rows} people).",
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
TOKEN_REFUSED = Event(
    "people:token:refused",
    "止めたか期限の切れた API の鍵「{label}」を使おうとするものがあり、断りました。",
    "Something tried to use the API token “{label}”, which was revoked or has expired; it was refused.",
)
KEY_MADE = Event(
    "people:key:made",
    "組織の署名の鍵ができました（{thumbprint}）。",
    "The organisation's signing key was made ({thumbprint}).",
)
KEY_ROTATED = Event(
    "people:key:rotated",
    "{who}さんが組織の署名の鍵を新しくしました（{before} から {thumbprint} へ）。",
    "{who} put a new signing key in the place of the old one ({before} to {thumbprint}).",
)
ELEVATION_BEGUN = Event(
    "people:elevation:begun",
    "{who}さんが本人であることを確かめ、管理の操作を始めました（{minutes}分）。",
    "{who} confirmed who they are and began an elevated session ({minutes} minutes).",
)
ELEVATION_USED = Event(
    "people:elevation:used",
    "{who}さんが管理の操作のあいだに画面を使いました（{method} {route}）。",
    "{who} used a page in an elevated session ({method} {route}).",
)
ELEVATION_ENDED = Event(
    "people:elevation:ended",
    "{who}さんが管理の操作を終えました。",
    "{who} ended the elevated session.",
)
ELEVATION_RAN_OUT = Event(
    "people:elevation:ran_out",
    "{who}さんの管理の操作が、時間が来て終わりました。",
    "{who}'s elevated session ran out.",
)
ELEVATION_WITHDRAWN = Event(
    "people:elevation:withdrawn",
    "{who}さんの役割が変わったため、管理の操作が終わりました。",
    "{who}'s elevated session ended because their roles changed.",
)
ELEVATION_STEP_MISSING = Event(
    "people:elevation:step_missing",
    "{who}さんに二段階の確認がないため、管理の操作が終わりました。",
    "{who}'s elevated session ended because they have no second step.",
)
SECOND_STEP_ASKED = Event(
    "people:organisation:second_step_asked",
    "{who}さんが、管理する人には二段階の確認を求めることにしました。",
    "{who} decided that those who steer need a second step.",
)
SECOND_STEP_ASKED_NO_MORE = Event(
    "people:organisation:second_step_not_asked",
    "{who}さんが、管理する人に二段階の確認を求めるのをやめました。",
    "{who} decided that those who steer need no second step any more.",
)
ELEVATION_LEFT = Event(
    "people:elevation:left",
    "{who}さんがログアウトし、管理の操作も終わりました。",
    "{who} signed out, which ended the elevated session.",
)
LINK_GIVEN = Event(
    "people:link:issued",
    "{who}さんが{person}さんに、リンクを1つ渡しました（{purpose}、{until}まで）。",
    "{who} gave {person} a link ({purpose}, until {until}).",
)
LINK_REVOKED = Event(
    "people:link:revoked",
    "{who}さんが{person}さんに渡したリンクを止めました（{purpose}）。",
    "{who} stopped the link given to {person} ({purpose}).",
)
LINK_OPENED = Event(
    "people:link:opened",
    "{who}さんが確認コードを入れて、リンクを開きました（{purpose}）。",
    "{who} opened a link with its code ({purpose}).",
)
LINK_LOCKED = Event(
    "people:link:locked",
    "{who}さんのリンクで違う確認コードが5回続いたため、1時間受け付けません。",
    "Five wrong codes were given for {who}'s link; none is taken for an hour.",
)
CODE_WRONG = Event(
    "people:link:code_wrong",
    "{who}さんのリンクに違う確認コードが入れられました（あと{left}回）。",
    "A wrong code was given for {who}'s link ({left} more may be tried).",
)
CODE_TOLD = Event(
    "people:link:code_told",
    "{who}さんが{person}さんに電話で伝える確認コードを出しました（{purpose}）。",
    "{who} made a code to tell {person} by telephone ({purpose}).",
)
