"""What can happen to devices, take-outs, cloud services, software and trips."""

from kuramori.ground.trail.changes import personal
from kuramori.ground.trail.events import Event
from kuramori.work.places.facts_out import TEXTS

_PERSONAL = ("person", "what", *personal(*TEXTS))


def _event(name: str, ja: str, en: str) -> Event:
    return Event(f"places:{name}", ja, en, personal=_PERSONAL)


DEVICE_ADMITTED = _event(
    "device:admitted", "{who}さんが端末・媒体 {number} を載せました。", "{who} listed device {number}."
)
DEVICE_CHANGED = _event(
    "device:changed", "{who}さんが端末・媒体 {number} を直しました。", "{who} changed device {number}."
)
DEVICE_LOST = _event(
    "device:lost",
    "{who}さんが端末・媒体 {number} が見つからないと知らせました。",
    "{who} reported device {number} lost.",
)
DEVICE_STEP = _event(
    "device:step_taken",
    "{who}さんが {number} をなくした後の手順を1つ済ませました。",
    "{who} took a step after the loss of device {number}.",
)
DEVICE_FOUND = _event(
    "device:found", "{who}さんが端末・媒体 {number} を見つけました。", "{who} found device {number} again."
)
DEVICE_DISPOSED = _event(
    "device:disposed",
    "{who}さんが端末・媒体 {number} を、消去の記録を残して手放しました。",
    "{who} disposed of device {number}; its erasure is on record.",
)
LABELS_PRINTED = _event(
    "device:labels_printed",
    "{who}さんが端末・媒体のQRラベルを{count}枚出しました。",
    "{who} printed {count} device labels.",
)
COUNT_BEGUN = _event(
    "device_count:begun",
    "{who}さんが台数棚卸しを始めました（{count}台）。",
    "{who} began a count of {count} devices.",
)
COUNT_SEEN = _event(
    "device_count:seen", "{who}さんが棚卸しで{number}を見ました。", "{who} looked for {number} in the count."
)
COUNT_FINISHED = _event(
    "device_count:finished",
    "{who}さんが台数棚卸しを終えました（違い{count}件）。",
    "{who} finished the count ({count} differences).",
)
COUNT_SETTLED = _event(
    "device_count:settled",
    "{who}さんが棚卸しの違いを1件片づけました。",
    "{who} settled a difference of the count.",
)
TAKE_OUT_ASKED = _event(
    "take_out:asked", "{who}さんが持出しを願い出ました。", "{who} asked to take something out."
)
TAKE_OUT_APPROVED = _event(
    "take_out:approved", "{who}さんが持出しを認めました。", "{who} approved a take-out."
)
TAKE_OUT_REFUSED = _event(
    "take_out:refused", "{who}さんが持出しを見送りにしました。", "{who} refused a take-out."
)
TAKE_OUT_TAKEN = _event("take_out:taken", "{who}さんが持ち出しました。", "{who} took it out.")
TAKE_OUT_RETURNED = _event(
    "take_out:returned",
    "{who}さんが、持ち出した物が戻ったことを確かめました。",
    "{who} confirmed the return.",
)
TAKE_OUT_EXTENDED = _event(
    "take_out:extended", "{who}さんが戻す日を{due}に変えました。", "{who} moved the day of return to {due}."
)
TAKE_OUT_DROPPED = _event(
    "take_out:dropped", "{who}さんが持出しの願いを取り下げました。", "{who} withdrew a take-out."
)
TAKE_OUT_CHASED = _event(
    "take_out:chased",
    "戻す日を過ぎた持出しの催促（{step}回目）を送りました。",
    "Reminder {step} for an overdue take-out was sent.",
)
SLIP_PRINTED = _event(
    "take_out:slip_printed", "{who}さんが持出し票を出しました。", "{who} printed a take-out slip."
)
TRIP_PLANNED = _event("trip:planned", "{who}さんが海外出張を届けました。", "{who} planned a trip abroad.")
TRIP_CHANGED = _event("trip:changed", "{who}さんが海外出張を直しました。", "{who} changed a trip abroad.")
TRIP_TICKED = _event(
    "trip:ticked", "{who}さんが海外出張の確認を1つ変えました。", "{who} changed one check of a trip abroad."
)
TRIP_DROPPED = _event("trip:dropped", "{who}さんが海外出張を取りやめました。", "{who} dropped a trip abroad.")
TRIP_PRINTED = _event(
    "trip:printed", "{who}さんが海外出張の確認表を出しました。", "{who} printed the checklist of a trip."
)
RULE_LAID = _event(
    "take_out_rule:laid", "{who}さんが持出しの決まりを作りました。", "{who} laid down a take-out rule."
)
RULE_ENDED = _event(
    "take_out_rule:ended", "{who}さんが持出しの決まりを終わりにしました。", "{who} ended a take-out rule."
)
CLOUD_ADMITTED = _event(
    "cloud:admitted", "{who}さんがクラウドを一覧に載せました。", "{who} listed a cloud service."
)
CLOUD_CHANGED = _event(
    "cloud:changed", "{who}さんがクラウドの欄を直しました。", "{who} changed a cloud service."
)
CLOUD_RETIRED = _event(
    "cloud:retired", "{who}さんがクラウドの利用を終わりにしました。", "{who} retired a cloud service."
)
CLOUD_MATCHED = _event(
    "cloud:matched",
    "{who}さんがクラウドを登録一覧の {number} と結びました。",
    "{who} matched a cloud service with {number} of the listing.",
)
CLOUD_UNMATCHED = _event(
    "cloud:unmatched",
    "{who}さんが登録一覧との結びを外しました。",
    "{who} took the match with the listing away.",
)
CLOUD_REVIEWED = _event(
    "cloud:reviewed", "{who}さんがクラウドの規約を確かめました。", "{who} reviewed a cloud service."
)
TERMS_KEPT = _event(
    "cloud:terms_kept",
    "{who}さんがクラウドの規約の写しを残しました（照合値 {hash}）。",
    "{who} kept a copy of a cloud service's terms ({hash}).",
)
SHADOW_NOTED = _event(
    "shadow:noted", "{who}さんが、断りのない利用を書き留めました。", "{who} noted an unapproved use."
)
SHADOW_DECIDED = _event(
    "shadow:decided", "{who}さんが、断りのない利用の扱いを決めました。", "{who} decided on an unapproved use."
)
SOFTWARE_LISTED = _event(
    "software:listed", "{who}さんがソフトウェアを載せました。", "{who} listed a piece of software."
)
SOFTWARE_PATCHED = _event(
    "software:patched",
    "{who}さんが{count}台の更新を記録しました。",
    "{who} recorded updates on {count} devices.",
)
SOFTWARE_RETIRED = _event(
    "software:retired", "{who}さんがソフトウェアを外しました。", "{who} took a piece of software off."
)
LISTING_READ = _event(
    "listing:read",
    "{who}さんが登録一覧のファイルを読みました（照合値 {hash}）。",
    "{who} read a file of the listing ({hash}).",
)
LISTING_TAKEN_IN = _event(
    "listing:taken_in",
    "{who}さんが登録一覧を取り込みました（{count}件）。",
    "{who} took in the listing ({count} rows).",
)
